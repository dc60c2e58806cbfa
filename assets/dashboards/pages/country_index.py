"""The index of all countries: how they report, and a few figures."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.cells import total_cell
from assets.dashboards.marks import LETTERS
from assets.dashboards.page import Page, table_map
from assets.dashboards.sentences import country as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table


def index_page(numbers: Numbers) -> Page:
    """The page."""
    words = numbers.words
    codes = [code for code in ("VIC_ID", "ARR", "INF_ENQ", "TRN_OFF") if code in numbers.indicators]
    columns = (
        Column("Country", "text"),
        Column("Returns counted", "of", "Returns counted", "Returns due"),
        Column("On time", "of", "On time", "Returns due (on time)"),
        Column(words.month(numbers.last, "MMM y") if numbers.last else "Last month", "text"),
        *(Column(numbers.indicators[code].short_name) for code in codes),
    )
    rows = tuple(_index_row(numbers, area, codes) for area in numbers.countries)
    return Page(
        path="countries/index.html",
        section="countries",
        h1=says.index_headline(numbers),
        lead="Figures are to date. Countries differ in size, in law and in how they count: the columns are no ranking.",
        template="countries.html",
        tables=table_map(countries=Table("Every country, to date", columns, rows)),
    )


def _index_row(numbers: Numbers, area: str, codes: Sequence[str]) -> tuple[Cell, ...]:
    due = says.due_returns(numbers, area)
    arrival = numbers.arrivals.get(area, {}).get(numbers.last)
    state = LETTERS[arrival.state].split(",")[0] if arrival else LETTERS["."]
    return (
        Cell(numbers.words.country(area), href=f"{area}.html"),
        Cell(sum(a.counted for a in due), of=len(due)),
        Cell(sum(a.state == "T" for a in due), of=len(due)),
        Cell(state, bold=bool(arrival and arrival.state in ("H", "N"))),
        *(total_cell(numbers.country_totals.get((code, area))) for code in codes),
    )
