"""Run `jpa` and print what its parts cost: ``python bench/stages.py MODULE:FUNCTION ARGUMENTS``.

Run with the product's checkout on the path. The last line printed is JSON: seconds of processor time by stage, each
without the stages inside it. "queries" is what runs the queries: every function of assets.warehouse.runner (of
assets.warehouse.queries in earlier versions) that takes a connection, and QueryRunner. "children" is what the processes
that read files took, "rest" what is in no stage: imports, and what Dagster does around the steps.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

# Steps of pipelines.run_steps.RunSteps, by the stage that they are listed under.
STEPS = {
    "receive": "receive",
    "check": "check",
    "write_answers": "answers",
    "store_framework": "framework",
    "build_pages": "pages",
    "publish_warehouse": "copy for readers",
}


class Stopwatch:
    """Processor time by stage; what a stage calls of another one counts for that one."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._open = ["rest"]
        self._since = 0.0  # the process began: imports before this one are the rest

    def _switch(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added to the stage."""

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            self._switch()
            self._open.append(stage)
            try:
                return function(*arguments, **named)
            finally:
                self._switch()
                self._open.pop()

        return call

    def watch_queries(self, module: ModuleType) -> None:
        """Time the functions of a module that take a connection, before anybody has imported them by name."""
        for name, function in vars(module).copy().items():
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if own and "connection" in inspect.signature(function).parameters:
                setattr(module, name, self.timed("queries", function))
        if runner := getattr(module, "QueryRunner", None):
            self._watch(runner, dict.fromkeys(("__init__", "run", "state", "version"), "queries"))

    def watch_steps(self, module: ModuleType) -> None:
        """Time the steps of a run; earlier versions have none of these names."""
        if steps := getattr(module, "RunSteps", None):
            self._watch(steps, STEPS)

    def _watch(self, owner: type, stages: dict[str, str]) -> None:
        for name, stage in stages.items():
            setattr(owner, name, self.timed(stage, getattr(owner, name)))

    def taken(self) -> dict[str, float]:
        """Seconds by stage, until now."""
        self._switch()
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {**self.seconds, "children": children.ru_utime + children.ru_stime}


def main() -> None:
    """Run the command with its stages timed."""
    module, _, function = sys.argv[1].partition(":")
    sys.argv = ["jpa", *sys.argv[2:]]
    watch = Stopwatch()
    found = importlib.util.find_spec("assets.warehouse.runner")
    watch.watch_queries(importlib.import_module("assets.warehouse.runner" if found else "assets.warehouse.queries"))
    if importlib.util.find_spec("pipelines.run_steps"):
        watch.watch_steps(importlib.import_module("pipelines.run_steps"))
    try:
        getattr(importlib.import_module(module), function)()
    finally:
        print(json.dumps(watch.taken()))


if __name__ == "__main__":
    main()
