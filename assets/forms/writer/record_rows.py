"""The rows of a list: what may be typed, what is filled in, what the form says beside each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from assets.forms.layout.blocks import ListBlock
from assets.forms.writer.content import Value
from assets.forms.writer.listed_live import listed_line
from assets.forms.writer.live_conditions import amber_over_list, highlight_when
from assets.forms.writer.live_counts import is_blank
from assets.forms.writer.live_lists import (
    NUMBERS,
    ROW,
    TEXTS,
    ListPlace,
    count_areas,
    list_message,
    list_message_formula,
)
from assets.forms.writer.sheet import ROW_HEIGHT, FormSheet, Total, field_style
from assets.forms.writer.text import row_height
from assets.forms.writer.worksheet import ZERO, LiveFormula, Tally


class ListRows:
    """The rows of one list on a page; they begin at the page's next free row."""

    def __init__(self, page: FormSheet, block: ListBlock, first: int, head_row: int) -> None:
        self.page = page
        self.block = block
        self.first = first
        self.head_row = head_row
        self.records = page.context.content.lists.get(block.name, ())
        self.rows = max(block.ready_rows, len(self.records))
        self.top, self.bottom = page.row, page.row + self.rows - 1
        self.check = first + len(block.fields)
        options = page.context.options
        self.listed = {item.name: item for item in block.fields if options.source(item)}
        self.columns = {item.name: xl_col_to_name(n) for n, item in enumerate(block.fields, start=first)}
        self.shown = [{item.name: page.shown(item, record.get(item.name)) for item in block.fields}
                      for record in self.records]  # fmt: skip
        self.messages = self._messages()

    def write(self) -> None:
        """The drop-downs and checks, the rows, the amber."""
        self.page.select(self.top, self.first)
        self._input_checks()
        self._write_rows()
        area = self.top, self.first, self.bottom, self.check - 1
        counts = [(self.top, n, self.bottom, m) for n, m in self._count_columns()]
        amber_over_list(self.page, area, self.head_row, self.check, counts)

    def write_line(self, row: int, total: Total, fields: Mapping[str, str]) -> LiveFormula:
        """Whether the list adds up to a total above it; returns the number that says so."""
        page, state_column = self.page, self.page.state_column
        state_cell = f"{xl_col_to_name(state_column)}{row + 1}"
        line = listed_line(page, self.block, self.place, total, fields, self.shown, state_cell)
        page.write_formula(row, self.first, line.said, "guidance")
        page.write_formula(row, state_column, line.state, "machine")
        highlight_when(page, (row, self.first, row, self.check - 1), f"${state_cell}>0")
        return LiveFormula(f"{page.reference}{state_cell}", line.state.value)

    def _count_columns(self) -> list[tuple[int, int]]:
        numbers = {letter: n for n, letter in enumerate(self.columns.values(), start=self.first)}
        return [(numbers[first], numbers[last]) for first, last in count_areas(self.block, self.columns)]

    def _input_checks(self) -> None:
        page, checks = self.page, self.page.context.checks
        for column, item in enumerate(self.block.fields, start=self.first):
            area = self.top, column, self.bottom, column
            if item.name in self.listed:
                checks.choose_from(page.sheet, page.context.options.source(item), item, area)
            elif item.kind == "date":
                checks.day(page.sheet, area)
        for first, last in self._count_columns():
            checks.count_or_mark(page.sheet, (self.top, first, self.bottom, last))

    def _write_rows(self) -> None:
        page = self.page
        styles = [(column, item.name, field_style(item)) for column, item in enumerate(self.block.fields, self.first)]
        formula = list_message_formula(self.block, self.place, page.context.layout.marks)
        for index in range(self.rows):
            values: Mapping[str, Value] = self.shown[index] if index < len(self.shown) else {}
            # Blank rows keep no height of their own: they grow with what is typed.
            if values:
                texts = [(str(values.get(item.name) or ""), float(item.width)) for item in self.block.fields]
                page.sheet.set_row(page.row, row_height(texts, ROW_HEIGHT))
            for column, name, style in styles:
                page.put(page.row, column, values.get(name), style)
            said = self.messages[index] if index < len(self.messages) else ""
            page.write_formula(
                page.row, self.check, LiveFormula(formula.replace(ROW, str(page.row + 1)), said), "check"
            )
            page.row += 1

    @cached_property
    def place(self) -> ListPlace:
        """Where the list stands, for formulas."""
        options, translate = self.page.context.options, self.page.context.translate
        cells = options.texts([translate(text) for text in (*TEXTS, NUMBERS)])
        return ListPlace(
            columns=self.columns,
            head_row=self.head_row + 1,
            first_row=self.top + 1,
            last_row=self.bottom + 1,
            choices={name: options.choices(item) for name, item in self.listed.items()},
            texts=dict(zip((*TEXTS, NUMBERS), cells, strict=True)),
            keys=self.block.once,
        )

    def _messages(self) -> list[str]:
        context = self.page.context
        words = {name: context.options.words(item) for name, item in self.listed.items()}
        keys = [tuple(str(row.get(name) or "").casefold() for name in self.block.once) for row in self.shown]
        often = Counter(key for key in keys if key and key[0])
        return [
            list_message(self.block, row, context.translate, context.layout.marks, words, twice=often[key] > 1)
            for row, key in zip(self.shown, keys, strict=True)
        ]

    def tally(self, lines: list[LiveFormula]) -> Tally:
        """The list's line of the checklist; ``lines`` are the numbers of ``write_line``."""
        context, reference = self.page.context, self.page.reference
        filled = "&".join(f"{reference}{c}{self.top + 1}:{c}{self.bottom + 1}" for c in self.columns.values())
        check = xl_col_to_name(self.check)
        said = f"{reference}{check}{self.top + 1}:{check}{self.bottom + 1}"
        used = sum(not all(is_blank(value) for value in row.values()) for row in self.shown)
        rows = LiveFormula(f'IFERROR(SUMPRODUCT(--({filled}<>"")),1)', used)
        looks = [LiveFormula(f'SUMPRODUCT(--({said}<>""))', sum(message != "" for message in self.messages)), *lines]
        # A note tells about figures, it is none: rule W15 sees it so.
        tells = self.block.stated_by or self.block.observation
        return Tally(
            block=self.block.name,
            sheet=self.block.sheet,
            what=context.translate(self.block.title or self.page.text.title),
            asked=None,
            answered=rows,
            look=LiveFormula("+".join(live.formula for live in looks), sum(live.amount for live in looks)),
            reported=rows if tells else ZERO,
        )
