"""Whether a number format shows a whole number as it is: 5 under "0%" is seen as 500%, under '"<5"' as <5.

Only the question of yes or no: what a spreadsheet program prints exactly is its own affair. Grammar: ECMA-376 part 1,
section 18.8.30 (numFmt), which also lists the formats that are known by their number alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from assets.intake.workbook import EXACT_LIMIT

# Formats by number that show a whole number as it is: General, 0, #,##0, currency, accounting, text, Thai digits.
_PLAIN_NUMBERS = frozenset({0, 1, 2, 3, 4, *range(5, 9), *range(37, 45), 49, 59, 60, 61, 62})
_FIRST_OWN = 164
# In a spreadsheet program a format has at most 255 characters.
_LONGEST = 1_000
_WRITTEN = re.compile(r"[+]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>General|@)|(?P<digits>[0#?][0#?,]*)'
    r"|(?P<decimals>\.[0#?]*)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\]", re.ASCII)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": lambda n, x: n <= x, ">=": lambda n, x: n >= x, "<>": lambda n, x: n != x,
    "<": lambda n, x: n < x, ">": lambda n, x: n > x, "=": lambda n, x: n == x,
}  # fmt: skip
# Spaces, currencies, and the t before Thai digits.
_HARMLESS = frozenset(" \u00a0\u202f$€£¥฿₫tT")
# More days than any calendar has.
_LAST_DAY = 1e9
_PROBES = (0, 1, 4, 7, 1_234, 5_000_000)


# Formats by number that show a day or a time of day, and the one of a length of time; those from 27 on are East Asian.
_MOMENTS_BY_NUMBER = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_DURATION_BY_NUMBER = 46
_LETTERS_OF_MOMENTS = frozenset("dmhysDMHYS")
_MILLISECONDS = 86_400_000
Moment = Literal["moment", "duration"]


class Duration(NamedTuple):
    """A length of time in whole seconds; as text hours, minutes and seconds."""

    seconds: int

    def __str__(self) -> str:
        return f"{self.seconds // 3600:02d}:{self.seconds // 60 % 60:02d}:{self.seconds % 60:02d}"


@dataclass(frozen=True, slots=True)
class StyleTable:
    """What the styles of a workbook say of its numbers, by the style's number.

    ``misleading``: the code of the format, where some whole number is not seen as it is. ``moments``: whether a number
    is a day or time, or a length of time; the first day is in 1904 where ``date1904``.
    """

    misleading: Mapping[int, str] = field(default_factory=dict)
    moments: Mapping[int, Moment] = field(default_factory=dict)
    date1904: bool = False


def moment_styles(formats: Mapping[int, str], used: list[int]) -> dict[int, Moment]:
    """The styles under which a number is a day, a time or a length of time; arguments as in misleading_styles()."""
    found = {style: _moment_by_number(number, formats.get(number)) for style, number in enumerate(used)}
    return {style: moment for style, moment in found.items() if moment is not None}


def moment_of(number: float, kind: Moment, date1904: bool) -> date | time | Duration | None:
    """What a number of days is: a day, a time of day, both (to the millisecond), or a length of time.

    None where the calendar ends (after the year 9999): there it is a number. The day 60 of 1900, which there never was,
    is the one before it.
    """
    if not -_LAST_DAY < number < _LAST_DAY:
        return None
    if kind == "duration":
        return Duration(round(round(number * _MILLISECONDS) / 1000))
    first = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31 if 1 <= number < 60 else 30)
    try:
        moment = first + timedelta(milliseconds=round(number * _MILLISECONDS))
    except OverflowError:
        return None
    if number < 1:
        return moment.time()
    return moment.date() if number.is_integer() else moment


def _moment_by_number(number: int, code: str | None) -> Moment | None:
    if code is not None:
        return _moment_by_code(code)
    if number == _DURATION_BY_NUMBER:
        return "duration"
    return "moment" if number in _MOMENTS_BY_NUMBER else None


@lru_cache(maxsize=1_000)
def _moment_by_code(code: str) -> Moment | None:
    if len(code) > _LONGEST:
        return None
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            return None
        if token["bracket"] and re.fullmatch(r"h+|m+|s+", token["bracket"], re.IGNORECASE):
            return "duration"
        if token["other"] in _LETTERS_OF_MOMENTS or code[token.start() : token.start() + 3].casefold() == "a/p":
            return "moment"
    return None


def misleading_styles(formats: Mapping[int, str], used: list[int]) -> dict[int, str]:
    """The styles (their numbers) under which some whole number is not seen as it is, with the code of each.

    ``used`` is the number of the format of every style, ``formats`` the codes that the file declares by number.
    """
    codes = {style: formats.get(number, _built_in(number)) for style, number in enumerate(used)}
    return {style: code for style, code in codes.items() if not _always_plain(code)}


def shows(code: str, number: int) -> bool:
    """Whether a cell with this format shows this whole number (0 or more) as it is.

    A dash for 0, as bookkeepers write it, is 0.
    """
    if len(code) > _LONGEST:
        return False
    section = _section(code, number)
    digits: list[str] = []
    said = ""
    for token in _TOKEN.finditer(section):
        if token["general"]:
            digits.append("0")
        elif token["digits"]:
            digits.append(token["digits"])
        elif not set(text := token["quoted"] or token["escaped"] or token["other"] or "") <= _HARMLESS:
            said += text
        elif token["bracket"] and re.fullmatch(r"[hms]+", token["bracket"], re.IGNORECASE):
            return False
    if number == 0 and not any("0" in some for some in digits):
        return said in ("-", "–")
    return bool(digits) and not said and not any(some.endswith(",") for some in digits)


def hides(code: str | None, number: float) -> bool:
    """Whether a cell with this format shows something else than the whole number in it; None is a plain format."""
    return code is not None and number.is_integer() and 0 <= number < EXACT_LIMIT and not shows(code, int(number))


def written_number(text: str) -> float:
    """The number that a file writes out in full, or -1 where it is none that a count could be."""
    return float(text) if _WRITTEN.fullmatch(text) else -1.0


@lru_cache(maxsize=1_000)
def _always_plain(code: str) -> bool:
    if len(code) > _LONGEST or _CONDITION.search(code):
        return False
    return all(shows(code, number) for number in _PROBES)


@lru_cache(maxsize=1_000)
def _section(code: str, number: int) -> str:
    sections = [""]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    if any(_CONDITION.search(section) for section in sections[:2]):
        for section in sections:
            condition = _CONDITION.search(section)
            if condition is None or _COMPARE[condition[1]](number, float(condition[2])):
                return section
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _built_in(number: int) -> str:
    """A code for a format known by its number: its own where it is plain, else one that is not."""
    return "General" if number in _PLAIN_NUMBERS or number >= _FIRST_OWN else "0%"
