"""What a spreadsheet program hides, merges or leaves out is named and still read."""

from __future__ import annotations

import io
from datetime import date

import xlsxwriter

from tests.intake import packages as p
from tests.intake.packages import Opener, shown


def test_hidden_rows_columns_and_sheets_are_named_and_still_read(opened: Opener) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    seen, hidden, very = (book.add_worksheet(name) for name in ("Seen", "Hidden", "Very"))
    seen.write("C4", 1)
    seen.set_row(3, None, None, {"hidden": True})
    seen.set_row(6, 0)
    seen.set_column("C:E", 8, None, {"hidden": True})
    hidden.hide()
    very.very_hidden()
    very.write("A1", 2)
    book.close()
    sheets = opened(stream.getvalue()).sheets
    assert [(s.name, s.visible) for s in sheets] == [("Seen", True), ("Hidden", False), ("Very", False)]
    assert (sheets[0].hidden_rows, sheets[0].hidden_columns) == ({4, 7}, {3, 4, 5})
    assert shown(sheets[0])["C4"][2] == "1"
    assert shown(sheets[2])["A1"][2] == "2"


def test_merged_cells_are_marked_also_where_a_value_is_covered(opened: Opener) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c><c r="D2"><v>3</v></c></row>'
    data = p.xlsx(rows, after='<mergeCells count="1"><mergeCell ref="B2:C5"/></mergeCells>')
    sheet = opened(data).sheets[0]
    assert sheet.merged_ranges == ("B2:C5",)
    assert {c.address: c.merged for c in sheet.rows[2].values()} == {"B2": True, "C2": True, "D2": False}


def test_chart_sheets_are_left_out(opened: Opener) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Data")
    sheet.write("A1", 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$A$1:$A$1"})
    book.add_chartsheet("Picture").set_chart(chart)
    book.close()
    assert [s.name for s in opened(stream.getvalue()).sheets] == ["Data"]


def test_rows_stand_in_order_also_with_errors_between(opened: Opener) -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'
    rows += '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>1</v></c></row>'
    sheet = opened(p.xlsx(rows)).sheets[0]
    assert [c.address for row in sheet.rows.values() for c in row.values()] == ["A1", "A2", "B2"]


def test_part_names_in_other_case_are_found(opened: Opener) -> None:
    found = p.parts()
    found["xl/worksheets/Sheet1.xml"] = found.pop("xl/worksheets/sheet1.xml")
    assert shown(opened(p.zipped(found)).sheets[0]) == {"A1": ("number", 1, "1")}


def test_dates_of_1904_survive_the_careful_look(opened: Opener) -> None:
    styles = f'<styleSheet xmlns="{p.MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    found = p.parts(p.sheet('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', before="<!-- -->"))
    found["xl/styles.xml"] = styles
    found["xl/_rels/workbook.xml.rels"] = p.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
    )
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert shown(opened(p.zipped(found)).sheets[0])["A1"][1] == date(1904, 1, 2)
