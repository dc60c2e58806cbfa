"""Values of the tables as cells: the value with its flags, or the flag of why there is none."""

from __future__ import annotations

from assets.dashboards.charts.month_bars import Point
from assets.dashboards.flags import FLAG_OF_STATE
from assets.dashboards.page_rows import CountryMonth, CountryTotal, MonthTotal, Row, Total
from assets.dashboards.table_model import Cell


def value_cell(
    value: int | None, state: str, *, lower: bool = False, provisional: bool = False, revised: bool = False
) -> Cell:
    """A value with [≥], [p] and [r], or the flag of its state."""
    if value is None:
        flag = FLAG_OF_STATE.get(state, "[x]")
        return Cell(None, flags=(flag,) if flag else ())
    if not (lower or provisional or revised):
        return Cell(value)
    flags = (("[≥]", lower), ("[p]", provisional), ("[r]", revised))
    return Cell(value, flags=tuple(flag for flag, is_so in flags if is_so))


def month_cell(found: MonthTotal | CountryMonth | None) -> Cell:
    """A month's value; a month that is not in the tables is not yet due."""
    if found is None:
        return value_cell(None, "not_due")
    return value_cell(
        found.obs_value, found.state, lower=found.is_lower_bound, provisional=found.provisional, revised=found.revised
    )


def running_cell(found: MonthTotal) -> Cell:
    """The running total up to a month; nothing before the first figure."""
    if found.running_total is None:
        return Cell()
    return value_cell(found.running_total, "value", lower=found.running_is_lower_bound)


def total_cell(found: CountryTotal | None) -> Cell:
    """A country's value to date."""
    if found is None:
        return value_cell(None, "not_received")
    return value_cell(found.obs_value, found.state, lower=found.is_lower_bound)


def all_countries_cell(found: Total | None) -> Cell:
    """The value to date over all countries; before the first month is due there is none."""
    if found is None:
        return value_cell(None, "not_due")
    return value_cell(found.obs_value, found.state, lower=found.is_lower_bound)


def part_cell(found: Row | None) -> Cell:
    """A part of a total (by sex, offence, form); a part of which nothing is known has no row."""
    return (
        value_cell(None, "missing")
        if found is None
        else value_cell(found["obs_value"], "value", lower=found["is_lower_bound"])
    )


def point(month: str, found: MonthTotal | CountryMonth | None, *, breaks: bool = False) -> Point:
    """A month as a point of a bar chart."""
    if found is None:
        return Point(month, None, "not_due", "")
    flag = "" if found.obs_value is not None else FLAG_OF_STATE.get(found.state, "[x]")
    return Point(month, found.obs_value, found.state, flag, found.is_lower_bound, found.provisional, breaks)
