"""The code page of a text that is not Unicode, detected by words that are known; never by what is likely.

In every code page here the digits, letters and separators of ASCII are the same bytes: what the other bytes mean is all
that can be mistaken.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from assets.framework.vocabulary import folded, known_words

# What spreadsheet programs on Windows write as CSV where the forms' languages are set, by their names at IANA.
CODE_PAGES = {"cp1252": "windows-1252", "cp874": "windows-874", "cp1258": "windows-1258"}
_BETWEEN_FIELDS = re.compile(r'[,;\t|"\r\n]+')


class DetectedEncoding(NamedTuple):
    """The text, the code page it is in, and a word that decided it: empty where all code pages agree."""

    text: str
    encoding: str
    word: str


def detect_encoding(data: bytes) -> DetectedEncoding | None:
    """The text of ``data``, or None where nothing says for sure what it is.

    Sure is a text that reads the same in every code page: it holds nothing beyond ASCII but marks such as dashes. Else
    it is the one that holds every word beyond ASCII that is known in any of the readings (of the form, of countries, of
    months), where each other reading lacks one of them.
    """
    decoded = {page: _decoded(data, page) for page in CODE_PAGES}
    if len(set(decoded.values())) == 1 and (alike := decoded[next(iter(CODE_PAGES))]) is not None:
        return DetectedEncoding(alike, next(iter(CODE_PAGES.values())), "")
    known = {page: _known_words(text) for page, text in decoded.items() if text is not None}
    every = set().union(*known.values())
    fitting = [
        DetectedEncoding(text, CODE_PAGES[page], known[page][0])
        for page, text in decoded.items()
        if text is not None and every and set(known[page]) == every
    ]
    return fitting[0] if len({found.text for found in fitting}) == 1 else None


def _decoded(data: bytes, page: str) -> str | None:
    try:
        # Vietnamese tone marks stand behind their letter in this code page, and in it elsewhere.
        return unicodedata.normalize("NFC", data.decode(page))
    except UnicodeDecodeError:
        return None


def _known_words(text: str) -> list[str]:
    words = known_words()
    fields = dict.fromkeys(field.strip() for field in _BETWEEN_FIELDS.split(text) if not field.isascii())
    return [field for field in fields if folded(field) in words]
