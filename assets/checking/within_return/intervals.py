"""The counts of a return as intervals: a withheld cell lies between its bounds, a missing one may be anything.

A rule speaks only where it must be true whatever stands in the withheld and missing cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from assets.forms.layout.blocks import GridBlock
from assets.forms.layout.layout import Layout
from assets.forms.reader.grid import applies
from assets.forms.results import Entry, Observation, ReadResult
from assets.framework.loader import Framework

ALL = "_T"
# What a mark of the sender says of a count in a list, whose entries carry no bounds.
_WITHHELD_MOST = 4


class Bounds(NamedTuple):
    """The least and the most a count can be; ``most`` is infinite where it is not known."""

    least: int
    most: float

    @property
    def exact(self) -> bool:
        """Whether the count is known."""
        return self.least == self.most


NOT_KNOWN = Bounds(0, math.inf)


def bounds(cell: Observation | Entry | None) -> Bounds:
    """The bounds of one cell: a value, a withheld number, or nothing known (blank, n/a, faulty)."""
    match cell:
        case Observation(obs_status="V", obs_value=int(value)) | Entry(obs_status="V", value_number=int(value)):
            return Bounds(value, value)
        case Observation(obs_status="Q", lower_bound=int(least), upper_bound=int(most)):
            return Bounds(least, most)
        case Entry(obs_status="Q"):
            return Bounds(0, _WITHHELD_MOST)
    return NOT_KNOWN


def added(parts: Iterable[Bounds]) -> Bounds:
    """The bounds of a sum."""
    found = list(parts)
    return Bounds(sum(part.least for part in found), sum(part.most for part in found))


class RowKey(NamedTuple):
    """What a row of a grid counts."""

    indicator: str
    crime: str
    victim_status: str
    exploitation: str


@dataclass(slots=True)
class Row:
    """One row of a grid: its total, and its parts by (sex, age); ``asked`` is how many parts the form asks for."""

    key: RowKey
    asked: int
    total: Observation | None = None
    parts: dict[tuple[str, str], Observation] = field(default_factory=dict)

    def cell(self, sex: str, age: str) -> Observation | None:
        """The observation of a column."""
        return self.total if (sex, age) == (ALL, ALL) else self.parts.get((sex, age))

    def added_parts(self) -> Bounds:
        """The bounds of the sum of the parts; a part that is not there may be anything."""
        found = added(bounds(part) for part in self.parts.values())
        return found if len(self.parts) == self.asked else Bounds(found.least, math.inf)

    def count(self) -> Bounds:
        """The bounds of what the row counts: its total, or where none was typed its parts."""
        typed = bounds(self.total)
        if typed is not NOT_KNOWN:
            return typed
        return self.added_parts() if self.asked else NOT_KNOWN

    def place(self) -> Observation | None:
        """The cell to point to: the total, else the first part with a value."""
        if bounds(self.total) is not NOT_KNOWN or not self.parts:
            return self.total
        return next((part for part in self.parts.values() if part.obs_value), self.total)


def rows_of(result: ReadResult, framework: Framework, layout: Layout) -> dict[RowKey, Row]:
    """The rows of all grids of a return, in the order of the form."""
    asked = _asked_parts(framework, layout)
    rows: dict[RowKey, Row] = {}
    for cell in result.observations:
        # A sum to date is kept beside the month it was taken from; the rules are about the month.
        if cell.counterpart_area != ALL or cell.reporting_mode != "PERIOD":
            continue
        key = RowKey(cell.indicator, cell.crime, cell.victim_status, cell.exploitation)
        row = rows.get(key)
        if row is None:
            row = rows[key] = Row(key, asked.get(cell.indicator, 0))
        if cell.sex == ALL and cell.age == ALL:
            row.total = cell
        else:
            row.parts[cell.sex, cell.age] = cell
    return rows


def _asked_parts(framework: Framework, layout: Layout) -> dict[str, int]:
    columns = {c.key: c for b in layout.form_blocks if isinstance(b, GridBlock) for c in b.columns}
    parts = [c for c in columns.values() if any(code != ALL for code in c.dimensions.values())]
    return {i.indicator: sum(applies(i, column) for column in parts) for i in framework.indicators}
