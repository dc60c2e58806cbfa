"""Months and days from cells: Excel dates, ISO text, and names of months from CLDR.

A year of the Buddhist Era is converted only where the caller knows that the return is Thai. Elsewhere a month of
2566 is read as it stands and falls outside every edition, and a day of 2566 is not read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache

from assets.forms.codes import plain
from assets.forms.values import digits_of_one_script, number_of
from assets.framework.names import month_name
from assets.intake.workbook import Cell, CellKind

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})\s+(\D.*[0-9]{4})", re.ASCII | re.DOTALL)
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])", re.ASCII)
_MONTH_NUMBERS = frozenset(f"{number:02d}" for number in range(1, 13))
# The way of the language, and patterns that people type as well.
_PATTERNS = ("", "MMMM y", "LLLL y", "MMM y", "LLL y", "y MMMM")
FIRST_YEAR, LAST_YEAR = 1900, 2100
BUDDHIST = 543
_THAI = "th"
_BUDDHIST_YEARS = range(2500, 2601)


def parse_month(cell: Cell, language: str, *, buddhist: bool = False) -> str:
    """The month a cell names, as YYYY-MM, or empty where it cannot be read with certainty.

    A year such as 2566 is kept: the month then lies outside the edition, and the message can say so. With
    ``buddhist`` it is one of the Buddhist Era, and 543 is taken off; months may then be named in Thai, too.
    """
    return _month_in(_text(cell, buddhist), language, buddhist)


def month_of_text(text: str, language: str) -> str:
    """The month that text names ("2023-09", "September 2023", in English or in ``language``), or empty."""
    word = plain(digits_of_one_script(text)[0])
    match = _MONTH.fullmatch(word)
    if match:
        return word if match[2] in _MONTH_NUMBERS else ""
    if day := _DAY.fullmatch(word):
        return f"{day[1]}-{day[2]}" if _day_of(word[:10]) else ""
    years = set(_YEAR.findall(word))
    if len(years) != 1:
        return ""
    return _spellings(years.pop(), language).get(word, "")


def parse_day(cell: Cell, language: str, *, buddhist: bool = False) -> str:
    """The day a cell names, as YYYY-MM-DD, or empty where it cannot be read with certainty.

    Days such as 03/04/2024 are not read: they mean two different days. With ``buddhist`` a year such as 2566 is one
    of the Buddhist Era, and months may be named in Thai, too.
    """
    word = plain(_text(cell, buddhist))
    if not _DAY.fullmatch(word):
        written = _WRITTEN_DAY.fullmatch(word)
        month = _month_in(written[2], language, buddhist) if written else ""
        word = f"{month}-{number_of(written[1]):02d}" if written and month else ""
    day = _day_of(word[:10])
    return word[:10] if day and FIRST_YEAR <= day.year <= LAST_YEAR else ""


def _month_in(text: str, language: str, buddhist: bool) -> str:
    """A return of Thailand may be filled in in Thai whatever the language of its form."""
    return month_of_text(text, language) or (month_of_text(text, _THAI) if buddhist else "")


def _text(cell: Cell, buddhist: bool) -> str:
    """What a cell says of a day, its digits as 0-9, its year in the Common Era; empty where it says nothing."""
    if cell.kind is CellKind.DATE:
        day = _excel_day(cell)
        text = f"{day:%Y-%m-%d}" if day else ""
    else:
        text = digits_of_one_script(cell.text)[0] if cell.kind is CellKind.TEXT else ""
    return _YEAR.sub(_common_era, text) if buddhist else text


def _common_era(year: re.Match[str]) -> str:
    number = number_of(year[0])
    return str(number - BUDDHIST) if number in _BUDDHIST_YEARS else year[0]


def _excel_day(cell: Cell) -> date | None:
    value = cell.value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else None
    return value if isinstance(value, date) else None


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _spellings(year: str, language: str) -> dict[str, str]:
    months = [f"{year}-{number}" for number in sorted(_MONTH_NUMBERS)] if year != "0000" else []
    spelt: dict[str, str] = {}
    for tongue in dict.fromkeys((language, "en")):
        for month in months:
            for pattern in _PATTERNS:
                word = plain(month_name(month, tongue, pattern))
                spelt.setdefault(word, month)
                spelt.setdefault(word.replace(".", ""), month)
    return spelt
