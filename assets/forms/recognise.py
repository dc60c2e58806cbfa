"""Which layout a workbook is in, by what stands in it, never by the file's name; and which ones nearly fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

from assets.forms.codes import plain
from assets.forms.layout.fits import Fits
from assets.forms.layout.layout import Layout
from assets.forms.layout.table_blocks import TableBlock
from assets.forms.reader.regions import PREFIX
from assets.framework.terms import term, terms
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, Sheet, Workbook

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


# A layout is near where more than half of what it is told by is there; or half, and a heading is spelt otherwise.
NEAR = 0.5
# How many near misses are told; the nearest come first.
TOLD = 3


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A layout that does not fit: on the ``sheet`` that has the most of it, what is ``missing`` of ``asked`` things."""

    layout: Layout
    sheet: str
    asked: int
    missing: tuple[Missing, ...]

    @property
    def share(self) -> float:
        """How much of what the layout is told by stands on the sheet, from 0 to 1."""
        return 1 - len(self.missing) / self.asked

    @property
    def is_near(self) -> bool:
        """Whether it may be this layout that is meant."""
        return self.share > NEAR or (self.share == NEAR and any(missing.respelt for missing in self.missing))

    @property
    def said(self) -> str:
        """The title of the layout and what is missing, as terms."""
        return terms((term("of", self.layout.title), *(missing.said for missing in self.missing)))


def miss_of(tops: Sequence[SheetTop], layout: Layout) -> NearMiss:
    """What is missing for the layout on the sheet that has the most of it."""
    asked = sum(bool(some.text) + len(some.labels) + bool(some.row) + bool(some.marker) for some in layout.fits)
    found = [
        NearMiss(layout, top.sheet.name, asked, tuple(one for some in layout.fits for one in top.missing(some)))
        for top in tops
    ]
    return max(
        found,
        key=lambda miss: miss.share,
        default=NearMiss(layout, "", asked, (Missing(term("text", "a sheet")),) * asked),
    )


def near_misses(tops: Sequence[SheetTop], layouts: Sequence[Layout]) -> tuple[NearMiss, ...]:
    """The layouts of tables that nearly fit, the nearest first."""
    misses = [miss_of(tops, layout) for layout in layouts if layout.tables]
    near = [miss for miss in misses if miss.is_near]
    return tuple(sorted(near, key=lambda miss: -miss.share)[:TOLD])


_LAYOUT = f"{PREFIX}layout:"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The one layout that fits, or the problem (F06) that none or several do, with those that nearly fit."""

    layout: Layout | None
    problem: Problem | None = None
    near: tuple[NearMiss, ...] = ()


def recognise(workbook: Workbook, codes: Sequence[Sequence[Cell]], layouts: Sequence[Layout]) -> Recognised:
    """The one layout all of whose conditions hold; facts of F06 say what was looked for.

    ``codes`` has the machine cells of each sheet. A workbook that carries a marker of our form is looked at as that
    form alone.
    """
    markers = [
        cell for of_sheet in codes for cell in of_sheet if cell.row <= HEADER_ROWS and cell.text.startswith(_LAYOUT)
    ]
    if markers:
        forms = [layout for layout in layouts if layout.kind == "return"]
        marked = {cell.text.strip() for cell in markers}
        fitting = [form for form in forms if all(condition.marker in marked for condition in form.fits)]
        facts: dict[str, str | int] = {"kind": "version", "known": ", ".join(_marker(form) for form in forms)}
        return _one_of(fitting, markers[0].text, facts)
    tops = [SheetTop(sheet) for sheet in workbook.sheets]
    fitting = [layout for layout in layouts if layout.tables and _fits(tops, layout)]
    near = () if fitting else near_misses(tops, layouts)
    return _one_of(fitting, "", _looked_for(near, layouts), near)


def sheets_of(workbook: Workbook, layout: Layout, block: TableBlock) -> list[Sheet]:
    """The sheets of somebody else's workbook on which this table of the layout is looked for."""
    conditions = block.fits or layout.fits
    return [top.sheet for top in map(SheetTop, workbook.sheets) if all(top.holds(some) for some in conditions)]


def _one_of(
    fitting: list[Layout], found: str, none_fits: dict[str, str | int], near: tuple[NearMiss, ...] = ()
) -> Recognised:
    if len(fitting) == 1:
        return Recognised(fitting[0])
    facts = none_fits
    if fitting:
        facts = {"kind": "several", "fitting": ", ".join(f"{layout.id} {layout.version}" for layout in fitting)}
    return Recognised(None, Problem("F06", found=found, facts=facts), near)


def _fits(tops: Sequence[SheetTop], layout: Layout) -> bool:
    if any(block.fits for block in layout.tables):
        return all(any(top.holds(condition) for top in tops) for condition in layout.fits)
    return any(all(top.holds(condition) for condition in layout.fits) for top in tops)


def _marker(layout: Layout) -> str:
    return " ".join(condition.marker for condition in layout.fits)


def _looked_for(near: Sequence[NearMiss], layouts: Sequence[Layout]) -> dict[str, str | int]:
    """What would have been needed: of the layouts that nearly fit, else how many tables are known."""
    if near:
        return {"kind": "near", "missing_parts": terms(miss.said for miss in near)}
    return {"kind": "unknown", "tables": sum(bool(layout.tables) for layout in layouts)}
