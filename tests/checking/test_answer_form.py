"""Our own form with many faults at once: each comes back in its cell, and the corrected copy is accepted."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from assets.checking.annotated.annotate import annotate
from assets.checking.answer.facts import facts_of
from assets.checking.findings import CheckedFile
from tests.checking.answers import BANGKOK, RED, fills, index_rows, loaded, notes
from tests.checking.returns import FEMALE, MALE, TOTAL, check, content, write_return
from tests.checking.wording import in_words
from tests.forms.forms import FRAMEWORK, Change, place_of, put

SOFFICE = shutil.which("soffice")
# Twenty things that people type, each in a cell of its own: sheet, row, column, what they typed, what they meant.
TYPED: tuple[tuple[str, str, str, object, object], ...] = (
    ("Outcomes", "INV_NEW.TIP", TOTAL, "4 (1 pending)", 4),
    ("Outcomes", "INV_NEW.SOM", TOTAL, "four", 4),
    ("Outcomes", "INV_NEW.MIX", TOTAL, -4, 4),
    ("Outcomes", "INV_OPN.TIP", TOTAL, 17.5, 17),
    ("Outcomes", "INV_OPN.SOM", TOTAL, "1,7", 17),
    ("Outcomes", "INV_OPN.MIX", TOTAL, "#REF!", 17),
    ("Outcomes", "WAR_EXE.TIP", TOTAL, "ca. 3", 3),
    ("Outcomes", "WAR_EXE.SOM", TOTAL, "3-4", 3),
    ("Outcomes", "WAR_EXE.MIX", TOTAL, True, 3),
    ("Outcomes", "SUS_ID.TIP", FEMALE, "=1+2", 3),
    ("Outcomes", "SUS_ID.SOM", MALE, "8?", 8),
    ("Outcomes", "SUS_ID.MIX", TOTAL, 9, 11),
    ("Outcomes", "ARR.TIP", FEMALE, "1²", 2),
    ("Outcomes", "ARR.SOM", FEMALE, "2/3", 2),
    ("Outcomes", "CHG.TIP", MALE, "none", 6),
    ("Outcomes", "CON.TIP", MALE, "01.02.2023", 1),
    ("Outcomes", "MIG_SMG.SOM", MALE, "21 persons", 21),
    ("Victims", "IDF.SEX", FEMALE, "seven", 7),
    ("Victims", "POT.LAB", FEMALE, "~6", 6),
    ("Cover", "data_status", "value", "almost final", "Final"),
)


def faults(which: int) -> list[Change]:
    """Type what is wrong (3) or what was meant (4)."""
    return [put(item[0], item[1], item[2], item[which]) for item in TYPED]


def answered(path: Path) -> tuple[CheckedFile, bytes]:
    """The file judged, and the marked workbook."""
    checked = check(path)
    data = path.read_bytes()
    when = datetime(2023, 10, 2, 15, 4, tzinfo=BANGKOK)
    facts = facts_of(checked, FRAMEWORK, size=len(data), received_at=when, version=1)
    return checked, annotate(data, "xlsx", in_words(checked.findings), facts)


def mend(path: Path) -> None:
    """Type what was meant into the marked copy, as the sender does who goes through the list."""
    workbook = openpyxl.load_workbook(path)
    for change in faults(4):
        change(workbook)
    workbook.save(path)


def by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook opened and saved by LibreOffice."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "saved"),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "saved" / path.name


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return write_return(tmp_path / "THA.xlsx", content(), *faults(3))


def test_twenty_different_faults_come_back_as_twenty_marked_cells(faulty: Path) -> None:
    workbook = openpyxl.load_workbook(faulty)
    places = {(sheet, place_of(workbook[sheet], row, column)) for sheet, row, column, _, _ in TYPED}
    assert len(places) == 20
    checked, data = answered(faulty)
    after = loaded(data)
    red = {(sheet.title, at) for sheet in after.worksheets[1:] for at, colour in fills(sheet).items() if colour == RED}
    noted = {(sheet.title, at) for sheet in after.worksheets[1:] for at in notes(sheet)}
    assert red == noted == places
    assert len(index_rows(data)) == 20
    assert checked.file_status == "held"


def test_the_marked_copy_is_judged_like_the_file_itself(faulty: Path, tmp_path: Path) -> None:
    checked, data = answered(faulty)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(data)
    again = check(copy, name=faulty.name)
    assert again.findings == checked.findings
    assert again.result.observations == checked.result.observations
    assert again.result.entries == checked.result.entries


def test_the_marked_copy_is_accepted_once_its_cells_are_corrected(faulty: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(answered(faulty)[1])
    mend(copy)
    checked, data = answered(copy)
    assert checked.file_status == "accepted", checked.reason
    after = loaded(data)
    assert not [at for sheet in after.worksheets[1:] for at in (*fills(sheet), *notes(sheet))]
    assert after.sheetnames.count("Findings") == 1


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_the_same_holds_where_libreoffice_saved_the_copy(faulty: Path, tmp_path: Path) -> None:
    checked, data = answered(faulty)
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(data)
    by_libreoffice(copy, tmp_path).replace(copy)
    # It calculates the formula that was not, and makes a formula of what is a yes or no.
    own = ("H16", "O15")
    saved = [(f.rule, f.sheet, f.cell) for f in check(copy).findings if f.cell not in own]
    assert saved == [(f.rule, f.sheet, f.cell) for f in checked.findings if f.cell not in own]
    mend(copy)
    by_libreoffice(copy, tmp_path).replace(copy)
    checked, data = answered(copy)
    assert checked.file_status == "accepted", checked.reason
    after, form = loaded(data), loaded(faulty.read_bytes())
    assert not [at for sheet in after.worksheets[1:] for at in (*fills(sheet), *notes(sheet))]
    for sheet, row, column, _, _ in TYPED:
        at = place_of(form[sheet], row, column)
        assert after[sheet][at].fill.fgColor.rgb == form[sheet][at].fill.fgColor.rgb == "FFFFFFFF"
