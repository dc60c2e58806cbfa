"""Write a list of the form: headings, hints, rows ready to be filled in, and what the form says beside each row."""

from __future__ import annotations

from assets.forms.layout.blocks import ListBlock
from assets.forms.reader.grid import CHECK
from assets.forms.reader.regions import LABEL, anchor_name
from assets.forms.writer.listed_live import totals_of
from assets.forms.writer.record_rows import ListRows
from assets.forms.writer.sheet import MACHINE_COLUMN, FormSheet, machine_row
from assets.forms.writer.text import row_height, split_lines

CHECK_HEAD = "To look at"
_CHECK_WIDTH, _HEAD_HEIGHT, _HINT_HEIGHT = 40, 32, 18
READY = (
    "{rows} rows are ready, none need be inserted. Should they not be enough, unprotect the sheet (there is no "
    "password) and go on below."
)


def list_width(block: ListBlock) -> int:
    """The width of the columns that are printed, in digits."""
    return sum(item.width for item in block.fields)


def write_list(page: FormSheet, block: ListBlock) -> int:
    """Headings, hints and rows ready to be filled in; returns the last column to print."""
    first = block.first_column - 1
    if block.title:
        page.row += 1
        page.write_line(page.context.translate(block.title), "section")
        page.write_text(block.intro, "guidance")
    lines_row = page.row
    totals = totals_of(page, block)
    page.row += len(totals)
    codes = [*(item.name for item in block.fields), CHECK]
    machine_row(page, anchor_name("list", block.name), dict(enumerate(codes, start=first)))
    head_row = page.row
    _write_heads(page, block, first)
    if not block.title:
        page.freeze(head_row, first)
    rows = ListRows(page, block, first, head_row)
    rows.write()
    lines = [rows.write_line(lines_row + n, total, fields) for n, (total, fields) in enumerate(totals)]
    page.tallies.append(rows.tally(lines))
    ready = page.context.translate(READY).replace("{rows}", str(block.ready_rows))
    for line in split_lines(ready, page.width):
        page.put(page.row, MACHINE_COLUMN, LABEL, "machine")
        page.put(page.row, first, line, "guidance")
        page.row += 1
    return first + len(block.fields) - 1


def _write_heads(page: FormSheet, block: ListBlock, first: int) -> None:
    translate = page.context.translate
    columns = [(item.label, item.help, item.width) for item in block.fields] + [(CHECK_HEAD, "", _CHECK_WIDTH)]
    lines = [("head_left", _HEAD_HEIGHT, [head for head, _, _ in columns])]
    if any(hint for _, hint, _ in columns):
        lines.append(("hint", _HINT_HEIGHT, [hint for _, hint, _ in columns]))
    for style, least, texts in lines:
        said = [(translate(text), columns[n][2]) for n, text in enumerate(texts)]
        page.put(page.row, MACHINE_COLUMN, LABEL, "machine")
        page.sheet.set_row(page.row, row_height(said, least))
        for column, (text, width) in enumerate(said, start=first):
            if not block.title:
                page.sheet.set_column(column, column, width)
            page.put(page.row, column, text, style)
        page.row += 1
