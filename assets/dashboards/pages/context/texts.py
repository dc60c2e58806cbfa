"""Sentences of the page Context."""

from __future__ import annotations

from assets.dashboards.formatter import Formatter

QUALIFIERS = {"over": "more than ", "about": "about ", "under": "under ", "derived": "", "exact": ""}
BASIS = {"published": "Published total", "derived": "Counted from the text, no published total"}
WARNING = (
    "Other sources, with other definitions, periods and countries. They stand here for context: "
    "they are never added to the figures of this edition, and no percentage is made of the two."
)


def headline(with_figures: int, countries: int, fmt: Formatter) -> str:
    """'National figures of 3 of 8 countries, from other sources'."""
    if not with_figures:
        return "What earlier editions published"
    return f"National figures of {fmt.of(with_figures, countries)} countries, from other sources"


def edition_name(edition: str) -> str:
    """'2nd Joint Period of Action' for JPA2, '9th annual meeting of the working group' for WGAM9."""
    if edition.startswith("JPA"):
        number = edition.removeprefix("JPA")
        ending = {"1": "st", "2": "nd", "3": "rd"}.get(number, "th")
        return f"{number}{ending} Joint Period of Action"
    if edition.startswith("WGAM"):
        return f"{edition.removeprefix('WGAM')}th annual meeting of the working group"
    return edition
