"""The code page of a text that is not Unicode, told by words that are known; never by what is likely.

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


class Told(NamedTuple):
    """The text, the code page it was told to be in, and a word that tells it: empty where all code pages agree."""

    text: str
    encoding: str
    word: str


def tell(data: bytes) -> Told | None:
    """The text of ``data``, or None where nothing says for sure what it is.

    Sure is a text that reads the same in every code page in which it can be read at all. Else it is the one that holds
    every word beyond ASCII that is known in any of the readings (of the form, of countries, of months), where each
    other reading lacks one of them.
    """
    readings: dict[str, str] = {}
    for page in CODE_PAGES:
        if (text := _decoded(data, page)) is not None and text not in readings.values():
            readings[page] = text
    known = {page: _known_words(text) for page, text in readings.items()}
    every = set().union(*known.values())
    best = [page for page in readings if set(known[page]) == every]
    if len(readings) > 1 and (not every or len(best) > 1):
        return None
    return next((Told(readings[page], CODE_PAGES[page], next(iter(known[page]), "")) for page in best), None)


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
