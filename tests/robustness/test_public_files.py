"""Awkward files that others published: an outcome with its cause for each, and values equal to LibreOffice's."""

from __future__ import annotations

import hashlib
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as OtherWorkbook

from assets.checking.check_file import CheckTask
from assets.checking.findings import CheckedFile
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.workbook import Cell, CellKind, Sheet
from tests.checking.wording import said, to_do
from tests.forms.libreoffice import SOFFICE, convert, profile
from tests.robustness.as_shown import Grid, shown_by_libreoffice
from tests.shared import check_in_children

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "robustness"
LIMITS = Limits()
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of awkward public files is not on this machine")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")

# What is refused before anything is read of it: the rule, and a part of what is said.
REFUSED = {
    "active/pivots.xlsx": ("F05", "pivot table"),
    "active/vba.xlsm": ("F05", "macros"),
    "corrupt/xlsx-corrupted.xlsx": ("F01", "broken XML"),
    "csv/characters.csv": ("F01", "line 1"),
    "csv/sparse_with_column_errors.csv": ("F01", "line 2"),
    "csv/zero_bytes.xlsx": ("F02", "empty"),
    "encrypted/pass_protected.xlsx": ("F04", "password"),
    "format/Attendance.numbers": ("F02", "zip archive"),
}
# What opens is no return: the sheets are looked at, and none is in a known layout.
OPENED = (
    "active/link-external-workbook-a.xlsx",
    "corrupt/malformed_format.xls",
    "corrupt/too_small.xls",
    "csv/begrotingsanalyse-2011.csv",
    "csv/null.csv",
    "csv/utf-16le_encoded.csv",
    "encrypted/sheetProtection_allLocked.xlsx",
    "format/UncalcedRecord.xls",
    "format/biff5_write.xls",
    "format/date_1904.xls",
    "format/has_x000D_.xlsx",
    "format/nonstandard-xml-ns-prefix.xlsx",
    "format/sample.xlsb",
    "hidden/TwoSheetsOneHidden.xlsx",
    "hidden/any_sheets.xlsx",
    "layout/bian-anal-mca-2005-dols-eng-1011-0312-tab3.xlsm",
    "layout/bursa_malaysia_stats.xls",
    "layout/header-row.xlsx",
    "layout/missing-values-xlsx.xlsx",
    "layout/nhs_ae_dec2022.xls",
    "layout/readxl_deaths.xls",
    "layout/right-to-left.xlsx",
    "layout/taiwan_telecom_40sheets.xls",
    "layout/texty-dates-xlsx.xlsx",
    "layout/unnamed-duplicated-columns.xlsx",
    "merged/covered.ods",
    "merged/merge_cells.xlsx",
    "range/47668.xlsx",
    "range/number_rows_repeated.ods",
)
# A cell under a merged range: LibreOffice keeps what it covers, openpyxl does not show it.
COVERED = {("merged/covered.ods", "sheet1", 3, 1)}
UTF_16 = "csv/utf-16le_encoded.csv"
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+")


def test_every_file_of_the_folder_is_in_one_of_the_lists() -> None:
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()} - {"MANIFEST.csv"}
    assert found == REFUSED.keys() | set(OPENED)


@pytest.fixture(scope="module")
def checked() -> dict[str, CheckedFile]:
    """Every file as the product judges it, in guarded children with the limits of the product."""
    names = [*REFUSED, *OPENED]
    tasks = [
        CheckTask(FOLDER / name, Path(name).name, hashlib.sha256((FOLDER / name).read_bytes()).hexdigest(), LIMITS)
        for name in names
    ]
    return dict(zip(names, check_in_children(tasks, 2, LIMITS), strict=True))


@pytest.mark.parametrize("name", [*REFUSED, *OPENED])
def test_every_public_file_has_an_outcome_with_its_cause(name: str, checked: dict[str, CheckedFile]) -> None:
    file = checked[name]
    (finding,) = (found for found in file.findings if found.severity != "info")
    assert file.file_status == "refused"
    rule, says = REFUSED.get(name, ("F06", "neither the monthly return nor one of the"))
    assert finding.rule == rule
    assert says in said(finding)
    assert to_do(finding)


