"""Years, quarters and months of other people's tables, kept in the form of SDMX TIME_PERIOD."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.forms.foreign.period_cells import read_period
from assets.forms.periods import Calendar, PeriodKind, first_month, is_period, period_before
from assets.intake.workbook import Cell, CellKind


def cell(value: str | date) -> Cell:
    return Cell(1, 1, CellKind.TEXT if isinstance(value, str) else CellKind.DATE, value, str(value))


@pytest.mark.parametrize(
    ("kind", "value", "period"),
    [
        ("year", "2016", "2016"),
        ("year", " ๒๐๑๖ ", "2016"),
        ("quarter", "2009 Q2", "2009-Q2"),
        ("quarter", "2009-q2", "2009-Q2"),
        ("quarter", "Q4 2022", "2022-Q4"),
        ("quarter", "2023-06-30", "2023-Q2"),
        ("quarter", date(2023, 12, 31), "2023-Q4"),
        ("quarter", datetime(2023, 3, 31), "2023-Q1"),
        ("month", "2023-09", "2023-09"),
        ("month", "September 2023", "2023-09"),
        ("month", date(2023, 9, 1), "2023-09"),
    ],
)
def test_a_period_is_read(kind: PeriodKind, value: str | date, period: str) -> None:
    assert read_period(cell(value), kind, "gregorian", "en") == period
    assert is_period(period)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("year", "16"),
        ("year", "2016/17"),
        ("year", "2566"),
        ("year", date(2016, 1, 1)),
        ("quarter", "2009"),
        ("quarter", "2009 Q5"),
        ("quarter", "2023-06-29"),
        ("quarter", "2023-05-31"),
        ("quarter", "2023-02-30"),
        ("month", "09/2023"),
        ("month", "2023-13"),
        ("month", "September"),
        ("month", ""),
    ],
)
def test_what_names_no_period_for_certain_is_not_read(kind: PeriodKind, value: str | date) -> None:
    assert read_period(cell(value), kind, "gregorian", "en") == ""


@pytest.mark.parametrize(
    ("kind", "value", "period"),
    [("year", "2566", "2023"), ("quarter", "2566 Q3", "2023-Q3"), ("month", "2566-09", "2023-09")],
)
def test_years_of_the_buddhist_era_are_read_where_the_layout_says_so(kind: PeriodKind, value: str, period: str) -> None:
    assert read_period(cell(value), kind, "buddhist", "en") == period
    assert read_period(cell(value), kind, "gregorian", "en") == ""


def test_a_gregorian_year_is_not_taken_for_a_buddhist_one() -> None:
    assert read_period(cell("2023"), "year", "buddhist", "en") == ""


def test_names_of_months_are_read_in_the_language_of_the_table() -> None:
    calendar: Calendar = "buddhist"
    assert read_period(cell("กันยายน 2566"), "month", calendar, "th") == "2023-09"


def test_no_cell_is_no_period() -> None:
    assert read_period(None, "year", "gregorian", "en") == ""


@pytest.mark.parametrize(
    ("period", "before"),
    [("2023", "2022"), ("2023-Q3", "2023-Q2"), ("2023-Q1", "2022-Q4"), ("2023-02", "2023-01"), ("2023-01", "2022-12")],
)
def test_the_period_before_has_the_same_length(period: str, before: str) -> None:
    assert period_before(period) == before


def test_a_span_has_no_period_before_it() -> None:
    assert is_period("2022-07-01/P12M")
    assert period_before("2022-07-01/P12M") == ""


@pytest.mark.parametrize(("period", "month"), [("2023", 1), ("2023-Q1", 1), ("2023-Q4", 10), ("2023-09", 9)])
def test_a_period_begins_in_a_month(period: str, month: int) -> None:
    assert first_month(period) == month


@given(st.integers(1901, 2099), st.integers(1, 12))
def test_twelve_months_before_is_the_same_month_of_the_year_before(year: int, month: int) -> None:
    period = f"{year}-{month:02d}"
    for _ in range(12):
        period = period_before(period)
        assert is_period(period)
    assert period == f"{year - 1}-{month:02d}"
