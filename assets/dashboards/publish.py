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
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Builds before are kept: somebody may be in the middle of reading one.
_KEPT_BUILDS = 4
_ROOMS = Path(__file__).resolve().parents[1]
_LIBRARIES = ("babel", "jinja2", "markupsafe", "plotly", "pyarrow")
# Size in bytes and time of last change in ns of a file, by its path below the build's folder.
FileStates = Mapping[str, list[int]]


class PointerInTheWay(RuntimeError):
    """Where the pointer to the pages belongs stands something that this program did not put there."""


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder ``root`` that a build is written into, and that of the build before, where there is one.

    A file with the same bytes as in the build before is a hard link to it: no file of a build is ever written again.
    """

    root: Path
    earlier: Path | None = None

    def write(self, name: str, data: bytes) -> None:
        """The file ``name``, a path below the folder."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._link(name, data, path):
            path.write_bytes(data)

    def _link(self, name: str, data: bytes, path: Path) -> bool:
        try:
            if self.earlier is None or (self.earlier / name).read_bytes() != data:
                return False
            os.link(self.earlier / name, path)
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


# Writes the files into an empty folder, and is told that of the build before, where there is one.
Build = Callable[[Path, Path | None], object]


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
        build(aside, shown if record else None)
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
    record = {"inputs": inputs, "digest": digest, "files": _states(final)}
    _write_record(sites, record)
    _sweep(sites, final)
    return _published(record, unchanged=unchanged)


def is_published(pointer: Path, sites: Path) -> bool:
    """Whether ``pointer`` shows the pages built last, each of their files as it was written."""
    record = _read_record(sites)
    shown = sites / str(record.get("digest", ""))[:16]
    return bool(record) and _is_shown(pointer, shown) and _states(shown) == record["files"]


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
        return record if {"inputs", "digest", "files"} <= record.keys() else {}
    except (OSError, ValueError):
        return {}


def _write_record(sites: Path, record: Mapping[str, Any]) -> None:
    beside = _record_of(sites).with_suffix(f".{os.getpid()}.new")
    beside.write_text(json.dumps(record, sort_keys=True), encoding="utf-8")
    beside.replace(_record_of(sites))


def _states(folder: Path) -> dict[str, list[int]]:
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
