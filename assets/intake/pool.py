"""Run a function over many tasks in guarded child processes: one that dies, hangs or eats memory costs one task.

Plain subprocesses with two pipes, neither fork (Dagster has threads) nor multiprocessing's spawn (it imports the
main program again in every child). What runs in the child is worker.py.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from assets.intake.problems import Problem
from assets.intake.worker import HEADER

T = TypeVar("T")
R = TypeVar("R")

# Tasks go to a child a few at a time: fewer messages, and the last ones still spread over all children.
_BATCHES_PER_WORKER = 8
_LARGEST_BATCH = 16
ROOT = Path(__file__).parents[2]
_PIECE = 1 << 20
_START_SECONDS = 60.0
# A Rust library that cannot allocate says this and aborts.
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"Cannot allocate memory")


@dataclass(frozen=True, slots=True)
class TaskOutcome(Generic[T, R]):
    """What became of one task: ``result``, or ``failure`` (F09) where the child died or passed a limit.

    ``result`` may be None where the function returns None; then ``failure`` is None too.
    """

    task: T
    result: R | None = None
    failure: Problem | None = None


def run_guarded(
    function: Callable[[T], R],
    tasks: Sequence[T],
    *,
    workers: int,
    memory_bytes: int,
    seconds: float,
    progress: Callable[[int, int], None] | None = None,
) -> list[TaskOutcome[T, R]]:
    """Call ``function`` for every task in at most ``workers`` child processes; outcomes in the order of the tasks.

    ``function`` is a module's own function, tasks and results can be pickled. Each child has ``memory_bytes`` of
    address space, each task ``seconds``. ``progress(done, of)`` is called after each task. An exception of the
    function is a failure too, named by its type and place; its text may quote the file and is left out.
    Raises ChildrenCannotStart where no child comes up, which is no fault of a task.
    """
    if workers < 1:
        raise ValueError("At least one child process is needed: files are never opened in this one.")
    size = len(tasks) // (workers * _BATCHES_PER_WORKER)
    pool: _Pool[T, R] = _Pool(
        start=lambda: Child(function, memory_bytes, seconds),
        tasks=tasks,
        workers=min(workers, len(tasks)),
        batch=max(1, min(_LARGEST_BATCH, size)),
        progress=progress or (lambda done, of: None),
        waiting=deque(range(len(tasks))),
    )
    return pool.run()


@dataclass(slots=True)
class _Pool(Generic[T, R]):
    start: Callable[[], Child]
    tasks: Sequence[T]
    workers: int
    batch: int
    progress: Callable[[int, int], None]
    waiting: deque[int]
    done: dict[int, TaskOutcome[T, R]] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def run(self) -> list[TaskOutcome[T, R]]:
        try:
            for _ in range(self.workers):
                self._start()
            while len(self.done) < len(self.tasks):
                self._turn()
        finally:
            for child in list(self.children):
                self._stop(child)
            self.selector.close()
        return [self.done[index] for index in range(len(self.tasks))]

    def _start(self) -> None:
        child = self.start()
        self.children.append(child)
        self.selector.register(child.output, selectors.EVENT_READ, child)

    def _stop(self, child: Child) -> None:
        self.children.remove(child)
        self.selector.unregister(child.output)
        child.kill()

    def _turn(self) -> None:
        """Wait until a child says something or is over its time, and deal with it."""
        nearest = min(child.deadline for child in self.children) - time.monotonic()
        for key, _ in self.selector.select(max(0.0, nearest)):
            child = cast(Child, key.data)
            try:
                for message in child.receive():
                    self._take(child, message)
                    if child not in self.children:
                        break
            except Ended:
                self._lose(child, child.how_it_ended())
        for child in list(self.children):
            if child.deadline < time.monotonic():
                self._lose(child, child.out_of_time())

    def _take(self, child: Child, message: tuple[str, Any]) -> None:
        kind, value = message
        if kind == "result":
            self._finish(child.next_done(), result=value)
        elif kind == "error":
            self._finish(child.next_done(), failure=Problem("F09", facts={"what": "error", "detail": value}))
        elif kind == "memory":
            # What is left of this child's memory is not to be relied on.
            self._lose(child, child.out_of_memory())
            return
        if not child.busy:
            self._give(child)

    def _give(self, child: Child) -> None:
        batch = [self.waiting.popleft() for _ in range(min(self.batch, len(self.waiting)))]
        if not batch:
            child.rest()
        elif not child.send(batch, [self.tasks[index] for index in batch]):
            # It died while it had nothing to do: the tasks are none the worse.
            self.waiting.extendleft(reversed(batch))
            self._stop(child)
            self._start()

    def _lose(self, child: Child, facts: dict[str, str | int]) -> None:
        """The child is gone: its current task failed, the rest of its batch goes to a new one."""
        if child not in self.children:
            return
        child.refuse_if_never_up()
        self._stop(child)
        if child.busy:
            self._finish(child.next_done(), failure=Problem("F09", facts=facts))
            self.waiting.extendleft(reversed(child.given_up()))
        if self.waiting and len(self.children) < self.workers:
            self._start()

    def _finish(self, index: int, result: R | None = None, failure: Problem | None = None) -> None:
        self.done[index] = TaskOutcome(self.tasks[index], result, failure)
        self.progress(len(self.done), len(self.tasks))


class Ended(Exception):
    """The child closed its side."""


class ChildrenCannotStart(RuntimeError):
    """No child process comes up, for instance because the memory limit is too small for Python itself."""


class Child:
    """A running worker.py; ``deadline`` is when its current task is over its time."""

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
            [sys.executable, "-m", "assets.intake.worker", str(memory_bytes), str(seconds)],
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
