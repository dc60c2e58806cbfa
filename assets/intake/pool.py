"""Run a function over many tasks in guarded child processes: one that dies, hangs or eats memory costs one task.

The pool is kept for all that a run has to do in children. Results come in the order of the tasks, as they are ready.
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

from assets.intake.limits import Limits
from assets.intake.problems import Problem
from assets.intake.worker import HEADER

T = TypeVar("T")
R = TypeVar("R")

# Tasks go to a child a few at a time: fewer messages, and the last ones still spread over all children.
_BATCHES_PER_WORKER = 8
_LARGEST_BATCH = 16
# So many results may wait for an earlier task to end; then the other children wait too.
_AHEAD = 512
ROOT = Path(__file__).parents[2]
_PIECE = 1 << 20
_START_SECONDS = 60.0
# How long a child that has begun to hand over a result may take for the rest of it.
_WRITE_SECONDS = 10.0
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


class WorkerPool:
    """At most ``workers`` child processes, each with ``memory_bytes`` of address space and ``seconds`` for a task.

    They start with the first tasks and are kept until the pool is closed. ``peak_memory_bytes`` is the most memory that
    any of them ever held, ``processor_seconds`` what all of them used, as the children themselves measure it.
    """

    def __init__(self, workers: int, memory_bytes: int, seconds: float) -> None:
        if workers < 1:
            raise ValueError("At least one child process is needed: files are never opened in this one.")
        self.workers = workers
        self.memory_bytes = memory_bytes
        self.seconds = seconds
        self.peak_memory_bytes = 0
        self.processor_seconds = 0.0
        self._children: list[Child] = []
        self._selector = selectors.DefaultSelector()
        self._running = False

    @classmethod
    def limited(cls, workers: int, limits: Limits) -> WorkerPool:
        """A pool whose children keep to the limits of the gate."""
        return cls(workers, limits.max_memory_bytes, limits.max_seconds)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all children; the next tasks start new ones."""
        for child in list(self._children):
            self._stop(child)

    def prepare(self, module: str) -> None:
        """Start a first child that imports ``module``, where the functions to be run are, while this process goes on.

        For a program that has something else to do until the first tasks are there.
        """
        if not self._children:
            self._start(module)

    def run(
        self, function: Callable[[T], R], tasks: Sequence[T], progress: Callable[[int, int], None] | None = None
    ) -> Iterator[TaskOutcome[T, R]]:
        """Call ``function`` for every task; outcomes in the order of the tasks, each once all before it are there.

        ``function`` is a module's own function, tasks and results can be pickled. ``progress(done, of)`` is called
        after each task. An exception of the function is a failure too, named by its type and place; its text may quote
        the file and is left out. Raises ChildrenCannotStart where no child comes up, which is no fault of a task.
        Whoever takes no more outcomes closes the iterator: children that are busy then are ended.
        """
        if self._running:
            raise RuntimeError("The pool has tasks of another call that are not done.")
        work = _Work(function, tasks, min(self.workers, len(tasks)), progress or (lambda done, of: None))
        self._running = True
        try:
            while work.next < len(tasks):
                while (outcome := work.done.pop(work.next, None)) is not None:
                    work.next += 1
                    yield outcome
                if work.next < len(tasks):
                    self._feed(work)
                    self._turn(work)
            # What they used is said behind their last results.
            while any(child.up and not child.ready for child in self._children):
                self._turn(work)
        finally:
            self._running = False
            for child in [child for child in self._children if child.busy or not child.up]:
                self._stop(child)

    def _feed(self, work: _Work[Any, Any]) -> None:
        """Give tasks to idle children, and start children where there are too few."""
        for child in [child for child in self._children if child.ready]:
            self._give(child, work)
        starting = sum(not child.up for child in self._children)
        while len(self._children) < work.workers and len(work.waiting) > starting * work.batch:
            self._start(work.function.__module__)
            starting += 1

    def _start(self, module: str) -> None:
        child = Child(module, self.memory_bytes, self.seconds)
        self._children.append(child)
        self._selector.register(child.output, selectors.EVENT_READ, child)

    def _stop(self, child: Child) -> None:
        self._children.remove(child)
        self._selector.unregister(child.output)
        child.kill()

    def _turn(self, work: _Work[Any, Any]) -> None:
        """Wait until a child sends something or is over its time, and deal with it."""
        nearest = min(child.deadline for child in self._children) - time.monotonic()
        for key, _ in self._selector.select(max(0.0, nearest) if nearest < float("inf") else None):
            child = cast(Child, key.data)
            try:
                for message in child.receive():
                    self._take(child, message, work)
                    if child not in self._children:
                        break
            except Ended:
                self._lose(child, child.how_it_ended(), work)
        for child in list(self._children):
            if child.deadline < time.monotonic():
                self._lose(child, child.out_of_time(), work)

    def _take(self, child: Child, message: tuple[str, Any], work: _Work[Any, Any]) -> None:
        kind, value = message
        if kind == "idle":
            peak, processor_seconds = value
            self.peak_memory_bytes = max(self.peak_memory_bytes, peak)
            self.processor_seconds += processor_seconds - child.processor_seconds
            child.processor_seconds = processor_seconds
            child.rest()
            self._give(child, work)
        elif kind == "result":
            work.finish(child.next_done(), result=value)
        elif kind == "error":
            work.finish(child.next_done(), failure=Problem("F09", facts={"what": "error", "detail": value}))
        elif kind == "memory":
            # What is left of this child's memory is not to be relied on.
            self._lose(child, child.out_of_memory(), work)

    def _give(self, child: Child, work: _Work[Any, Any]) -> None:
        batch = work.next_batch()
        if batch and not child.send(batch, (work.function, [work.tasks[index] for index in batch])):
            # It died while it had nothing to do: the tasks are none the worse.
            work.waiting.extendleft(reversed(batch))
            self._stop(child)

    def _lose(self, child: Child, facts: dict[str, str | int], work: _Work[Any, Any]) -> None:
        """The child is gone: its current task failed, the rest of its batch goes to another one."""
        if child not in self._children:
            return
        child.refuse_if_never_up()
        self._stop(child)
        if child.busy:
            work.finish(child.next_done(), failure=Problem("F09", facts=facts))
            work.waiting.extendleft(reversed(child.given_up()))


