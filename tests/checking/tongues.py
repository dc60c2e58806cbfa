"""A made-up tongue: every text of the table in letters that nobody types, so that a text that passed it by stands out.

It is laid over Thai, whose names of countries and months (CLDR) have no Latin letter either. Whatever Latin word is
left in an answer was put together somewhere in English.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from assets.checking.rules.render_facts import RENDERED_AS
from assets.forms import codes
from assets.framework import texts
from assets.intake.formats.code_pages import CODE_PAGES
from assets.intake.problems import Problem

TONGUE = "th"
WORD = re.compile(r"[A-Za-z]{2,}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
PLACE = re.compile(r"(\{\w*\})")
QUOTED = re.compile("“([^”{}]+)”")
_FULLWIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in string.ascii_letters}
# What people see in every language: marks and days as they are typed, codes, names of our own.
EVERYWHERE = ("n/a", "JPA", "UTC", "JPA6", *CODE_PAGES.values())
# Facts in the words of somebody else: a sender, a source and its layout, an officer; addresses; codes that are shown.
THEIRS = frozenset(
    {"found", "sheet", "cell", "first", "other", "total", "value", "rows", "column", "columns", "headings", "source"}
    | {"because", "encoding", "fitting", "edition", "rule", "corrected", "author", "decision", "reason", "detail"}
)


# The sheet of the made-up tables of a source, and the terms that may hold words of it.
SOURCE, QUOTES = "table", ("as", "of", "indicator", "text")


def in_the_tongue(text: str) -> str:
    """The text in other letters, its {places} as they are."""
    return "".join(piece if n % 2 else piece.translate(_FULLWIDTH) for n, piece in enumerate(PLACE.split(text)))


@contextmanager
def spoken(monkeypatch: pytest.MonkeyPatch, language: str = TONGUE) -> Iterator[None]:
    """While it lasts Thai is the made-up tongue, for all texts that have a translation into ``language``."""
    table = texts.load_texts()
    known = {key: {TONGUE: in_the_tongue(key)} for key, row in table.items() if row.get(language)}
    with monkeypatch.context() as patch:
        patch.setattr(texts, "load_texts", lambda: known)
        # Words that were kept in another tongue before.
        patch.setattr(codes, "_BOOKS", {})
        yield


def theirs(problem: Problem) -> list[str]:
    """What of a problem may be shown as it is written. Terms in the words of a source come of its tables alone."""
    facts = {"found": problem.found, "sheet": problem.sheet, "cell": problem.cell, **problem.facts}
    own = [str(fact) for name, fact in facts.items() if name in THEIRS]
    of_a_source = problem.sheet == SOURCE or problem.facts.get("kind") == "near"
    for name, fact in problem.facts.items():
        if name in RENDERED_AS and of_a_source:
            lines = (line.partition("=") for line in str(fact).split("\n"))
            own += [value.partition("\t")[2] if kind == "text" else value for kind, _, value in lines if kind in QUOTES]
    return own


def left_in_english(text: str, allowed: Iterable[str] = ()) -> list[str]:
    """The Latin words of a text that are not allowed."""
    known = {word for some in (*EVERYWHERE, *allowed) for word in WORD.findall(some)}
    return [word for word in WORD.findall(text) if word not in known]
