"""The tests that run a line, the quickest first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import coverage

from tests.mutation.changes import Change

RC = Path(__file__).parent / "coverage.rc"
_QUERIES = "assets/warehouse/queries.py"


def record(tree: Path, folder: Path, tests: list[str], marked: str, workers: str) -> None:
    """Run tests of ``tree`` once, and keep in ``folder`` which lines each of them runs."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree),
        "COVERAGE_PROCESS_START": str(RC),
        "JPA_MUTATION_FOLDER": str(folder),
        "JPA_MUTATION_TREE": str(tree),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutation.recording", "-p", "no:cacheprovider"]
    several = ["-n", workers, "--dist", "loadfile"] if workers not in ("0", "1") else []
    subprocess.run([*command, *several, "-m", marked, *tests], cwd=tree, env=environment, check=False)
    combined = coverage.Coverage(config_file=False, data_file=str(folder / "all"))
    combined.combine([str(path) for path in folder.glob("coverage.*")], keep=True)
    combined.save()


@dataclass
class Covering:
    """What ``record`` kept, of the tests that passed."""

    tree: Path
    folder: Path

    @cached_property
    def tests(self) -> dict[str, dict[str, object]]:
        """Fixtures and seconds of each test that passed."""
        found: dict[str, dict[str, object]] = {}
        for path in self.folder.glob("tests-*.json"):
            found |= json.loads(path.read_text(encoding="utf-8"))
        return {name: test for name, test in found.items() if test["passed"]}

    @cached_property
    def _by_fixture(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, test in self.tests.items():
            for fixture in test["fixtures"]:  # type: ignore[attr-defined]
                found[fixture].append(name)
        return found

    @cached_property
    def _data(self) -> coverage.CoverageData:
        data = coverage.CoverageData(basename=str(self.folder / "all"))
        data.read()
        return data

    def _contexts(self, file: str) -> dict[int, list[str]]:
        return self._data.contexts_by_lineno(str(self.tree / file))

    def _named(self, contexts: set[str]) -> set[str]:
        names: set[str] = set()
        for context in contexts:
            for part in context.split("|"):
                names |= {part} & self.tests.keys() or set(self._by_fixture.get(part, ()))
        return names

    def of(self, change: Change) -> list[str]:
        """The tests to run for a change.

        Of a query: all that run queries, first those that name its table. Of a line that runs only when its module is
        imported: all that run anything else in the module.
        """
        if change.file.endswith(".sql"):
            table = ".".join(Path(change.file).with_suffix("").parts[-2:])
            lines = self._contexts(_QUERIES)
            found = self._named({context for contexts in lines.values() for context in contexts})
            return sorted(found, key=lambda name: (table not in self._text(name), self._seconds(name), name))
        lines = self._contexts(change.file)
        found = self._named(set(lines.get(change.line, ())))
        if not found:
            found = self._named({context for contexts in lines.values() for context in contexts})
        return sorted(found, key=lambda name: (self._seconds(name), name))

    def seconds(self, names: list[str]) -> float:
        """How long tests took when they were recorded."""
        return sum(map(self._seconds, names))

    def _seconds(self, name: str) -> float:
        return float(self.tests[name]["seconds"])  # type: ignore[arg-type]

    def _text(self, name: str) -> str:
        return (self.tree / name.partition("::")[0]).read_text(encoding="utf-8")
