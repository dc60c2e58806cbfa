"""What several tests look at is made once a session, whichever of the parallel workers asks for it first."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")


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
