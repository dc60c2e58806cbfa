"""How wide and high the cells of a sheet are, so that a note can be drawn large enough to be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from assets.intake.formats.xmlparts import TRUE, Attributes

# Pixels at 96 dpi. A width is counted in digits of the normal font: 7 pixels each, and 5 for the margins.
_DIGIT, _MARGINS = 7, 5
_POINT = 4 / 3
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 64, 20
_LAST_COLUMN, _LAST_ROW = 16_383, 1_048_575
# How much of a line is used before a word has to go to the next one.
_FULL = 0.93
# How wide a letter of a script without capitals is beside one of the Latin alphabet; measured on Thai.
_UNCASED = 1.15


@dataclass(slots=True)
class Geometry:
    """Widths of columns and heights of rows in pixels, with hidden ones at 0; numbers count from 1."""

    default_width: int = _DEFAULT_WIDTH
    default_height: int = _DEFAULT_HEIGHT
    columns: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)

    def defaults(self, attributes: Attributes) -> None:
        """Take over <sheetFormatPr>."""
        if "defaultColWidth" in attributes:
            self.default_width = round(float(attributes["defaultColWidth"]) * _DIGIT)
        if "defaultRowHeight" in attributes:
            self.default_height = round(float(attributes["defaultRowHeight"]) * _POINT)

    def column(self, attributes: Attributes) -> None:
        """Take over a <col>."""
        width = self.default_width
        if attributes.get("hidden") in TRUE:
            width = 0
        elif "width" in attributes:
            width = round(float(attributes["width"]) * _DIGIT)
        first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
        self.columns.append((first, last, width, int(attributes.get("style", "0"))))

    def row(self, number: int, attributes: Attributes) -> None:
        """Take over a <row>."""
        if attributes.get("hidden") in TRUE:
            self.rows[number] = 0
        elif "ht" in attributes:
            self.rows[number] = round(float(attributes["ht"]) * _POINT)

    def column_style(self, column: int) -> int:
        """The style of the cells of a column that are not in the file."""
        return next((style for first, last, _, style in self.columns if first <= column <= last), 0)

    def hides(self, row: int, column: int) -> bool:
        """Whether the cell is in a hidden row or column."""
        return self.height(row) == 0 or self.width(column) == 0

    def width(self, column: int) -> int:
        """The width of a column."""
        return next((width for first, last, width, _ in self.columns if first <= column <= last), self.default_width)

    def height(self, row: int) -> int:
        """The height of a row."""
        return self.rows.get(row, self.default_height)

    def anchor(self, row: int, column: int, width: int, height: int) -> str:
        """Where a note beside a cell begins and ends, in the words of <x:Anchor>: columns and rows count from 0."""
        left, top = min(column, _LAST_COLUMN), max(row - 2, 0)
        right, across = _walk(left, width + 15, _LAST_COLUMN, lambda n: self.width(n + 1))
        bottom, down = _walk(top, height + 10, _LAST_ROW, lambda n: self.height(n + 1))
        return f"{left}, 15, {top}, 10, {right}, {across}, {bottom}, {down}"


def wrapped_lines(text: str, pixels: int, character: float) -> int:
    """How many lines a text takes in a box so wide; ``character`` is the width of a letter of the Latin alphabet.

    Marks above and below letters take no width, letters of East Asian scripts take two, those of other scripts
    without capitals (Thai, Lao) somewhat more than one. Words are not cut, so a line is seldom full.
    """
    lines = 0
    for line in text.split("\n"):
        letters = len(line) if line.isascii() else sum(map(_letters, line))
        lines += max(1, -(-round(letters * character) // round(pixels * _FULL)))
    return lines


def _letters(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return _UNCASED if category == "Lo" else 1


def _walk(at: int, pixels: int, last: int, size: Callable[[int], int]) -> tuple[int, int]:
    """The line that is so many pixels behind the beginning of ``at``, and how far into it."""
    left = pixels
    while at < last and left >= size(at):
        left -= size(at)
        at += 1
    return at, left
