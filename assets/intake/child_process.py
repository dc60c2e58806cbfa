"""One child process as its parent sees it: started, spoken to, timed, and ended."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HEADER = 8
_PIECE = 1 << 20
_START_SECONDS = 60.0
# A Rust library that cannot allocate says this and aborts.
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"Cannot allocate memory")


class Ended(Exception):
    """The child closed its side."""


class ChildrenCannotStart(RuntimeError):
    """No child process comes up, for instance because the memory limit is too small for Python itself."""


class Child:
    """A running child_main.py; ``deadline`` is when its current task is over its time."""

    def __init__(self, function: Callable[[Any], Any], memory_bytes: int, seconds: float) -> None:
        self.seconds = seconds
        self.deadline = time.monotonic() + _START_SECONDS
        self.up = False
        self._memory = memory_bytes
        self._current: deque[int] = deque()
        self._buffer = bytearray()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in kill()
        paths = [str(ROOT), *(path for path in sys.path if path)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assets.intake.child_main", str(memory_bytes), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"},
            # Ctrl-C is for the parent, which then ends its children.
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._input, self.output = self._process.stdin, self._process.stdout
        self._write(function)

    @property
    def busy(self) -> bool:
        """Whether it has tasks that are not done."""
        return bool(self._current)

    def send(self, indexes: Sequence[int], tasks: Sequence[Any]) -> bool:
        """Give it a batch; only when it is idle, so that both pipes cannot fill up. False where it is gone."""
        if not self._write(list(tasks)):
            return False
        self._current.extend(indexes)
        self.deadline = time.monotonic() + self.seconds
        return True

    def rest(self) -> None:
        """Nothing more to do: no deadline."""
        self.deadline = float("inf")

    def next_done(self) -> int:
        """The index of the task that has just ended; the next one's time begins."""
        self.deadline = time.monotonic() + self.seconds
        return self._current.popleft()

    def given_up(self) -> list[int]:
        """The indexes of tasks that were not begun."""
        rest = list(self._current)
        self._current.clear()
        return rest

    def receive(self) -> Iterator[tuple[str, Any]]:
        """The messages that are complete by now; raises Ended where the child is gone."""
        piece = os.read(self.output.fileno(), _PIECE)
        if not piece:
            raise Ended
        self._buffer += piece
        while len(self._buffer) >= HEADER:
            end = HEADER + int.from_bytes(self._buffer[:HEADER], "little")
            if len(self._buffer) < end:
                return
            message = pickle.loads(self._buffer[HEADER:end])
            del self._buffer[:end]
            self.up = True
            yield message

    def refuse_if_never_up(self) -> None:
        """Raise ChildrenCannotStart where the child ended before it was ready for a task."""
        if not self.up:
            self._process.kill()
            self._process.wait()
            raise ChildrenCannotStart(
                f"The processes that read files do not start (memory limit {self._memory // 2**20} MiB): "
                f"{self._last_words()}"
            )

    def how_it_ended(self) -> dict[str, str | int]:
        """The facts of F09 for a child that is gone by itself."""
        code = self._process.wait()
        if any(mark in self._tail() for mark in _OUT_OF_MEMORY) or code == -signal.SIGKILL:
            return self.out_of_memory()
        if code == -signal.SIGALRM:
            return self.out_of_time()
        return {"what": "died", "detail": signal.Signals(-code).name if code < 0 else f"exit {code}"}

    def out_of_time(self) -> dict[str, str | int]:
        """The facts of F09 for a child that takes longer than it may: ``limit`` in whole seconds."""
        return {"what": "time", "limit": int(self.seconds)}

    def out_of_memory(self) -> dict[str, str | int]:
        """The facts of F09 for a child that needs more memory than it may have: ``limit`` in MiB."""
        return {"what": "memory", "limit": self._memory // 2**20}

    def kill(self) -> None:
        """End it, whatever it does, and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for stream in (self._input, self.output, self._said):
            try:
                stream.close()
            except BrokenPipeError:
                # What was still to be written to it is of no use any more.
                continue

    def _write(self, message: Any) -> bool:
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        try:
            self._input.write(len(data).to_bytes(HEADER, "little") + data)
            self._input.flush()
        except BrokenPipeError:
            return False
        return True

    def _tail(self) -> bytes:
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - 20_000))
        return self._said.read()

    def _last_words(self) -> str:
        lines = self._tail().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "no message"
