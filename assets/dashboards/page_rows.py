"""The rows of the tables as the pages read them: plain values, None where there is none.

Each class names its table. Its fields are columns of it in the types that sql/columns.csv declares
(tests/dashboards/test_page_rows.py).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import pyarrow as pa

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
    changes_since: str | None
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
    state: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """quality.reporting: the return of one country and month, its letter and what became of it."""

    ref_area: str
    time_period: str
    state: str
    counted: bool
    due_on: str
    received_on: str | None
    days_late: int | None
    came_late: bool
    version: int | None
    versions: int
    file_status: str
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
    """quality.country, quality.figures: a measure of data quality (Q1 to Q8) for one country or for all (_T)."""

    ref_area: str
    measure: str
    numerator: int | None
    denominator: int | None
    value: float | None


def rows_of(table: pa.Table) -> list[Row]:
    """The rows of a table as dictionaries of plain Python values, None for what is missing."""
    names = table.column_names
    columns = [column.to_pylist() for column in table.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def records(table: pa.Table, kind: type[T], **constant: object) -> list[T]:
    """The rows of a table as records of ``kind``; columns that ``kind`` does not have are left aside.

    ``constant`` holds fields of ``kind`` that are the same in every row.
    """
    wanted = [field.name for field in fields(kind) if field.name not in constant]  # type: ignore[arg-type]
    columns = [table.column(name).to_pylist() for name in wanted]
    return [kind(**constant, **dict(zip(wanted, values, strict=True))) for values in zip(*columns, strict=True)]
