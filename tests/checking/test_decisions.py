"""What officers decide: read from files, put to work on one file, and named where it does not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
from assets.checking.rules.declared import worded
from assets.forms.results import Observation, ReadResult
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook

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
    finding = worded(notes[0])
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
    error = worded(found)
    waived = waive([error], [waiver("4")])
    assert [(f.rule, f.severity) for f in waived] == [("E06", "warning"), ("N03", "note")]
    assert "Data desk" in waived[1].message and "2024-01-15" in waived[1].message
    assert waive([error], [waiver("5")]) == (error,)
    assert waive([error], []) == (error,)


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
