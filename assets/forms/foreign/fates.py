"""The fate of every row of somebody else's workbook: exactly one, changed only for the worse; and rows that repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Literal

from assets.forms.foreign.cumulative import SERIES
from assets.forms.results import Observation, RowFate
from assets.framework.terms import term, terms
from assets.intake.problems import Problem


class Fates:
    """The fates of the rows, in the order in which they were first told."""

    def __init__(self) -> None:
        self._fates: dict[tuple[str, int], RowFate] = {}

    def record(self, sheet: str, row: int, fate: Literal["value", "skipped", "finding"], reason: str) -> None:
        """The fate of a row that has none yet, or another one in its place."""
        self._fates[sheet, row] = RowFate(sheet, row, fate, reason)

    def has_fate(self, sheet: str, row: int) -> bool:
        """Whether the row has a fate."""
        return (sheet, row) in self._fates

    def is_value(self, sheet: str, row: int) -> bool:
        """Whether the row is a value so far."""
        return self._fates[sheet, row].fate == "value"

    def record_finding(self, sheet: str, row: int, reason: str) -> None:
        """Make a finding of a row that was read; reasons add up."""
        before = self._fates[sheet, row]
        said = f"{before.reason}; {reason}" if before.fate == "finding" else reason
        self.record(sheet, row, "finding", said)

    def __iter__(self) -> Iterator[RowFate]:
        return iter(self._fates.values())


# An observation and the row it stands in.
Counted = tuple[Observation, int]

KEY = (*SERIES, "time_period")
_key = attrgetter(*KEY)
# Breakdowns that only the source has are in its own words.
_SAID_AS = {"topic": "as", "category": "as"}


def resolve_duplicates(counted: Iterable[Counted], fates: Fates, problems: list[Problem]) -> list[Observation]:
    """The observations to be used, each key once.

    Of rows that say the same the first is used and the others are skipped; where they differ all are findings (E01)
    and none is used.
    """
    groups: dict[tuple[str, ...], list[Counted]] = defaultdict(list)
    for pair in counted:
        groups[_key(pair[0])].append(pair)
    used: list[Observation] = []
    used_rows: set[tuple[str, int]] = set()
    repeats: dict[tuple[str, int], tuple[str, int]] = {}
    for group in groups.values():
        first, first_row = group[0]
        if len(group) > 1 and len({(o.obs_value, o.obs_status, o.upper_bound) for o, _ in group}) > 1:
            problems += _conflict(group, fates)
            continue
        used.append(first)
        used_rows.add((first.sheet, first_row))
        for observation, row in group[1:]:
            repeats.setdefault((observation.sheet, row), (first.sheet, first_row))
    for (sheet, row), (first_sheet, first_row) in repeats.items():
        if (sheet, row) not in used_rows and fates.is_value(sheet, row):
            where = f"row {first_row}" if sheet == first_sheet else f"row {first_row} of sheet {first_sheet}"
            fates.record(sheet, row, "skipped", f"repeats {where}")
    return used


def _conflict(group: list[Counted], fates: Fates) -> Iterable[Problem]:
    rows = ", ".join(str(row) for _, row in group)
    for observation, row in group:
        said = ((_SAID_AS.get(name, name), getattr(observation, name)) for name in KEY if name != "unit_measure")
        key = terms(term(kind, text) for kind, text in said if text not in ("", "_T"))
        facts: dict[str, str | int] = {"key": key, "rows": rows, "first": group[0][0].cell}
        fates.record_finding(observation.sheet, row, f"E01 at {observation.cell}: rows {rows} disagree")
        yield Problem("E01", observation.sheet, observation.cell, observation.raw_text, facts)
