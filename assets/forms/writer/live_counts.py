"""What the form says by itself about counts: each condition as a formula and as Python, side by side.

The formula is calculated by the sender's spreadsheet program; the Python value stands in the file until then, so that
a program that does not calculate shows the same. Only functions that Excel 2007 and LibreOffice 4 share, no array
formulas. The meaning is that of the rules E03, E06 and W09: what the form calls amber, they report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.forms.writer.content import Value
from assets.framework.thresholds import WITHHELD, WITHHELD_MARK

WITHHELD_AT_MOST = WITHHELD[1]


def spaceless(value: Value) -> str:
    """The text of a value as TRIM gives it, folded as spreadsheet programs compare."""
    return " ".join(part for part in str(value).casefold().split(" ") if part) if value is not None else ""


def is_blank(value: Value) -> bool:
    """Whether nothing is written into a cell for this value."""
    return value is None or value == ""


def number_of_value(value: Value) -> int | float | None:
    """The value where it is a number, else None."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def is_answer(value: Value, marks: Sequence[str]) -> bool:
    """Whether a cell holds a whole number from 0, a mark or nothing."""
    number = number_of_value(value)
    if number is not None:
        return number >= 0 and float(number).is_integer()
    return spaceless(value) in ("", *marks)


def no_answers(area: str, marks: Sequence[str]) -> str:
    """The formula for how many cells of an area hold neither a whole number from 0, nor a mark, nor nothing."""
    known = "".join(f'-(TRIM({area})="{mark}")' for mark in marks)
    whole = f'ISNUMBER({area})*({area}>=0)*(TEXT({area},"0")={area}&"")'
    return f'SUMPRODUCT((TRIM({area})<>""){known}-{whole})'


def no_answer(cell: str, marks: Sequence[str]) -> str:
    """``no_answers`` for one cell, short enough for validations and conditional formats (255 characters)."""
    is_mark = ",".join(f'TRIM({cell})="{mark}"' for mark in ("", *marks))
    return f"IF(ISERROR({cell}),TRUE,IF(ISNUMBER({cell}),OR({cell}<0,{cell}<>INT({cell})),NOT(OR({is_mark}))))"


def withheld(area: str) -> str:
    """The formula for how many cells of an area are withheld."""
    return f'SUMPRODUCT(--(TRIM({area})="{WITHHELD_MARK}"))'


@dataclass(frozen=True, slots=True)
class Bounds:
    """What some cells add up to: at least, at most, and how many of them say so."""

    low: int | float
    high: int | float
    given: int


def bounds(values: Sequence[Value]) -> Bounds:
    """The sum of some cells; a withheld one counts from 0 to 4, a blank or another mark not at all."""
    numbers = [n for n in map(number_of_value, values) if n is not None]
    hidden = sum(spaceless(value) == WITHHELD_MARK for value in values)
    low = sum(numbers)
    low = int(low) if float(low).is_integer() else low
    return Bounds(low, low + WITHHELD_AT_MOST * hidden, len(numbers) + hidden)


def exceeds(sum_of: str, total: str) -> str:
    """The condition that parts add up to more than their total, whatever stands in withheld cells (E06)."""
    most = f'IF(TRIM({total})="{WITHHELD_MARK}",{WITHHELD_AT_MOST},{sum_of})'
    return f"{sum_of}>IF(ISNUMBER({total}),{total},{most})"


def short_of(area: str, total: str, count: int) -> str:
    """The condition that all ``count`` parts are given and add up to less than their total (W09)."""
    hidden = withheld(area)
    at_most = f"SUM({area})+{WITHHELD_AT_MOST}*{hidden}"
    return f"AND(ISNUMBER({total}),COUNT({area})+{hidden}={count},{at_most}<{total})"


def do_exceed(parts: Bounds, total: Value) -> bool:
    """The value of ``exceeds``."""
    number = number_of_value(total)
    most = number if number is not None else (WITHHELD_AT_MOST if spaceless(total) == WITHHELD_MARK else parts.low)
    return parts.low > most


def are_short_of(parts: Bounds, total: Value, count: int) -> bool:
    """The value of ``short_of``."""
    number = number_of_value(total)
    return number is not None and parts.given == count and parts.high < number


def sum_formula(area: str) -> str:
    """What the parts of a row add up to: a number, "7–11" where some are withheld, or nothing."""
    hidden = withheld(area)
    spread = f'SUM({area})&"–"&SUM({area})+{WITHHELD_AT_MOST}*{hidden}'
    return f'IFERROR(IF(COUNT({area})+{hidden}=0,"",IF({hidden}=0,SUM({area}),{spread})),"")'


def sum_value(parts: Sequence[Value]) -> str | int | float:
    """The value of ``sum_formula``."""
    found = bounds(parts)
    if not found.given:
        return ""
    return found.low if found.low == found.high else f"{found.low}–{found.high}"
