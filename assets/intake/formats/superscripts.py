"""Digits in a text cell that are raised, lowered or struck out: 1² is no 12, and a number that was crossed out is none.

Programs keep such a cell as one text in pieces, each with its looks; readers give the text alone.
"""

from __future__ import annotations

import re

from assets.intake.addresses import column_number
from assets.intake.formats.xmlparts import Attributes, feed, local, new_parser
from assets.intake.sheet_facts import SheetFacts

# Elements of the looks of a piece (ISO/IEC 29500-1, 18.4.14 and 18.4.10), and the values by which they say no.
LOOKS = frozenset({"vertAlign", "strike"})
_NO = frozenset({"baseline", "0", "false"})
_BETWEEN = frozenset(" \t\n\r\u00a0\u202f.,'<")
_TEXT_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]* t="s" ?>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?<v>([0-9]+)</v>'
)


def is_raised(tag: str, attributes: Attributes) -> bool:
    """Whether an element of a piece's looks raises, lowers or strikes it out."""
    return tag in LOOKS and attributes.get("val", "1") not in _NO


def may_be_count(text: str) -> bool:
    """Whether a reader of numbers could take the text for one."""
    return any(c.isdecimal() for c in text) and all(c.isdecimal() or c in _BETWEEN for c in text)


def raised_strings(part: str, data: bytes) -> frozenset[bytes]:
    """The numbers of the shared strings that may be counts and hold a piece that is raised or struck out."""
    if b"vertAlign" not in data and b"strike" not in data:
        return frozenset()
    look = _Strings()
    parser = new_parser(part)
    parser.StartElementHandler, parser.EndElementHandler = look.start, look.end
    parser.CharacterDataHandler = look.text
    feed(parser, part, data, True)
    return frozenset(look.found)


def note_raised(facts: SheetFacts, xml: bytes, strings: frozenset[bytes]) -> None:
    """Note the cells of a sheet that show one of these shared strings."""
    for letters, digits, number in _TEXT_CELL.findall(xml):
        if number in strings:
            facts.misleading.add((int(digits), column_number(letters.decode())))


class _Strings:
    def __init__(self) -> None:
        self.found: set[bytes] = set()
        self._number = -1
        self._raised = False
        self._said = ""
        self._inside: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        self._inside.append(tag)
        if tag == "si":
            self._number, self._raised, self._said = self._number + 1, False, ""
        elif is_raised(tag, attributes):
            self._raised = True

    def text(self, text: str) -> None:
        if self._inside[-1:] == ["t"] and "rPh" not in self._inside:
            self._said += text

    def end(self, name: str) -> None:
        self._inside.pop()
        if local(name) == "si" and self._raised and may_be_count(self._said):
            self.found.add(str(self._number).encode())
