"""What runs in a child process: limits first, then the function for one task after the other.

Messages are pickles with their length in front: in comes the function and then batches, out goes one tuple a task.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

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
    function: Callable[[Any], Any] | None = _read(sys.stdin.buffer)
    if function is None:
        return
    _write(output, ("up", None))
    while (batch := _read(sys.stdin.buffer)) is not None:
        for task in batch:
            signal.setitimer(signal.ITIMER_REAL, seconds + _ALONE_SECONDS)
            _write(output, _call(function, task))
            signal.setitimer(signal.ITIMER_REAL, 0)


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
