"""Build pages aside and swap them in whole: a reader sees one build or the next, never half of two."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

# Builds before are kept: somebody may be in the middle of reading one.
_KEPT_BUILDS = 4


class PointerInTheWay(RuntimeError):
    """Where the pointer to the pages belongs stands something that this program did not put there."""


@dataclass(frozen=True, slots=True)
class Published(Generic[T]):
    """What was swapped in: the build's own ``report``, the hash of its files, and whether it was there already."""

    report: T
    digest: str
    unchanged: bool


def publish_pages(pointer: Path, sites: Path, build: Callable[[Path], T]) -> Published[T]:
    """Call ``build`` on an empty folder below ``sites``, then point ``pointer`` (a symbolic link) at the result.

    The folder is named by the hash of its files, so that the same pages built again change nothing. Raises what
    ``build`` raises, with the pointer untouched, and PointerInTheWay.
    """
    if pointer.exists() and not pointer.is_symlink():
        raise PointerInTheWay(f"{pointer} is a folder of its own. Move it away: the pages are put there by a link.")
    sites.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=sites, prefix=".building-"))
    try:
        report = build(aside)
        digest = hash_of_tree(aside)
        final = sites / digest[:16]
        stands = final.is_dir() and hash_of_tree(final) == digest
        unchanged = stands and pointer.is_symlink() and pointer.resolve() == final.resolve()
        if not stands:
            # A folder of that name which holds something else was changed by hand after it was built.
            shutil.rmtree(final, ignore_errors=True)
            aside.chmod(0o755)
            aside.rename(final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not unchanged:
        _swap(pointer, final)
    _sweep(sites, final)
    return Published(report, digest, unchanged)


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
