"""One run at a time over a state folder, whoever starts it: the UI, the schedule or the command line."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import IO

_held: dict[Path, tuple[int, IO[str]]] = {}


class StateFolderBusy(RuntimeError):
    """Another process is running over the same state folder."""


def hold_state_folder(home: Path, wait_seconds: float) -> None:
    """Hold ``home`` for this process until it ends or releases it; waits for another process to let go.

    A run of Dagster is a process of its own, so its end, even by a kill, frees the folder: the system drops the lock.
    Raises StateFolderBusy naming the other process after ``wait_seconds``.
    """
    home = home.resolve()
    held = _held.get(home)
    if held and held[0] == os.getpid():
        return
    home.mkdir(parents=True, exist_ok=True)
    stream = (home / "run.lock").open("a+", encoding="utf-8")
    give_up = time.monotonic() + wait_seconds
    while not _locked(stream):
        if time.monotonic() >= give_up:
            stream.seek(0)
            owner = stream.read().strip() or "unknown"
            stream.close()
            raise StateFolderBusy(
                f"Process {owner} is running over {home}. Waited {wait_seconds:.0f} s; try again when it has ended."
            )
        time.sleep(0.1)
    stream.seek(0)
    stream.truncate()
    stream.write(str(os.getpid()))
    stream.flush()
    _held[home] = (os.getpid(), stream)


def release_state_folder(home: Path) -> None:
    """Let go of ``home`` if this process holds it."""
    held = _held.pop(home.resolve(), None)
    if held:
        held[1].close()


def _locked(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
