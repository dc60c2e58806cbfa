"""What other sources publish of a country, by year: totals, or categories where a source gives no total.

Nothing is added up: a source's parts may overlap. What is not shown is counted in the table's note.
"""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.formatter import Formatter, plural
from assets.dashboards.page_rows import Row
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table

_YEARS = 6
_WHOLE = ("", "Total", None)


def country_context(data: SiteData, area: str) -> Table | None:
    """A country's figures by year, the last years of each source; a mark such as <5 stands as the source gives it."""
    everything = [row for row in data.rows("outcomes.national_context") if row["ref_area"] == area]
    if not everything:
        return None
    rows = _rows_shown(everything)
    periods = sorted({row["time_period"] for row in rows})[-_YEARS:]
    rows = [row for row in rows if row["time_period"] in periods]
    several_sources = len({row["source"] for row in everything}) > 1
    by_line: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        by_line.setdefault((row["source"], *_parts_of_label(row)), {})[row["time_period"]] = row
    lines = tuple(
        (
            Cell(": ".join(parts), small=source if several_sources else ""),
            *(_value(found.get(period)) for period in periods),
        )
        for (source, *parts), found in sorted(by_line.items())
    )
    shown = sum(len(found) for found in by_line.values())
    columns = (Column("Persons, national", "text"), *(Column(period) for period in periods))
    note = " ".join(
        text
        for text in (
            "A dash: the source gives no figure.",
            _not_shown(len(everything) - shown, data.fmt),
            f"Source: {'; '.join(sorted({row['source'] for row in everything}))}.",
        )
        if text
    )
    return Table(f"{data.fmt.country(area)}: national context", columns, lines, note, ours=False)


def _rows_shown(rows: Sequence[Row]) -> list[Row]:
    """Of each source's indicator the whole by sex and age: its totals, or its categories where it has no total."""
    whole = [row for row in rows if row["sex"] == "_T" and row["age"] == "_T"]
    with_total = {(row["source"], row["indicator"]) for row in whole if row["category"] in _WHOLE}
    return [row for row in whole if row["category"] in _WHOLE or (row["source"], row["indicator"]) not in with_total]


def _parts_of_label(row: Row) -> list[str]:
    """Indicator, then topic and category where the row is not of all of them."""
    return [row["indicator"], *(row[name] for name in ("topic", "category") if row[name] not in _WHOLE)]


def _not_shown(count: int, fmt: Formatter) -> str:
    if not count:
        return ""
    return (
        f"Not shown here: {fmt.number(count)} more {plural(count, 'figure', 'figures')} of earlier periods or split by "
        "category, sex or age; every figure is in the file on the page Context."
    )


def _value(row: Row | None) -> Cell:
    if row is None:
        return Cell("–")
    return Cell(row["obs_value"]) if row["obs_value"] is not None else Cell(row["raw_text"])
