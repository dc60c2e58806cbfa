"""The words that senders use: those of the form, names of countries and months, in every language of the form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

from assets.framework.texts import languages, load_texts


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """All of them, as ``folded`` writes them."""
    return frozenset(filter(None, map(folded, _words())))


def folded(text: str) -> str:
    """A text for comparing: composed letters (NFC, which changes no digit), single spaces, case folded."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _words() -> Iterator[str]:
    for row in load_texts().values():
        yield from filter(None, row.values())
    for language in languages():
        locale = Locale.parse(language)
        yield from locale.territories.values()
        for form in ("wide", "abbreviated"):
            yield from locale.months["format"][form].values()
