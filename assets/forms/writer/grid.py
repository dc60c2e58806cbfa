"""Write a grid of the form: rows and columns of codes, one count a cell."""

from __future__ import annotations

from assets.forms.layout.blocks import GridBlock
from assets.forms.reader.grid import CHECK, LABEL_CODE, SUM
from assets.forms.reader.regions import END, LABEL, anchor_name
from assets.forms.writer.grid_live import EARLIER, STATE, GridLive, grid_tallies
from assets.forms.writer.grid_rows import row_words
from assets.forms.writer.sheet import FIRST_COLUMN, MACHINE_COLUMN, ROW_HEIGHT, FormSheet, machine_row
from assets.forms.writer.text import row_height
from assets.framework.names import month_name

_WIDTHS = {SUM: 10, EARLIER: 11, CHECK: 36, STATE: 4}
_HEADS = {SUM: "The parts add up to", EARLIER: "Earlier: {month}", CHECK: "To look at", STATE: ""}
_HEAD_HEIGHT = 44


def grid_width(block: GridBlock) -> int:
    """The width of the columns that are printed, in digits."""
    labels = sum(label.width for label in block.row_labels)
    return labels + block.column_width * len(block.columns) + _WIDTHS[SUM]


def write_grid(page: FormSheet, block: GridBlock) -> int:
    """Row labels, one row of headings, the cells, what the form says by itself; returns the last column to print.

    What to look at is for the screen: printed, it would make everything else smaller.
    """
    live = GridLive(page, block)
    _write_head(page, block, live)
    live.first_row = page.row
    page.context.checks.count_or_mark(page.sheet, live.value_area)
    group = ""
    for number, row in enumerate(live.rows):
        new_group = row.dimensions[block.grouping]
        _write_row(page, block, number, live, "_first" if new_group != group else "")
        live.write(number, "_first" if new_group != group else "")
        page.row += 1
        group = new_group
    live.write_conditions()
    page.tallies += grid_tallies(live)
    page.state_column = live.extra[STATE]
    page.sections(end_code=END)
    return live.extra[CHECK] - 1


def _write_head(page: FormSheet, block: GridBlock, live: GridLive) -> None:
    translate = page.context.translate
    labels = [f"{LABEL_CODE}{label.show}:{label.dimension}" for label in block.row_labels]
    codes = [*labels, *(column.key for column in block.columns), *live.extra]
    machine_row(page, anchor_name("grid", block.name), dict(enumerate(codes, start=FIRST_COLUMN)))
    heads = [(translate(label.label), label.width, "head_left") for label in block.row_labels]
    heads += [(translate(column.label), block.column_width, "head") for column in block.columns]
    heads += [(_extra_head(page, code), _WIDTHS[code], "head") for code in live.extra]
    page.put(page.row, MACHINE_COLUMN, LABEL, "machine")
    page.sheet.set_row(page.row, row_height([head[:2] for head in heads], _HEAD_HEIGHT))
    for column, (text, width, style) in enumerate(heads, start=FIRST_COLUMN):
        hidden = {"hidden": True} if column == live.extra[STATE] else None
        page.sheet.set_column(column, column, width, None, hidden)
        page.put(page.row, column, text, style)
    page.row += 1
    staying = next((n for n, label in enumerate(block.row_labels) if label.scrolls), len(block.row_labels))
    page.freeze(page.row - 1, FIRST_COLUMN + staying)


def _extra_head(page: FormSheet, code: str) -> str:
    context = page.context
    return context.translate(_HEADS[code]).replace("{month}", month_name(context.earlier_month, context.book.language))


def _write_row(page: FormSheet, block: GridBlock, number: int, live: GridLive, border: str) -> None:
    at, context, row = page.row, page.context, live.rows[number]
    labels = [(row_words(label, row, context), label.width) for label in block.row_labels]
    page.sheet.set_row(at, row_height(labels, ROW_HEIGHT))
    page.put(at, MACHINE_COLUMN, row.key, "machine")
    for column, (text, _) in enumerate(labels, start=FIRST_COLUMN):
        page.put(at, column, text, f"label{border}")
    for n, declared in enumerate(block.columns):
        style = "not_asked" if n in live.plan.grey[number] else ("total" if declared.is_total else "count")
        page.put(at, live.first_value + n, live.values.get((row.key, declared.key)), f"{style}{border}")
        if style != "not_asked":
            page.select(at, live.first_value + n)
