"""Run `jpa` and print what its queries cost: ``python bench/sql_time.py MODULE:FUNCTION ARGUMENTS``.

Run with the product's checkout on the path. Timed is what runs the queries, the outermost call alone: every function of
assets.warehouse.runner (of assets.warehouse.queries in earlier versions) that takes a connection, and QueryRunner. The
last line printed is ``queries: SECONDS`` of processor time.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import inspect
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any


class Stopwatch:
    """Processor time of the outermost timed calls."""

    def __init__(self) -> None:
        self.seconds, self._depth = 0.0, 0

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added up."""

        @functools.wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            began, self._depth = time.process_time(), self._depth + 1
            try:
                return function(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.process_time() - began

        return call

    def watch(self, module: ModuleType) -> None:
        """Time the functions of a module that take a connection, before anybody has imported them by name."""
        for name, function in vars(module).copy().items():
            own = inspect.isfunction(function) and function.__module__ == module.__name__
            if own and "connection" in inspect.signature(function).parameters:
                setattr(module, name, self.timed(function))
        runner = getattr(module, "QueryRunner", None)
        for name in ("__init__", "run", "state", "version") if runner else ():
            setattr(runner, name, self.timed(getattr(runner, name)))


def main() -> None:
    """Run the command with its queries timed."""
    module, _, function = sys.argv[1].partition(":")
    sys.argv = ["jpa", *sys.argv[2:]]
    watch = Stopwatch()
    found = importlib.util.find_spec("assets.warehouse.runner")
    watch.watch(importlib.import_module("assets.warehouse.runner" if found else "assets.warehouse.queries"))
    try:
        getattr(importlib.import_module(module), function)()
    finally:
        print(f"queries: {watch.seconds:.4f}")


if __name__ == "__main__":
    main()
