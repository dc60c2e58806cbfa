"""A workbook as it was found: sheets, cells with their kind, nothing interpreted.

An error value, a formula without a cached result and a boolean are kinds of their own: none of them is ever
a blank or a zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from assets.intake.addresses import a1

# Above this a float no longer holds every whole number.
EXACT_LIMIT = 2**53
CellValue = str | int | float | bool | date | datetime | time


class CellKind(StrEnum):
    """What the file says a cell is."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCACHED_FORMULA = "uncached_formula"
    # A number that its format shows as something else.
    MISLEADING_FORMAT = "format"


class Cell(NamedTuple):
    """One cell that is not blank; ``row`` and ``column`` count from 1, as the spreadsheet program shows them.

    ``text`` is the value as a person would type it: whole floats without a fraction, dates as YYYY-MM-DD.
    A tuple because a file has up to a million of them: a frozen dataclass takes three times as long to make.
    """

    row: int
    column: int
    kind: CellKind
    value: CellValue
    text: str
    merged: bool = False

    @property
    def address(self) -> str:
        """The A1 address."""
        return a1(self.row, self.column)


# The cells of a sheet by row and column (from 1), blanks left out.
Rows = dict[int, dict[int, Cell]]


@dataclass(slots=True)
class Sheet:
    """A sheet: its cells by row and column (from 1), blanks left out."""

    name: str
    visible: bool = True
    rows: Rows = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged_ranges: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place, or None where it is blank."""
        return self.rows.get(row, {}).get(column)


@dataclass(slots=True)
class Workbook:
    """A file that was opened: ``format`` is xlsx, xls, xlsb, ods or csv.

    ``encoding`` is the code page of a text that is not Unicode (its name at IANA), ``decisive_word`` the word
    that decided it.
    """

    file_name: str
    format: str
    sheets: list[Sheet] = field(default_factory=list)
    encoding: str = ""
    decisive_word: str = ""
