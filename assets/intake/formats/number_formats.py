"""Whether a number format shows a whole number as it is: 5 under "0%" is seen as 500%, under '"<5"' as <5.

Only the question of yes or no: what a spreadsheet program prints exactly is its own affair. Grammar: ECMA-376 part 1,
section 18.8.30 (numFmt), which also lists the formats that are known by their number alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

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
_PROBES = (0, 1, 4, 7, 1_234, 5_000_000)


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
