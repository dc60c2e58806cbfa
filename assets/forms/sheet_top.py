"""The top of a sheet, as words to be compared: what a layout is told by stands there."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

from assets.forms.codes import plain
from assets.forms.layout.fits import Fits
from assets.framework.terms import term
from assets.intake.workbook import Sheet

# A header or a form's own marker stands near the top; rows inserted above it by the sender are allowed for.
HEADER_ROWS = 60


class Missing(NamedTuple):
    """Something that a layout is told by and is not there, as a term; a heading may be ``respelt``."""

    said: str
    respelt: bool = False


@dataclass(frozen=True)
class SheetTop:
    """The words of the first rows of a sheet."""

    sheet: Sheet

    @cached_property
    def rows(self) -> dict[int, dict[str, str]]:
        """By row that is not blank: each word as ``plain`` compares it, and as it is written."""
        numbers = [row for row in range(1, HEADER_ROWS + 1) if row in self.sheet.rows]
        words = {n: {plain(cell.text): cell.text.strip() for cell in self.sheet.rows[n].values()} for n in numbers}
        return {row: {word: text for word, text in found.items() if word} for row, found in words.items()}

    def holds(self, condition: Fits) -> bool:
        """Whether all that the condition asks of a sheet stands here; its marker is looked for elsewhere."""
        if condition.text and not any(plain(condition.text) in words for words in self.rows.values()):
            return False
        if condition.row and not self._has_row(condition.row):
            return False
        wanted = _plain_all(condition.labels)
        return not wanted or any(
            wanted <= words.keys() and not (condition.alone and len(words) > len(wanted))
            for words in self.rows.values()
        )

    def missing(self, condition: Fits) -> list[Missing]:
        """What the condition asks for and is not here; empty where it holds."""
        missing: list[Missing] = []
        if condition.text and not any(plain(condition.text) in words for words in self.rows.values()):
            missing.append(Missing(term("text", "a cell that reads “{0}”", condition.text)))
        missing += self._missing_labels(condition)
        if condition.row and not self._has_row(condition.row):
            cells = ", ".join(f"“{cell}”" for cell in condition.row)
            missing.append(Missing(term("text", "a row with {0}", cells)))
        return missing

    def _has_row(self, cells: tuple[str, ...]) -> bool:
        return any(_plain_all(cells) <= words.keys() for words in self.rows.values())

    def _missing_labels(self, condition: Fits) -> list[Missing]:
        """The headings that are not in the row which has the most of them, or those that should not be there."""
        wanted = _plain_all(condition.labels)
        here = max(self.rows.values(), key=lambda words: len(wanted & words.keys()), default={})
        others = {word: text for word, text in here.items() if word not in wanted}
        absent = [label for label in condition.labels if plain(label) not in here]
        if not absent and condition.alone and others:
            more = ", ".join(others.values())
            return [Missing(term("text", "a row without further headings (there is also {0})", more))]
        return [_heading(label, others) for label in absent]


def _heading(label: str, others: dict[str, str]) -> Missing:
    wanted = plain(label)
    near = [word for word in sorted(others) if wanted in word] or get_close_matches(wanted, sorted(others), n=1)
    if not near:
        return Missing(term("text", "the heading “{0}”", label))
    return Missing(term("text", "the heading “{0}” (there is “{1}”)", label, others[near[0]]), respelt=True)


def _plain_all(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(text) for text in texts)
