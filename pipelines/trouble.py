"""What an administrator can mend about the disk, said in one sentence where a program would print its whole trace."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb

# With less than this even Dagster's own databases cannot be written.
_LEAST_FREE = 16 * 1024 * 1024
_OF_THE_DISK = (OSError, sqlite3.Error, duckdb.IOException)


def disk_trouble(error: BaseException, home: Path) -> str:
    """Why the state folder ``home`` could not be written to, where ``error`` comes from that; else empty.

    The folder itself is asked, not the error: each library says "full" and "read-only" in words of its own.
    """
    if not any(isinstance(one, _OF_THE_DISK) for one in _behind(error)):
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
