"""The hidden sheet of code lists and of words for live messages, and the checks of input cells that point into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from assets.forms.codes import CodeBook, Options
from assets.forms.layout.blocks import FormField
from assets.forms.values import Mark
from assets.forms.writer.live_counts import no_answer
from assets.forms.writer.live_lists import day_condition
from assets.forms.writer.styles import Styles

# Excel takes no longer title or message than these.
TITLE_LIMIT, MESSAGE_LIMIT = 32, 255
CHOOSE = "Please choose from the list (press the arrow beside the cell)."
COUNT_TITLE = "A whole number or a mark"
COUNT = (
    "Type a whole number (0 for none), or one of the marks {marks} . "
    "Leave the cell blank where the number is not available. Explanations go on sheet {Notes}."
)
DAY_TITLE = "A day"
DAY = "Type the day as year-month-day, such as 2023-10-05. The year is that of the Gregorian calendar."
_WITHIN = {"country": "area"}
_COUNTRY = FormField(name="country", label="Country", kind="country")
_AREA = FormField(name="area", label="Area", kind="area")


class OptionLists:
    """Collects the lists and words that a form needs; each is written once, when the form is done."""

    def __init__(self, sheet_name: str, book: CodeBook, edition_id: str, ref_area: str) -> None:
        self._name = sheet_name
        self._book = book
        self._edition_id = edition_id
        self._ref_area = ref_area
        self._lists: dict[str, Options] = {}
        self._texts: list[str] = []
        self._first_text: dict[tuple[str, ...], int] = {}

    def source(self, item: FormField) -> str:
        """The cells that hold the words of a field's choices, for a drop-down; empty where the field is free."""
        place = self._place(item)
        return f"={self._name}!${place[1]}${place[2]}:${place[1]}${place[3]}" if place else ""

    def choices(self, item: FormField) -> str:
        """The cells that hold codes and words of a field's choices; empty where the field is free."""
        place = self._place(item)
        return f"{self._name}!${place[0]}${place[2]}:${place[1]}${place[3]}" if place else ""

    def words(self, item: FormField) -> frozenset[str]:
        """Codes and words of a field's choices, folded as spreadsheet programs compare."""
        return _folded(tuple(self._options(item)))

    def texts(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Keep some words on the sheet, one below the other, and return the cell of each."""
        first = self._first_text.setdefault(tuple(texts), len(self._texts))
        if first == len(self._texts):
            self._texts += texts
        return tuple(f"{self._name}!$A${first + n + 2}" for n in range(len(texts)))

    def _options(self, item: FormField) -> Options:
        options = self._book.options(item, self._edition_id)
        if item.kind == "participant" and self._ref_area not in dict(options):
            return [*options, (self._ref_area, self._book.word_of(_COUNTRY, self._ref_area))]
        return options

    def _place(self, item: FormField) -> tuple[str, str, int, int] | None:
        """Column of the codes, column of the words, first and last row of a field's choices."""
        if item.kind in ("countries", "edition", "text", "date", "count"):
            return None
        key = item.codelist or item.kind
        holder = _WITHIN.get(key, key)
        if holder not in self._lists:
            self._lists[holder] = self._options(_AREA if holder != key else item)
        column = 2 * list(self._lists).index(holder) + 1
        # All countries are the end of the list of countries and organisations: they are not written twice.
        skipped = len(self._lists[holder]) - len(self._options(item)) if holder != key else 0
        return xl_col_to_name(column), xl_col_to_name(column + 1), skipped + 2, len(self._lists[holder]) + 1

    def write(self, workbook: Workbook, styles: Styles) -> Worksheet:
        """Add the hidden sheet: words for messages first, then codes and words of each list."""
        sheet = workbook.add_worksheet(self._name)
        head, text = styles["head_left"], styles["text"]
        sheet.write_string(0, 0, "text", head)
        for row, words in enumerate(self._texts, start=1):
            sheet.write_string(row, 0, words, text)
        for number, (key, options) in enumerate(self._lists.items()):
            column = 2 * number + 1
            sheet.set_column(column, column, 12)
            sheet.set_column(column + 1, column + 1, 30)
            sheet.write_string(0, column, f"{key}: code", head)
            sheet.write_string(0, column + 1, f"{key}: word", head)
            for row, (code, word) in enumerate(options, start=1):
                sheet.write_string(row, column, code, text)
                sheet.write_string(row, column + 1, word, text)
        sheet.protect()
        sheet.hide()
        return sheet


@lru_cache(maxsize=256)
def _folded(options: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(text.casefold() for pair in options for text in pair)


class InputChecks:
    """What may be typed into the input cells of one form; ``translate`` gives a text in the form's language."""

    def __init__(self, translate: Callable[[str], str], marks: tuple[Mark, ...]) -> None:
        self._marks = marks
        self._choose = translate(CHOOSE)
        self._count = translate(COUNT_TITLE), translate(COUNT).replace("{marks}", "  ".join(marks))
        self._day = translate(DAY_TITLE), translate(DAY)
        self._translate = translate

    def choose_from(self, sheet: Worksheet, source: str, item: FormField, area: tuple[int, int, int, int]) -> None:
        """A drop-down; what is typed has to be in the list. ``area``: first row and column, last ones, from 0."""
        check = {"validate": "list", "source": source}
        sheet.data_validation(*area, check | _message(self._translate(item.label), self._choose))

    def count_or_mark(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """Whole numbers from 0 and the marks."""
        wrong = no_answer(xl_rowcol_to_cell(area[0], area[1]), self._marks)
        sheet.data_validation(*area, {"validate": "custom", "value": f"=NOT({wrong})"} | _message(*self._count))

    def day(self, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
        """A day, or a mark that may stand for one."""
        right = day_condition(xl_rowcol_to_cell(area[0], area[1]))
        sheet.data_validation(*area, {"validate": "custom", "value": f"={right}"} | _message(*self._day))


def _message(title: str, text: str) -> dict[str, str]:
    return {"error_title": title[:TITLE_LIMIT], "error_message": text[:MESSAGE_LIMIT]}
