"""Texts in the encodings that spreadsheet programs write CSV in."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_encoding(text: str, encoding: str) -> bytes:
    """The text as Windows writes it; a letter that the encoding does not have is a question mark."""
    return (_tones_apart(text) if encoding == "cp1258" else text).encode(encoding, "replace")


def _tones_apart(text: str) -> str:
    """Vietnamese as its code page has it: a letter with its hat, breve or horn, then the mark of the tone."""

    def apart(found: re.Match[str]) -> str:
        letter = unicodedata.normalize("NFD", found[0])
        tones = "".join(mark for mark in letter if mark in _TONES)
        return unicodedata.normalize("NFC", "".join(mark for mark in letter if mark not in _TONES)) + tones

    return re.sub(r"[^\x00-\x7f]", apart, text)
