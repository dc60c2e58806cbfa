"""The counts of a return as intervals: a withheld cell lies between its bounds, a missing one may be anything.

A rule speaks only where it must be true whatever stands in the withheld and missing cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from assets.forms.layout.blocks import GridBlock
from assets.forms.layout.layout import Layout
from assets.forms.reader.grid import applies
from assets.forms.results import Entry, Observation, ReadResult
from assets.framework.loader import Framework
from assets.framework.thresholds import WITHHELD

ALL = "_T"


class Bounds(NamedTuple):
    """The least and the most a count can be; ``most`` is infinite where it is not known."""

    least: int
    most: float

    @property
    def exact(self) -> bool:
        """Whether the count is known."""
        return self.least == self.most


NOT_KNOWN = Bounds(0, math.inf)
# Most counts are small: their bounds are made once.
_SMALL = {value: Bounds(value, value) for value in range(1_000)}


def bounds(cell: Observation | None) -> Bounds:
    """The bounds of one cell: a value, a withheld number, or nothing known (blank, n/a, faulty)."""
    if cell is None or cell.obs_status == "O":
        return NOT_KNOWN
    status, value = cell.obs_status, cell.obs_value
    if status == "V" and value is not None:
        return _SMALL.get(value) or Bounds(value, value)
    if status == "Q" and cell.lower_bound is not None and cell.upper_bound is not None:
        return Bounds(cell.lower_bound, cell.upper_bound)
    return NOT_KNOWN


def bounds_of_entry(entry: Entry | None) -> Bounds:
    """The same for a count in a list, whose entries carry no bounds of their own."""
    if entry is None:
        return NOT_KNOWN
    if entry.obs_status == "V" and entry.value_number is not None:
        return Bounds(entry.value_number, entry.value_number)
    return Bounds(*WITHHELD) if entry.obs_status == "Q" else NOT_KNOWN


def added(parts: Iterable[Bounds]) -> Bounds:
    """The bounds of a sum."""
    least, most = 0, 0.0
    for part in parts:
        least += part[0]
        most += part[1]
    return Bounds(least, most)


class RowKey(NamedTuple):
    """What a row of a grid counts."""

    indicator: str
    crime: str
    victim_status: str
    exploitation: str


@dataclass(slots=True)
class Row:
    """One row of a grid: its total, and its parts by (sex, age); ``asked`` is how many parts the form asks for.

    ``least`` and ``most`` are the bounds of the sum of the parts that are there, ``withheld`` that one of them is.
    """

    key: RowKey
    asked: int
    total: Observation | None = None
    parts: dict[tuple[str, str], Observation] = field(default_factory=dict)
    least: int = 0
    most: float = 0
    withheld: bool = False

    def add(self, part: Observation) -> None:
        """Take in one part; of two cells for the same part the later one counts."""
        place = part.sex, part.age
        if place in self.parts:
            self.parts[place] = part
            self.least, self.most = added(map(bounds, self.parts.values()))
            self.withheld = any(one.obs_status == "Q" for one in self.parts.values())
            return
        self.parts[place] = part
        least, most = bounds(part)
        self.least += least
        self.most += most
        self.withheld = self.withheld or part.obs_status == "Q"

    def cell(self, sex: str, age: str) -> Observation | None:
        """The observation of a column."""
        return self.total if sex == ALL and age == ALL else self.parts.get((sex, age))

    def count(self) -> Bounds:
        """The bounds of what the row counts: its total, or where none was typed its parts."""
        typed = bounds(self.total)
        if typed is not NOT_KNOWN or not self.asked:
            return typed
        # A part that is not there may be anything.
        return Bounds(self.least, self.most if len(self.parts) == self.asked else math.inf)

    def place(self) -> Observation | None:
        """The cell to point to: the total, else the first part with a value."""
        if bounds(self.total) is not NOT_KNOWN or not self.parts:
            return self.total
        return next((part for part in self.parts.values() if part.obs_value), self.total)


@dataclass(frozen=True, slots=True)
class FormShape:
    """What the grids of a form ask for: the parts of a row by indicator, and how many forms of exploitation."""

    parts: Mapping[str, int]
    forms: int


_SHAPES: dict[tuple[str, str], FormShape] = {}
_MOST_SHAPES = 32


def shape_of(framework: Framework, layout: Layout) -> FormShape:
    """The shape of a layout's grids; kept, because every return of the layout has the same."""
    key = (framework.digest, layout.digest)
    if key not in _SHAPES:
        if len(_SHAPES) >= _MOST_SHAPES:
            _SHAPES.clear()
        grids = [block for block in layout.form_blocks if isinstance(block, GridBlock)]
        columns = {c.key: c for grid in grids for c in grid.columns}
        parts = [c for c in columns.values() if any(code != ALL for code in c.dimensions.values())]
        forms = {row.get("exploitation", ALL) for grid in grids for row in grid.expanded_rows()} - {ALL}
        asked = {i.indicator: sum(applies(i, column) for column in parts) for i in framework.indicators}
        _SHAPES[key] = FormShape(asked, len(forms))
    return _SHAPES[key]


def rows_of(result: ReadResult, framework: Framework, layout: Layout) -> dict[RowKey, Row]:
    """The rows of all grids of a return, in the order of the form."""
    asked = shape_of(framework, layout).parts
    rows: dict[RowKey, Row] = {}
    row: Row | None = None
    for cell in result.observations:
        # A sum to date is kept beside the month it was taken from; the rules are about the month.
        if cell.counterpart_area != ALL or cell.reporting_mode != "PERIOD":
            continue
        key = (cell.indicator, cell.crime, cell.victim_status, cell.exploitation)
        # The cells of a row follow each other.
        if row is None or row.key != key:
            row = rows.get(RowKey._make(key)) or Row(RowKey._make(key), asked.get(cell.indicator, 0))
            rows[row.key] = row
        if cell.sex == ALL and cell.age == ALL:
            row.total = cell
        else:
            row.add(cell)
    return rows
