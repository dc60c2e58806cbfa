"""Figures that a later version of a return changed."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.cells import value_cell
from assets.dashboards.rows import Row
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table


def revisions_table(numbers: Numbers, rows: Sequence[Row], *, by_country: bool) -> Table:
    """What was, what is now, the difference, and by which version; the newest first."""
    words = numbers.words
    columns = (
        Column("Figure", "text"),
        *((Column("Country", "text"),) if by_country else ()),
        Column("Month", "month"),
        Column("Was"),
        Column("Now"),
        Column("Change", "text", right=True),
        Column("Version"),
        *((Column("Received", "day"),) if by_country else ()),
    )
    found = tuple(
        (
            Cell(numbers.indicators[row["indicator"]].short_name),
            *((Cell(words.country(row["ref_area"])),) if by_country else ()),
            Cell(row["time_period"]),
            Cell(row["previous_value"]),
            value_cell(row["obs_value"], row["state"]),
            Cell("withdrawn" if row["obs_value"] is None else words.signed(row["obs_value"] - row["previous_value"])),
            Cell(row["version"]),
            *((Cell(row["received_on"] or None),) if by_country else ()),
        )
        for row in rows
    )
    return Table("Revisions", columns, found)
