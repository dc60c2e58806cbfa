"""Findings that a country had in earlier months too."""

from __future__ import annotations

import pytest

from assets.checking.answer.recurring import EarlierFinding, also_in, recurring
from tests.checking.answers import finding


def earlier(month: str, rule: str = "E03", sheet: str = "Outcomes", cell: str = "B2") -> EarlierFinding:
    return EarlierFinding(month, rule, sheet, cell)


def test_the_same_rule_in_the_same_row_of_earlier_months_is_found() -> None:
    before = [earlier("2023-08", cell="D2"), earlier("2023-07"), earlier("2023-07", cell="C2")]
    assert recurring([finding("B2")], before, "2023-09") == {("E03", "Outcomes", "B2"): ("2023-07", "2023-08")}


@pytest.mark.parametrize(
    "other",
    [
        earlier("2023-08", rule="E06"),
        earlier("2023-08", sheet="Victims"),
        earlier("2023-08", cell="B22"),
        earlier("2023-08", cell=""),
        earlier("2023-09"),
        earlier("2023-10"),
    ],
    ids=["another rule", "another sheet", "another row", "the whole sheet", "the same month", "a later month"],
)
def test_anything_else_is_another_finding(other: EarlierFinding) -> None:
    assert recurring([finding("B2")], [other], "2023-09") == {}


def test_a_finding_of_a_whole_sheet_recurs_as_one() -> None:
    before = [earlier("2023-07", rule="F06", cell="")]
    assert recurring([finding("", rule="F06")], before, "2023-09") == {("F06", "Outcomes", ""): ("2023-07",)}


def test_how_a_number_was_read_is_no_fault_that_recurs() -> None:
    assert recurring([finding("B2", severity="info")], [earlier("2023-08")], "2023-09") == {}


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ((), ""),
        (("2023-08",), "This was there in August 2023 too."),
        (("2023-07", "2023-08"), "This was there in July and August 2023 too."),
        (("2023-11", "2023-12", "2024-01"), "This was there in November, December 2023, and January 2024 too."),
        (
            ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11"),
            "This was there in 5 earlier months too, the last time in November 2023.",
        ),
    ],
)
def test_the_months_are_named_as_people_name_them(months: tuple[str, ...], text: str) -> None:
    assert also_in(months, "en") == text
