"""The rows of the tables as the pages read them: plain values, None where there is none."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import pandas as pd

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vintage:
    """core.vintage: what this build is of. ``data_to`` is empty before the first month is due."""

    edition_id: str
    release_id: str
    is_release: bool
    release_number: int
    releases_planned: int
    data_to: str
    cut_off: str
    audience: str
    status: str


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """outcomes.indicator_month: an indicator in a month over all countries, and the same countries' month before."""

    indicator: str
    time_period: str
    obs_value: int | None
    state: str
    is_lower_bound: bool
    countries_counted: int
    countries_expected: int
    provisional: bool
    revised: bool
    previous_month: str
    same_countries: int
    same_value: int | None
    same_previous_value: int | None
    running_total: int | None
    running_is_lower_bound: bool


@dataclass(frozen=True, slots=True)
class CountryMonth:
    """outcomes.indicator_country_month: an indicator in one country and month."""

    indicator: str
    ref_area: str
    time_period: str
    obs_value: int | None
    state: str
    is_lower_bound: bool
    provisional: bool
    withheld_cells: int
    revised: bool


@dataclass(frozen=True, slots=True)
class Total:
    """outcomes.indicator_to_date: an indicator to date over all countries."""

    indicator: str
    obs_value: int | None
    is_lower_bound: bool
    countries_counted: int
    countries_expected: int
    months_counted: int
    months_due: int
    withheld_cells: int
    last_month: str
    oldest_month: str | None
    state: str


@dataclass(frozen=True, slots=True)
class CountryTotal:
    """outcomes.country_to_date: an indicator to date in one country."""

    indicator: str
    ref_area: str
    obs_value: int | None
    is_lower_bound: bool
    value_month: str | None
    months_counted: int
    months_due: int
    withheld_cells: int
    state: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """quality.reporting: the return of one country and month, its letter and what became of it."""

    ref_area: str
    time_period: str
    state: str
    counted: bool
    is_due: bool
    due_on: str
    received_on: str | None
    days_late: int | None
    version: int | None
    versions: int
    outcome: str
    data_status: str
    errors: int | None
    warnings: int | None
    asked: int
    answered: int
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """outcomes.milestones: the milestone due last up to the last month with data, and what was reached by then."""

    indicator: str
    due: str
    milestone: float
    target: float
    actual: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of data quality (Q1 to Q8) for one country or for all (_T)."""

    ref_area: str
    measure: str
    numerator: int | None
    denominator: int | None
    value: float | None


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as dictionaries of plain Python values, None for what is missing."""
    columns = {}
    for name in frame.columns:
        column = frame[name]
        plain = column.astype(object)
        columns[name] = plain.where(column.notna(), None).tolist()
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def records(frame: pd.DataFrame, kind: type[T]) -> list[T]:
    """The rows of a frame as records of ``kind``; columns that ``kind`` does not have are left aside."""
    wanted = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return [kind(**row) for row in rows_of(frame[wanted])]
