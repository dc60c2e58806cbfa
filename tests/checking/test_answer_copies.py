"""Files of other formats come back as an .xlsx of what was read from them, with the same marks and the same index."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from assets.checking.annotated.annotate import annotate
from assets.checking.annotated.copy_of_values import copy_of_values
from assets.forms.values import Convention, parse_count
from assets.intake.limits import Limits
from assets.intake.opening import open_bytes
from assets.intake.pool import ROOT
from assets.intake.problems import Refused
from assets.intake.workbook import CellKind, Sheet
from tests.checking.answers import RED, facts, fills, finding, index_rows, loaded, notes, sheets_of
from tests.checking.returns import check, content, write_return
from tests.checking.wording import in_words
from tests.intake import packages
from tests.intake.packages import ods, ods_cell

SOFFICE = shutil.which("soffice")
DATA = ROOT.parent / "shared" / "data"
OTHERS = sorted(
    path
    for path in DATA.rglob("*")
    if path.suffix in (".xls", ".xlsb", ".ods", ".csv") and path.stat().st_size < 300_000
)


def copied(data: bytes, kind: str, *cells: str, file_name: str = "counts.csv") -> bytes:
    """The answer to a file of another format with findings at these cells of its first sheet."""
    sheet = open_bytes(data, file_name, Limits()).sheets[0].name
    found = [finding(at, sheet) for at in cells]
    return annotate(data, kind, found, facts(file_name=file_name))


def rounded(sheet: Sheet) -> dict[str, str]:
    """Address to text, numbers with the 15 digits that spreadsheet programs keep."""
    found = {}
    for row in sheet.rows.values():
        for cell in row.values():
            is_float = cell.kind is CellKind.NUMBER and isinstance(cell.value, float)
            found[cell.address] = f"{cell.value:.14g}" if is_float else cell.text
    return found


def test_a_csv_comes_back_as_a_workbook_with_its_cells_marked() -> None:
    data = copied(b"crime;count\nTIP;12\nSOM;twelve\n", "csv", "B3")
    sheet = loaded(data)["counts"]
    assert fills(sheet) == {"B3": RED} and list(notes(sheet)) == ["B3"]
    assert [[cell.value for cell in row] for row in sheet] == [["crime", "count"], ["TIP", "12"], ["SOM", "twelve"]]
    assert [row[0] for row in index_rows(data)] == ["counts, B3"]


def test_the_index_says_that_it_is_a_copy_of_the_values() -> None:
    text = [cell.value for row in loaded(copied(b"a;b\n1;2\n", "csv", "A2"))["Findings"] for cell in row]
    assert any("this is a copy of the values" in str(value) for value in text)


def test_what_looks_like_a_formula_or_a_link_stays_text() -> None:
    data = copied(b"=1+1;@SUM(A1);+1;-1;https://example.org;{=1}\n\"=cmd|' /C calc'!A1\";;;;;\n", "csv", "A1")
    cells = [cell for row in loaded(data)["counts"] for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert cells[0].value == "=1+1"


@pytest.mark.parametrize(
    ("stem", "name"),
    [("a/b[c]:*?", "counts"), ("x" * 60, "x" * 31), ("History", "History (2)"), ("'quoted'", "quoted"), ("ผล", "ผล")],
)
def test_a_sheet_whose_name_no_workbook_may_have_gets_another_and_is_marked(stem: str, name: str) -> None:
    workbook = open_bytes(b"a;b\n1;2\n", f"{stem}.csv", Limits())
    data = annotate(b"a;b\n1;2\n", "csv", [finding("B2", workbook.sheets[0].name)], facts(file_name=f"{stem}.csv"))
    expected = {"counts": "b_c____"}.get(name, name)
    assert loaded(data).sheetnames == ["Findings", expected]
    assert fills(loaded(data)[expected]) == {"B2": RED}


def test_values_keep_their_type() -> None:
    stream = io.BytesIO()
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    values = [1, 2.5, True, "text", date(2023, 9, 1), datetime(2023, 9, 1, 13, 5), "#N/A", "=A1"]
    for column, value in enumerate(values, start=1):
        sheet.cell(1, column, value)
    workbook.save(stream)
    cells = loaded(annotate(stream.getvalue(), "xlsb", [], facts()))["Sheet"][1]
    # A formula without a result is shown as it stands.
    expected = [
        1,
        2.5,
        True,
        "text",
        datetime(2023, 9, 1),
        datetime(2023, 9, 1, 13, 5),
        "=#N/A",
        "=A1",
    ]
    assert [cell.value for cell in cells] == expected
    assert [cell.data_type for cell in cells[-2:]] == ["f", "s"]


def test_a_number_with_more_digits_than_programs_keep_is_not_cut() -> None:
    data = packages.xlsx('<row r="1"><c r="A1"><v>12345678901234567</v></c></row>')
    assert loaded(annotate(data, "xls", [], facts()))["Outcomes"]["A1"].value == "12345678901234567"


def test_hidden_rows_columns_and_sheets_stay_hidden() -> None:
    rows = f"<table:table-row table:visibility='collapse'>{ods_cell(1)}</table:table-row>"
    rows += f"<table:table-row>{ods_cell(2)}</table:table-row>"
    data = copied(ods(rows, table='table:style-name="t"'), "ods", "A1", file_name="x.ods")
    assert loaded(data)["Outcomes"].row_dimensions[1].hidden
    assert not loaded(data)["Outcomes"].row_dimensions[2].hidden


@pytest.mark.skipif(not OTHERS, reason="the folder of real files is not on this machine")
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_the_copy_of_a_real_file_has_every_value(path: Path) -> None:
    try:
        before = open_bytes(path.read_bytes(), path.name, Limits())
    except Refused:
        pytest.skip("the gate does not let this file in, so it is not sent back")
    found = [finding("B2", sheet.name) for sheet in before.sheets]
    after = annotate(path.read_bytes(), before.format, found, facts(file_name=path.name))
    assert [rounded(sheet) for sheet in sheets_of(after)] == [rounded(sheet) for sheet in before.sheets]
    assert sum(len(fills(sheet)) for sheet in loaded(after).worksheets[1:]) == len(found)


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_the_copy_of_our_form_is_read_like_the_file_itself(tmp_path: Path, ending: str) -> None:
    form = write_return(tmp_path / "form.xlsx", content(outcomes_changed={("INV_NEW.TIP", "_T._T"): "four"}))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(form)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sent = tmp_path / f"form.{ending}"
    checked = check(sent)
    assert [finding.rule for finding in checked.findings if finding.severity == "error"] == ["E03"]
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(annotate(sent.read_bytes(), ending, in_words(checked.findings), facts()))
    again = check(copy, name=sent.name)
    assert again.result.observations == checked.result.observations
    assert again.findings == checked.findings


def test_a_copy_has_the_same_bytes_each_time() -> None:
    data = packages.ods(f"<table:table-row>{ods_cell(2)}</table:table-row>")
    assert copied(data, "ods", "A1", file_name="x.ods") == copied(data, "ods", "A1", file_name="x.ods")


def test_a_number_that_looked_like_something_else_is_asked_about_in_the_copy_too() -> None:
    """The copy has none of the looks: sent back as it is, 800 % would have been read as 8 without a question."""
    shown = '<table:table-cell office:value-type="percentage" office:value="8"><text:p>800%</text:p></table:table-cell>'
    original = ods(f"<table:table-row>{shown}{ods_cell(5)}</table:table-row>")
    before = open_bytes(original, "a.ods", Limits()).sheets[0]
    made, _ = copy_of_values(original, "a.ods", Limits())
    after = open_bytes(made, "a.xlsx", Limits()).sheets[0]
    for sheet in (before, after):
        first, second = sheet.cell(1, 1), sheet.cell(1, 2)
        assert parse_count(first, Convention()).problem is not None
        assert parse_count(second, Convention()).value == 5
