"""Workbooks that are unsafe to open."""

from __future__ import annotations

from tests.intake import old_excel as old
from tests.intake import packages as p
from tests.intake.hostile import MIB, Hostile, replacing, rows, with_styles

_DOCTYPE = '<!DOCTYPE worksheet [<!ENTITY a "1">]>'
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_SST = f'<sst xmlns="{p.MAIN}" uniqueCount="%s"><si><t>a</t></si></sst>'
_TWO = p.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet1.xml"))
_SAME_ID = p.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId1", "worksheet", "worksheets/sheet2.xml"))
_THEME = "xl/theme/t.xml"
_MERGES = '<mergeCells><mergeCell ref="A1:C3"/><mergeCell ref="B2:D4"/></mergeCells>'
_FULL = "".join(
    f'<row r="{r}">' + "".join(f'<c r="{c}{r}"><v>1</v></c>' for c in "ABCD") + "</row>" for r in range(1, 5)
)


def _local_name() -> bytes:
    data = p.zipped(p.parts())
    at = data.index(b"xl/worksheets/sheet1.xml")
    return data[:at] + b"xl/worksheets/sheet9.xml" + data[at + 24 :]


UNSAFE = {
    "doctype_in_a_sheet": Hostile(lambda: p.zipped(p.parts(_DOCTYPE + p.sheet())), "F08", "DOCTYPE"),
    "doctype_in_the_workbook": Hostile(replacing("xl/workbook.xml", _LAUGHS + p.workbook("A")), "F08", "DOCTYPE"),
    "doctype_in_the_texts": Hostile(lambda: p.zipped(p.strings(_LAUGHS + _SST % 1, p.ONE_CELL)), "F08", "DOCTYPE"),
    "doctype_in_the_styles": Hostile(with_styles(_LAUGHS + "<styleSheet/>"), "F08", "DOCTYPE"),
    "doctype_in_a_part_nobody_reads": Hostile(lambda: p.with_part(_THEME, _OUTSIDE + "<a/>"), "F08", "DOCTYPE"),
    "doctype_in_a_relationship": Hostile(replacing("_rels/.rels", _OUTSIDE + p.relations()), "F08", "DOCTYPE"),
    "doctype_across_two_pieces": Hostile(
        lambda: p.with_part(_THEME, "<a>" + " " * (MIB - 8) + "<!DOCTYPE x></a>"), "F08", "DOCTYPE"
    ),
    "doctype_hidden_by_utf16": Hostile(
        lambda: p.with_part(_THEME, (_OUTSIDE + "<a/>").encode("utf-16")), "F08", "UTF-8"
    ),
    "two_parts_of_one_name": Hostile(
        lambda: p.zipped_list([*p.parts().items(), ("xl/workbook.xml", p.workbook("B"))]), "F08", "same name"
    ),
    "two_parts_that_differ_in_case": Hostile(lambda: p.with_part("XL/Workbook.xml"), "F08", "same name"),
    "path_that_climbs": Hostile(lambda: p.with_part("xl/../../evil.sh"), "F08", "leads out"),
    "path_that_climbs_with_backslashes": Hostile(lambda: p.with_part("..\\evil.bat"), "F08", "leads out"),
    "path_from_the_root": Hostile(lambda: p.with_part("/etc/cron.d/evil"), "F08", "leads out"),
    "path_with_a_drive": Hostile(lambda: p.with_part("C:evil.bat"), "F08", "leads out"),
    "bytes_before_the_zip": Hostile(lambda: b"PK\x03\x04" + b"\0" * 30 + p.zipped(p.parts()), "F08", "in front"),
    "two_directories": Hostile(lambda: p.zipped(p.parts()) + b"PK\x05\x06" + b"\0" * 18, "F08", "two zip directories"),
    "two_directories_and_a_part_called_like_a_workbook": Hostile(
        lambda: p.with_part("xl/embedded.xlsx") + b"PK\x05\x06" + b"\0" * 18, "F08", "two zip directories"
    ),
    "part_with_two_names": Hostile(_local_name, "F08", "two names"),
    "two_cells_of_one_address": Hostile(
        rows('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "F08", "two cells"
    ),
    "two_rows_of_one_number": Hostile(
        rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'), "F08", "two cells"
    ),
    "two_cells_of_one_address_in_small_letters": Hostile(
        rows('<row r="1"><c r="A1"><v>1</v></c><c r="a1"><v>2</v></c></row>'), "F08", "two cells"
    ),
    "two_cells_of_one_address_in_two_rows": Hostile(
        rows('<row r="1"><c r="A5"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>'), "F08", "wrong row"
    ),
    "cell_in_another_row": Hostile(rows('<row r="1"><c r="A5"><v>1</v></c></row>'), "F08", "wrong row"),
    "cell_with_two_values": Hostile(rows('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'), "F08", "two values"),
    "merged_ranges_that_overlap": Hostile(lambda: p.xlsx(_FULL, after=_MERGES), "F08", "overlap"),
    "sheet_in_utf16": Hostile(lambda: p.zipped(p.parts(p.sheet().encode("utf-16"))), "F08", "UTF-8"),
    "sheet_in_latin_1": Hostile(
        lambda: p.zipped(p.parts('<?xml version="1.0" encoding="ISO-8859-1"?>' + p.sheet())), "F08", "UTF-8"
    ),
    "false_number_of_texts": Hostile(lambda: p.zipped(p.strings(_SST % 4_000_000_000, p.ONE_CELL)), "F08", "not true"),
    "two_sheets_in_one_part": Hostile(
        lambda: p.zipped({**p.parts(), "xl/workbook.xml": p.workbook("A", "B"), "xl/_rels/workbook.xml.rels": _TWO}),
        "F08",
        "two sheets",
    ),
    "two_relationships_of_one_name": Hostile(
        replacing("xl/_rels/workbook.xml.rels", _SAME_ID), "F08", "two relationships"
    ),
    "ods_doctype": Hostile(lambda: p.ods("", extra={"content.xml": _LAUGHS + "<a/>"}), "F08", "DOCTYPE"),
    "ods_repetition_beyond_the_sheet": Hostile(
        lambda: p.ods(f"<table:table-row>{p.ods_cell(1, 4_000_000_000)}</table:table-row>"), "F08", "edge of a sheet"
    ),
    "xls_two_cells_of_one_address": Hostile(
        lambda: old.xls(old.number(0, 0, 1) + old.number(0, 0, 2)), "F08", "two cells"
    ),
    "xlsb_two_cells_of_one_address": Hostile(
        lambda: old.xlsb(old.binary_row(0) + old.binary_number(0, 1) + old.binary_number(0, 2)), "F08", "two cells"
    ),
}
