""".xls, .xlsb, .ods and text are read as exactly as .xlsx."""

from __future__ import annotations

import struct

import pytest

from assets.intake.problems import Refused
from assets.intake.workbook import CellKind
from tests.intake import old_excel as old
from tests.intake import packages as p
from tests.intake.code_pages import in_encoding
from tests.intake.packages import Opener, shown


def test_old_excel_file_is_read_with_its_errors_and_what_is_hidden(opened: Opener) -> None:
    body = old.hidden_columns(3, 4) + old.hidden_row(2) + old.number(2, 1, 5) + old.number(2, 2, 2.5)
    body += old.error(3, 1, 0x17) + old.formula_error(3, 2, 0x07) + old.merged(2, 3, 1, 1)
    book = opened(old.xls(body, hidden=True))
    sheet = book.sheets[0]
    assert (book.format, sheet.name, sheet.visible) == ("xls", "Outcomes", False)
    assert shown(sheet) == {
        "B3": ("number", 5, "5"),
        "C3": ("number", 2.5, "2.5"),
        "B4": ("error", "#REF!", "#REF!"),
        "C4": ("error", "#DIV/0!", "#DIV/0!"),
    }
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged_ranges) == ({3}, {4, 5}, ("B3:B4",))


def test_binary_excel_file_is_read_with_its_errors_and_what_is_hidden(opened: Opener) -> None:
    cells = old.binary_row(1, hidden=True) + old.binary_number(1, 5) + old.binary_error(2, 0x2A)
    book = opened(old.xlsb(cells))
    assert book.format == "xlsb"
    assert shown(book.sheets[0]) == {"B2": ("number", 5, "5"), "C2": ("error", "#N/A", "#N/A")}
    assert book.sheets[0].hidden_rows == {2}


def test_open_document_is_read_with_its_kinds(opened: Opener) -> None:
    cells = (
        p.ods_cell(5)
        + '<table:table-cell office:value-type="boolean" office:boolean-value="true">'
        + "<text:p>TRUE</text:p></table:table-cell>"
        + '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
        + "<text:p>#DIV/0!</text:p></table:table-cell>"
        + '<table:table-cell table:formula="of:=[.A1]"/>'
        + "<table:table-cell/>"
        + p.ods_cell("text")
    )
    rows = f'<table:table-row table:number-rows-repeated="2"/><table:table-row>{cells}</table:table-row>'
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    book = opened(p.ods(columns + rows))
    assert book.format == "ods"
    assert shown(book.sheets[0]) == {
        "A3": ("number", 5, "5"),
        "B3": ("boolean", True, "TRUE"),
        "C3": ("error", "#DIV/0!", "#DIV/0!"),
        "D3": ("uncached_formula", "of:=[.A1]", "of:=[.A1]"),
        "F3": ("text", "text", "text"),
    }
    assert book.sheets[0].hidden_columns == {3}


def test_open_document_sheet_that_is_hidden_says_so(opened: Opener) -> None:
    head = (
        '<office:automatic-styles><style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    rows = f'<table:table-row table:visibility="filter">{p.ods_cell(1)}</table:table-row>'
    sheet = opened(p.ods(rows, head=head, table='table:style-name="h"')).sheets[0]
    assert (sheet.visible, sheet.hidden_rows) == (False, {1})


def test_open_document_says_which_cells_are_merged(opened: Opener) -> None:
    spans = 'table:number-columns-spanned="3" table:number-rows-spanned="2"'
    merged = p.ods_cell(5).replace("<table:table-cell ", f"<table:table-cell {spans} ")
    rows = f"<table:table-row><table:table-cell/>{merged}</table:table-row><table:table-row/>"
    assert opened(p.ods(rows)).sheets[0].merged_ranges == ("B1:D2",)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_file_is_read_whatever_divides_it(separator: str, encoding: str, opened: Opener) -> None:
    lines = [["Place", "Count", "Note"], ["ไทย", "1,234", 'said "so"'], ["", "", ""], ["México", "<5", "two\nlines"]]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line] for line in lines]
    text = "\r\n".join(separator.join(line) for line in quoted)
    book = opened(text.encode(encoding))
    assert (book.format, book.sheets[0].name) == ("csv", "THA 2023-09")
    assert {a: t for a, (_, _, t) in shown(book.sheets[0]).items()} == {
        "A1": "Place", "B1": "Count", "C1": "Note",
        "A2": "ไทย", "B2": "1,234", "C2": 'said "so"',
        "A4": "México", "B4": "<5", "C4": "two\nlines",
    }  # fmt: skip
    assert {c.kind for row in book.sheets[0].rows.values() for c in row.values()} == {CellKind.TEXT}


