"""What holds for all tests, and what they have to report together at the end."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Time is never part of a test's result: a busy machine finds no fault that an idle one does not.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first: at the end no worker waits for another one that has a long test left."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("slow", "libreoffice", "browser")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many single changes to good returns were read right, asked back, refused or misread."""
    from tests.robustness.table import Table

    found = Table()
    reports = [report for some in terminalreporter.stats.values() for report in some]
    for report in reports:
        if getattr(report, "when", "") == "teardown":
            for name, counts in report.user_properties:
                if name == Table.PROPERTY:
                    found.update({(kind, verdict): number for kind, verdict, number in counts})
    if found:
        terminalreporter.section("single changes to good returns")
        for line in found.lines():
            terminalreporter.write_line(line)