@dataclass(slots=True)
class _Work(Generic[T, R]):
    """The tasks of one call: ``waiting`` to be given out, ``done`` but not yet taken, ``next`` to be taken."""

    function: Callable[[T], R]
    tasks: Sequence[T]
    workers: int
    progress: Callable[[int, int], None]
    waiting: deque[int] = field(init=False)
    batch: int = field(init=False)
    done: dict[int, TaskOutcome[T, R]] = field(default_factory=dict)
    finished: int = 0
    next: int = 0

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.tasks)))
        self.batch = max(1, min(_LARGEST_BATCH, len(self.tasks) // (max(1, self.workers) * _BATCHES_PER_WORKER)))

    def next_batch(self) -> list[int]:
        """The indexes of the next few tasks; none where too many results wait for an earlier one."""
        batch: list[int] = []
        while self.waiting and len(batch) < self.batch and self.waiting[0] < self.next + _AHEAD:
            batch.append(self.waiting.popleft())
        return batch

    def finish(self, index: int, result: R | None = None, failure: Problem | None = None) -> None:
        """Keep what became of one task."""
        self.done[index] = TaskOutcome(self.tasks[index], result, failure)
        self.finished += 1
        self.progress(self.finished, len(self.tasks))


def run_guarded(
    function: Callable[[T], R],
    tasks: Sequence[T],
    *,
    workers: int,
    memory_bytes: int,
    seconds: float,
    progress: Callable[[int, int], None] | None = None,
) -> list[TaskOutcome[T, R]]:
    """The outcomes of ``tasks``, from a pool that is there for them alone; arguments as of WorkerPool."""
    with WorkerPool(workers, memory_bytes, seconds) as pool:
        return list(pool.run(function, tasks, progress))


class Ended(Exception):
    """The child closed its side."""


class ChildrenCannotStart(RuntimeError):
    """No child process comes up, for instance because the memory limit is too small for Python itself."""


class Child:
    """A running worker.py; ``deadline`` is when its current task is over its time."""

    def __init__(self, module: str, memory_bytes: int, seconds: float) -> None:
        self.seconds = seconds
        self.deadline = time.monotonic() + _START_SECONDS
        self.up = False
        self.ready = False
        self.processor_seconds = 0.0
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
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYDANTIC_DISABLE_PLUGINS": "1",
            },
            # Ctrl-C is for the parent, which then ends its children.
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._input, self.output = self._process.stdin, self._process.stdout
        # What the functions need is imported before there is a file that could be blamed.
        self._write(module)

    @property
    def busy(self) -> bool:
        """Whether it has tasks that are not done."""
        return bool(self._current)

    def send(self, indexes: Sequence[int], batch: tuple[Callable[[Any], Any], list[Any]]) -> bool:
        """Give it a function and tasks; only when it is idle, so that no pipe fills up. False where it is gone."""
        if not self._write(batch):
            return False
        self._current.extend(indexes)
        self.ready = False
        self.deadline = time.monotonic() + self.seconds
        return True

    def rest(self) -> None:
        """It asks for tasks: until it has some there is no deadline."""
        self.ready = True
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
        # It may have waited with the rest until somebody took this.
        self.deadline = max(self.deadline, time.monotonic() + _WRITE_SECONDS)
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
