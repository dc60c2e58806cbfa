"""What the children of test_pool.py are asked to do; kept apart so that a child can import it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any


def _spin() -> None:
    while True:
        pass


def _eat_slowly() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def _fail() -> None:
    raise ValueError("the text of a cell, which must not be passed on")


def _talk() -> str:
    print("noise between the messages")
    os.write(1, b"more noise")
    return "did talk"


_DEEDS: dict[str, Callable[[], Any]] = {
    "abort": os.abort,
    "crash": lambda: ctypes.string_at(0),
    "leave": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda: time.sleep(600),
    "spin": _spin,
    "eat": lambda: str(len(bytearray(4 << 30))),
    "eat slowly": _eat_slowly,
    "fail": _fail,
    "exit": lambda: sys.exit(1),
    "talk": _talk,
    "unpicklable": lambda: lambda: None,
    "large": lambda: "x" * (5 << 20),
}


def obey(task: str) -> Any:
    """Do what the task says, for good or ill."""
    return _DEEDS[task]() if task in _DEEDS else f"did {task}"


def imported(module: str) -> bool:
    """Whether a child has a module loaded."""
    return module in sys.modules


def process(_: object) -> int:
    """The number of the child process."""
    return os.getpid()


def slow_process(_: object) -> int:
    """The same, after a moment."""
    time.sleep(0.3)
    return os.getpid()


def write_a_large_file(path: str) -> int:
    """Try to write 2 MiB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open(path, "wb") as stream:
        return stream.write(bytes(2 << 20))


def hold(size: int) -> str:
    """Hold that many bytes for a moment."""
    return "x" * bool(bytearray(b"x") * size)
