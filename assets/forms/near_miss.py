"""Layouts that nearly fit a workbook, and what is missing: for whoever changed a heading, or writes a layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.forms.layout.layout import Layout
from assets.forms.sheet_top import Missing, SheetTop
from assets.framework.terms import term, terms

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
