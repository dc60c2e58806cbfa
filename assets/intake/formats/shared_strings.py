"""The texts that the cells of a workbook share by number, and which of them may be misread as a count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assets.intake.formats.superscripts import is_superscript, may_be_count
from assets.intake.formats.xmlparts import Attributes, feed, local, new_parser

_BEGIN, _END = b"<si>", b"</si>"
_ITEM = re.compile(rb'<si>(?:<t( xml:space="preserve"|)>([^<]*+)</t>|)')
_REFERENCE = re.compile(r"&([^;&]*);?")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NUMERIC = re.compile(r"#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))", re.ASCII)
# How a program writes a character that XML cannot hold (ISO/IEC 29500-1, 22.9.2.19).
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_", re.ASCII)
_SPACE = " \t\r\n"
# Texts by their XML: most are the form's own, and the same in every return.
_KEPT: dict[bytes, str] = {}
_MOST_KEPT = 10_000
_LONGEST_KEPT = 500


class NotPlain(ValueError):
    """XML that is not written the way spreadsheet programs write it: it has to be parsed."""


@dataclass(frozen=True, slots=True)
class SharedStrings:
    """``texts`` by number; ``misleading`` are the numbers of those with raised or struck-out digits."""

    texts: list[str] = field(default_factory=list)
    misleading: frozenset[int] = frozenset()


NO_STRINGS = SharedStrings()


def read_shared_strings(part: str, data: bytes) -> SharedStrings:
    """The table of shared strings; raises Refused F01 for broken XML, F08 for a DOCTYPE."""
    if b"<!" not in data:
        try:
            return SharedStrings(_plain_texts(part, data))
        except (NotPlain, UnicodeDecodeError):
            # Parsed below, which also names the line of what is broken.
            pass
    found = _Parser()
    parser = new_parser(part)
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.text
    feed(parser, part, data, True)
    return SharedStrings(found.texts, frozenset(found.misleading))


def _plain_texts(part: str, data: bytes) -> list[str]:
    """The items where each is one text without looks; raises NotPlain where one is not."""
    first = data.find(_BEGIN)
    end = data.rfind(_END) + len(_END) if first >= 0 else 0
    # Without the items the rest must be whole, and hold none.
    parser = new_parser(part)
    parser.StartElementHandler = _no_item
    feed(parser, part, data[:first] + data[end:] if end > first >= 0 else data, True)
    written = data[first:end].split(_END)[:-1] if end > first >= 0 else []
    return [_KEPT[item] if item in _KEPT else _plain_text(item) for item in written]


def _plain_text(written: bytes) -> str:
    """The text of one item, written without its end."""
    item = _ITEM.fullmatch(written.lstrip(_SPACE.encode()))
    if item is None:
        raise NotPlain("an item that is not plain")
    # What is written as a reference is no white space to be left out.
    text = unescaped((item[2] or b"") if item[1] else (item[2] or b"").strip(_SPACE.encode()))
    if len(written) <= _LONGEST_KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[written] = text
    return text


def _no_item(name: str, _: Attributes) -> None:
    if local(name) == "si":
        raise NotPlain("an item that is not plain")


def unescaped(data: bytes) -> str:
    """The text that a piece of XML without markup stands for; raises NotPlain or UnicodeDecodeError."""
    text = data.decode()
    return _characters(text) if "&" in text or "\r" in text or "_x" in text else text


def _characters(text: str) -> str:
    """References and escapes as characters, line ends as XML counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _REFERENCE.sub(_referenced, text)
    return unescape_characters(text)


def unescape_characters(text: str) -> str:
    """The text with its _xHHHH_ escapes as characters."""
    return _ESCAPE.sub(_escaped, text) if "_x" in text else text


def _referenced(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED and match[0].endswith(";"):
        return _NAMED[name]
    numeric = _NUMERIC.fullmatch(name)
    if numeric is None or not match[0].endswith(";"):
        raise NotPlain("an unknown reference")
    number = int(numeric[1], 16) if numeric[1] else int(numeric[2])
    if (number < 32 and number not in (9, 10, 13)) or 0xD800 <= number <= 0xDFFF or number in (0xFFFE, 0xFFFF):
        raise NotPlain("a character that XML does not allow")
    return chr(number)


def _escaped(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number <= 0xDFFF else chr(number)


class _Parser:
    """Collects each item's text, pronunciations left out, and notes those that are raised or struck out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.misleading: set[int] = set()
        self._raised = False
        self._item: list[str] = []
        self._piece: list[str] = []
        self._keep = False
        self._inside: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        self._inside.append(tag)
        if tag == "si":
            self._item, self._raised = [], False
        elif tag == "t":
            self._piece, self._keep = (
                [],
                any(local(key) == "space" and attributes[key] == "preserve" for key in attributes),
            )
        elif is_superscript(tag, attributes):
            self._raised = True

    def text(self, text: str) -> None:
        if self._inside[-1:] == ["t"] and "rPh" not in self._inside:
            self._piece.append(text)

    def end(self, name: str) -> None:
        self._inside.pop()
        tag = local(name)
        if tag == "t" and "rPh" not in self._inside:
            piece = "".join(self._piece)
            self._item.append(unescape_characters(piece if self._keep else piece.strip(_SPACE)))
        elif tag == "si":
            text = "".join(self._item)
            if self._raised and may_be_count(text):
                self.misleading.add(len(self.texts))
            self.texts.append(text)
