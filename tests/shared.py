"""What tests of several rooms use.

What several tests look at is made once a session, whichever of the parallel workers asks for it first.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from assets.checking.check_file import CheckTask, check_files
from assets.checking.findings import CheckedFile
from assets.intake.limits import Limits
from assets.intake.pool import WorkerPool

T = TypeVar("T")
_MEMORY, _ENOUGH = Path("/dev/shm"), 1 << 30


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder for one test, in memory where the system has room for it: what is written there waits for no disk."""
    room = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    with tempfile.TemporaryDirectory(dir=_MEMORY if room else None) as folder:
        yield Path(folder)


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], T]) -> tuple[Path, T]:
    """The folder ``name`` that ``build`` filled, and what ``build`` returned; workers wait for the one that builds.

    Tests only look at it: whoever changes something copies the folder first. What a failing ``build`` left is removed
    from under the name, so that the next one who asks sees the same failure and not half a folder.
    """
    base = factory.getbasetemp()
    root = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared"
    root.mkdir(exist_ok=True)
    folder, answer = root / name, root / f"{name}.pickle"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            folder.mkdir()
            try:
                returned = build(folder)
                answer.write_bytes(pickle.dumps(returned))
            except BaseException:
                folder.rename(root / f"{name}.failed-{os.getpid()}-{len(list(root.iterdir()))}")
                raise
        return folder, pickle.loads(answer.read_bytes())


def check_in_children(
    tasks: Sequence[CheckTask], workers: int, limits: Limits, progress: Callable[[int], None] | None = None
) -> list[CheckedFile]:
    """What check_files makes of ``tasks``, in children that are there for them alone."""
    with WorkerPool.limited(workers, limits) as pool:
        return check_files(tasks, pool, progress)
