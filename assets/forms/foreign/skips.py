"""Rows of somebody else's table that are no data: what the layout says, and headings that stand there again."""

from __future__ import annotations

import re

from assets.forms.codes import plain
from assets.forms.foreign.header import Header
from assets.forms.layout.table_blocks import SkipRule, TableBlock
from assets.forms.values import STRIPPED
from assets.intake.workbook import Cell, Sheet


class RowFilter:
    """Tells the rows of one table that are no data."""

    def __init__(self, sheet: Sheet, block: TableBlock, header: Header) -> None:
        columns = header.columns
        self._first = min(columns.values())
        self._rules = [
            (rule, columns[plain(rule.column)] if rule.column else 0, re.compile(rule.pattern)) for rule in block.skip
        ]
        self._headings = [_words(sheet.rows.get(row, {})) for row in range(header.first_row, header.last_row + 1)]

    def skipped(self, cells: dict[int, Cell]) -> str:
        """The reason for which a row that is not blank is no data, or empty."""
        for rule, place, pattern in self._rules:
            if self._means(rule, place, pattern, cells):
                return rule.reason
        first = cells.get(self._first)
        if first is not None and any(first.text == heading.get(self._first) for heading in self._headings):
            return "column headings, repeated" if _words(cells) in self._headings else ""
        return ""

    def _means(self, rule: SkipRule, place: int, pattern: re.Pattern[str], cells: dict[int, Cell]) -> bool:
        if not rule.column:
            return len(cells) == 1 and self._first in cells
        cell = cells.get(place)
        text = cell.text.strip(STRIPPED) if cell is not None else ""
        return text in rule.values or bool(rule.pattern and pattern.search(text))


def _words(cells: dict[int, Cell]) -> dict[int, str]:
    return {place: cell.text for place, cell in cells.items()}