@pytest.mark.parametrize(
    ("text", "encoding", "name", "word"),
    [
        ("ประเทศ;จำนวน\nไทย;๑๒\n", "cp874", "windows-874", "ไทย"),
        ("Quốc gia;Số\nViệt Nam;5\nThái Lan;6\n", "cp1258", "windows-1258", "Việt Nam"),
        ("Country;Count\nCôte d’Ivoire;5\n", "cp1252", "windows-1252", "Côte d’Ivoire"),
        ("from – to;5\n", "cp1252", "windows-1252", ""),
    ],
    ids=["thai", "vietnamese", "western", "read_alike_in_all"],
)
def test_a_code_page_is_decisive_word_a_word_of_the_file(
    text: str, encoding: str, name: str, word: str, opened: Opener
) -> None:
    data = in_encoding(text, encoding)
    assert b"?" not in data
    book = opened(data)
    assert (book.encoding, book.decisive_word) == (name, word)
    read = [";".join(cell.text for cell in row.values()) for row in book.sheets[0].rows.values()]
    assert read == text.splitlines()


@pytest.mark.parametrize(
    "data",
    [
        "สถานที่;5\n".encode("cp874"),
        "ไทย;5\n".encode("cp874") + "Curaçao;5\n".encode("cp1252"),
        "国家;5\n".encode("gb18030"),
        "Trägerorganisationen;5\n".encode("cp1252"),
    ],
    ids=["no_known_word", "two_code_pages_in_one_file", "a_code_page_of_two_bytes", "western_and_no_known_word"],
)
def test_a_code_page_that_no_word_tells_is_not_guessed(data: bytes, opened: Opener) -> None:
    with pytest.raises(Refused) as refused:
        opened(data)
    assert (refused.value.problem.code, refused.value.problem.facts["line"]) == ("F01", 1)


def test_commas_within_fields_do_not_win_over_tabs(opened: Opener) -> None:
    text = "Area\tAct\tCases\n" + "".join(f"A{n}\tImmoral Traffic Act,1956, as amended\t{n}\n" for n in range(30))
    sheet = opened(text.encode()).sheets[0]
    assert {len(row) for row in sheet.rows.values()} == {3}


def test_separator_hint_of_excel_is_taken_and_not_counted_as_a_row(opened: Opener) -> None:
    sheet = opened(b"sep=;\r\na;b,c\r\n1;2,5\r\n").sheets[0]
    assert {a: t for a, (_, _, t) in shown(sheet).items()} == {"A1": "a", "B1": "b,c", "A2": "1", "B2": "2,5"}


def test_one_column_of_text_stays_one_column(opened: Opener) -> None:
    assert {a: t for a, (_, _, t) in shown(opened(b"header\nvalue\n").sheets[0]).items()} == {
        "A1": "header",
        "A2": "value",
    }


@pytest.mark.parametrize("small", [False, True], ids=["large stream", "small stream"])
def test_old_excel_file_that_states_a_false_size_is_read(small: bool, opened: Opener) -> None:
    body = old.stated_size(65_536, 256) + old.number(1, 1, 5)
    data = old.compound([("Workbook", old.book([("Outcomes", body)]))], small=small)
    assert shown(opened(data).sheets[0]) == {"B2": ("number", 5, "5")}


def test_binary_excel_file_hides_and_merges(opened: Opener) -> None:
    column = old.binary(60, struct.pack("<4IH", 2, 3, 2000, 0, 1))
    merged = old.binary(176, struct.pack("<4I", 0, 1, 0, 1))
    sheet = opened(old.xlsb(old.binary_row(0) + old.binary_number(0, 1), before=column, after=merged)).sheets[0]
    assert (sheet.hidden_columns, sheet.merged_ranges) == ({3, 4}, ("A1:B2",))
    assert sheet.rows[1][1].merged
