"""Everything in a workbook that is not marked stays as it was: charts, pictures, rules, notes, names, print set-up."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from xlsxwriter import Workbook

from assets.intake.limits import Limits
from assets.intake.opening import open_bytes
from assets.intake.pool import ROOT
from assets.intake.problems import Refused
from assets.intake.workbook import Sheet
from tests.checking.answers import changed_parts, fills, finding, loaded, marked, notes, parts, saved, sheets_of, simple

DATA = ROOT.parent / "shared" / "data"
REAL = sorted(path for path in DATA.rglob("*.xls[xm]") if path.stat().st_size < 500_000)
# What an answer may change in a package that nobody has marked before, whatever it holds.
TOUCHED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def png() -> io.BytesIO:
    """A picture of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b""))


def full_workbook() -> bytes:
    """A workbook with one of everything that a sender may have put into his own."""
    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet("Outcomes")
    other = workbook.add_worksheet("Summary")
    picture = workbook.add_chartsheet("Picture")
    lists = workbook.add_worksheet("Lists")
    lists.very_hidden()
    for row in range(12):
        sheet.write_row(row, 0, [row, row * 2, f"text {row}", row / 3], workbook.add_format({"bg_color": "#DDEEFF"}))
    sheet.write_rich_string("F1", "plain ", workbook.add_format({"bold": True}), "bold")
    sheet.write_formula("E1", "=SUM(A1:A12)", None, 66)
    sheet.write_dynamic_array_formula("H1:H3", "=A1:A3*2", None, 0)
    sheet.write_url("F2", "https://example.org")
    sheet.write_comment("A1", "Counted by the courts", {"author": "Somchai", "visible": True})
    sheet.data_validation("B1:B12", {"validate": "list", "source": "=Lists!$A$1:$A$2"})
    sheet.conditional_format("A1:A12", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B1:B12", {"type": "cell", "criteria": ">", "value": 5, "format": workbook.add_format()})
    sheet.insert_image("J2", "dot.png", {"image_data": png()})
    sheet.set_header("&L&G", {"image_left": "dot.png", "image_data_left": png()})
    sheet.add_table("A14:B16", {"columns": [{"header": "One"}, {"header": "Two"}]})
    sheet.add_sparkline("G1", {"range": "Outcomes!A1:A12"})
    sheet.insert_textbox("J10", "Our own remark")
    sheet.merge_range("A20:C20", "a merged heading")
    sheet.freeze_panes(1, 1)
    sheet.print_area("A1:H30")
    sheet.repeat_rows(0)
    sheet.protect("word", {"format_cells": True})
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.outline_settings()
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=Outcomes!$A$1:$A$12"})
    other.insert_chart("B2", chart)
    whole = workbook.add_chart({"type": "bar"})
    whole.add_series({"values": "=Outcomes!$B$1:$B$12"})
    picture.set_chart(whole)
    picture.activate()
    workbook.define_name("Total", "=Outcomes!$E$1")
    lists.write_column("A1", ["yes", "no"])
    workbook.close()
    return stream.getvalue()


def without_marks(sheet: bytes) -> bytes:
    """A sheet's XML without what marks on cells that are there may change in it."""
    ours = rb'<cfRule [^>]*><formula>"jpa-mark"[^<]*</formula></cfRule>'
    sheet = re.sub(rb"<conditionalFormatting [^>]*>" + ours + rb"</conditionalFormatting>", b"", sheet)
    # The numbers say which condition goes before which: the others keep their order behind ours.
    numbers = sorted({int(n) for n in re.findall(rb' priority="([0-9]+)"', sheet)})
    sheet = re.sub(rb' priority="([0-9]+)"', lambda n: b" order=%d" % numbers.index(int(n[1])), sheet)
    return re.sub(rb'<legacyDrawing [^>]*/>| s="[0-9]+"| tabSelected="1"', b"", sheet)


def test_a_workbook_with_one_of_everything_keeps_it_all() -> None:
    before = full_workbook()
    after = marked(before, finding("A1"), finding("C3"), finding("B6"), finding("B20"), finding("A14"))
    old, new = parts(before), parts(after)
    sheet = "xl/worksheets/sheet1.xml"
    notes_of_sheet = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    # The chart was the sheet shown first: that alone changes in it.
    selected = "xl/chartsheets/sheet1.xml"
    assert changed_parts(before, after) == {
        *TOUCHED,
        sheet,
        selected,
        *notes_of_sheet,
        "xl/worksheets/jpa_findings1.xml",
    }
    assert without_marks(new[sheet]) == without_marks(old[sheet])
    assert without_marks(new[selected]) == old[selected].replace(b' tabSelected="1"', b"")
    assert set(old) <= set(new)


def test_a_workbook_with_one_of_everything_is_marked_and_read_as_before() -> None:
    before = full_workbook()
    after = marked(before, finding("A1"), finding("C3"), finding("C20"), finding("A15"))
    book = loaded(after)
    assert set(fills(book["Outcomes"])) == {"A1", "C3", "A20", "A15"}
    assert notes(book["Outcomes"])["A1"].startswith("Counted by the courts\n")
    assert [s.rows for s in sheets_of(after)] == [s.rows for s in sheets_of(before)]
    assert book["Outcomes"].print_area == "'Outcomes'!$A$1:$H$30"
    assert book["Lists"].sheet_state == "veryHidden"
    assert book["Outcomes"].data_validations.count == 1


def test_a_list_grows_by_what_is_added_and_says_how_long_it_is() -> None:
    before = full_workbook()
    old, new = (parts(data)["xl/styles.xml"].decode() for data in (before, marked(before, finding("C3"))))
    for name, item in (("fonts", "font"), ("fills", "fill"), ("borders", "border"), ("cellXfs", "xf")):
        lists = [re.search(rf"<{name}[^>]*>.*</{name}>", text, re.DOTALL) for text in (old, new)]
        assert lists[0] and lists[1]
        first, second = lists[0].group(), lists[1].group()
        assert second.partition(">")[2].startswith(first.partition(">")[2].removesuffix(f"</{name}>"))
        assert re.search(r'count="(\d+)"', second).group(1) == str(len(re.findall(rf"<{item}[ />]", second)))  # type: ignore[union-attr]


@pytest.mark.skipif(not REAL, reason="the folder of real workbooks is not on this machine")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_workbook_keeps_every_value_and_every_part_that_is_not_marked(path: Path) -> None:
    before = path.read_bytes()
    try:
        book = open_bytes(before, path.name, Limits())
    except Refused:
        pytest.skip("the gate does not let this file in, so it is not sent back")
    found = [finding(at, sheet.name) for sheet in book.sheets for at in some_cells(sheet)]
    after = marked(before, *found)
    assert [(s.name, s.rows, s.merged_ranges) for s in sheets_of(after)] == [
        (s.name, s.rows, s.merged_ranges) for s in book.sheets
    ]
    touched = {name for name in parts(before) if name in TOUCHED or "worksheets/" in name or "comments" in name}
    touched |= {name for name in parts(before) if name.endswith(".vml")}
    assert changed_parts(before, after) & set(parts(before)) <= touched
    assert sum(len(fills(sheet)) for sheet in loaded(after) if sheet.title != "Findings") == len(
        {(one.sheet, one.cell) for one in found}
    )


def some_cells(sheet: Sheet) -> list[str]:
    cells = [cell.address for row in sheet.rows.values() for cell in row.values() if not cell.merged]
    return cells[:: len(cells) // 7 + 1]


@pytest.mark.parametrize("at", ["B2", "C4"])
def test_notes_of_the_sender_keep_their_boxes_whatever_prefix_their_program_writes(at: str) -> None:
    """Without its box a note is not shown, and Excel offers to repair the workbook."""
    book = simple()
    for place in ("B2", "B3"):
        book["Outcomes"][place].comment = Comment("Our own remark", "Desk")
    before = saved(book)
    drawing = next(data for name, data in parts(before).items() if name.endswith(".vml"))
    assert b"<v:shape " not in drawing, "this program writes prefixes of its own"
    after = parts(marked(before, finding(at)))
    drawn = "".join(data.decode() for name, data in after.items() if name.endswith(".vml"))
    boxes = sorted(zip(*(re.findall(rf"<(?:\w+:)?{name}>(\d+)<", drawn) for name in ("Row", "Column")), strict=True))
    noted = {("1", "1"), ("2", "1")} | {(str(int(at[1:]) - 1), str("ABC".index(at[0])))}
    assert boxes == sorted(noted)
    assert b"legacyDrawing" in after["xl/worksheets/sheet1.xml"]
