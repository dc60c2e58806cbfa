"""What officers decide: read from files, put to work on one file, and named where it does not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assets.checking.check_file import CheckTask, check_file
from assets.checking.decided import as_received, correct, waive
from assets.checking.decisions import (
    Correction,
    Decision,
    DecisionError,
    Waiver,
    Withdrawal,
    digest_of,
    load_decisions,
    of_file,
)
from assets.checking.findings import CheckedFile
from assets.checking.rules.declared import worded
from assets.forms.results import Observation, ReadResult
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook
from tests.checking.returns import LIMITS, TOTAL, content, write_return
from tests.checking.wording import said
from tests.forms.forms import FRAMEWORK, put

SHA = "ab" * 32
SAID = {"name": "a-decision", "sha256": SHA[:12], "author": "Data desk", "reason": "Confirmed by e-mail on the day.",
        "date": date(2024, 1, 15)}  # fmt: skip


def correction(expected: str, corrected: str, cell: str = "O18") -> Correction:
    return Correction(kind="correction", sheet="Outcomes", cell=cell, expected=expected, corrected=corrected, **SAID)


def waiver(found: str) -> Waiver:
    return Waiver(kind="waiver", rule="E06", sheet="Outcomes", cell="O18", expected=found, **SAID)


def workbook(*cells: Cell) -> Workbook:
    rows: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    return Workbook("THA.xlsx", "xlsx", [Sheet("Outcomes", rows=rows)])


def test_a_correction_counts_as_corrected_and_the_senders_text_stays_what_was_found() -> None:
    book = workbook(Cell(18, 15, CellKind.TEXT, "12 (3 pending)", " 12 (3 pending)"))
    notes, received = correct(book, [correction("12 (3 pending)", "12")])
    cell = book.sheets[0].cell(18, 15)
    assert cell is not None and (cell.kind, cell.value) == (CellKind.NUMBER, 12)
    assert [note.code for note in notes] == ["N02"]
    finding = worded(notes[0], FRAMEWORK)
    assert "12 (3 pending)" in finding.message and "Confirmed by e-mail" in finding.message
    result = ReadResult(observations=[Observation("CHG", "THA", "2023-09", "Outcomes", "O18", "12", 12, "V")])
    as_received(result, received)
    assert (result.observations[0].obs_value, result.observations[0].raw_text) == (12, "12 (3 pending)")


def test_a_correction_can_fill_a_blank_and_empty_a_cell() -> None:
    book = workbook(Cell(7, 2, CellKind.NUMBER, 5, "5"))
    notes, _ = correct(book, [correction("", "3", "C7"), correction("5", "", "B7")])
    assert len(notes) == 2
    assert {place: cell.text for place, cell in book.sheets[0].rows[7].items()} == {3: "3"}


@pytest.mark.parametrize("expected", ["13", "12 (3 pending", ""])
def test_a_correction_whose_cell_holds_something_else_changes_nothing_and_leaves_no_note(expected: str) -> None:
    cell = Cell(18, 15, CellKind.TEXT, "12 (3 pending)", "12 (3 pending)")
    book = workbook(cell)
    assert correct(book, [correction(expected, "12")]) == ([], {})
    assert book.sheets[0].cell(18, 15) == cell


def test_a_waived_error_is_a_warning_followed_by_who_decided_and_why() -> None:
    found = Problem("E06", "Outcomes", "O18", "4", {"parts": 7, "total": 4, "kind": ""})
    error = worded(found, FRAMEWORK)
    waived = waive([error], [waiver("4")])
    assert [(f.rule, f.severity) for f in waived] == [("E06", "warning"), ("N03", "info")]
    assert "Data desk" in said(waived[1]) and "15 January 2024" in said(waived[1])
    assert waive([error], [waiver("5")]) == (error,)
    assert waive([error], []) == (error,)


def decided(path: Path, *decisions: Decision) -> CheckedFile:
    return check_file(CheckTask(path, path.name, SHA, LIMITS, decisions=decisions))


@pytest.mark.parametrize("corrected", ["", "..", "n/a", "<5", "7"])
def test_a_corrected_cell_is_said_once_and_never_as_something_else(tmp_path: Path, corrected: str) -> None:
    """A cell corrected to a blank was said to be read as <5."""
    path = write_return(tmp_path / "THA.xlsx", content(outcomes_changed={("INV_NEW.TIP", TOTAL): "12 (3 pending)"}))
    (error,) = decided(path).findings
    file = decided(path, correction("12 (3 pending)", corrected, error.cell))
    assert [(f.rule, f.cell) for f in file.findings] == [("N02", error.cell)]
    assert f"counts as “{corrected}”" in said(file.findings[0])


@pytest.mark.parametrize(
    ("field", "typed", "rule"),
    [
        ("time_period", "2025-01", "E04"),
        ("ref_area", "United States", "E02"),
        ("ref_area", "Thailnd", "E02"),
        ("ref_area", None, "F07"),
    ],
)
def test_a_return_of_no_country_and_month_cannot_be_waived_into_counting(
    tmp_path: Path, field: str, typed: str | None, rule: str
) -> None:
    """Nothing of it would count, and its sender would be told that all of it does."""
    path = write_return(tmp_path / "return.xlsx", content(), put("Cover", field, "value", typed))
    (error,) = decided(path).findings
    said = {"rule": rule, "sheet": error.sheet, "cell": error.cell, "expected": error.found}
    assert error.rule == rule
    file = decided(path, Waiver(kind="waiver", **said, **SAID))
    assert (file.file_status, [f.rule for f in file.findings]) == ("held", [rule])


@pytest.mark.parametrize(
    "typed", ["12 (3 pending)", " 12 (3 pending)\u00a0", "12\n(3 pending)", "12  (3\u00a0pending)\u200b"]
)
def test_spaces_that_nobody_sees_keep_no_decision_from_fitting(typed: str) -> None:
    """An officer copies what the answer shows; the cell may hold more spaces, or a line break."""
    cell = Cell(18, 15, CellKind.TEXT, typed, typed)
    assert len(correct(workbook(cell), [correction("12 (3 pending)", "12")])[0]) == 1
    error = worded(Problem("E06", "Outcomes", "O18", typed, {"parts": 7, "total": typed, "kind": ""}), FRAMEWORK)
    assert [f.severity for f in waive([error], [waiver("12 (3 pending)")])] == ["warning", "info"]


def test_decisions_are_told_by_their_file_and_a_changed_one_is_another() -> None:
    one, other = correction("12", "13"), correction("12", "14")
    foreign = Withdrawal(kind="withdrawal", **{**SAID, "sha256": "cd" * 6})
    everything: list[Decision] = [one, foreign]
    assert of_file(everything, SHA) == (one,)
    assert digest_of([one]) != digest_of([other])
    assert digest_of([]) == ""


GOOD = f"""
kind = "waiver"
sha256 = "{SHA}"
rule = "E06"
sheet = "Outcomes"
cell = "O18"
expected = "4"
author = "Data desk"
reason = "The ministry confirmed both numbers."
date = 2024-01-15
"""


def test_a_decision_under_another_ending_is_not_passed_over(tmp_path: Path) -> None:
    """Some editors add .txt to every name; a decision that nobody reads would be taken for one that holds."""
    (tmp_path / "mys-december.toml.txt").write_text(GOOD)
    for name in (".DS_Store", "desktop.ini", "mys-july.toml~"):
        (tmp_path / name).write_text("")
    with pytest.raises(DecisionError, match=r"mys-december\.toml\.txt"):
        load_decisions(tmp_path)


def test_a_decision_is_a_file_and_its_name_is_the_files(tmp_path: Path) -> None:
    (tmp_path / "mys-december.toml").write_text(GOOD)
    (decision,) = load_decisions(tmp_path)
    assert isinstance(decision, Waiver)
    assert (decision.name, decision.expected, decision.date) == ("mys-december", "4", date(2024, 1, 15))
    assert load_decisions(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (GOOD.replace('"waiver"', '"whim"'), "kind"),
        (GOOD.replace('author = "Data desk"\n', ""), "author"),
        (GOOD.replace("The ministry confirmed both numbers.", "ok"), "reason"),
        (GOOD.replace(SHA, "ABC"), "sha256"),
        (GOOD.replace("O18", "18O"), "cell"),
        (GOOD.replace("E06", "W01"), "rule"),
        (GOOD.replace("E06", "E99"), "rule"),
        (GOOD + 'mood = "good"\n', "mood"),
        (GOOD.replace('expected = "4"\n', ""), "expected"),
        ("kind = ", "TOML"),
    ],
)
def test_a_decision_that_cannot_be_used_is_named_with_its_key(tmp_path: Path, broken: str, named: str) -> None:
    (tmp_path / "mys-december.toml").write_text(broken)
    with pytest.raises(DecisionError, match=r"mys-december\.toml") as error:
        load_decisions(tmp_path)
    assert named in str(error.value)
