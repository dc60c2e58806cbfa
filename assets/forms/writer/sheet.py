"""One sheet of the form being written: heading, rows, protection, print set-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xlsxwriter.utility import xl_col_to_name

from assets.forms.layout.blocks import Dimension, FormField
from assets.forms.layout.layout import SheetText
from assets.forms.writer.content import Value
from assets.forms.writer.form_context import SYNTHETIC, FormContext, filled
from assets.forms.writer.text import split_lines
from assets.forms.writer.worksheet import FormWorksheet, LiveFormula, Tally

MACHINE_COLUMN = 0
FIRST_COLUMN = 1
ROW_HEIGHT = 18
# A sender may widen a column or a row, to read better; rows are not inserted, enough of them are ready.
_PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
}
_A4 = 9
# Columns to the right of the printed ones that hold formulas.
_EXTRA_COLUMNS = 3


# The dimensions of a row of a grid, the cell of its total, and what is typed there.
Total = tuple[Mapping[Dimension, str], str, Value]


class FormSheet:
    """Writes from the top down; ``row`` is the next free row, from 0.

    ``width`` is that of the printed columns together, ``blocks`` how many blocks the sheet holds. What is written
    leaves behind its ``tallies``, the ``totals`` of its rows, and the hidden ``state_column`` for numbers that
    conditional formats look at.
    """

    def __init__(self, context: FormContext, text: SheetText) -> None:
        self.context = context
        self.text = text
        self.row = 0
        self.width = 100
        self.blocks = 1
        self.name = context.sheet_name(text.name)
        self.tallies: list[Tally] = []
        self.totals: list[Total] = []
        self.state_column = 0
        self.sheet: FormWorksheet = context.workbook.add_worksheet(self.name, FormWorksheet)
        self._frozen = self._selected = False
        self.sheet.hide_gridlines(2)
        if text.name != context.layout.cover.sheet:
            self.sheet.set_default_row(ROW_HEIGHT)
        self.sheet.set_column(MACHINE_COLUMN, MACHINE_COLUMN, 4, None, {"hidden": True})
        self.sheet.set_tab_color(text.tab)

    @property
    def reference(self) -> str:
        """The sheet's name as formulas of other sheets write it, with its exclamation mark."""
        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!"

    def heading(self) -> int:
        """Title, the mark of a synthetic sample, a row for the live status, guidance; returns the status row."""
        self.write_line(self.context.translate(self.text.title), "title", height=26)
        if self.context.synthetic:
            self.write_line(self.context.translate(SYNTHETIC), "synthetic")
        status_row = self.row
        self.row += 1
        for line in self.text.guidance:
            self.write_text(line, "guidance")
        return status_row

    def write_text(self, text: str, style: str) -> None:
        """A text of the layout, in as many lines as the sheet is narrow."""
        for line in split_lines(self.context.translate(text), self.width):
            self.write_line(line, style)

    def write_line(self, text: str, style: str, height: float | None = None, code: str = "") -> None:
        """One line of text in the first column that is shown; it runs on over the blank cells beside it."""
        if height:
            self.sheet.set_row(self.row, height)
        if code:
            self.put(self.row, MACHINE_COLUMN, code, "machine")
        self.put(self.row, FIRST_COLUMN, text, style)
        self.row += 1

    def legend(self, *, grid: bool) -> None:
        """The marks on one line."""
        translate = self.context.translate
        legend = [line for line in self.context.layout.legend if line.on_sheets]
        marks = [f"{translate(line.mark)} = {translate(line.short or line.means)}" for line in legend]
        text = ";   ".join([*marks, translate("grey cell = does not apply")] if grid else marks)
        self.write_line(f"{translate('Marks:')}   {text}", "guidance", height=18)

    def sections(self, end_code: str = "") -> None:
        """The sections below the rows, such as the counting rules."""
        for section in self.text.sections:
            self.row += 1
            self.write_line(self.context.translate(section.title), "section", code=end_code)
            end_code = ""
            for line in section.lines:
                self.write_text(line, "guidance")

    def put(self, row: int, column: int, value: Value, style: str) -> None:
        """One cell; text is always written as text, never as a formula or a link."""
        form = self.context.styles[style]
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, form)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        else:
            self.sheet.write_number(row, column, value, form)

    def link(self, row: int, column: int, sheet: str, style: str) -> None:
        """The name of a sheet of the form, which leads there."""
        name = self.context.sheet_name(sheet)
        target = name.replace("'", "''")
        self.sheet.write_url(row, column, f"internal:'{target}'!A1", self.context.styles[style], name)

    def write_formula(self, row: int, column: int, live: LiveFormula, style: str) -> None:
        """A cell that counts by itself."""
        self.sheet.write_live_formula(row, column, live, self.context.styles[style])

    def shown(self, item: FormField, value: Value) -> Value:
        """What stands in the cell of a field for a value: the words of codes."""
        if isinstance(value, str) and item.kind not in ("text", "count", "date"):
            return self.context.book.word_of(item, value, self.context.edition.edition_id)
        return value

    def select(self, row: int, column: int) -> None:
        """Where a person begins to type on this sheet; the first call counts."""
        if not self._selected:
            self.sheet.set_selection(row, column, row, column)
            self._selected = True

    def freeze(self, head_row: int, column: int) -> None:
        """Keep what is above the next row and left of ``column`` in sight; print the headings on every page.

        Not where another block follows: its rows would stand under the wrong headings.
        """
        if not self._frozen:
            self.sheet.freeze_panes(self.row, column)
            if self.blocks == 1:
                self.sheet.repeat_rows(head_row, self.row - 1)
            self._frozen = True

    def finish(self, last_column: int, *, portrait: bool) -> None:
        """Print set-up on one page wide, and protection without a password."""
        sheet, context = self.sheet, self.context
        sheet.set_portrait() if portrait else sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, FIRST_COLUMN, max(self.row - 1, 0), last_column)
        mark = f"   {context.translate(SYNTHETIC)}" if context.synthetic else ""
        sheet.set_header(f"&L&9 {_printed(context.whose)}&R&9 {_printed(self.name + mark)}")
        version = context.translate("{title}, form version {version}")
        version = filled(version, {"title": context.translate(context.layout.title), "version": context.layout.version})
        pages = filled(_printed(context.translate("Page {page} of {pages}")), {"page": "&P", "pages": "&N"})
        sheet.set_footer(f"&L&9 {_printed(version)}&R&9 {pages}")
        area = f"A1:{xl_col_to_name(last_column + _EXTRA_COLUMNS)}{self.row + 1}"
        # Excel would put green corners into cells where nothing is wrong.
        sheet.ignore_errors({"formula_range": area, "formula_differs": area})
        sheet.protect("", _PROTECTION)


def machine_row(page: FormSheet, anchor: str, codes: dict[int, str]) -> None:
    """The hidden row with the anchor of a block and the codes of its columns."""
    page.put(page.row, MACHINE_COLUMN, anchor, "machine")
    for column, code in codes.items():
        page.put(page.row, column, code, "machine")
    page.sheet.set_row(page.row, None, None, {"hidden": True})
    page.row += 1


def _printed(text: str) -> str:
    return text.replace("&", "&&")


def field_style(item: FormField) -> str:
    """The look of the input cell of a field."""
    if item.kind in ("count", "date"):
        return {"count": "count", "date": "day"}[item.kind]
    if item.locked:
        return "filled_in"
    return "named" if item.identifies else "words"
