"""Read a year, a quarter or a month from a cell of somebody else's table."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from assets.forms.codes import plain
from assets.forms.dates import BUDDHIST, parse_day, parse_month
from assets.forms.periods import Calendar, PeriodKind, is_period
from assets.forms.values import STRIPPED, digits_of_one_script
from assets.intake.workbook import Cell, CellKind

ALLOWED: dict[str, str] = {
    "year": "a year from 1900 to 2099",
    "quarter": "a quarter such as 2023 Q2, or the last day of one",
    "month": "a month such as 2023-06",
}
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_QUARTER = re.compile(r"([0-9]{4})[ -]*q([1-4])|q([1-4])[ /-]*([0-9]{4})", re.ASCII)


def read_period(cell: Cell | None, kind: PeriodKind, calendar: Calendar, language: str) -> str:
    """The TIME_PERIOD that a cell names, or empty where it cannot be read with certainty.

    A date is taken for a quarter only where it is the last day of one. ``language`` is that of month names.
    """
    if cell is None:
        return ""
    found = _READERS[kind](cell, language)
    if found and calendar == "buddhist":
        found = f"{int(found[:4]) - BUDDHIST:04d}{found[4:]}"
    return found if is_period(found) else ""


def _year(cell: Cell, language: str) -> str:
    if cell.kind is CellKind.DATE:
        return ""
    text = digits_of_one_script(cell.text.strip(STRIPPED))[0]
    return text if _YEAR.fullmatch(text) else ""


def _quarter(cell: Cell, language: str) -> str:
    if cell.kind is CellKind.TEXT:
        match = _QUARTER.fullmatch(plain(digits_of_one_script(cell.text)[0]))
        if match:
            return f"{match[1] or match[4]}-Q{match[2] or match[3]}"
    day = parse_day(cell, language)
    if not day:
        return ""
    end = date.fromisoformat(day)
    is_last = end.month % 3 == 0 and end.day == monthrange(end.year, end.month)[1]
    return f"{end.year:04d}-Q{end.month // 3}" if is_last else ""


_READERS = {"year": _year, "quarter": _quarter, "month": parse_month}
