"""Cases, operations and enquiries from return to return and from country to country."""

from __future__ import annotations

import pytest

from tests.checking.series import MONTHS, Line, Series

CASE: Line = {"case_reference": "T-1", "record": "COMP", "shared_id": "JPA6-COMP-01", "suspects": 4, "arrests": 3}
RAID: Line = {"case_reference": "T-9", "record": "OPER", "shared_id": "", "crime": "TIP", "other_countries": "MYS;VNM",
              "opened_on": "2023-09-14"}  # fmt: skip


def test_a_number_to_date_that_falls_holds_the_return() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[CASE])
    later = series.add("THA", MONTHS[1], cases=[{**CASE, "arrests": 2}])
    found = series.findings()
    assert found[["sha256", "rule", "severity", "sheet", "cell", "found"]].to_numpy().tolist() == [
        [later, "E07", "error", "Cases", "F8", "2"]
    ]
    assert found["message"][0] == "Arrests: 2 to date, but the return of July 2023 said 3."


@pytest.mark.parametrize(
    "note",
    [
        {"where": "Cases F8", "note_kind": "COMMENT", "text": "counted twice before"},
        {"where": "Cases", "note_kind": "COMMENT", "text": "jpa6-comp-01: one arrest was counted twice"},
        {"where": "T-1", "note_kind": "COMMENT", "text": "corrected"},
    ],
)
def test_a_fall_that_a_note_explains_is_a_revision(note: Line) -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[CASE])
    series.add("THA", MONTHS[1], cases=[{**CASE, "arrests": 2}], notes=[note])
    assert series.found() == []


def test_a_note_on_another_cell_explains_nothing() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[CASE])
    series.add("THA", MONTHS[1], cases=[{**CASE, "arrests": 2}], notes=[{"where": "Cases F80", "text": "AF8, T-12"}])
    assert [rule for _, rule, _ in series.found()] == ["E07"]


@pytest.mark.parametrize(("text", "rules"), [("x", ["E07"]), ("see (X).", [])])
def test_a_note_names_a_case_as_it_is_written(text: str, rules: list[str]) -> None:
    series = Series()
    case = {**CASE, "shared_id": "", "case_reference": "(X)"}
    series.add("THA", MONTHS[0], cases=[case])
    series.add("THA", MONTHS[1], cases=[{**case, "arrests": 2}], notes=[{"where": "Cases", "text": text}])
    assert [rule for _, rule, _ in series.found()] == rules


def test_a_held_return_is_no_measure_for_the_next_one() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[{**CASE, "arrests": 3}])
    fallen = series.add("THA", MONTHS[1], cases=[{**CASE, "arrests": 1}])
    # Measured against the held return 2 would be a rise; against the last one that counts it is a fall.
    again = series.add("THA", MONTHS[2], cases=[{**CASE, "arrests": 2}])
    series.add("THA", MONTHS[3], cases=[{**CASE, "arrests": 3}])
    assert series.found() == [(fallen, "E07", "F8"), (again, "E07", "F8")]


def test_a_return_that_was_held_by_itself_is_no_measure_either() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[{**CASE, "arrests": 30}], outcome="held")
    series.add("THA", MONTHS[1], cases=[CASE])
    assert series.found() == []


def test_an_earlier_month_that_comes_in_late_may_not_exceed_the_later_one() -> None:
    series = Series()
    series.add("THA", MONTHS[1], cases=[CASE])
    late = series.add("THA", MONTHS[0], cases=[{**CASE, "suspects": 9}])
    assert series.found() == [(late, "E07", "E8")]
    assert "later month August 2023 says only 4" in series.findings()["message"][0]


def test_the_nearest_month_that_gives_the_number_is_the_measure() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[CASE])
    series.add("THA", MONTHS[1])
    series.add("THA", MONTHS[2], cases=[{**CASE, "arrests": ""}])
    fallen = series.add("THA", MONTHS[3], cases=[{**CASE, "arrests": 1}])
    assert series.found() == [(fallen, "E07", "F8")]


def test_another_country_s_case_is_another_matter() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cases=[CASE])
    series.add("MYS", MONTHS[1], cases=[{**CASE, "arrests": 1}])
    series.add("THA", MONTHS[1], cases=[{**CASE, "shared_id": "", "case_reference": "T-2", "arrests": 0}])
    assert series.found() == []


def test_a_cumulative_row_that_falls_holds_the_return() -> None:
    series = Series()
    series.add("THA", MONTHS[0], cumulative={("ARR", "TIP"): 12})
    later = series.add("THA", MONTHS[1], cumulative={("ARR", "TIP"): 11})
    series.add("THA", MONTHS[2], cumulative={("ARR", "TIP"): 10}, notes=[{"where": "ARR", "text": "two were not ours"}])
    assert series.found() == [(later, "E07", "P1")]


def test_one_operation_in_two_returns_without_a_shared_id_is_noted_in_the_later_one() -> None:
    series = Series()
    series.add("THA", MONTHS[2], cases=[RAID])
    theirs = {**RAID, "case_reference": "M-4", "shared_id": "JPA6-OP-07", "other_countries": "THA"}
    later = series.add("MYS", MONTHS[3], cases=[CASE, theirs])
    assert series.found() == [(later, "W10", "D9")]
    assert series.findings()["message"][0].startswith(
        "Thailand seems to list the same operation (first day 14 September 2023)"
    )


