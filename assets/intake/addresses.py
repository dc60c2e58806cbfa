"""A1 addresses and ranges as rows and columns counted from 1, and back."""

from __future__ import annotations

import re
from functools import lru_cache

# Row and column, both from 1.
Place = tuple[int, int]

LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def place(address: str) -> Place | None:
    """Row and column of an A1 address, or None where it is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match.group(2)) == 0:
        return None
    return int(match.group(2)), column_number(match.group(1))


def is_range(text: str) -> bool:
    """Whether the text is an A1 range or a single address."""
    first, _, last = text.partition(":")
    return place(first) is not None and (place(last) is not None if ":" in text else True)


def corners(text: str) -> tuple[Place, Place]:
    """Top left and bottom right of an A1 range; raises ValueError where it is none."""
    first, _, last = text.partition(":")
    one, other = place(first), place(last or first)
    if one is None or other is None:
        raise ValueError(f"{text!r} is not a range.")
    return (min(one[0], other[0]), min(one[1], other[1])), (
        max(one[0], other[0]),
        max(one[1], other[1]),
    )


def a1(row: int, column: int) -> str:
    """The A1 address of a row and a column, both from 1."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """The letters of a column, from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
