"""Errors, formulas without a result and odd numbers are never a blank, and never another number."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.intake import packages as p
from tests.intake.packages import Opener, shown


@pytest.mark.parametrize(
    "name", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)
def test_error_cell_is_never_blank(name: str, opened: Opener) -> None:
    rows = f'<row r="2"><c r="B2" t="e"><v>{name}</v></c><c r="C2"><v>3</v></c></row>'
    assert shown(opened(p.xlsx(rows)).sheets[0]) == {"B2": ("error", name, name), "C2": ("number", 3, "3")}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>SUM(A1:A9)</f></c>',
        '<c r="B2"><f>SUM(A1:A9)</f><v></v></c>',
        '<c r="B2"><f>SUM(A1:A9)</f><v/></c>',
        '<c r="B2"><f>SUM(A1:A9)</f><v /></c>',
        '<c r="B2" s="1"><f ca="1">SUM(A1:A9)</f></c>',
    ],
)
def test_formula_without_a_result_is_never_blank(cell: str, opened: Opener) -> None:
    rows = f'<row r="2"><c r="A2"><f>1</f><v>1</v></c>{cell}</row>'
    found = shown(opened(p.xlsx(rows)).sheets[0])
    assert found["B2"] == ("uncached_formula", "=SUM(A1:A9)", "=SUM(A1:A9)")
    assert found["A2"] == ("number", 1, "1")


def test_shared_formula_without_a_result_is_never_blank(opened: Opener) -> None:
    rows = '<row r="1"><c r="A1"><f t="shared" si="0"/></c><c r="B1"><f t="shared" si="0"/><v>4</v></c></row>'
    assert shown(opened(p.xlsx(rows)).sheets[0]) == {
        "A1": ("uncached_formula", "=", "="),
        "B1": ("number", 4, "4"),
    }


def test_formula_whose_result_is_empty_text_is_blank(opened: Opener) -> None:
    rows = '<row r="1"><c r="A1" t="str"><f>IF(B1,"",1)</f><v></v></c><c r="B1"><v>1</v></c></row>'
    assert shown(opened(p.xlsx(rows)).sheets[0]) == {"B1": ("number", 1, "1")}


def test_note_on_an_open_document_cell_is_not_its_text(opened: Opener) -> None:
    note = (
        '<office:annotation xmlns:dc="d"><dc:creator>office</dc:creator><text:p>#REF! 99</text:p></office:annotation>'
    )
    cell = '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="3">'
    cell += f"{note}<text:p>3</text:p></table:table-cell>"
    assert shown(opened(p.ods(f"<table:table-row>{cell}</table:table-row>")).sheets[0]) == {"A1": ("number", 3, "3")}


def test_openpyxl_formulas_are_without_a_result(opened: Opener) -> None:
    book = openpyxl.Workbook()
    book.active["C3"] = "=A1+B1"
    stream = io.BytesIO()
    book.save(stream)
    assert shown(opened(stream.getvalue()).sheets[0]) == {"C3": ("uncached_formula", "=A1+B1", "=A1+B1")}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1<!-- -->2", "12"),
        ("1&#50;", "12"),
        ("<![CDATA[12]]>", "12"),
        ("<?x?>12", "12"),
        (" 12 ", "12"),
        ("9007199254740993", "9007199254740993"),
        ("-9007199254740993", "-9007199254740993"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_number_is_read_as_excel_shows_it(value: str, read: str, opened: Opener) -> None:
    data = p.xlsx(f'<row r="1"><c r="A1"><v>{value}</v></c></row>')
    assert shown(opened(data).sheets[0]) == {"A1": ("number", int(read), read)}


@pytest.mark.parametrize("value", ["abc", "NaN", "1e999", "inf", "1,5", "1_2"])
def test_number_cell_without_a_number_is_never_a_number(value: str, opened: Opener) -> None:
    found = shown(opened(p.xlsx(f'<row r="1"><c r="A1"><v>{value}</v></c></row>')).sheets[0])
    assert found["A1"][0] == "text"


def test_namespace_prefixes_change_nothing(opened: Opener) -> None:
    xml = (
        f'<x:worksheet xmlns:x="{p.MAIN}"><x:cols><x:col min="3" max="4" hidden="1"/></x:cols><x:sheetData>'
        '<x:row r="2" hidden="1"><x:c r="B2"><x:v>7</x:v></x:c><x:c r="C2" t="e"><x:v>#REF!</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="B2:B3"/></x:mergeCells></x:worksheet>'
    )
    sheet = opened(p.zipped(p.parts(xml))).sheets[0]
    assert shown(sheet) == {"B2": ("number", 7, "7"), "C2": ("error", "#REF!", "#REF!")}
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged_ranges) == ({2}, {3, 4}, ("B2:B3",))


def test_cells_of_a_foreign_namespace_are_not_cells(opened: Opener) -> None:
    rows = '<row r="1"><q:c xmlns:q="urn:q" r="B1"><v>5</v></q:c><c r="A1"><v>1</v></c></row>'
    assert shown(opened(p.xlsx(rows)).sheets[0]) == {"A1": ("number", 1, "1")}


def test_rows_and_cells_without_addresses_count_on(opened: Opener) -> None:
    rows = '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"/><row><c><v>9</v></c></row>'
    assert {a: t for a, (_, _, t) in shown(opened(p.xlsx(rows)).sheets[0]).items()} == {
        "A1": "1",
        "D1": "2",
        "E1": "3",
        "A6": "9",
    }


def test_texts_shared_or_in_place_are_read_whole(opened: Opener) -> None:
    rich = '<si><r><t>x</t></r><r><t xml:space="preserve"> y</t></r></si>'
    sst = f'<sst xmlns="{p.MAIN}"><si><t>a&amp;b</t></si>{rich}</sst>'
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>in</t></is></c>'
        '<c r="D1" t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c></row>'
    )
    found = shown(opened(p.zipped(p.strings(sst, rows))).sheets[0])
    assert {a: t for a, (_, _, t) in found.items()} == {"A1": "a&b", "B1": "x y", "C1": "in", "D1": "rich"}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<t>7</t>", "7"),
        ("<t> 7\n</t>", "7"),
        ('<t xml:space="preserve"> 7</t>', " 7"),
        ("<t>&#32;7</t>", " 7"),
        ("<t>_x0041_7</t>", "A7"),
        ("<r><t>7</t></r><r><t>8</t></r>", "78"),
        ("<t>7</t><!-- 8 -->", "7"),
    ],
)
def test_a_text_is_the_same_wherever_it_stands_and_whatever_was_read_before(
    written: str, text: str, opened: Opener
) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>{0}</v></c></row>'
    items = ["<si><t>first</t></si>", f"<si>{written}</si>"]
    for between, order in (("", (0, 1)), ("\n ", (0, 1)), ("", (1, 0)), ("", (0, 1))):
        table = f'<sst xmlns="{p.MAIN}">{between.join([*(items[number] for number in order), ""])}</sst>'
        sheet = opened(p.zipped(p.strings(table, rows.format(order.index(1))))).sheets[0]
        assert sheet.rows[1][1].text == text
