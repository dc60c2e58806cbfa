"""The hidden sheet of code lists, and the drop-downs and checks that point into it."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from assets.forms.codes import CodeBook
from assets.forms.form_styles import Styles
from assets.forms.layout_blocks import FormField
from assets.forms.values import Mark


class OptionLists:
    """Collects the lists that fields need; each is written once, codes beside words, when the form is done."""

    def __init__(self, sheet_name: str, book: CodeBook, edition_id: str, ref_area: str) -> None:
        self._name = sheet_name
        self._book = book
        self._edition_id = edition_id
        self._ref_area = ref_area
        self._lists: dict[str, list[tuple[str, str]]] = {}

    def source(self, item: FormField) -> str:
        """The cells that hold the choices of a field, for a drop-down; empty where the field is free."""
        key = item.codelist or item.kind
        if key not in self._lists:
            options = self._book.options(item, self._edition_id)
            if item.kind == "participant" and self._ref_area not in dict(options):
                options = [*options, (self._ref_area, self._book.word_of(_COUNTRY, self._ref_area))]
            if not options or item.kind in ("countries", "edition"):
                return ""
            self._lists[key] = options
        column = xl_col_to_name(2 * list(self._lists).index(key) + 1)
        return f"={self._name}!${column}$2:${column}${len(self._lists[key]) + 1}"

    def write(self, workbook: Workbook, styles: Styles) -> Worksheet:
        """Add the hidden sheet."""
        sheet = workbook.add_worksheet(self._name)
        for number, (key, options) in enumerate(self._lists.items()):
            column = 2 * number
            sheet.set_column(column, column, 12)
            sheet.set_column(column + 1, column + 1, 30)
            sheet.write_string(0, column, f"{key}: code", styles["head_left"])
            sheet.write_string(0, column + 1, f"{key}: word", styles["head_left"])
            for row, (code, word) in enumerate(options, start=1):
                sheet.write_string(row, column, code, styles["text"])
                sheet.write_string(row, column + 1, word, styles["text"])
        sheet.protect()
        sheet.hide()
        return sheet


def choose_from(sheet: Worksheet, source: str, item: FormField, first_row: int, last_row: int, column: int) -> None:
    """A drop-down over some rows of a column; what is typed has to be in the list."""
    sheet.data_validation(
        first_row,
        column,
        last_row,
        column,
        {
            "validate": "list",
            "source": source,
            "error_title": _short(item.label),
            "error_message": "Please choose from the list (press the arrow beside the cell).",
        },
    )


def count_or_mark(sheet: Worksheet, marks: tuple[Mark, ...], area: tuple[int, int, int, int]) -> None:
    """Whole numbers from 0 and the marks; ``area`` is first row, first column, last row, last column, from 0."""
    cell = xl_rowcol_to_cell(area[0], area[1])
    is_mark = ",".join(f'{cell}="{mark}"' for mark in marks)
    sheet.data_validation(
        *area,
        {
            "validate": "custom",
            "value": f"=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})),OR({is_mark}))",
            "error_title": "A whole number or a mark",
            "error_message": f"Type a whole number (0 for none), or one of the marks {'  '.join(marks)} . "
            "Leave the cell blank where the number is not available. Explanations go on sheet Notes.",
        },
    )


def _short(text: str) -> str:
    return text[:32]


_COUNTRY = FormField(name="country", label="Country", kind="country")
