"""Digits in a text cell that are raised, lowered or struck out: 1² is no 12, and a number that was crossed out is none.

Programs keep such a cell as one text in pieces, each with its looks; readers give the text alone.
"""

from __future__ import annotations

from assets.intake.formats.xmlparts import Attributes

# Elements of the looks of a piece (ISO/IEC 29500-1, 18.4.14 and 18.4.10), and the values by which they say no.
LOOKS = frozenset({"vertAlign", "strike"})
_NO = frozenset({"baseline", "0", "false"})
_BETWEEN = frozenset(" \t\n\r\u00a0\u202f.,'<")


def is_superscript(tag: str, attributes: Attributes) -> bool:
    """Whether an element of a piece's looks raises, lowers or strikes it out."""
    return tag in LOOKS and attributes.get("val", "1") not in _NO


def may_be_count(text: str) -> bool:
    """Whether a reader of numbers could take the text for one."""
    return any(c.isdecimal() for c in text) and all(c.isdecimal() or c in _BETWEEN for c in text)
