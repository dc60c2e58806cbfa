"""The mark on a cell: a fill, put over the cell's own style and taken away again.

It is of a colour that no program offers in its palette: it survives that a sender's program saves the workbook and
numbers all styles anew, and is known again in the next round.
"""

from __future__ import annotations

from typing import Literal

from assets.checking.annotated.styles import CellFormat, StyleSheet
from assets.checking.annotated.xml_edits import with_attributes

Mark = Literal["error", "warning"]
# Red and yellow that differ in lightness too; black text on them has a contrast above 13 to 1.
MARKS: dict[Mark, str] = {"error": "FFFFC7C2", "warning": "FFFFF2A6"}


def marked(styles: StyleSheet, style: int, mark: Mark) -> int:
    """The style with the fill of the mark, all else equal; light letters become dark, or nobody could read them."""
    return styles.changed(style, CellFormat(styles.fill(MARKS[mark]), styles.dark(styles.uses(style).font)))


def unmarked(styles: StyleSheet, style: int, before: int | None) -> int:
    """A marked cell's style without the mark: with the fill of ``before``, its style in an earlier round, or none.

    What the sender changed in the cell's format since stays.
    """
    font = styles.uses(style).font
    if before is None:
        return styles.changed(style, CellFormat(0, font))
    old = styles.uses(before)
    if old.font in styles.light:
        font = old.font
    if font == old.font and _rest(styles.item("cellXfs", before)) == _rest(styles.item("cellXfs", style)):
        return before
    return styles.changed(style, CellFormat(old.fill, font))


def marked_styles(styles: StyleSheet) -> frozenset[int]:
    """The styles whose fill is a mark, of an earlier round too."""
    marks = {number for number, colour in styles.colours.items() if colour in MARKS.values()}
    return frozenset(number for number, uses in enumerate(styles.formats) if uses.fill in marks)


def _rest(item: bytes) -> bytes:
    """A cell format without its fill and font."""
    end = item.index(b">") + 1
    away = dict.fromkeys(("fillId", "applyFill", "fontId", "applyFont"))
    return with_attributes(item[:end], away) + item[end:]
