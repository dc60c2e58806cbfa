"""Values of the tables as cells: the value with its marks, or the mark of why there is none."""

from __future__ import annotations

from assets.dashboards.figures.month_bars import Point
from assets.dashboards.marks import MARK_OF_STATE
from assets.dashboards.rows import CountryMonth, CountryTotal, MonthTotal
from assets.dashboards.tables import Cell


def value_cell(value: int | None, state: str, *, provisional: bool = False, revised: bool = False) -> Cell:
    """A value with [p] and [r], or the mark of its state."""
    if value is None:
        mark = MARK_OF_STATE.get(state, "[x]")
        return Cell(None, marks=(mark,) if mark else ())
    return Cell(value, marks=tuple(mark for mark, is_so in (("[p]", provisional), ("[r]", revised)) if is_so))


def month_cell(found: MonthTotal | CountryMonth | None) -> Cell:
    """A month's value; a month that is not in the tables is not yet due."""
    if found is None:
        return value_cell(None, "not_due")
    return value_cell(found.obs_value, found.state, provisional=found.provisional, revised=found.revised)


def total_cell(found: CountryTotal | None) -> Cell:
    """A country's value to date."""
    return value_cell(found.obs_value, found.state) if found else value_cell(None, "not_received")


def point(month: str, found: MonthTotal | CountryMonth | None, *, breaks: bool = False) -> Point:
    """A month as a point of a bar chart."""
    if found is None:
        return Point(month, None, "not_due", "")
    mark = "" if found.obs_value is not None else MARK_OF_STATE.get(found.state, "[x]")
    return Point(month, found.obs_value, found.state, mark, found.provisional, breaks)
