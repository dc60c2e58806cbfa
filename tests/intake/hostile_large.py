"""Workbooks that are larger than they may be."""

from __future__ import annotations

from tests.intake import old_excel as old
from tests.intake import packages as p
from tests.intake.hostile import MIB, Hostile, rows


def _sheets(count: int) -> bytes:
    names = [f"S{n}" for n in range(1, count + 1)]
    targets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    return p.zipped(
        {
            **p.parts(),
            "xl/workbook.xml": p.workbook(*names),
            "xl/_rels/workbook.xml.rels": p.relations(*targets),
            **{f"xl/{target}": p.sheet() for _, _, target in targets},
        }
    )


TOO_LARGE = {
    "stray_cell_at_the_last_address": Hostile(
        rows(p.ONE_CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "F03", "max_rows"
    ),
    "two_cells_far_apart": Hostile(
        rows(p.ONE_CELL + '<row r="49999"><c r="IV49999"><v>1</v></c></row>'), "F03", "max_area"
    ),
    "value_in_row_50001": Hostile(rows('<row r="50001"><c r="A50001"><v>1</v></c></row>'), "F03", "max_rows"),
    "value_in_column_257": Hostile(rows('<row r="1"><c r="IW1"><v>1</v></c></row>'), "F03", "max_columns"),
    "error_far_out": Hostile(rows('<row r="1"><c r="XFD1" t="e"><v>#REF!</v></c></row>'), "F03", "max_columns"),
    "over_a_million_cells": Hostile(
        rows("".join(f'<row r="{r}">' + "<c/>" * 250 + "</row>" for r in range(1, 4_010))), "F03", "max_cells"
    ),
    "sixty_one_sheets": Hostile(lambda: _sheets(61), "F03", "max_sheets"),
    "ten_thousand_and_one_merged_ranges": Hostile(
        lambda: p.xlsx(after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 10_001 + "</mergeCells>"),
        "F03",
        "max_merged_ranges",
    ),
    "part_of_65_mib": Hostile(lambda: p.with_part("xl/media/image1.png", bytes(65 * MIB)), "F03", "max_part_bytes"),
    "parts_of_100_mib_together": Hostile(
        lambda: p.zipped({**p.parts(), "xl/media/1.png": bytes(50 * MIB), "xl/media/2.png": bytes(50 * MIB)}),
        "F03",
        "max_inflated_bytes",
    ),
    "two_thousand_and_one_parts": Hostile(
        lambda: p.zipped({**p.parts(), **{f"x{n}": "" for n in range(2_000)}}), "F03", "max_zip_parts"
    ),
    "over_20_mib": Hostile(lambda: b"a,b\n" * (6 * MIB), "F03", "max_file_bytes"),
    "csv_with_50001_records": Hostile(lambda: b"1\n" * 50_001, "F03", "max_rows"),
    "csv_with_257_columns": Hostile(lambda: b",".join([b"1"] * 257), "F03", "max_columns"),
    "ods_value_repeated_to_the_last_column": Hostile(
        lambda: p.ods(f"<table:table-row>{p.ods_cell(1, 16_384)}</table:table-row>"), "F03", "max_columns"
    ),
    "ods_row_repeated_to_the_last": Hostile(
        lambda: p.ods(f'<table:table-row table:number-rows-repeated="1048576">{p.ods_cell(1)}</table:table-row>'),
        "F03",
        "max_rows",
    ),
    "xls_value_in_the_last_row": Hostile(lambda: old.xls(old.number(65_535, 0, 1)), "F03", "max_rows"),
    "xlsb_value_in_the_last_row": Hostile(
        lambda: old.xlsb(old.binary_row(1_048_575) + old.binary_number(0, 1)), "F03", "max_rows"
    ),
}
