"""One sheet of the form being written: heading, rows, protection, print set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.forms.codes import CodeBook
from assets.forms.content import FormContent, Value
from assets.forms.form_styles import ACCENT, Styles
from assets.forms.layout import Layout, SheetText
from assets.forms.layout_blocks import FormField
from assets.forms.option_lists import OptionLists
from assets.framework.loader import Framework

SYNTHETIC = "SYNTHETIC SAMPLE, no real event"
MACHINE_COLUMN = 0
FIRST_COLUMN = 1
_PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
}
_A4 = 9


@dataclass(frozen=True)
class Making:
    """Everything that is needed while one form is written."""

    workbook: Workbook
    styles: Styles
    layout: Layout
    framework: Framework
    book: CodeBook
    options: OptionLists
    content: FormContent
    edition_id: str
    ref_area: str
    month: str
    synthetic: bool


class FormSheet:
    """Writes from the top down; ``row`` is the next free row, from 0."""

    def __init__(self, making: Making, text: SheetText) -> None:
        self.making = making
        self.text = text
        self.row = 0
        self.sheet: Worksheet = making.workbook.add_worksheet(text.name)
        self._frozen = False
        self.sheet.hide_gridlines(2)
        self.sheet.set_column(MACHINE_COLUMN, MACHINE_COLUMN, 4, None, {"hidden": True})
        if text.name != "Cover":
            self.sheet.set_tab_color("#9AA5B1")
        else:
            self.sheet.set_tab_color(ACCENT)

    def heading(self) -> None:
        """Title, the mark of a synthetic sample, guidance."""
        self.write_line(self.text.title, "title", height=26)
        if self.making.synthetic:
            self.write_line(SYNTHETIC, "synthetic")
        for line in self.text.guidance:
            self.write_line(line, "guidance")

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
        marks = [f"{line.mark} = {line.short or line.means}" for line in self.making.layout.legend if line.on_sheets]
        text = "   ·   ".join([*marks, "grey cell = does not apply"] if grid else marks)
        self.write_line(f"Marks:   {text}", "guidance", height=18)

    def rules(self, end_code: str = "") -> None:
        """The counting rules below the rows."""
        self.row += 1
        due_day = str(self.making.framework.edition(self.making.edition_id).due_day)
        lines = (self.text.rules_title, *(line.replace("{due_day}", due_day) for line in self.text.rules))
        for number, line in enumerate(lines):
            self.write_line(line, "guidance" if number else "section", code=end_code if number == 0 else "")

    def put(self, row: int, column: int, value: Value, style: str) -> None:
        """One cell; text is always written as text, never as a formula or a link."""
        form = self.making.styles[style]
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        elif isinstance(value, (int, float)):
            self.sheet.write_number(row, column, value, form)
        else:
            self.sheet.write_string(row, column, value, form)

    def put_field(self, row: int, column: int, item: FormField, value: Value) -> None:
        """The input cell of a field, codes shown as words."""
        style = {"count": "count", "date": "day"}.get(item.kind, _words_style(item))
        if isinstance(value, str) and item.kind not in ("text", "count", "date"):
            value = self.making.book.word_of(item, value, self.making.edition_id)
        self.put(row, column, value, style)

    def freeze(self, row: int, column: int) -> None:
        """Keep what is above ``row`` and left of ``column`` in sight, and print those rows on every page."""
        if not self._frozen:
            self.sheet.freeze_panes(row, column)
            self.sheet.repeat_rows(row - 1)
            self._frozen = True

    def finish(self, last_column: int, *, portrait: bool) -> None:
        """Print set-up on one page wide, and protection without a password."""
        sheet = self.sheet
        sheet.set_portrait() if portrait else sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, FIRST_COLUMN, self.row, last_column)
        layout = self.making.layout
        if self.making.synthetic:
            sheet.set_header(f"&R&9{SYNTHETIC}")
        sheet.set_footer(f"&L&9{layout.title}, form version {layout.version}&C&9&A&R&9Page &P of &N")
        sheet.protect("", _PROTECTION)


def _words_style(item: FormField) -> str:
    if item.locked:
        return "filled_in"
    return "named" if item.identifies else "words"
