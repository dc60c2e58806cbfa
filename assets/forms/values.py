"""Read a count from a cell: whole numbers and the agreed marks, anything else is a problem at that cell.

Text is never handed to int() or float() (int("1_2") is 12) and never normalised (NFKC turns "1²" into "12").
Digits of one script are mapped, listed spaces and direction marks are stripped, and both are noted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from assets.framework.terms import term, terms
from assets.framework.thresholds import WITHHELD, WITHHELD_MARK
from assets.intake.problems import Problem
from assets.intake.workbook import EXACT_LIMIT, Cell, CellKind

Status = Literal["V", "O", "M", "Q"]
Qualifier = Literal["exact", "over", "under", "about"]
Mark = Literal["..", "n/a", "<5"]

SPACES = " \t\n\r\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
DIRECTION_MARKS = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
STRIPPED = SPACES + DIRECTION_MARKS
# The digit nought of each script that is read: the scripts in use among the member countries. Superscripts,
# circled and mathematical digits are decoration and stay a problem.
SCRIPTS = {
    "Arabic": 0x0660,
    "Persian": 0x06F0,
    "Devanagari": 0x0966,
    "Bengali": 0x09E6,
    "Tamil": 0x0BE6,
    "Thai": 0x0E50,
    "Lao": 0x0ED0,
    "Myanmar": 0x1040,
    "Khmer": 0x17E0,
    "Mongolian": 0x1810,
    "fullwidth": 0xFF10,
}
_DIGITS = {chr(zero + n): (script, str(n)) for script, zero in SCRIPTS.items() for n in range(10)}
_WHOLE = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_ZERO_DECIMALS = {mark: re.compile(rf"([0-9]|[0-9].*[0-9]){re.escape(mark)}0{{1,2}}", re.ASCII) for mark in (",", ".")}
_BOUNDED_SPACE = re.compile(rf"(?<=<)[{SPACES}]+")


@dataclass(frozen=True, slots=True)
class Convention:
    """How numbers are typed: the marks between thousands and before decimals, and the marks that are allowed."""

    thousands: Literal["", ",", ".", "\u00a0", "\u202f", "'"] = field(
        default=",", metadata={"description": 'The mark between thousands; `""` where there is none.'}
    )
    decimal: Literal[",", "."] = field(default=".", metadata={"description": "The mark before decimals."})
    marks: tuple[Mark, ...] = field(
        default=("..", "n/a", WITHHELD_MARK),
        metadata={"description": "The marks that stand in place of a count; any other word there is a finding."},
    )
    zero_decimals: bool = field(
        default=False,
        metadata={
            "description": "Counts are written with a decimal nought (`303.0` is 303). Never where rates are given."
        },
    )

    def __post_init__(self) -> None:
        if self.thousands == self.decimal:
            raise ValueError("thousands and decimal must be different marks")

    @property
    def allowed(self) -> str:
        """What a cell may hold, as terms."""
        return terms((term("text", "a whole number"), *(term("as", mark) for mark in self.marks)))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a count cell says. Where ``problem`` is given nothing else of it may be used.

    ``note`` says what was changed while reading ("Thai digits", "thousands mark ."), empty where nothing was.
    """

    status: Status = "O"
    value: int | None = None
    lower_bound: int | None = None
    upper_bound: int | None = None
    qualifier: Qualifier = "exact"
    expected: bool = False
    raw_text: str = ""
    note: str = ""
    problem: Problem | None = field(default=None)


BLANK = Parsed()


def unread(text: str) -> Parsed:
    """A cell with a problem: no number, and not blank either.

    Where an officer waives the problem it is a gap: without it, the cells beside it would add up to a total that looks
    complete.
    """
    return Parsed(raw_text=text or "?")


def parse_count(
    cell: Cell | None, convention: Convention, template_words: frozenset[str] = frozenset(), *, sheet: str = ""
) -> Parsed:
    """The count in a cell, by the table of marks of the return form.

    ``template_words`` (case-folded) are headers and codes of the form: one of them in a value cell is E05. Any
    other cell that holds no whole number and no allowed mark is E03; ``facts`` say ``why`` and what is allowed.
    """
    if cell is None:
        return BLANK
    if cell.merged:
        return _wrong(cell, "merged", convention, sheet)
    if cell.kind is CellKind.NUMBER:
        return _number(cell, convention, sheet)
    if cell.kind is CellKind.TEXT:
        return _text(cell, convention, template_words, sheet)
    return _wrong(cell, cell.kind.value, convention, sheet)


