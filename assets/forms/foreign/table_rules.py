"""What a layout says of somebody else's table: which rows are no data, and which columns add up to another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assets.forms.codes import plain
from assets.forms.foreign.header import Header
from assets.forms.layout.table_blocks import SkipRule, SumRule, TableBlock
from assets.forms.layout.table_columns import TableColumn
from assets.forms.results import Observation
from assets.forms.values import STRIPPED, Parsed
from assets.intake.problems import Problem
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


def sum_problem(rule: SumRule, total: Parsed, parts: Sequence[Parsed], sheet: str, cell: str) -> Problem | None:
    """E06 where the parts of a row are more than their total, W09 where they are less and should be all of it."""
    if total.problem or total.value is None or any(part.problem or part.value is None for part in parts):
        return None
    added = sum(part.value or 0 for part in parts)
    if added == total.value or (added < total.value and not rule.complete):
        return None
    facts: dict[str, str | int] = {
        "kind": "table",
        "column": rule.total,
        "columns": ", ".join(rule.parts),
        "parts": added,
        "total": total.value,
        "missing": total.value - added,
    }
    return Problem("E06" if added > total.value else "W09", sheet, cell, total.raw_text, facts)


def over_published(column: TableColumn, counted: Sequence[Observation], sheet: str, cell: str) -> Problem | None:
    """E06 where the counts of a column pass together what was published as their total; ``cell`` is its heading."""
    added = sum(observation.obs_value or 0 for observation in counted)
    if column.at_most is None or added <= column.at_most:
        return None
    facts: dict[str, str | int] = {
        "kind": "published",
        "column": column.label,
        "parts": added,
        "total": column.at_most,
        "source": column.at_most_from,
    }
    return Problem("E06", sheet, cell, column.label, facts)
