"""Write the blocks of the form: cover fields, grids and lists, with their machine codes."""

from __future__ import annotations

from collections.abc import Mapping

from assets.forms.content import Value
from assets.forms.form_sheet import FIRST_COLUMN, MACHINE_COLUMN, FormSheet
from assets.forms.layout_blocks import Dimension, FieldsBlock, FormField, GridBlock, ListBlock, RowLabel
from assets.forms.option_lists import choose_from, count_or_mark
from assets.forms.read_cover import VALUE
from assets.forms.read_grid import LABEL_CODE, GridRow, applies, grid_rows
from assets.forms.regions import END, LABEL, anchor_name
from assets.framework.loader import Framework

_LABEL_WIDTH, _VALUE_WIDTH, _HELP_WIDTH = 24, 40, 56
_FIELD_HEIGHT, _COMMENT_HEIGHT, _ROW_HEIGHT = 26, 60, 18
_HEAD_HEIGHT = 44


def write_fields(page: FormSheet, block: FieldsBlock) -> None:
    """Label, value, help; hidden fields in hidden rows."""
    sheet = page.sheet
    for column, width in enumerate((_LABEL_WIDTH, _VALUE_WIDTH, _HELP_WIDTH), start=FIRST_COLUMN):
        sheet.set_column(column, column, width)
    _machine_row(page, anchor_name("fields", block.name), {FIRST_COLUMN + 1: VALUE})
    for item in block.fields:
        if item.section:
            page.row += 1
            page.write_line(item.section, "section", code=LABEL)
        _write_field(page, item, _cover_value(page, item))


def _write_field(page: FormSheet, item: FormField, value: Value) -> None:
    row, sheet = page.row, page.sheet
    page.put(row, MACHINE_COLUMN, item.name, "machine")
    if item.hidden:
        page.put(row, FIRST_COLUMN + 1, value, "machine")
        sheet.set_row(row, None, None, {"hidden": True})
    else:
        sheet.set_row(row, _COMMENT_HEIGHT if item.name == "comments" else _FIELD_HEIGHT)
        page.put(row, FIRST_COLUMN, item.label, "label")
        page.put_field(row, FIRST_COLUMN + 1, item, value)
        page.put(row, FIRST_COLUMN + 2, item.help, "help")
        source = "" if item.locked else page.making.options.source(item)
        if source:
            choose_from(sheet, source, item, row, row, FIRST_COLUMN + 1)
    page.row += 1


def _cover_value(page: FormSheet, item: FormField) -> Value:
    making = page.making
    if item.name in making.content.cover:
        return making.content.cover[item.name]
    filled: dict[str, Value] = {
        "language": making.book.language,
        "synthetic": "YES" if making.synthetic else "NO",
        "form_version": making.layout.version,
        "edition_id": making.edition_id,
        "ref_area": making.ref_area,
        "time_period": making.month,
    }
    return filled.get(item.name)


def write_grid(page: FormSheet, block: GridBlock) -> int:
    """Row labels, one row of headings, the cells; returns the last column."""
    making, sheet = page.making, page.sheet
    first_value = FIRST_COLUMN + len(block.row_labels)
    codes = {
        FIRST_COLUMN + n: f"{LABEL_CODE}{label.show}:{label.dimension}" for n, label in enumerate(block.row_labels)
    }
    codes |= {first_value + n: column.key for n, column in enumerate(block.columns)}
    _machine_row(page, anchor_name("grid", block.name), codes)
    page.put(page.row, MACHINE_COLUMN, LABEL, "machine")
    sheet.set_row(page.row, _HEAD_HEIGHT)
    for number, label in enumerate(block.row_labels, start=FIRST_COLUMN):
        sheet.set_column(number, number, label.width)
        page.put(page.row, number, label.label, "head_left")
    for number, column in enumerate(block.columns, start=first_value):
        sheet.set_column(number, number, block.column_width)
        page.put(page.row, number, column.label, "head")
    page.row += 1
    page.freeze(page.row, first_value)
    values = making.content.grids.get(block.name, {})
    last_column = first_value + len(block.columns) - 1
    count_or_mark(
        sheet, making.layout.marks, (page.row, first_value, page.row + len(block.expanded_rows()) - 1, last_column)
    )
    group = ""
    for row in grid_rows(block, making.framework):
        new_group = row.dimensions[_grouping(block)]
        _write_grid_row(page, block, row, values, "_first" if new_group != group else "")
        group = new_group
    page.rules(end_code=END)
    return last_column


def _grouping(block: GridBlock) -> Dimension:
    return next(iter(block.rows[0]))


