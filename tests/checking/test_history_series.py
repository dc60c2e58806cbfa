"""A country's figures from month to month: what stands out is asked back at its cell, in the later return."""

from __future__ import annotations

import pytest

from tests.checking.series import MONTHS, Series

ARR, CHG, OPEN = ("ARR", "TIP"), ("CHG", "TIP"), ("INV_OPN", "TIP")
AST, IDF, POT = ("VIC_AST", "TIP"), ("VIC_ID", "IDF"), ("VIC_ID", "POT")


@pytest.mark.parametrize(("before", "now"), [(2, 11), (0, 10), (51, 10), (10, 0), (100, 501)])
def test_a_number_that_jumps_or_collapses_is_asked_back(before: int, now: int) -> None:
    series = Series()
    _, later = series.months("THA", ARR, [before, now])
    assert series.found() == [(later, "W08", "O1")]


@pytest.mark.parametrize(("before", "now"), [(2, 10), (0, 9), (50, 10), (1, 4), ("<5", 60), (60, ".."), (100, 500)])
def test_an_ordinary_change_is_not(before: int | str, now: int | str) -> None:
    series = Series()
    series.months("THA", ARR, [before, now])
    assert series.found() == []


def test_a_change_says_both_numbers_and_the_month() -> None:
    series = Series()
    series.months("THA", ARR, [2, 40])
    series.months("MYS", ARR, [40, 2])
    messages = set(series.findings()["message"])
    assert messages == {
        "40 is more than 5 times the 2 of July 2023.",
        "2, and July 2023 had 40, more than 5 times as many.",
    }


def test_a_month_that_comes_in_late_is_compared_with_the_one_that_is_there() -> None:
    series = Series()
    series.add("THA", MONTHS[1], {ARR: 60})
    late = series.add("THA", MONTHS[0], {ARR: 5})
    assert series.found() == [(late, "W08", "O1")]


def test_only_the_version_that_counted_is_compared() -> None:
    series = Series()
    series.add("THA", MONTHS[0], {ARR: 2})
    series.add("THA", MONTHS[0], {ARR: 40}, outcome="held")
    first = series.add("THA", MONTHS[1], {ARR: 40})
    series.add("THA", MONTHS[0], {ARR: 39})
    series.add("THA", MONTHS[1], {ARR: 41})
    # The corrected July is compared with the August that was there, and agrees; so does the next August.
    assert series.found() == [(first, "W08", "O1")]


def test_months_that_do_not_touch_are_not_compared() -> None:
    series = Series()
    series.add("THA", MONTHS[0], {ARR: 2})
    series.add("THA", MONTHS[2], {ARR: 40})
    series.add("MYS", MONTHS[3], {ARR: 400})
    assert series.found() == []


def test_two_indicators_that_are_equal_for_three_months_look_copied() -> None:
    series = Series()
    hashes = [series.add("THA", month, {ARR: n, CHG: n}) for month, n in zip(MONTHS, (7, 9, 6, 8), strict=False)]
    assert series.found() == [(hashes[2], "W07", "O2"), (hashes[3], "W07", "O2")]
    assert "cell O1" in series.findings()["message"][0]


@pytest.mark.parametrize("values", [(7, 9), (4, 7, 9), (3, 3, 3)])
def test_two_months_or_small_numbers_are_chance(values: tuple[int, ...]) -> None:
    series = Series()
    for month, n in zip(MONTHS, values, strict=False):
        series.add("THA", month, {ARR: n, CHG: n})
    assert series.found() == []


def test_one_indicator_for_two_offences_may_be_equal() -> None:
    series = Series()
    for month in MONTHS[:3]:
        series.add("THA", month, {ARR: 9, ("ARR", "SOM"): 9})
    assert series.found() == []


def test_a_row_that_only_grows_looks_like_a_total_to_date() -> None:
    series = Series()
    hashes = series.months("THA", ARR, [4, 6, 9, 9, 12, 15])
    assert series.found() == [(hashes[4], "W13", "O1")]
    assert "from 4 in July 2023 to 12" in series.findings()["message"][0]


@pytest.mark.parametrize("values", [[4, 6, 5, 9, 12], [9, 10, 11, 12, 13], [1, 2, 3, 4, 5], [2, 2, 2, 8, 10]])
def test_a_row_that_grows_now_and_then_does_not(values: list[int]) -> None:
    series = Series()
    series.months("THA", ARR, values)
    assert series.found() == []


def test_a_stock_may_grow() -> None:
    series = Series()
    series.months("THA", OPEN, [4, 6, 9, 11, 15])
    assert series.found() == []


def test_more_victims_assisted_than_ever_identified_is_asked_back() -> None:
    series = Series()
    series.add("THA", MONTHS[0], {AST: 3, IDF: 2, POT: 2})
    later = series.add("THA", MONTHS[1], {AST: 8, IDF: 1, POT: 2})
    assert series.found() == [(later, "W04", "O1")]
    assert series.findings()["message"][0].endswith("since July 2023: 7.")


@pytest.mark.parametrize(
    "first", [{AST: 3, IDF: "<5", POT: 2}, {AST: 3, IDF: 5, POT: ""}, {AST: 3, IDF: 4, POT: 2}, None],
    ids=["withheld", "potential victims not given", "enough", "no return"],
)  # fmt: skip
def test_victims_who_may_have_been_identified_before_are_not_asked_about(first: dict[tuple[str, str], int]) -> None:
    series = Series()
    if first:
        series.add("THA", MONTHS[0], first)
    series.add("THA", MONTHS[1], {AST: 9, IDF: 1, POT: 2})
    assert series.found() == []


def test_another_agency_on_the_cover_is_noted_once() -> None:
    series = Series()
    series.add("THA", MONTHS[0])
    changed = series.add("THA", MONTHS[1], cover={"source_agency": "Another desk"})
    series.add("THA", MONTHS[1], cover={"source_agency": " another  DESK "})
    series.add("THA", MONTHS[2], cover={"source_agency": "Another desk"})
    series.add("THA", MONTHS[3], cover={"source_agency": ""})
    assert series.found() == [(changed, "W12", "C1")]
    assert "Another" not in series.findings()["message"][0]


def test_a_country_is_compared_with_itself_alone() -> None:
    series = Series()
    series.add("THA", MONTHS[0], {ARR: 2}, cover={"source_agency": "A"})
    series.add("MYS", MONTHS[1], {ARR: 90}, cover={"source_agency": "B"})
    assert series.found() == []


def test_no_return_at_all_is_no_fault() -> None:
    assert Series().found() == []
