"""Files that are no spreadsheet, and spreadsheets that are broken."""

from __future__ import annotations

import zipfile

from tests.intake import old_excel as old
from tests.intake import packages as p
from tests.intake.hostile import Hostile, replacing, rows, with_styles, without

_SST = f'<sst xmlns="{p.MAIN}" uniqueCount="1"><si><t>a</t></si></sst>'
_ONE_SHEET = ("rId1", "worksheet", "worksheets/sheet1.xml")
_BEYOND = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
_SECOND_TABLE = '<sheetData><row r="2"><c r="A2"/></row></sheetData>'
_EXCEL_2003 = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><a/>'


def _size_lie() -> bytes:
    long_sheet = p.sheet(p.ONE_CELL + " " * 5_000)
    return p.patched(p.zipped(p.parts(long_sheet)), len(long_sheet).to_bytes(4, "little"), (50).to_bytes(4, "little"))


def _loop() -> bytes:
    data = bytearray(old.xls(old.number(0, 0, 1)))
    # The first link of the sector table points to its own sector.
    at = data.index((1).to_bytes(4, "little") + (2).to_bytes(4, "little"), 512)
    data[at : at + 4] = (0).to_bytes(4, "little")
    return bytes(data)


NO_SPREADSHEET = {
    "empty": Hostile(lambda: b"", "F02", "empty"),
    "png": Hostile(lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "F02", "PNG"),
    "jpeg": Hostile(lambda: b"\xff\xd8\xff\xe0" + bytes(50), "F02", "JPEG"),
    "pdf": Hostile(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(50), "F02", "PDF"),
    "gif": Hostile(lambda: b"GIF89a" + bytes(50), "F02", "GIF"),
    "heic": Hostile(lambda: b"\0\0\0\x18ftypheic" + bytes(50), "F02", "HEIC"),
    "web_page": Hostile(lambda: b"\r\n<html><body><table><tr><td>1</td></tr></table>", "F02", "web page"),
    "excel_2003_xml": Hostile(lambda: _EXCEL_2003, "F02", "2003"),
    "rtf": Hostile(lambda: b"{\\rtf1\\ansi hello}", "F02", "RTF"),
    "gzip": Hostile(lambda: b"\x1f\x8b\x08\0" + bytes(50), "F02", "gzip"),
    "program": Hostile(lambda: b"MZ\x90\0\3\0\0\0" + bytes(90), "F02", "program"),
    "unknown_bytes": Hostile(lambda: bytes(range(1, 32)) * 20, "F02", "unknown"),
    "word_document": Hostile(lambda: p.zipped({"word/document.xml": "<a/>"}), "F02", "Word"),
    "presentation": Hostile(lambda: p.zipped({"ppt/presentation.xml": "<a/>"}), "F02", "PowerPoint"),
    "numbers_document": Hostile(lambda: p.zipped({"Index/Document.iwa": "x"}), "F02", "Numbers"),
    "zip_of_spreadsheets": Hostile(lambda: p.zipped({"a.xlsx": p.xlsx()}), "F02", "zip archive"),
    "zip_of_spreadsheets_stored_as_they_are": Hostile(
        lambda: p.zipped({"a.xlsx": p.xlsx(), "b.xlsx": p.xlsx()}, zipfile.ZIP_STORED), "F02", "zip archive"
    ),
    "old_word_document": Hostile(lambda: old.compound([("WordDocument", b"")]), "F02", "Word"),
    "outlook_message": Hostile(lambda: old.compound([("__nameid_version1.0", b"")]), "F02", "Outlook"),
    "other_old_office_file": Hostile(lambda: old.compound([("Contents", b"")]), "F02", "no workbook"),
    "excel_4_sheet": Hostile(lambda: b"\x09\x04\x06\0\0\0\x10\0" + bytes(20), "F02", "older"),
}

