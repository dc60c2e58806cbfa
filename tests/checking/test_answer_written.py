"""The answer in its folder: whole or not at all, the same bytes each time, under names that are safe everywhere."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from assets.checking.answer.facts import AnswerFacts
from assets.checking.answer_file import (
    Answer,
    AnswerTask,
    answer_files,
    answer_of,
    make_answer,
    safe_name,
    write_answer,
)
from assets.checking.findings import FileStatus
from assets.intake.limits import Limits
from assets.intake.pool import WorkerPool
from tests.checking.answers import facts, loaded
from tests.checking.returns import check, content, write_return
from tests.forms.forms import FRAMEWORK

FOLDER = "2023-10-02T080400Z_THA_2023-09_v2_THA September_5e5e5e5e"
NAMES = [f"THA September - {name}" for name in ("checked.xlsx", "receipt.txt", "report.json")]


def answer(path: Path, outcome: FileStatus = "held", **changed: object) -> Answer:
    """The answer to a return in which one number is written in words."""
    write_return(path, content(outcomes_changed={("INV_NEW.TIP", "_T._T"): "four"}))
    made = replace(facts(outcome), **changed)  # type: ignore[arg-type]
    return make_answer(None if outcome == "refused" else path.read_bytes(), check(path).findings, made, FRAMEWORK)


def test_an_answer_is_a_receipt_a_report_and_the_marked_workbook(tmp_path: Path) -> None:
    written = write_answer(tmp_path / "answers", answer(tmp_path / "form.xlsx"))
    assert [path.name for path in written] == NAMES
    assert {path.parent.name for path in written} == {FOLDER}
    assert loaded(written[0].read_bytes()).sheetnames[0] == "Findings"
    assert "Needs correction" in written[1].read_text(encoding="utf-8")


def test_a_refused_file_is_not_sent_back(tmp_path: Path) -> None:
    assert sorted(answer(tmp_path / "form.xlsx", "refused").files) == NAMES[1:]


def test_the_same_answer_is_the_same_bytes(tmp_path: Path) -> None:
    assert answer(tmp_path / "a.xlsx") == answer(tmp_path / "a.xlsx")


def test_a_new_answer_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    first = answer(tmp_path / "form.xlsx")
    write_answer(tmp_path, first)
    written = write_answer(tmp_path, Answer(first.name, {NAMES[1]: b"new"}))
    assert [path.name for path in written] == [NAMES[1]]
    assert written[0].read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [FOLDER]


@pytest.mark.parametrize("moment", range(1, 6))
def test_a_kill_at_any_moment_leaves_no_part_of_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Every call that changes the disk may be the last: what is in the folder then is a whole answer or none."""
    first = answer(tmp_path / "form.xlsx")
    second = Answer(first.name, dict.fromkeys(first.files, b"new"))
    folder = tmp_path / "answers"
    write_answer(folder, first)
    left = iter(range(moment))

    class Killed(BaseException):
        pass

    def counting(call: object) -> object:
        def run(*args: object) -> object:
            if next(left, None) is None:
                raise Killed
            return call(*args)  # type: ignore[operator]

        return run

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(os, "fsync", counting(os.fsync))
        patched.setattr(os, "replace", counting(os.replace))
        write_answer(folder, second)
        raise Killed
    shown = [path for path in folder.iterdir() if not path.name.startswith(".")]
    for path in shown:
        found = {item.name: item.read_bytes() for item in path.iterdir()}
        assert found in (dict(first.files), dict(second.files))
    write_answer(folder, second)
    assert [path.name for path in folder.iterdir()] == [first.name]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("THA September", "THA September"),
        ("รายงาน กันยายน", "รายงาน กันยายน"),
        ("báo cáo tháng 9", "báo cáo tháng 9"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b\nc", "a_b_c"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("", "_"),
        ("...", "_"),
        ("x" * 300, "x" * 60),
        ("\u202egnp.exe", "_gnp.exe"),
        ('<a href="x">', "_a href=_x__"),
    ],
)
def test_what_a_sender_calls_his_file_is_made_a_name_that_is_safe(given: str, name: str) -> None:
    assert safe_name(given) == name


@pytest.mark.parametrize("letter", ["x", "ก", "\U00020000"])
def test_the_longest_name_in_any_script_can_be_written(tmp_path: Path, letter: str) -> None:
    """One file's name must not end the answers of all others: names of files are counted in bytes."""
    made = answer(tmp_path / "form.xlsx", file_name=f"{letter * 80}.xlsx")
    assert len(write_answer(tmp_path / "answers", made)) == 3


def test_the_marked_copy_of_a_marked_copy_is_not_called_so_twice(tmp_path: Path) -> None:
    again = answer(tmp_path / "form.xlsx", file_name="THA September - checked.xlsx")
    assert sorted(again.files) == NAMES


def test_two_files_that_came_at_the_same_time_have_answers_of_their_own(tmp_path: Path) -> None:
    one, two = (answer(tmp_path / "form.xlsx", file_name=f"{name}.xlsx").name for name in ("one", "two"))
    assert one != two


def test_many_answers_are_made_in_guarded_children_each_in_its_language(tmp_path: Path) -> None:
    path = write_return(tmp_path / "form.xlsx", content(outcomes_changed={("INV_NEW.TIP", "_T._T"): "four"}))
    findings = check(path).findings
    tasks = [
        AnswerTask(path, findings, replace(facts(language=language), sha256=digest * 32))
        for language, digest in (("en", "aa"), ("th", "bb"))
    ]
    with WorkerPool.limited(2, Limits()) as pool:
        written = answer_files(tasks, tmp_path / "answers", pool)
    assert [[path.name for path in files] for files in written] == [NAMES, NAMES]
    assert "2 October 2023" in written[0][1].read_text(encoding="utf-8")
    assert "2 ตุลาคม ค.ศ. 2023" in written[1][1].read_text(encoding="utf-8")


def test_where_the_workbook_cannot_be_marked_receipt_and_report_are_sent_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Outcomes")
    for _ in range(200):
        sheet.append(["words"] * 50)
    workbook.save(path)
    tight = replace(Limits(), max_seconds=0.001)
    findings = check(write_return(tmp_path / "form.xlsx", content(outcomes_changed={("INV_NEW.TIP", "_T._T"): "four"})))
    with WorkerPool.limited(1, tight) as pool:
        (files,) = answer_files([AnswerTask(path, findings.findings, facts())], tmp_path / "answers", pool)
    assert [path.name for path in files] == NAMES[1:]


def test_a_file_without_a_country_is_named_after_the_file(tmp_path: Path) -> None:
    unknown: AnswerFacts = replace(facts("refused"), ref_area="", time_period="", version=None)
    assert make_answer(None, [], unknown, FRAMEWORK).name == "2023-10-02T080400Z_THA September_5e5e5e5e"


def test_a_file_in_which_nothing_was_found_gets_its_receipt_and_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "THA.xlsx"
    path.write_bytes(b"not even opened")
    made = answer_of(AnswerTask(path, (), facts("accepted")))
    assert {name.rpartition(" - ")[2] for name in made.files} == {"receipt.txt", "report.json"}
