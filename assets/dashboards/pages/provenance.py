"""Where each number comes from: the cells behind every indicator and country, with file, sheet and cell."""

from __future__ import annotations

import pandas as pd

from assets.dashboards.charts import Link
from assets.dashboards.downloads import Downloads, Saved
from assets.dashboards.page import Page, table_map
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table

_COLUMNS = (
    ("ref_area, time_period", "The country or economy (ISO 3166 alpha-3) and the month of the return."),
    (
        "indicator to shared_id",
        "What the cell counts: indicator, offence, victim status, form, sex, age, counterpart, shared record.",
    ),
    ("obs_value, obs_status", "The number, and P provisional, A final, Q withheld, M cannot be counted there."),
    ("raw_text", "What stands in the cell, letter by letter."),
    (
        "adds_up",
        (
            "yes: the cell is added into its country’s value. part: it explains a cell that is. once: its "
            "shared record counts once, however many list it."
        ),
    ),
    ("file_name, version, sheet, cell", "The return, its version, and the cell as Excel names it."),
)


def build(numbers: Numbers, downloads: Downloads) -> Page:
    """The page; writes one CSV for each indicator and for each country."""
    words, cells = numbers.words, numbers.tables["outcomes.cells_behind"]
    by_indicator, by_country = (dict(list(cells.groupby(column, sort=True))) for column in ("indicator", "ref_area"))
    indicators = [
        (
            i.indicator,
            i.name,
            _saved(downloads, by_indicator.get(i.indicator), i.indicator),
            words.number(len(by_indicator.get(i.indicator, ()))),
        )
        for i in numbers.framework.indicators
    ]
    countries = [
        (
            area,
            words.country(area),
            _saved(downloads, by_country.get(area), area),
            words.number(len(by_country.get(area, ()))),
        )
        for area in numbers.countries
    ]
    return Page(
        path="provenance.html",
        section="method",
        h1="Where each number comes from",
        lead=(
            "Every number is added up from cells of the returns that count. Each cell stands here with its "
            "file, sheet and cell."
        ),
        template="provenance.html",
        tables=table_map(returns=_returns(numbers)),
        context={
            "indicators": indicators,
            "countries": countries,
            "columns": _COLUMNS,
            "example": _example(numbers),
        },
        crumbs=(Link("method.html", "Method"), Link("", "Where each number comes from")),
    )


def _saved(downloads: Downloads, frame: pd.DataFrame | None, name: str) -> Saved | None:
    return None if frame is None else downloads.save_frame(frame, f"cells/{name}")


def _example(numbers: Numbers) -> str:
    """A command that shows cells: of the last figure above 0, of the first country that has one."""
    code = "VIC_ID" if "VIC_ID" in numbers.indicators else next(iter(numbers.indicators))
    found = [
        (month, area)
        for month in reversed(numbers.past)
        for area in numbers.countries
        if (cell := numbers.country_months.get((code, area), {}).get(month)) and cell.obs_value
    ]
    month, area = found[0] if found else (numbers.last or numbers.months[0], next(iter(numbers.countries), "THA"))
    return f"jpa trace {code} --country {area} --month {month}"


def _returns(numbers: Numbers) -> Table:
    """Every return that counts, with the hash of its bytes."""
    words = numbers.words
    rows = tuple(
        (
            Cell(words.country(row["ref_area"])),
            Cell(row["time_period"]),
            Cell(row["version"]),
            Cell(row["received_on"]),
            Cell(row["file_name"]),
            Cell(row["sha256"]),
        )
        for row in sorted(
            (r for r in numbers.rows("core.returns") if r["counted"]),
            key=lambda r: (words.country(r["ref_area"]), r["time_period"]),
        )
    )
    columns = (
        Column("Country", "text"),
        Column("Month", "month"),
        Column("Version"),
        Column("Received", "day"),
        Column("File", "text"),
        Column("sha256 of its bytes", "text"),
    )
    return Table("Returns that count", columns, rows)
