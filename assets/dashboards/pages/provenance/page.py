"""Where each number comes from: the cells behind every indicator and country, with file, sheet and cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from assets.dashboards.charts.chart import Link
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.pages.page_model import Page, table_map
from assets.dashboards.pages.provenance import texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table

# It is reached from Method and from every chart.
MENU = None


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page; writes the file of all cells."""
    fmt, cells = data.fmt, data.tables["outcomes.cells_behind"]
    indicators = [
        (i.indicator, i.name, fmt.number(found))
        for i, found in zip(data.framework.indicators, _cells_of(cells, "indicator", data.indicators), strict=True)
    ]
    countries = [
        (area, fmt.country(area), fmt.number(found))
        for area, found in zip(data.countries, _cells_of(cells, "ref_area", data.countries), strict=True)
    ]
    packed, parquet = downloads.save_packed(cells, "cells")
    yield Page(
        path="provenance.html",
        section="method",
        h1=says.HEADLINE,
        lead=says.LEAD,
        template="provenance/provenance.html",
        tables=table_map(returns=_returns(data)),
        context={
            "groups": (("By indicator", "indicator", indicators), ("By country", "ref_area", countries)),
            "cell_files": (
                ("Every cell, for a spreadsheet program", packed),
                ("Every cell, for Python, R or DuckDB", parquet),
            ),
            "columns": says.COLUMNS,
            "example": _example(data),
        },
        crumbs=(Link("method.html", "Method"), Link("", says.HEADLINE)),
    )


def _cells_of(cells: pa.Table, column: str, codes: Iterable[str]) -> list[int]:
    """How many rows of the file each code has."""
    found = Counter(cells.column(column).to_pylist())
    return [found[code] for code in codes]


def _example(data: SiteData) -> str:
    """A command that shows cells: of the last figure above 0, of the first country that has one."""
    code = "VIC_ID" if "VIC_ID" in data.indicators else next(iter(data.indicators))
    found = [
        (month, area)
        for month in reversed(data.past)
        for area in data.countries
        if (cell := data.country_months.get((code, area), {}).get(month)) and cell.obs_value
    ]
    month, area = found[0] if found else (data.last or data.months[0], next(iter(data.countries), "THA"))
    return f"jpa trace {code} --country {area} --month {month}"


def _returns(data: SiteData) -> Table:
    """Every return that counts, with the hash of its bytes."""
    fmt = data.fmt
    rows = tuple(
        (
            Cell(fmt.country(row["ref_area"])),
            Cell(row["time_period"]),
            Cell(row["version"]),
            Cell(row["received_on"]),
            Cell(row["file_name"]),
            Cell(row["sha256"]),
        )
        for row in sorted(
            (r for r in data.rows("core.returns") if r["counted"]),
            key=lambda r: (fmt.country(r["ref_area"]), r["time_period"]),
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
