"""Context: what other sources publish; never added to the edition's figures, never compared in per cent."""

from __future__ import annotations

from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.page_model import Page
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import PublishedOutcome

_YEARS = 6
_QUALIFIERS = {"over": "more than ", "about": "about ", "under": "under ", "derived": "", "exact": ""}
_BASIS = {"published": "Published total", "derived": "Counted from the text, no published total"}
WARNING = (
    "Other sources, with other definitions, periods and countries. They stand here for context: "
    "they are never added to the figures of this edition, and no percentage is made of the two."
)


def build(data: SiteData) -> Page:
    """National figures of every participating country, and what earlier editions published."""
    sources = sorted({row["source"] for row in _totals(data)})
    countries = [
        (data.fmt.country(area), table) for area in data.countries if (table := country_context(data, area)) is not None
    ]
    headline = (
        f"National figures of {data.fmt.of(len(countries), len(data.countries))} countries, from other sources"
        if countries
        else "What earlier editions published"
    )
    return Page(
        path="context.html",
        section="context",
        h1=headline,
        lead=WARNING,
        template="context/context.html",
        context={
            "countries": countries,
            "sources": sources,
            "published": _published(data),
            "notes": _notes(data),
        },
    )


def _totals(data: SiteData) -> list[Row]:
    """The rows of a source that are not split: all topics, sexes and ages together."""
    return [
        row
        for row in data.rows("outcomes.national_context")
        if row["sex"] == "_T" and row["age"] == "_T" and row["category"] in ("", "Total", None)
    ]


def country_context(data: SiteData, area: str) -> Table | None:
    """A country's totals by year, the last years of each source; a mark such as <5 stands as the source gives it."""
    mine = [row for row in _totals(data) if row["ref_area"] == area]
    if not mine:
        return None
    years = sorted({row["time_period"] for row in mine})[-_YEARS:]
    by_key: dict[tuple[str, str], dict[str, Row]] = {}
    for row in mine:
        by_key.setdefault((row["source"], row["indicator"]), {})[row["time_period"]] = row
    sources = sorted({source for source, _ in by_key})
    rows = tuple(
        (Cell(indicator, small=source if len(sources) > 1 else ""), *(_value(found.get(year)) for year in years))
        for (source, indicator), found in sorted(by_key.items())
        if any(year in found for year in years)
    )
    columns = (Column("Persons a year, national", "text"), *(Column(year) for year in years))
    note = f"A dash: the source gives no figure. Source: {'; '.join(sources)}."
    return Table(f"{data.fmt.country(area)}: national context", columns, rows, note, ours=False)


def _value(row: Row | None) -> Cell:
    if row is None:
        return Cell("–")
    return Cell(row["obs_value"]) if row["obs_value"] is not None else Cell(row["raw_text"])


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
        found.append((_edition_name(edition), edition, table, list(addresses)))
    return found


def _published_row(row: PublishedOutcome, fmt: Formatter) -> tuple[Cell, ...]:
    return (
        Cell(row.indicator),
        Cell(_QUALIFIERS.get(row.qualifier, "") + fmt.number(row.value)),
        Cell(row.unit),
        Cell(f"{_day(row.period_start, fmt)} to {_day(row.period_end, fmt)}"),
        Cell(row.scope),
        Cell(_BASIS.get(row.value_basis, row.value_basis)),
        Cell(row.note or None),
    )


def _day(text: str, fmt: Formatter) -> str:
    """A day or a month as the source gives it, written out."""
    return fmt.month(text) if len(text) == len("2016-05") else fmt.day(text)


def _edition_name(edition: str) -> str:
    if edition.startswith("JPA"):
        number = edition.removeprefix("JPA")
        ending = {"1": "st", "2": "nd", "3": "rd"}.get(number, "th")
        return f"{number}{ending} Joint Period of Action"
    if edition.startswith("WGAM"):
        return f"{edition.removeprefix('WGAM')}th annual meeting of the working group"
    return edition


def _notes(data: SiteData) -> list[str]:
    names = sorted({row["file_name"] for row in data.rows("outcomes.national_context")})
    return [f"Read from {name}, as received." for name in names]
