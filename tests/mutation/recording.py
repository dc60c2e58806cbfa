"""Which tests run which line: one run of the tests with coverage, a context for each test and for each shared fixture.

Loaded by pytest as a plugin (``-p tests.mutation.recording``) in a process that coverage watches from its start. What a
fixture runs counts for every test that asks for the fixture; what a subprocess runs, for the test that starts it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

CONTEXT = "JPA_MUTATION_CONTEXT"
FOLDER = "JPA_MUTATION_FOLDER"
_seen: dict[str, dict[str, Any]] = {}
_within: list[str] = []


def _switch(context: str) -> None:
    os.environ[CONTEXT] = context
    watching = coverage.Coverage.current()
    if watching is not None:
        watching.switch_context(context)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Lines that run from here on are run by this test."""
    _within.append(item.nodeid)
    _switch(item.nodeid)
    try:
        return (yield)
    finally:
        _within.pop()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[object]:
    """Lines that run from here to the end of the setup are run by this fixture."""
    name = f"fixture:{fixturedef.baseid}::{fixturedef.argname}"
    _within.append(name)
    _switch(name)
    try:
        return (yield)
    finally:
        _within.pop()
        _switch(_within[-1] if _within else "")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the fixtures that a test asks for."""
    fixtures = getattr(item, "_fixtureinfo").name2fixturedefs.values()  # noqa: B009 - pytest has no public way
    names = [f"fixture:{each.baseid}::{each.argname}" for found in fixtures for each in found]
    _seen[item.nodeid] = {"fixtures": names, "seconds": 0.0, "passed": True}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long a test took, and whether it passed."""
    if report.nodeid in _seen:
        _seen[report.nodeid]["seconds"] += report.duration
        _seen[report.nodeid]["passed"] &= report.outcome == "passed"


def pytest_sessionfinish() -> None:
    """Write what was noted; a worker beside the others writes its own file."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder = Path(os.environ[FOLDER])
    (folder / f"tests-{name}.json").write_text(json.dumps(_seen), encoding="utf-8")
