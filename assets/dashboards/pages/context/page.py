"""Context: what other sources publish; never added to the edition's figures, never compared in per cent."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.downloads.files import Downloads
from assets.dashboards.formatter import Formatter
from assets.dashboards.pages.context import texts as says
from assets.dashboards.pages.page_model import MenuEntry, Page
from assets.dashboards.pages.shared.national_context import country_context
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import PublishedOutcome

MENU = MenuEntry("context", "Context", "context.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """National figures of every participating country, and what earlier editions published."""
    sources = sorted({row["source"] for row in data.rows("outcomes.national_context")})
    countries = [
        (data.fmt.country(area), table) for area in data.countries if (table := country_context(data, area)) is not None
    ]
    yield Page(
        path="context.html",
        section="context",
        h1=says.headline(len(countries), len(data.countries), data.fmt),
        lead=says.WARNING,
        template="context/context.html",
        context={
            "countries": countries,
            "sources": sources,
            "published": _published(data),
            "notes": _notes(data),
        },
    )


def _published(data: SiteData) -> list[tuple[str, str, Table, list[str]]]:
    """Per earlier edition: its name, whose figures they are, the table, and the addresses of the sources."""
    found = []
    rows = data.framework.published_outcomes
    for edition in dict.fromkeys(row.edition for row in rows):
        mine = [row for row in rows if row.edition == edition]
        columns = (
            Column("What", "text"),
            Column("Published figure", "text"),
            Column("Unit", "text"),
            Column("Period", "text"),
            Column("Whose", "text"),
            Column("Basis", "text"),
            Column("Note", "text"),
        )
        cells = tuple(_published_row(row, data.fmt) for row in mine)
        table = Table(f"Published for {edition}", columns, cells, ours=False)
        addresses = dict.fromkeys(a for row in mine for a in (row.source, row.corroborating_source) if a)
        found.append((says.edition_name(edition), edition, table, list(addresses)))
    return found


def _published_row(row: PublishedOutcome, fmt: Formatter) -> tuple[Cell, ...]:
    return (
        Cell(row.indicator),
        Cell(says.QUALIFIERS.get(row.qualifier, "") + fmt.number(row.value)),
        Cell(row.unit),
        Cell(f"{_day(row.period_start, fmt)} to {_day(row.period_end, fmt)}"),
        Cell(row.scope),
        Cell(says.BASIS.get(row.value_basis, row.value_basis)),
        Cell(row.note or None),
    )


def _day(text: str, fmt: Formatter) -> str:
    """A day or a month as the source gives it, written out."""
    return fmt.month(text) if len(text) == len("2016-05") else fmt.day(text)


def _notes(data: SiteData) -> list[str]:
    names = sorted({row["file_name"] for row in data.rows("outcomes.national_context")})
    return [f"Read from {name}, as received." for name in names]