BROKEN = {
    "cut_off_zip": Hostile(lambda: p.xlsx()[:-40], "F01", "damaged zip"),
    "half_a_zip": Hostile(lambda: p.xlsx()[:600], "F01", "damaged zip"),
    "altered_part": Hostile(
        lambda: p.patched(p.zipped(p.parts(), zipfile.ZIP_STORED), b"<v>1</v>", b"<v>7</v>"), "F01", "differ"
    ),
    "stated_size_is_false": Hostile(_size_lie, "F01", "differ"),
    "packed_in_bzip2": Hostile(lambda: p.zipped(p.parts(), zipfile.ZIP_BZIP2), "F01", "packing"),
    "no_relationships": Hostile(without("xl/_rels/workbook.xml.rels"), "F01", "missing"),
    "sheet_that_is_missing": Hostile(without("xl/worksheets/sheet1.xml"), "F01", "missing"),
    "no_sheet_at_all": Hostile(replacing("xl/workbook.xml", p.workbook()), "F01", "without a sheet"),
    "sheet_without_relationship": Hostile(replacing("xl/workbook.xml", p.workbook("A", "B")), "F01", "not in the file"),
    "broken_xml_in_the_workbook": Hostile(replacing("xl/workbook.xml", "<workbook><sheets>"), "F01", "broken XML"),
    "broken_xml_in_the_styles": Hostile(with_styles("<styleSheet><cellXfs>"), "F01", "broken XML"),
    "styles_that_are_missing": Hostile(
        replacing("xl/_rels/workbook.xml.rels", p.relations(_ONE_SHEET, ("rId2", "styles", "styles.xml"))),
        "F01",
        "missing",
    ),
    "broken_xml_in_a_sheet": Hostile(lambda: p.zipped(p.parts(p.sheet()[:-30])), "F01", "broken XML"),
    "sheet_that_is_no_xml": Hostile(lambda: p.zipped(p.parts("hello")), "F01", "not XML"),
    "two_tables_in_one_sheet": Hostile(
        lambda: p.zipped(p.parts(p.sheet(after=_SECOND_TABLE))), "F01", "exactly one table"
    ),
    "address_without_a_row": Hostile(rows('<row r="1"><c r="A0"><v>1</v></c></row>'), "F01", "address"),
    "address_without_letters": Hostile(rows('<row r="1"><c r="11"><v>1</v></c></row>'), "F01", "address"),
    "row_number_that_is_none": Hostile(rows('<row r="x"><c r="A1"><v>1</v></c></row>'), "F01", "row number"),
    "boolean_of_2": Hostile(rows('<row r="1"><c r="A1" t="b"><v>maybe</v></c></row>'), "F01", "neither"),
    "cell_of_an_unknown_type": Hostile(rows('<row r="1"><c r="A1" t="zz"><v>1</v></c></row>'), "F01", "unknown type"),
    "merged_range_that_is_none": Hostile(
        lambda: p.xlsx(after='<mergeCells><mergeCell ref="A1:"/></mergeCells>'), "F01", "no range"
    ),
    "text_number_that_does_not_exist": Hostile(lambda: p.zipped(p.strings(_SST, _BEYOND)), "F01", "cannot be read"),
    "csv_in_windows_1252": Hostile(lambda: "place,n\ncafé,1\n".encode("cp1252"), "F01", "UTF-8"),
    "csv_in_big5": Hostile(lambda: "國家,數\n臺灣,1\n".encode("big5"), "F01", "UTF-8"),
    "csv_in_utf32": Hostile(lambda: "a,b\n1,2\n".encode("utf-32"), "F01", "UTF-32"),
    "csv_with_nul": Hostile(lambda: b"a,b,c\nlonger line,2,3\n" * 4 + b"1\0,2\n", "F01", "NUL"),
    "csv_with_an_open_quote": Hostile(lambda: b'a,b\n"1,2\n3,4\n', "F01", "quotation mark"),
    "cut_off_old_file": Hostile(lambda: old.xls(old.number(0, 0, 1))[:700], "F01", "cut off"),
    "old_file_of_68_bytes": Hostile(lambda: old.xls(b"")[:68], "F01", "cut off"),
    "old_file_in_a_circle": Hostile(_loop, "F01", "damaged"),
    "xls_with_a_short_record": Hostile(lambda: old.xls(old.record(0x203, b"\0\0")), "F01", "damaged"),
    "xls_with_a_short_format": Hostile(
        lambda: old.xls(old.number(0, 0, 1), old.record(0x41E, b"\xa4\0\x05")), "F01", "damaged"
    ),
    "xls_without_an_end": Hostile(
        lambda: old.compound([("Workbook", old.book([("A", b"")])[:-4] + old.record(0x203, b"\0") * 2_000)]),
        "F01",
        "damaged",
    ),
    "xlsb_record_that_is_cut_off": Hostile(lambda: old.xlsb(b"\x05\x7f"), "F01", "cut off"),
    "ods_without_content": Hostile(
        lambda: p.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "F01", "missing"
    ),
}
