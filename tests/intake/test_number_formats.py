"""A number that its format shows as something else is never taken for what stands in the cell."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from assets.intake.formats.number_formats import hides, shows
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.workbook import CellKind
from tests.forms.libreoffice import SOFFICE, convert
from tests.intake import packages as p
from tests.intake.packages import Opener, shown
from tests.robustness.as_shown import shown_by_libreoffice

# Format, number, what a spreadsheet program shows for it.
AS_IT_IS: tuple[tuple[str, int, str], ...] = (
    ("General", 12, "12"),
    ("0", 12, "12"),
    ("0", 0, "0"),
    ("#,##0", 1234, "1,234"),
    ("0.00", 12, "12.00"),
    ("@", 12, "12"),
    ("[Red]0", 12, "12"),
    ("[Blue][>100]0;[Red]0", 12, "12"),
    ("#,##0;(#,##0)", 1234, "1,234"),
    ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', 12, "12"),
    ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 0, "-"),
    ("#\\ ##0", 1234, "1 234"),
    ("0000", 12, "0012"),
    ("#", 12, "12"),
    ('[<5]"<5";0', 12, "12"),
)
SOMETHING_ELSE: tuple[tuple[str, int, str], ...] = (
    ("0%", 12, "1200%"),
    ("0%", 0, "0%"),
    ("#,##0,", 12000, "12"),
    ('0,"k"', 12000, "12k"),
    ("0.0,,", 5000000, "5.0"),
    ('0"00"', 12, "1200"),
    ('"<5"', 3, "<5"),
    ('[<5]"<5";0', 3, "<5"),
    ('[>=5]0;"<5"', 4, "<5"),
    (";;;", 12, ""),
    ("0;-0;;@", 0, ""),
    ("#", 0, ""),
    ("#,###", 0, ""),
    ('0;-0;".."', 0, ".."),
    ('0"+"', 12, "12+"),
    ('0" (3 pending)"', 12, "12 (3 pending)"),
    ("0-0", 12, "1-2"),
    ("-0", 12, "-12"),
    ("yyyy-mm-dd", 45000, "2023-03-15"),
    ("[h]:mm", 2, "48:00"),
    ("0.0E+00", 12345, "1.2E+04"),
)


@pytest.mark.parametrize(("code", "number", "seen"), AS_IT_IS)
def test_a_format_that_shows_the_number_does_no_harm(code: str, number: int, seen: str) -> None:
    assert shows(code, number)


@pytest.mark.parametrize(("code", "number", "seen"), SOMETHING_ELSE)
def test_a_format_that_shows_something_else_is_noticed(code: str, number: int, seen: str) -> None:
    assert not shows(code, number)
    assert hides(code, float(number))


def test_a_format_longer_than_any_program_writes_is_not_believed() -> None:
    assert not shows("[" * 100_000, 1)
    assert not shows('"' * 99_999, 1)


def _workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Outcomes")
    for row, (code, number, _) in enumerate(AS_IT_IS + SOMETHING_ELSE):
        sheet.write_number(row, 0, number, book.add_format({"num_format": code}))
        sheet.write_number(row, 1, number)
    book.close()


def _kinds(path: Path) -> list[tuple[str, CellKind]]:
    sheet = open_workbook(path, path.name, Limits()).sheets[0]
    rows = enumerate(AS_IT_IS + SOMETHING_ELSE, start=1)
    return [(code, sheet.rows[row][1].kind) for row, (code, _, _) in rows if row in sheet.rows]


def test_a_workbook_says_which_of_its_numbers_are_seen_as_something_else(tmp_path: Path) -> None:
    _workbook(tmp_path / "formats.xlsx")
    kinds = _kinds(tmp_path / "formats.xlsx")
    assert {kind for _, kind in kinds[: len(AS_IT_IS)]} == {CellKind.NUMBER}
    assert {kind for _, kind in kinds[len(AS_IT_IS) :]} == {CellKind.MISLEADING_FORMAT, CellKind.DATE}
    sheet = open_workbook(tmp_path / "formats.xlsx", "x", Limits()).sheets[0]
    assert {row[2].kind for row in sheet.rows.values()} == {CellKind.NUMBER}


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_shows_what_the_table_says(tmp_path: Path) -> None:
    _workbook(tmp_path / "formats.xlsx")
    [sheets] = shown_by_libreoffice([tmp_path / "formats.xlsx"], tmp_path / "shown").values()
    table = AS_IT_IS + SOMETHING_ELSE
    assert [sheets["Outcomes"].get((row, 1), "").strip() for row in range(1, len(table) + 1)] == [t[2] for t in table]


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_other_formats_say_the_same(tmp_path: Path, ending: str) -> None:
    _workbook(tmp_path / "formats.xlsx")
    [saved] = convert([tmp_path / "formats.xlsx"], ending, tmp_path / "saved")
    kinds = _kinds(saved)
    assert {code: kind for code, kind in kinds[: len(AS_IT_IS)] if kind is not CellKind.NUMBER} == {}
    assert {code: kind for code, kind in kinds[len(AS_IT_IS) :] if kind is CellKind.NUMBER} == {}


def test_the_careful_look_says_the_same(opened: Opener) -> None:
    styles = f'<styleSheet xmlns="{p.MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    rows = '<row r="1"><c r="A1" s="1"><v>5</v></c><c r="B1" s="0"><v>5</v></c><c r="C1" s="1"><v>0.5</v></c></row>'
    for before in ("", "<!-- -->"):
        found = p.parts(p.sheet(rows, before=before))
        found["xl/styles.xml"] = styles
        found["xl/_rels/workbook.xml.rels"] = p.relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
        )
        kinds = {address: kind for address, (kind, _, _) in shown(opened(p.zipped(found)).sheets[0]).items()}
        assert kinds == {"A1": "format", "B1": "number", "C1": "number"}


@pytest.mark.parametrize("zero", ["0", "0.0", ""])
def test_a_result_that_nobody_calculated_is_no_zero(zero: str, opened: Opener) -> None:
    """Programs that write formulas leave 0 as the result, and ask the next program to calculate."""
    rows = (
        f'<row r="1"><c r="A1"><f>5+7</f><v>{zero}</v></c><c r="B1"><f>5+7</f><v>12</v></c><c r="C1"><v>0</v></c></row>'
    )
    found = p.parts(p.sheet(rows))
    asks = '</sheets><calcPr fullCalcOnLoad="1"/>'
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace("</sheets>", asks)
    kinds = shown(opened(p.zipped(found)).sheets[0])
    assert [kinds[a][0] for a in ("A1", "B1", "C1")] == ["uncached_formula", "number", "number"]


def test_a_result_of_nought_is_nought_where_it_was_calculated(opened: Opener) -> None:
    assert shown(opened(p.xlsx('<row r="1"><c r="A1"><f>5-5</f><v>0</v></c></row>')).sheets[0])["A1"][0] == "number"


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_text_of_a_formula_that_libreoffice_saves_as_nought_is_no_nought(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Outcomes")
    sheet.write_formula("A1", '=IF(1=1,"<5",2)', None, "<5")
    sheet.write_formula("A2", "=5+7", None, 12)
    book.close()
    (tmp_path / "form.xlsx").write_bytes(stream.getvalue())
    [saved] = convert([tmp_path / "form.xlsx"], "xls", tmp_path / "saved")
    cells = shown(open_workbook(saved, "x", Limits()).sheets[0])
    assert cells["A1"][0] in ("uncached_formula", "text")
    assert cells["A2"] == ("number", 12, "12")


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_a_formula_that_gives_nothing_is_blank_in_ods_too(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Outcomes")
    sheet.write_formula("A1", '=""', None, "")
    sheet.write("B1", 1)
    book.close()
    (tmp_path / "form.xlsx").write_bytes(stream.getvalue())
    [saved] = convert([tmp_path / "form.xlsx"], "ods", tmp_path / "saved")
    assert shown(open_workbook(saved, "x", Limits()).sheets[0]) == {"B1": ("number", 1, "1")}
