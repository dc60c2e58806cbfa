"""Run a function over many tasks in guarded child processes: one that dies, hangs or eats memory costs one task.

Plain subprocesses with two pipes, neither fork (Dagster has threads) nor multiprocessing's spawn (it imports the
main program again in every child). What runs in the child is child_main.py.
"""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from assets.intake.child_process import Child, Ended
from assets.intake.problems import Problem

T = TypeVar("T")
R = TypeVar("R")

# Tasks go to a child a few at a time: fewer messages, and the last ones still spread over all children.
_BATCHES_PER_WORKER = 8
_LARGEST_BATCH = 16


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T, R]):
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
) -> list[Outcome[T, R]]:
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
    done: dict[int, Outcome[T, R]] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def run(self) -> list[Outcome[T, R]]:
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
        self.done[index] = Outcome(self.tasks[index], result, failure)
        self.progress(len(self.done), len(self.tasks))
