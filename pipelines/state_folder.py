"""The state folder: one run at a time over it, and what an administrator can mend about its disk."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

# With less than this even Dagster's own databases cannot be written.
_LEAST_FREE = 16 * 1024 * 1024

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


def disk_trouble(error: BaseException, home: Path) -> str:
    """Why the state folder ``home`` could not be written to, where ``error`` comes from that; else empty.

    The folder itself is asked, not the error: each library says "full" and "read-only" in words of its own.
    """
    if not any(_is_of_the_disk(one) for one in _behind(error)):
        return ""
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        return f"{there} cannot be written to: the disk is read-only, or this user may not write there."
    free = shutil.disk_usage(there).free
    if free < _LEAST_FREE:
        return (
            f"The disk of {there} is full ({free // 1024 // 1024} MB are free). Make room and run it again; "
            "what was published before is still there."
        )
    return ""


def _is_of_the_disk(error: BaseException) -> bool:
    # Where DuckDB was never imported, as in most commands, it raised nothing.
    duckdb = sys.modules.get("duckdb")
    return isinstance(error, (OSError, sqlite3.Error)) or (duckdb is not None and isinstance(error, duckdb.IOException))


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and those that it was raised from or while handling."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]
