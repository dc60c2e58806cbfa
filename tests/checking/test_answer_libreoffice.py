"""The marked workbook in LibreOffice: it opens, shows fills and notes, and every other cell is as it was."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from assets.checking.annotated.annotate import annotate
from tests.checking.answers import RED, YELLOW, facts, fills, finding, loaded, look, marked, notes
from tests.checking.returns import content, write_return
from tests.checking.test_answer_kept import full_workbook

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine"),
]


def by_libreoffice(folder: Path, ending: str = "xlsx", **files: bytes) -> dict[str, bytes]:
    """The files opened and saved by LibreOffice, by name."""
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "saved")]
    paths = [str(folder / f"{name}.xlsx") for name in files]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=300)
    return {name: (folder / "saved" / f"{name}.{ending}").read_bytes() for name in files}


def assert_others_are_equal(before: bytes, after: bytes, marks: dict[tuple[str, str], str]) -> None:
    old, new = loaded(before), loaded(after)
    assert [sheet.title for sheet in new.worksheets[1:]] == [sheet.title for sheet in old.worksheets]
    for sheet in old.worksheets:
        twin = new[sheet.title]
        assert fills(twin) == {at: colour for (name, at), colour in marks.items() if name == sheet.title}
        assert set(notes(twin)) >= {at for name, at in marks if name == sheet.title}
        for row in sheet.iter_rows():
            for cell in row:
                is_marked = (sheet.title, cell.coordinate) in marks
                assert look(twin[cell.coordinate], fill=not is_marked) == look(cell, fill=not is_marked)
        assert twin.column_dimensions["B"].width == sheet.column_dimensions["B"].width
        assert twin.protection.sheet == sheet.protection.sheet
        assert len(twin.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        added = len({colour for (name, _), colour in marks.items() if name == sheet.title})
        conditions = len(sheet.conditional_formatting)
        assert len(twin.conditional_formatting) == conditions + (added if conditions else 0)


def test_a_workbook_with_one_of_everything(tmp_path: Path) -> None:
    before = full_workbook()
    found = [finding("A2"), finding("C3", severity="warning"), finding("G9"), finding("B2", sheet="Summary")]
    saved = by_libreoffice(tmp_path, before=before, after=marked(before, *found))
    marks = {("Outcomes", "A2"): RED, ("Outcomes", "C3"): YELLOW, ("Outcomes", "G9"): RED, ("Summary", "B2"): RED}
    assert_others_are_equal(saved["before"], saved["after"], marks)


def test_our_form(tmp_path: Path) -> None:
    before = write_return(tmp_path / "form.xlsx", content()).read_bytes()
    found = [finding("O8"), finding("H16", severity="warning"), finding("E12", sheet="Victims")]
    saved = by_libreoffice(tmp_path, before=before, after=marked(before, *found))
    marks = {("Outcomes", "O8"): RED, ("Outcomes", "H16"): YELLOW, ("Victims", "E12"): RED}
    assert_others_are_equal(saved["before"], saved["after"], marks)


def test_a_workbook_that_libreoffice_wrote(tmp_path: Path) -> None:
    written = by_libreoffice(tmp_path, sent=full_workbook())["sent"]
    found = [finding("A2"), finding("C3", severity="warning")]
    saved = by_libreoffice(tmp_path, before=written, after=marked(written, *found))
    marks = {("Outcomes", "A2"): RED, ("Outcomes", "C3"): YELLOW}
    assert_others_are_equal(saved["before"], saved["after"], marks)


def test_marks_that_libreoffice_saved_are_taken_away_in_the_next_round(tmp_path: Path) -> None:
    before = full_workbook()
    first = marked(before, finding("A1"), finding("C3", severity="warning"), finding("G9"))
    saved = by_libreoffice(tmp_path, plain=before, marked=first)
    second = annotate(saved["marked"], "xlsx", [finding("B2")], facts())
    sheet, old = loaded(second)["Outcomes"], loaded(saved["plain"])["Outcomes"]
    assert fills(sheet) == {"B2": RED}
    assert list(notes(sheet)) == ["A1", "B2"] and notes(sheet)["A1"].strip() == "Counted by the courts"
    for at in ("A1", "C3"):
        assert sheet[at].fill.fgColor.rgb == old[at].fill.fgColor.rgb == "FFDDEEFF"
    assert loaded(second).sheetnames.count("Findings") == 1