def digits_of_one_script(text: str) -> tuple[str, str]:
    """The text with the digits of one other script as 0-9, and the script's name; unchanged where scripts mix."""
    found = {_DIGITS[c][0] for c in text if c in _DIGITS}
    if len(found) != 1 or any("0" <= c <= "9" for c in text):
        return text, ""
    return "".join(_DIGITS[c][1] if c in _DIGITS else c for c in text), found.pop()


def number_of(digits: str) -> int:
    """The whole number that ASCII digits write; the caller has made sure that there is nothing else."""
    total = 0
    for digit in digits:
        total = total * 10 + ord(digit) - 48
    return total


def _number(cell: Cell, convention: Convention, sheet: str) -> Parsed:
    value = cell.value
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return _wrong(cell, "text", convention, sheet)
    if isinstance(value, float) and not value.is_integer():
        return _wrong(cell, "fraction", convention, sheet)
    if value < 0:
        return _wrong(cell, "negative", convention, sheet)
    if value >= EXACT_LIMIT:
        return _wrong(cell, "too_large", convention, sheet)
    return Parsed("V", round(value), raw_text=cell.text)


def _text(cell: Cell, convention: Convention, template_words: frozenset[str], sheet: str) -> Parsed:
    text = cell.text.strip(STRIPPED)
    if not text:
        return BLANK
    plain, script = digits_of_one_script(text)
    notes = [f"{script} digits"] if script else []
    if (mark := _BOUNDED_SPACE.sub("", plain).casefold()) in convention.marks:
        return _mark(mark, cell.text, "; ".join(notes))
    if convention.zero_decimals and (nought := _ZERO_DECIMALS[convention.decimal].fullmatch(plain)):
        plain = nought[1]
        notes.append("decimal nought")
    if convention.thousands and convention.thousands in plain:
        joined = _without_thousands(plain, convention.thousands)
        if joined is None:
            return _wrong(cell, "separator", convention, sheet)
        plain = joined
        notes.append(f"thousands mark {convention.thousands}")
    if _WHOLE.fullmatch(plain) and len(plain) <= len(str(EXACT_LIMIT)):
        value = number_of(plain)
        if value < EXACT_LIMIT:
            return Parsed("V", value, raw_text=cell.text, note="; ".join(notes))
    if text.casefold() in template_words or text.startswith("jpa:"):
        return Parsed(raw_text=cell.text, problem=Problem("E05", sheet, cell.address, cell.text, {"why": "template"}))
    return _wrong(cell, _reason(plain, convention), convention, sheet)


def _mark(mark: str, raw_text: str, note: str) -> Parsed:
    if mark == "..":
        return Parsed("O", expected=True, raw_text=raw_text, note=note)
    if mark == "n/a":
        return Parsed("M", raw_text=raw_text, note=note)
    return Parsed(
        "Q", lower_bound=WITHHELD[0], upper_bound=WITHHELD[1], qualifier="under", raw_text=raw_text, note=note
    )


def _without_thousands(text: str, mark: str) -> str | None:
    head, *groups = text.split(mark)
    if not re.fullmatch(r"[1-9][0-9]{0,2}", head, re.ASCII):
        return None
    if any(not re.fullmatch(r"[0-9]{3}", group, re.ASCII) for group in groups):
        return None
    return head + "".join(groups)


def _reason(text: str, convention: Convention) -> str:
    if re.fullmatch(r"-\s?[0-9]+", text, re.ASCII):
        return "negative"
    if re.fullmatch(r"[0-9]+[.,][0-9]+", text, re.ASCII):
        return "fraction" if convention.decimal in text and not re.search(r"[.,][0-9]{3}$", text) else "separator"
    if re.fullmatch(r"0[0-9]+", text, re.ASCII):
        return "leading_zero"
    if re.fullmatch(r"[0-9]+", text, re.ASCII):
        return "too_large"
    return "text"


def _wrong(cell: Cell, why: str, convention: Convention, sheet: str) -> Parsed:
    problem = Problem("E03", sheet, cell.address, cell.text, {"why": why, "allowed": convention.allowed})
    return Parsed(raw_text=cell.text, problem=problem)
