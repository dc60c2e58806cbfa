"""Periods in the form of SDMX TIME_PERIOD: what is one, and which comes before.

A year is ``2016``, a quarter ``2023-Q2``, a month ``2023-06``, and a span of whole months that is none of these
``2022-07-01/P12M`` (its first day and its length).
"""

from __future__ import annotations

import re
from typing import Literal

PeriodKind = Literal["year", "quarter", "month"]
Calendar = Literal["gregorian", "buddhist"]

_PERIOD = re.compile(
    r"(?:19|20)[0-9]{2}(?:-Q[1-4]|-(?:0[1-9]|1[0-2])(?:-01/P[1-9][0-9]?M)?)?", re.ASCII
)  # fmt: skip


def is_period(text: str) -> bool:
    """Whether the text is a TIME_PERIOD as it is kept here."""
    return _PERIOD.fullmatch(text) is not None


def period_before(period: str) -> str:
    """The period of the same length that ends where this one begins; empty for a span."""
    if "/" in period:
        return ""
    year, _, part = period.partition("-")
    if not part:
        return f"{int(year) - 1:04d}"
    if part.startswith("Q"):
        return f"{year}-Q{int(part[1]) - 1}" if part != "Q1" else f"{int(year) - 1:04d}-Q4"
    return f"{year}-{int(part) - 1:02d}" if part != "01" else f"{int(year) - 1:04d}-12"


def first_month(period: str) -> int:
    """The number of the month with which a period begins; 1 for a year."""
    part = period.partition("-")[2]
    if not part:
        return 1
    return 3 * int(part[1]) - 2 if part.startswith("Q") else int(part[:2])