def test_no_public_file_crashes_or_exhausts_a_child(checked: dict[str, CheckedFile]) -> None:
    assert [name for name, file in checked.items() if file.findings[0].rule == "F09"] == []


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OtherWorkbook]:
    """Every file that opens, as LibreOffice saves it and openpyxl reads that: values by another route."""
    folder = tmp_path_factory.mktemp("saved")
    names = [name for name in OPENED if name != UTF_16]
    paths = convert([FOLDER / name for name in names], "xlsx", folder)
    # Text in UTF-16 is only read by LibreOffice where it is told so.
    told = "--infilter=Text - txt - csv (StarCalc):44,34,65535,1"
    command = [str(SOFFICE), profile(folder), "--headless", told, "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, str(FOLDER / UTF_16)], check=True, capture_output=True, timeout=120)
    paths.append(folder / f"{Path(UTF_16).stem}.xlsx")
    return {
        name: openpyxl.load_workbook(path, data_only=True) for name, path in zip([*names, UTF_16], paths, strict=True)
    }


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Grid]]:
    """The same as LibreOffice shows them, with all formats."""
    names = [name for name in OPENED if not name.endswith(".csv")]
    found = shown_by_libreoffice([FOLDER / name for name in names], tmp_path_factory.mktemp("shown"))
    return {name: found[FOLDER / name] for name in names}


def _sheets(name: str) -> list[Sheet]:
    return open_workbook(FOLDER / name, Path(name).name, LIMITS).sheets


def _cells(sheet: Sheet) -> Iterator[Cell]:
    for row in sheet.rows.values():
        yield from row.values()


def _plain(value: object) -> object:
    """Days and texts in one way of writing, however a program keeps them."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


def _typed(text: str) -> object:
    """A text of a .csv file as a program takes it that guesses: spaces off, thousands joined, numbers as numbers."""
    word = text.strip().replace(",", "") if _GROUPED.fullmatch(text.strip()) else text.strip()
    return float(word) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", word) and not word.endswith("%") else text.strip()


def _same(name: str, ours: Cell, theirs: object) -> bool:
    if name.endswith(".csv"):
        if isinstance(theirs, str):
            return ours.text.strip() == theirs.strip()
        # What a program takes for a percentage or a day is a text here: nothing is guessed.
        return not isinstance(theirs, (int, float)) or _typed(ours.text) == theirs or not _is_number(ours.text)
    mine, other = _plain(ours.value), _plain(theirs)
    if ours.kind is CellKind.BOOLEAN:
        # LibreOffice keeps the yes or no of another program as 1 or 0 that is shown as TRUE or FALSE.
        return other in (0, 1) and bool(other) is mine
    if isinstance(mine, float) and isinstance(other, (int, float)):
        return abs(mine - other) <= 1e-12 * abs(other)
    return type(mine) is type(other) and mine == other


def _is_number(text: str) -> bool:
    return isinstance(_typed(text), float)


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("name", OPENED)
def test_every_value_is_the_one_that_libreoffice_reads(name: str, saved: dict[str, OtherWorkbook]) -> None:
    compared = 0
    for sheet in _sheets(name):
        other = saved[name][sheet.name] if sheet.name in saved[name].sheetnames else saved[name].worksheets[0]
        theirs = {(c.row, c.column): c.value for row in other.iter_rows() for c in row if c.value not in (None, "")}
        ours = {
            (cell.row, cell.column): cell for cell in _cells(sheet) if cell.text.strip() or not name.endswith(".csv")
        }
        covered = {(row, column) for file, title, row, column in COVERED if (file, title) == (name, sheet.name)}
        assert ours.keys() - covered == theirs.keys()
        different = {k: (ours[k].value, theirs[k]) for k in theirs if not _same(name, ours[k], theirs[k])}
        assert different == {}
        compared += len(theirs)
    assert compared or name in ("encrypted/sheetProtection_allLocked.xlsx", "range/47668.xlsx")


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("name", [name for name in OPENED if not name.endswith(".csv")])
def test_every_whole_number_is_seen_as_that_number(name: str, shown: dict[str, dict[str, Grid]]) -> None:
    """Whatever its format: a number that is seen as something else is not taken for a number."""
    for sheet in _sheets(name):
        seen = shown[name][sheet.name]
        for cell in _cells(sheet):
            text = seen.get((cell.row, cell.column), "").strip()
            if cell.kind is CellKind.NUMBER and isinstance(cell.value, int):
                assert _digits(text, cell.value), (sheet.name, cell, text)
            elif cell.kind is CellKind.MISLEADING_FORMAT:
                assert not _digits(text, int(cell.text)), (sheet.name, cell, text)
            elif cell.kind is CellKind.ERROR:
                assert text.startswith(("#", "Err:")), (sheet.name, cell, text)


def _digits(text: str, value: int) -> bool:
    latin = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    whole = re.sub(r"[ ,'\u00a0]", "", latin).removesuffix(")").removeprefix("(").lstrip("-$")
    whole = re.sub(r"\.0*$", "", whole)
    return (whole.lstrip("0") or "0") == str(abs(value)) if whole not in ("-", "") else value == 0 and text == "-"


def test_days_of_1904_are_the_days_that_are_shown() -> None:
    cells = [cell.value for cell in _cells(_sheets("format/date_1904.xls")[0])]
    assert cells[0] == date(2021, 1, 1)
