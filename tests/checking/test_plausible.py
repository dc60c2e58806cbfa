"""What the numbers of one return say together: each thing that stands out at its cell, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.checking.findings import CheckedFile
from assets.forms.writer.content import FormContent, Value
from tests.checking.returns import (
    CRIMES,
    FEMALE,
    LISTS,
    MALE,
    PARTS,
    TOTAL,
    cells_of,
    check,
    content,
    outcomes,
    place,
    put_on_cover,
    split_row,
    victims,
    write_return,
)
from tests.checking.wording import said

ACTIVITY = LISTS["activities"][0]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "return.xlsx"


def judged(path: Path, filled: FormContent) -> CheckedFile:
    return check(write_return(path, filled))


@pytest.mark.parametrize(
    ("rule", "row", "persons", "says"),
    [
        ("W01", "ARR.SOM", 12, "Arrests: 12. Suspects identified: 11 (People smuggling)."),
        ("W02", "CHG.TIP", 12, "Persons charged: 12. Suspects identified: 11 (Trafficking in persons)."),
        ("W03", "CON.MIX", 7, "Persons convicted: 7. Persons charged: 6 (Trafficking and smuggling)."),
    ],
)
def test_more_than_there_can_be_is_a_warning_at_the_total(
    path: Path, rule: str, row: str, persons: int, says: str
) -> None:
    file = judged(path, content(outcomes_changed=split_row(row, {MALE: persons})))
    assert cells_of(file.findings) == [(rule, "Outcomes", place("Outcomes", row, TOTAL))]
    assert said(file.findings[0]).startswith(says)
    assert file.file_status == "accepted_with_warnings"


def test_more_arrests_than_suspects_are_seen_without_totals(path: Path) -> None:
    changed = {**split_row("ARR.SOM", {MALE: 12}), ("ARR.SOM", TOTAL): None, ("SUS_ID.SOM", TOTAL): None}
    file = judged(path, content(outcomes_changed=changed))
    assert cells_of(file.findings) == [("W01", "Outcomes", place("Outcomes", "ARR.SOM", MALE))]


@pytest.mark.parametrize("suspects", [None, "n/a", ".."])
def test_suspects_that_are_not_given_are_not_taken_for_none(path: Path, suspects: str | None) -> None:
    changed: dict[tuple[str, str], Value] = {("SUS_ID.SOM", column): suspects for column in (*PARTS, TOTAL)}
    assert judged(path, content(outcomes_changed=changed)).findings == ()


def test_suspects_of_whom_a_part_cannot_be_read_may_be_many(path: Path) -> None:
    unread: dict[tuple[str, str], Value] = {("SUS_ID.SOM", TOTAL): None, ("SUS_ID.SOM", FEMALE): "some"}
    file = judged(path, content(outcomes_changed=split_row("CHG.SOM", {MALE: 12}) | unread))
    assert [f.rule for f in file.findings] == ["E03"]


def test_a_number_beyond_the_ceiling_is_an_error_at_its_cell(path: Path) -> None:
    changed: dict[tuple[str, str], Value] = {("NET_DIS.TIP", TOTAL): 1001, ("WAR_EXE.SOM", TOTAL): 100_000}
    file = judged(path, content(outcomes_changed=changed))
    assert cells_of(file.findings) == [("E08", "Outcomes", place("Outcomes", "NET_DIS.TIP", TOTAL))]
    assert said(file.findings[0]) == "1,001 is more than 1,000, the most that is taken for “Networks disrupted”."


def test_a_number_beyond_the_ceiling_in_a_list_is_one_too(path: Path) -> None:
    rows = [{**LISTS["exchanges"][0], "answered": 100_001}]
    file = judged(path, content(lists={"exchanges": rows}))
    assert [(f.rule, f.sheet, f.found) for f in file.findings] == [("E08", "Exchanges", "100001")]


def test_officers_trained_where_the_cover_says_nothing_was_held(path: Path) -> None:
    file = judged(path, content(cover={"activities_listed": "NONE"}))
    assert [(f.rule, f.sheet, f.found) for f in file.findings] == [("W05", "Activities", "4")]
    assert "Officers trained in this row: 13." in said(file.findings[0])


@pytest.mark.parametrize(
    ("officers", "role", "rules"),
    [
        ((1, 0, 0), "ATTENDED", ["W06"]),
        ((0, 0, 0), "ATTENDED", ["W06"]),
        ((0, 0, 0), "HOST", []),
        ((1, 1, 0), "ATTENDED", []),
        ((100, 100, 0), "HOST", []),
        ((100, 100, 1), "HOST", ["W06"]),
        ((None, None, None), "ATTENDED", []),
        ((1, None, 0), "ATTENDED", []),
        ((0, None, 0), "HOST", []),
        ((150, None, 60), "ATTENDED", ["W06"]),
        (("<5", 0, 0), "ATTENDED", []),
        (("<5", 200, 1), "HOST", ["W06"]),
    ],
)
def test_an_unusual_number_of_officers_at_one_session(
    path: Path, officers: tuple[Value, Value, Value], role: str, rules: list[str]
) -> None:
    counts = dict(zip(("officers_f", "officers_m", "officers_not_stated"), officers, strict=True))
    file = judged(path, content(lists={"activities": [{**ACTIVITY, "role": role, **counts}]}))
    assert [f.rule for f in file.findings] == rules


def test_zeros_everywhere_need_the_word_that_there_was_nothing(path: Path) -> None:
    grids = {"outcomes": dict.fromkeys(outcomes(), 0), "victims": dict.fromkeys(victims(), 0)}
    cover = {"nil_return": "NO", "exchanges_listed": "NONE", "cases_listed": "NONE", "activities_listed": "NONE"}
    file = judged(path, FormContent(cover, grids))
    said = place("Cover", "nil_return", "value")
    assert [(f.rule, f.cell, f.facts["kind"]) for f in file.findings] == [("W15", said, "zeros")]
    assert judged(path, FormContent({**cover, "nil_return": "YES"}, grids)).findings == ()


@pytest.mark.parametrize("something", ["<5", 1])
def test_one_number_among_zeros_is_something(path: Path, something: Value) -> None:
    grids = {"outcomes": dict.fromkeys(outcomes(), 0) | {("INV_NEW.TIP", TOTAL): something}}
    assert judged(path, FormContent({"nil_return": "NO"}, grids)).findings == ()


def test_figures_beside_the_word_that_there_was_nothing(path: Path) -> None:
    file = judged(path, content(cover={"nil_return": "YES"}))
    assert [(f.rule, f.facts["kind"]) for f in file.findings] == [("W15", "declared")]


def round_return() -> dict[tuple[str, str], Value]:
    grid: dict[tuple[str, str], Value] = {}
    for crime in CRIMES:
        for row, persons in (("SUS_ID", 40), ("ARR", 35), ("CHG", 20), ("CON", 5)):
            grid |= split_row(f"{row}.{crime}", {MALE: persons})
    return grid


def test_nothing_but_multiples_of_five_looks_rounded(path: Path) -> None:
    grids = {"outcomes": round_return()}
    first = judged(path, FormContent({"nil_return": "NO"}, grids)).findings
    assert cells_of(first) == [("W16", "Outcomes", place("Outcomes", "SUS_ID.TIP", MALE))]
    assert "All 24 numbers" in said(first[0])
    grids["outcomes"][("INV_NEW.TIP", TOTAL)] = 4
    assert judged(path, FormContent({"nil_return": "NO"}, grids)).findings == ()


def test_estimates_that_are_called_so_may_be_round(path: Path) -> None:
    notes: list[dict[str, Value]] = [{"where": "Outcomes", "note_kind": "ESTIMATE", "text": "from registers"}]
    filled = FormContent({"nil_return": "NO"}, {"outcomes": round_return()}, {"notes": notes})
    assert judged(path, filled).findings == ()


def test_a_few_round_numbers_are_chance(path: Path) -> None:
    assert (
        judged(path, FormContent({"nil_return": "NO"}, {"outcomes": split_row("ARR.TIP", {MALE: 10})})).findings == ()
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("JPA6_THA_2023-08.xlsx", "month"),
        ("202308 return.xlsx", "month"),
        ("JPA6_MYS_2023-09.xlsx", "country"),
        ("Viet Nam September.xlsx", "country"),
        ("JPA6_THA_2023-09.xlsx", ""),
        ("Thailand_2023_09_final.xlsx", ""),
        ("2023-10-05 return.xlsx", ""),
        ("return of 20231005.xlsx", ""),
        ("CAN YOU READ THIS thailand.xlsx", ""),
        ("mystery 4.xlsx", ""),
        ("from MYS for THA 2023-08 2023-09.xlsx", ""),
    ],
)
def test_a_file_name_that_speaks_of_another_return(path: Path, name: str, kind: str) -> None:
    file = check(write_return(path, content()), name=name)
    assert [(f.rule, f.sheet, f.facts["kind"]) for f in file.findings] == ([("W17", "Cover", kind)] if kind else [])


def test_a_number_in_another_way_of_writing_is_noted_with_what_was_read(path: Path) -> None:
    rows = [{**LISTS["exchanges"][0], "sent": "1,024"}]
    file = judged(path, content(outcomes_changed={("INV_NEW.TIP", TOTAL): "๑๒"}, lists={"exchanges": rows}))
    assert [(f.rule, f.sheet, said(f)) for f in file.findings] == [
        ("N01", "Outcomes", "“๑๒” was read as 12."),
        ("N01", "Exchanges", "“1,024” was read as 1,024."),
    ]
    assert file.file_status == "accepted"


@pytest.mark.parametrize("written", ["2566-09", "กันยายน 2566", "กันยายน ๒๕๖๖"])
def test_a_buddhist_year_in_a_thai_return_is_read_and_noted(path: Path, written: str) -> None:
    filled = content(cover={"completed_on": "2566-10-04"})
    file = check(write_return(path, filled, put_on_cover("time_period", written), language="th"))
    assert [(f.rule, f.severity, f.facts["read"]) for f in file.findings] == [
        ("W14", "info", "2023-09"),
        ("W14", "info", "2023-10-04"),
    ]
    assert (file.file_status, file.result.time_period) == ("accepted", "2023-09")


def test_a_buddhist_year_in_any_other_return_is_an_error(path: Path) -> None:
    filled = content(cover={"completed_on": "2566-10-04"})
    changed = put_on_cover("time_period", "2566-09")
    file = check(write_return(path, filled, changed, area="MYS"))
    assert [(f.rule, f.severity) for f in file.findings] == [("E02", "error"), ("E04", "error")]
    assert all("Buddhist Era" in said(f) for f in file.findings)
    assert file.file_status == "held"


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_return_of_thailand_may_name_months_in_thai_whatever_the_language_of_its_form(
    path: Path, language: str
) -> None:
    case: dict[str, Value] = {"case_reference": "T-1", "record": "COMP", "opened_on": "14 กันยายน 2566"}
    month = put_on_cover("time_period", "กันยายน 2566")
    file = check(write_return(path, content(lists={"cases": [case]}), month, language=language))
    read = {entry.field: entry.value_text for entry in file.result.entries if entry.value_text}
    assert (read["time_period"], read["opened_on"]) == ("2023-09", "2023-09-14")
    assert [(f.rule, f.severity) for f in file.findings] == [("W14", "info")] * 2


def test_a_return_of_thailand_is_not_told_that_only_a_thai_return_may_count_its_years_so(path: Path) -> None:
    case: dict[str, Value] = {"case_reference": "T-1", "record": "COMP", "opened_on": "14/09/2566"}
    (finding,) = judged(path, content(lists={"cases": [case]})).findings
    assert finding.rule == "E02" and "Buddhist" not in said(finding)
    assert "cannot be read as a day with certainty" in said(finding)