def _write_grid_row(
    page: FormSheet, block: GridBlock, row: GridRow, values: Mapping[tuple[str, str], Value], border: str
) -> None:
    page.sheet.set_row(page.row, _ROW_HEIGHT)
    page.put(page.row, MACHINE_COLUMN, row.key, "machine")
    for number, label in enumerate(block.row_labels, start=FIRST_COLUMN):
        page.put(page.row, number, row_label(label, row, page.making.framework), f"label{border}")
    for number, column in enumerate(block.columns, start=FIRST_COLUMN + len(block.row_labels)):
        value = values.get((row.key, column.key))
        total = all(code == "_T" for code in column.dimensions.values())
        style = ("total" if total else "count") if applies(row.indicator, column) else "not_asked"
        page.put(page.row, number, value, f"{style}{border}")
    page.row += 1


def row_label(label: RowLabel, row: GridRow, framework: Framework) -> str:
    """The words beside a row of a grid."""
    code = row.dimensions[label.dimension]
    match label.show:
        case "code":
            return code
        case "unit":
            return row.indicator.unit
        case "counted_when":
            return row.indicator.counted_when
        case "name":
            return row.indicator.name if label.dimension == "indicator" else framework.codelist(label.dimension)[code]


def write_list(page: FormSheet, block: ListBlock) -> int:
    """Headings, hints and rows ready to be filled; returns the last column."""
    sheet = page.sheet
    if block.title:
        page.row += 1
        page.write_line(block.title, "section")
        page.write_line(block.intro, "guidance")
    first = block.first_column - 1
    shown_below_another = block.title != ""
    _machine_row(page, anchor_name("list", block.name), {first + n: item.name for n, item in enumerate(block.fields)})
    page.put(page.row, MACHINE_COLUMN, LABEL, "machine")
    sheet.set_row(page.row, _HEAD_HEIGHT)
    for number, item in enumerate(block.fields, start=first):
        if not shown_below_another:
            sheet.set_column(number, number, item.width)
        page.put(page.row, number, item.label, "head_left")
    page.row += 1
    _write_hints(page, block, first)
    if not shown_below_another:
        page.freeze(page.row, first)
    _write_records(page, block, first)
    return first + len(block.fields) - 1


def _write_hints(page: FormSheet, block: ListBlock, first: int) -> None:
    if not any(item.help for item in block.fields):
        return
    page.put(page.row, MACHINE_COLUMN, LABEL, "machine")
    page.sheet.set_row(page.row, 26)
    for number, item in enumerate(block.fields, start=first):
        page.put(page.row, number, item.help, "hint")
    page.row += 1


def _write_records(page: FormSheet, block: ListBlock, first: int) -> None:
    records = page.making.content.lists.get(block.name, ())
    rows = max(block.ready_rows, len(records))
    last_row = page.row + rows - 1
    for number, item in enumerate(block.fields, start=first):
        source = page.making.options.source(item)
        if source:
            choose_from(page.sheet, source, item, page.row, last_row, number)
        elif item.kind == "count":
            count_or_mark(page.sheet, page.making.layout.marks, (page.row, number, last_row, number))
    for index in range(rows):
        page.sheet.set_row(page.row, _ROW_HEIGHT)
        record = records[index] if index < len(records) else {}
        for number, item in enumerate(block.fields, start=first):
            page.put_field(page.row, number, item, record.get(item.name))
        page.row += 1


def _machine_row(page: FormSheet, anchor: str, codes: dict[int, str]) -> None:
    page.put(page.row, MACHINE_COLUMN, anchor, "machine")
    for column, code in codes.items():
        page.put(page.row, column, code, "machine")
    page.sheet.set_row(page.row, None, None, {"hidden": True})
    page.row += 1


def sheet_guide(page: FormSheet) -> None:
    """What the other sheets hold, and the legend of marks, below the cover's fields."""
    layout = page.making.layout
    page.row += 1
    page.write_line("Marks that may stand in a number's place", "section")
    for line in layout.legend:
        page.put(page.row, FIRST_COLUMN, line.mark, "mark")
        page.put(page.row, FIRST_COLUMN + 1, line.means, "means")
        page.row += 1
    page.row += 1
    page.write_line("What is in this workbook", "section")
    used = {block.sheet for block in layout.form_blocks} - {layout.cover.sheet}
    for text in layout.sheets:
        if text.name in used:
            page.put(page.row, FIRST_COLUMN, text.name, "label")
            page.put(page.row, FIRST_COLUMN + 1, text.about, "about")
            page.row += 1
