"""Build pages aside and swap them in whole: a reader sees one build or the next, never half of two.

Beside the builds stands a record of the one that is shown: what it was made of, and size and time of each of its files.
Made of the same, with every file as it was written, it is not built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Builds before are kept: somebody may be in the middle of reading one.
_KEPT_BUILDS = 4
_ROOMS = Path(__file__).resolve().parents[1]
_LIBRARIES = ("babel", "jinja2", "markupsafe", "plotly", "pyarrow", "xlsxwriter")
# Size in bytes and time of last change in ns of a file, by its path below the build's folder.
FileStates = Mapping[str, list[int]]


class PointerInTheWay(RuntimeError):
    """Where the pointer to the pages belongs stands something that this program did not put there."""


@dataclass(frozen=True, slots=True)
class EarlierBuild:
    """The build before: its ``folder``, its files as they were written, and what some of them were made of."""

    folder: Path
    files: FileStates = field(default_factory=dict)
    made_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder ``root`` that a build is written into, and the build before, where there is one.

    A file with the same bytes as in the build before is a hard link to it: no file of a build is ever written again.
    ``made_of`` has a hash of what each file of ``write_once`` was made of.
    """

    root: Path
    earlier: EarlierBuild | None = None
    made_of: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, data: bytes) -> None:
        """The file ``name``, a path below the folder."""
        path = self._path(name)
        if not self._link(name, path, lambda earlier: earlier.read_bytes() == data):
            path.write_bytes(data)

    def write_once(self, name: str, made_of: str, make: Callable[[], bytes]) -> int:
        """The same for a file that takes long to make: only where it was made of something else before. Its size."""
        self.made_of[name] = made_of
        path, earlier = self._path(name), self.earlier
        same = earlier is not None and earlier.made_of.get(name) == made_of
        if not (same and earlier and self._link(name, path, lambda file: _state(file) == earlier.files.get(name))):
            self.write(name, make())
        return path.stat().st_size

    def _path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _link(self, name: str, path: Path, is_same: Callable[[Path], bool]) -> bool:
        try:
            if self.earlier is None or not is_same(self.earlier.folder / name):
                return False
            os.link(self.earlier.folder / name, path)
        except OSError:  # no such file, or a file system without hard links
            return False
        return True


@dataclass(frozen=True, slots=True)
class Published:
    """The pages that are shown: the hash of their files, how many, their bytes, and whether they were there already."""

    digest: str
    pages: int
    size: int
    unchanged: bool


# Writes the files into an empty folder, beside the build before, where there is one; returns SiteFolder.made_of.
Build = Callable[[Path, EarlierBuild | None], Mapping[str, str]]


def publish_pages(pointer: Path, sites: Path, build: Build, inputs: str = "") -> Published:
    """Call ``build`` on an empty folder below ``sites``, then point ``pointer`` (a symbolic link) at the result.

    ``inputs`` is a hash of all that the pages are made of: where it is that of the pages shown, and these are as they
    were written, nothing is built; empty, they are always built. The folder is named by the hash of its files, so that
    the same pages built again change nothing. Raises what ``build`` raises, with the pointer untouched, and
    PointerInTheWay.
    """
    if pointer.exists() and not pointer.is_symlink():
        raise PointerInTheWay(f"{pointer} is a folder of its own. Move it away: the pages are put there by a link.")
    sites.mkdir(parents=True, exist_ok=True)
    record = _read_record(sites)
    if inputs and record.get("inputs") == inputs and is_published(pointer, sites):
        return _published(record, unchanged=True)
    shown = sites / str(record.get("digest", ""))[:16]
    aside = Path(tempfile.mkdtemp(dir=sites, prefix=".building-"))
    try:
        made_of = build(aside, EarlierBuild(shown, record["files"], record["made_of"]) if record else None)
        digest = hash_of_tree(aside)
        final = sites / digest[:16]
        stands = final.is_dir() and hash_of_tree(final) == digest
        unchanged = stands and _is_shown(pointer, final)
        if not stands:
            # A folder of that name which holds something else was changed by hand after it was built.
            shutil.rmtree(final, ignore_errors=True)
            aside.chmod(0o755)
            aside.rename(final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not unchanged:
        _swap(pointer, final)
    record = {"inputs": inputs, "digest": digest, "files": file_states(final), "made_of": dict(made_of)}
    _write_record(sites, record)
    _sweep(sites, final)
    return _published(record, unchanged=unchanged)


def is_published(pointer: Path, sites: Path) -> bool:
    """Whether ``pointer`` shows the pages built last, each of their files as it was written."""
    record = _read_record(sites)
    shown = sites / str(record.get("digest", ""))[:16]
    return bool(record) and _is_shown(pointer, shown) and file_states(shown) == record["files"]


def pages_digest(tables: str, framework: str) -> str:
    """A hash of all that pages are made of: their ``tables`` and the ``framework`` (a hash each), and the code.

    The code is every file of the rooms and the libraries that write into pages and files.
    """
    digest = hashlib.sha256(f"{tables} {framework}".encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(_ROOMS.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(_ROOMS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _published(record: Mapping[str, Any], *, unchanged: bool) -> Published:
    files: FileStates = record["files"]
    pages = sum(name.endswith(".html") for name in files)
    return Published(record["digest"], pages, sum(size for size, _ in files.values()), unchanged)


def _is_shown(pointer: Path, folder: Path) -> bool:
    return pointer.is_symlink() and pointer.resolve() == folder.resolve()


def _record_of(sites: Path) -> Path:
    return sites.with_name(f"{sites.name}.json")


def _read_record(sites: Path) -> dict[str, Any]:
    """The record of the pages shown; empty where there is none, or none that can be read: then they are built."""
    try:
        record: dict[str, Any] = json.loads(_record_of(sites).read_text(encoding="utf-8"))
        return record if {"inputs", "digest", "files", "made_of"} <= record.keys() else {}
    except (OSError, ValueError):
        return {}


def _write_record(sites: Path, record: Mapping[str, Any]) -> None:
    beside = _record_of(sites).with_suffix(f".{os.getpid()}.new")
    beside.write_text(json.dumps(record, sort_keys=True), encoding="utf-8")
    beside.replace(_record_of(sites))


def file_states(folder: Path) -> dict[str, list[int]]:
    """Size and time of last change of every file below ``folder``."""
    return {path.relative_to(folder).as_posix(): _state(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def hash_of_tree(folder: Path) -> str:
    """sha256 over the relative path and the bytes of every file below ``folder``, in the order of the paths."""
    digest = hashlib.sha256()
    for name, sha256 in file_hashes(folder).items():
        digest.update(f"{name}\0{sha256}\n".encode())
    return digest.hexdigest()


def file_hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file below ``folder`` by its relative path, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _swap(pointer: Path, final: Path) -> None:
    pointer.parent.mkdir(parents=True, exist_ok=True)
    beside = pointer.with_name(f".{pointer.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    # Relative, so that the state folder can be moved or restored elsewhere.
    beside.symlink_to(os.path.relpath(final, pointer.parent))
    beside.replace(pointer)


def _sweep(sites: Path, current: Path) -> None:
    """Remove older builds, and what a killed build left behind."""
    builds = [path for path in sites.iterdir() if not path.name.startswith(".building-")]
    current.touch()
    newest = sorted(builds, key=lambda path: path.stat().st_mtime_ns, reverse=True)[:_KEPT_BUILDS]
    for path in sites.iterdir():
        if path not in newest and path != current:
            shutil.rmtree(path, ignore_errors=True)
