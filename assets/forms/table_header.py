"""The heading of somebody else's table: found by its labels, its levels joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from assets.forms.codes import plain
from assets.forms.layout_blocks import TableBlock
from assets.forms.recognise import HEADER_ROWS
from assets.intake.problems import Problem
from assets.intake.workbook import Sheet, a1

JOIN = " / "


@dataclass(slots=True)
class Header:
    """Where a heading stands, the column of each label, and headings that the layout does not know (E02)."""

    first_row: int
    last_row: int
    columns: dict[str, int]
    problems: list[Problem] = field(default_factory=list)


def find_header(sheet: Sheet, block: TableBlock) -> Header | None:
    """The first rows whose joined labels include all that the layout names; None where there are none."""
    wanted = {plain(column.label) for column in block.columns}
    for last in range(block.header_levels, HEADER_ROWS + 1):
        first = last - block.header_levels + 1
        if last not in sheet.rows:
            continue
        labels = joined_labels(sheet, first, last, block.fill_right)
        places: dict[str, int] = {}
        for column, label in labels.items():
            places.setdefault(plain(label), column)
        if wanted <= places.keys():
            return Header(first, last, places, _unknown(sheet, last, labels, wanted, places))
    return None


def joined_labels(sheet: Sheet, first: int, last: int, fill_right: bool) -> dict[int, str]:
    """The label of each column, its levels from top to bottom joined by " / ", line breaks as spaces.

    With ``fill_right`` a blank cell of an upper level takes the label on its left, as merged headings mean.
    """
    width = max((column for row in range(first, last + 1) for column in sheet.rows.get(row, {})), default=0)
    levels: list[list[str]] = []
    for row in range(first, last + 1):
        texts = [" ".join(cell.text.split()) if (cell := sheet.cell(row, c)) else "" for c in range(1, width + 1)]
        if fill_right and row < last:
            for number in range(1, width):
                texts[number] = texts[number] or texts[number - 1]
        levels.append(texts)
    joined = {c + 1: JOIN.join(level[c] for level in levels if level[c]) for c in range(width)}
    return {column: label for column, label in joined.items() if label}


def _unknown(sheet: Sheet, row: int, labels: dict[int, str], wanted: set[str], places: dict[str, int]) -> list[Problem]:
    problems: list[Problem] = []
    for column, label in labels.items():
        facts: dict[str, str | int] = {"what": "column heading", "kind": "column", "allowed": ""}
        if plain(label) not in wanted:
            problems.append(Problem("E02", sheet.name, a1(row, column), label, facts))
        elif places[plain(label)] != column:
            facts = {"key": label, "first": a1(row, places[plain(label)])}
            problems.append(Problem("E01", sheet.name, a1(row, column), label, facts))
    return problems
