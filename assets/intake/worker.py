"""What runs in a child process: limits first, then the function for one task after the other.

Messages are pickles with their length in front: in comes the name of a module to be imported, then batches, each a
function and its tasks; out goes one tuple a task, and behind each batch one that asks for the next.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

# Objects that may be made before the collector looks for rings of them.
_GARBAGE_THRESHOLD = 50_000
# The length in front of each message, in bytes.
HEADER = 8
# A child reads; what it may write is a line to its parent's file of last words.
_LARGEST_WRITTEN_FILE = 1 << 20
# The parent ends a task that is over its time. Should the parent be gone, the child ends itself a little later.
_ALONE_SECONDS = 10.0


def main() -> None:
    """Read batches from standard input until it ends."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    # Messages go to a copy of standard output; whatever a library prints must not come between them.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit(memory)
    sys.meta_path.insert(0, _WithoutPandas())
    if (module := _read(sys.stdin.buffer)) is None:
        return
    importlib.import_module(module)
    # What was imported stays; the collector looks for rings of objects less often than after every few rows of cells.
    gc.freeze()
    gc.set_threshold(_GARBAGE_THRESHOLD)
    _write(output, ("idle", (peak_memory_bytes(), time.process_time())))
    while (batch := _read(sys.stdin.buffer)) is not None:
        function, tasks = batch
        for task in tasks:
            signal.setitimer(signal.ITIMER_REAL, seconds + _ALONE_SECONDS)
            answer = _call(function, task)
            # The parent may be busy and take the answer later; should it be gone, writing fails.
            signal.setitimer(signal.ITIMER_REAL, 0)
            _write(output, answer)
        _write(output, ("idle", (peak_memory_bytes(), time.process_time())))


class _WithoutPandas:
    """Lets nobody import pandas. pyarrow would, only to ask whether a tuple is one of its objects.

    That takes a quarter of a second and 40 MiB in every child, none of which has a use for it.
    """

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("Children do without pandas.", name=fullname)


def peak_memory_bytes() -> int:
    """The most memory that this process itself ever held, in bytes; 0 where the system does not say.

    Not by getrusage: there a child begins with what its parent held when it was started.
    """
    try:
        with open("/proc/self/status", "rb") as status:
            line = next((line for line in status if line.startswith(b"VmHWM:")), b"VmHWM: 0 kB")
    except OSError:
        return 0
    return int(line.split()[1]) * 1024


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_WRITTEN_FILE, _LARGEST_WRITTEN_FILE))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _call(function: Callable[[Any], Any], task: Any) -> bytes:
    try:
        return pickle.dumps(("result", function(task)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("memory", None))
    except BaseException as error:  # noqa: BLE001 - a panic of Rust code is no Exception; each is reported
        return pickle.dumps(("error", _where(error)))


def _where(error: BaseException) -> str:
    """The type of an exception and the line it comes from, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} at {PurePath(last.filename).name}:{last.lineno}" if last else type(error).__name__


def _read(stream: IO[bytes]) -> Any:
    header = stream.read(HEADER)
    return pickle.loads(stream.read(int.from_bytes(header, "little"))) if len(header) == HEADER else None


def _write(stream: IO[bytes], message: Any) -> None:
    data = message if isinstance(message, bytes) else pickle.dumps(message)
    stream.write(len(data).to_bytes(HEADER, "little") + data)
    stream.flush()


if __name__ == "__main__":
    main()
