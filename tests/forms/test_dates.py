"""Months and days as people type them; what could mean two days is not read."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from assets.forms.dates import month_of_text, parse_day, parse_month
from assets.framework.names import month_name
from assets.intake.workbook import Cell, CellKind, CellValue


def cell(value: CellValue, kind: CellKind = CellKind.TEXT) -> Cell:
    return Cell(4, 3, kind, value, str(value))


@pytest.mark.parametrize("language", ["en", "id", "ms", "th", "vi"])
def test_every_month_of_the_list_is_read_back_in_the_language_of_the_form(language: str) -> None:
    for number in range(1, 13):
        month = f"2024-{number:02d}"
        assert month_of_text(month_name(month, language), language) == month


@pytest.mark.parametrize("text", ["2023-09", "September 2023", "Sep 2023", " SEPTEMBER  2023 ", "๒๐๒๓-๐๙"])
def test_a_month_in_many_spellings(text: str) -> None:
    assert month_of_text(text, "en") == "2023-09"


@pytest.mark.parametrize(
    "text", ["9/2023", "2023-13", "2023-00", "September", "last month", "Sep 2023 and Oct 2023", "0000-09 0000"]
)
def test_a_month_that_is_not_certain_is_not_read(text: str) -> None:
    assert month_of_text(text, "en") == ""


def test_an_excel_date_is_a_month_and_a_day() -> None:
    assert parse_month(cell(date(2023, 9, 1), CellKind.DATE), "en") == "2023-09"
    assert parse_day(cell(datetime(2023, 9, 14), CellKind.DATE), "en") == "2023-09-14"
    assert parse_day(cell(datetime(2023, 9, 14, 10, 30), CellKind.DATE), "en") == ""


def test_a_buddhist_year_is_not_converted_where_nobody_said_that_the_return_is_thai() -> None:
    assert month_of_text("กันยายน 2566", "th") == "2566-09"
    assert parse_month(cell(date(2566, 9, 1), CellKind.DATE), "en") == "2566-09"
    assert parse_day(cell("2566-09-14"), "th") == ""


@pytest.mark.parametrize(
    "text", ["2566-09", "กันยายน 2566", "กันยายน ๒๕๖๖", "September 2566", "September 2023", "2023-09"]
)
def test_a_month_of_a_thai_return_may_be_of_either_era(text: str) -> None:
    assert parse_month(cell(text), "th", buddhist=True) == "2023-09"


def test_a_day_of_a_thai_return_may_be_of_either_era() -> None:
    for written in ("2566-09-14", "14 กันยายน 2566", "2023-09-14"):
        assert parse_day(cell(written), "th", buddhist=True) == "2023-09-14"
    assert parse_day(cell(date(2566, 9, 14), CellKind.DATE), "en", buddhist=True) == "2023-09-14"


def test_a_leap_day_is_one_of_the_year_that_is_meant() -> None:
    assert parse_day(cell("2567-02-29"), "th", buddhist=True) == "2024-02-29"
    assert parse_day(cell("2568-02-29"), "th", buddhist=True) == ""


@pytest.mark.parametrize("text", ["2499-09", "2601-09"])
def test_a_year_that_is_of_no_era_in_use_is_kept(text: str) -> None:
    assert parse_month(cell(text), "th", buddhist=True) == text


def test_a_day_in_words_and_in_iso() -> None:
    assert parse_day(cell("2024-04-30"), "en") == "2024-04-30"
    assert parse_day(cell("30 April 2024"), "en") == "2024-04-30"
    assert parse_day(cell("30 April 2024"), "id") == "2024-04-30"


@pytest.mark.parametrize("text", ["03/04/2024", "2024-02-30", "31 April 2024", "April 2024", "45382"])
def test_a_day_that_is_not_certain_is_not_read(text: str) -> None:
    assert parse_day(cell(text), "en") == ""