@pytest.mark.parametrize(
    "theirs",
    [
        {**RAID, "opened_on": "2023-09-15"},
        {**RAID, "other_countries": "IDN"},
        {**RAID, "crime": "SOM"},
        {**RAID, "record": "PLAN"},
    ],
    ids=["another day", "names other countries", "another offence", "a plan"],
)
def test_two_operations_are_not_taken_for_one(theirs: Line) -> None:
    series = Series()
    series.add("THA", MONTHS[2], cases=[{**RAID, "other_countries": "VNM"}])
    series.add(
        "MYS", MONTHS[2], cases=[theirs if theirs["other_countries"] == "IDN" else {**theirs, "other_countries": "THA"}]
    )
    assert series.found() == []


def test_an_operation_with_a_shared_id_in_both_returns_is_in_order() -> None:
    series = Series()
    for area in ("THA", "MYS"):
        series.add(area, MONTHS[2], cases=[{**RAID, "shared_id": "JPA6-OP-07"}])
    assert series.found() == []


def line(counterpart: str, sent: int | str, received: int | str) -> Line:
    return {"counterpart": counterpart, "channel": "POLICE", "crime": "TIP", "sent": sent, "received": received}


def test_two_countries_that_count_differently_are_told_in_the_later_return() -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 2)])
    later = series.add("MYS", MONTHS[2], exchanges=[line("THA", 3, 4)])
    # Columns from B on: counterpart, channel, crime, sent, received.
    assert series.found() == [(later, "W11", "E8"), (later, "W11", "F8")]
    assert set(series.findings()["message"]) == {
        "Enquiries you sent to Thailand this month: 3. Thailand says that it received 2.",
        "Enquiries you received from Thailand this month: 4. Thailand says that it sent 5.",
    }


def test_channels_and_offences_are_added_up() -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0), {**line("MYS", 2, 0), "channel": "INTERPOL"}])
    series.add("MYS", MONTHS[2], exchanges=[{**line("THA", 0, 7), "crime": "SOM"}])
    assert series.found() == []


def test_a_country_that_is_not_in_a_whole_list_counts_as_none() -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0)])
    later = series.add("MYS", MONTHS[2], exchanges=[line("VNM", 1, 1)])
    assert series.found() == [(later, "W11", "B1")]


@pytest.mark.parametrize("listed", ["NOT_AVAILABLE", ""])
def test_a_list_that_is_not_whole_says_nothing_of_those_who_are_not_in_it(listed: str) -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0)])
    series.add("MYS", MONTHS[2], cover={"exchanges_listed": listed})
    assert series.found() == []


@pytest.mark.parametrize(
    "theirs", [line("THA", 0, ""), line("THA", 0, 5), line("INTERPOL", 0, 4)], ids=["blank", "equal", "organisation"]
)
def test_a_blank_or_an_equal_count_is_no_difference(theirs: Line) -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0)])
    series.add("MYS", MONTHS[2], exchanges=[theirs], cover={"exchanges_listed": ""})
    assert series.found() == []


def test_other_months_are_not_compared() -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0)])
    series.add("MYS", MONTHS[3], exchanges=[line("THA", 0, 4)])
    assert series.found() == []


def test_a_correction_that_agrees_ends_the_matter() -> None:
    series = Series()
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0)])
    first = series.add("MYS", MONTHS[2], exchanges=[line("THA", 0, 4)])
    series.add("MYS", MONTHS[2], exchanges=[line("THA", 0, 5)])
    series.add("THA", MONTHS[2], exchanges=[line("MYS", 5, 0)])
    assert series.found() == [(first, "W11", "F8")]


def test_a_list_of_which_a_country_could_not_be_read_is_not_held_against_anybody() -> None:
    """A country that was misspelt is in the list: it is not one that was sent nothing."""
    series = Series()
    broken = {"channel": "POLICE", "crime": "TIP", "sent": 5, "received": 1}
    series.add("THA", MONTHS[2], exchanges=[broken, line("VNM", 0, 0)], outcome="accepted_with_warnings")
    series.add("MYS", MONTHS[2], exchanges=[line("THA", 1, 4)])
    series.add("THA", MONTHS[2], exchanges=[broken], outcome="held")
    assert series.found() == []


@pytest.mark.parametrize(("gone", "told"), [("sent", ["E8"]), ("received", ["F8"])])
def test_a_count_that_could_not_be_read_leaves_only_its_own_sum_open(gone: str, told: list[str]) -> None:
    series = Series()
    broken = {name: value for name, value in line("MYS", 5, 2).items() if name != gone}
    series.add("THA", MONTHS[2], exchanges=[broken, line("VNM", 0, 0)], outcome="accepted_with_warnings")
    later = series.add("MYS", MONTHS[2], exchanges=[line("THA", 1, 4)])
    assert series.found() == [(later, "W11", cell) for cell in told]


def test_a_nil_return_says_that_nothing_was_sent_or_received() -> None:
    series = Series()
    series.add("MYS", MONTHS[2], exchanges=[line("THA", 5, 0)])
    later = series.add("THA", MONTHS[2], cover={"exchanges_listed": "", "nil_return": "YES"})
    # No cell says that the list is complete: the one where the list is described is shown.
    assert series.found() == [(later, "W11", "B1")]


def test_a_shared_id_in_small_letters_is_the_same_case() -> None:
    series = Series()
    case = {"record": "COMP", "case_reference": "T-1", "shared_id": "JPA6-COMP-01", "suspects": 9}
    series.add("THA", MONTHS[0], cases=[case])
    later = series.add("THA", MONTHS[1], cases=[{**case, "shared_id": "jpa6-comp-01", "suspects": 4}])
    assert [(sha256, rule) for sha256, rule, _ in series.found()] == [(later, "E07")]
