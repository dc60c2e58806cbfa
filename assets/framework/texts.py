"""What is said to people, in their language: one table, a column a language, the English text as its key.

One more language is one more column of ``tables/texts.csv`` and no code.
"""

from __future__ import annotations

import csv
import string
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assets.framework.loader import FrameworkError

TEXTS = Path(__file__).parent / "tables" / "texts.csv"
ENGLISH = "en"


@lru_cache(maxsize=4)
def load_texts(path: Path = TEXTS) -> Mapping[str, Mapping[str, str]]:
    """English text to language to text.

    Raises FrameworkError naming the line where a text stands twice or a translation has other {places} than English.
    """
    texts: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if not reader.fieldnames or reader.fieldnames[0] != ENGLISH:
            raise FrameworkError(f"{path}: the first column must be {ENGLISH}.")
        for row in reader:
            english = row[ENGLISH]
            if english in texts:
                raise FrameworkError(f"{path}, line {reader.line_num}: {english!r} stands there twice.")
            for language, text in row.items():
                if text and places(text) != places(english):
                    raise FrameworkError(f"{path}, line {reader.line_num}: {language} has other places than English.")
            texts[english] = row
    return texts


def languages(path: Path = TEXTS) -> tuple[str, ...]:
    """The languages of the table, English first."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(next(csv.reader(stream)))


def translate(text: str, language: str) -> str:
    """``text`` in ``language``; the English text itself where the table has nothing for it."""
    return load_texts().get(text, {}).get(language) or text


def places(text: str) -> frozenset[str]:
    """The names of the {places} of a text."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
