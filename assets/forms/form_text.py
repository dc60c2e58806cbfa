"""How much room texts take on the form, in any of its languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LINE_HEIGHT = 13.5
_PADDING = 4.5


@lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """The width of a text in characters; marks that stand above or below a letter take none."""
    return sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf") for letter in text)


@lru_cache(maxsize=4096)
def split_lines(text: str, width: int) -> tuple[str, ...]:
    """The text in lines of at most ``width`` characters, cut at spaces; a longer word keeps a line of its own."""
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
    return max(least, lines * LINE_HEIGHT + _PADDING)


def _lines(text: str, width: float) -> int:
    room = max(1, int(width) - 2)
    return sum(max(1, -(-text_width(line) // room)) for line in split_lines(text, room))
