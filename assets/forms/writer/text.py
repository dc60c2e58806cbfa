"""How much room texts take on the form, in any of its languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Widths in digits, the unit of a column's width; measured on Arial and, for Thai, Tahoma.
_NARROW, _NARROW_WIDTH = frozenset(" .,:;'|!()[]-/ijlftrI·เ"), 0.55
_WIDE, _WIDE_WIDTH = frozenset("mwMW—@%&"), 1.45
_CAPITAL_WIDTH, _OTHER_WIDTH, _UNCASED_WIDTH = 1.2, 0.95, 1.05
# A cell keeps this much free: its indent and its edges.
_EDGES = 1.6
_LINE_HEIGHT, _PADDING = 13.5, 4.5
_WITHOUT_WIDTH = ("Mn", "Me", "Cf")


@lru_cache(maxsize=8192)
def text_width(text: str) -> float:
    """The width of a text in digits; marks that stand above or below a letter take none."""
    return sum(_letter_width(letter) for letter in text)


@lru_cache(maxsize=1024)
def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_WIDTH
    if letter in _WIDE:
        return _WIDE_WIDTH
    category = unicodedata.category(letter)
    if category in _WITHOUT_WIDTH:
        return 0.0
    return {"Lu": _CAPITAL_WIDTH, "Lo": _UNCASED_WIDTH}.get(category, _OTHER_WIDTH)


@lru_cache(maxsize=8192)
def split_lines(text: str, width: float) -> tuple[str, ...]:
    """The text in lines of at most ``width`` digits, cut at spaces; a longer word keeps a line of its own."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if current.strip() and text_width(longer) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    return (*lines, current)


def row_height(texts: Iterable[tuple[str, float]], least: float) -> float:
    """The height in points of a row whose cells wrap these texts in columns of these widths."""
    lines = max((_lines(text, width) for text, width in texts if text), default=1)
    return max(least, lines * _LINE_HEIGHT + _PADDING)


@lru_cache(maxsize=8192)
def _lines(text: str, width: float) -> int:
    room = max(1.0, width - _EDGES)
    return sum(max(1, int(-(-text_width(line) // room))) for line in split_lines(text, room))
