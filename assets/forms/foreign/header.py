"""The heading of somebody else's table: found by its labels, its levels joined."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from assets.forms.codes import plain
from assets.forms.layout.table_blocks import TableBlock
from assets.forms.recognise import HEADER_ROWS
from assets.framework.terms import term
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Sheet

JOIN = " / "


@dataclass(slots=True)
class Header:
    """Where a heading stands and the column of each label that the layout knows.

    ``unknown`` are columns with a heading that the layout does not know, or knows already (E02, E01): column to the
    code of its problem. ``missing`` are labels that are not there; such a heading cannot be used.
    """

    first_row: int
    last_row: int
    columns: dict[str, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: tuple[str, ...] = ()


def find_header(sheet: Sheet, block: TableBlock) -> Header:
    """The first rows whose joined labels include all that the layout names, else those that have the most of them."""
    wanted = {plain(column.label): column.label for column in block.columns}
    best = Header(0, 0, missing=tuple(wanted.values()))
    for last in range(block.header_levels, HEADER_ROWS + 1):
        if last not in sheet.rows:
            continue
        first = last - block.header_levels + 1
        labels = _labels(sheet, first, last, block.fill_right, wanted)
        places: dict[str, int] = {}
        for column, label in labels.items():
            places.setdefault(plain(label), column)
        missing = tuple(label for word, label in wanted.items() if word not in places)
        if not missing:
            header = Header(first, last, {word: places[word] for word in wanted})
            _note_unknown(header, sheet, labels)
            return header
        if len(missing) < len(best.missing):
            best = Header(first, last, missing=missing)
    return best


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


def _labels(sheet: Sheet, first: int, last: int, fill_right: bool, wanted: Collection[str]) -> dict[int, str]:
    """The labels of the columns. Where filling in a label gives none that is wanted, the column stands for itself."""
    labels = joined_labels(sheet, first, last, fill_right)
    if not fill_right:
        return labels
    own = joined_labels(sheet, first, last, False)
    return {
        column: own[column] if plain(label) not in wanted and plain(own.get(column, "")) in wanted else label
        for column, label in labels.items()
    }


def _note_unknown(header: Header, sheet: Sheet, labels: dict[int, str]) -> None:
    for column, label in labels.items():
        known = header.columns.get(plain(label))
        if known == column:
            continue
        address = a1(header.last_row, column)
        if known is None:
            facts: dict[str, str | int] = {"kind": "heading"}
            header.problems.append(Problem("E02", sheet.name, address, label, facts))
        else:
            facts = {"key": term("as", label), "first": a1(header.last_row, known)}
            header.problems.append(Problem("E01", sheet.name, address, label, facts))
        header.unknown[column] = f"{header.problems[-1].code} at {address}"
