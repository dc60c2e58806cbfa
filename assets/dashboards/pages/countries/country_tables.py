"""The tables of a country's page: series, indicators, returns, cases."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.flags import FILE_STATUSES, RETURN_STATES
from assets.dashboards.formatter import plural
from assets.dashboards.page_rows import Arrival
from assets.dashboards.pages.countries import texts as says
from assets.dashboards.pages.page_model import Page, table_map
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import month_cell, total_cell
from assets.dashboards.table_model import Cell, Column, Table

_ROOT = "../"


def series_table(data: SiteData, area: str, codes: Sequence[str]) -> Table:
    """Some indicators of a country by month."""
    months = data.past
    columns = (Column("Month", "month"), *(Column(data.indicators[code].short_name) for code in codes))
    rows = tuple(
        (Cell(month), *(month_cell(data.country_months.get((code, area), {}).get(month)) for code in codes))
        for month in months
    )
    return Table(f"{data.fmt.country(area)}: nine series by month", columns, rows)


def to_date_table(data: SiteData, area: str) -> Table:
    """Every indicator of a country: the last month, to date, and how many months are counted."""
    rows = []
    for indicator in data.framework.indicators:
        total = data.country_totals.get((indicator.indicator, area))
        last = data.country_months.get((indicator.indicator, area), {}).get(data.last)
        name = Cell(indicator.name, href=f"{_ROOT}indicators/{indicator.indicator}.html")
        months = Cell(total.months_counted if total else 0, of=total.months_due if total else 0)
        rows.append((name, Cell(indicator.unit), month_cell(last), total_cell(total), months))
    last_name = data.fmt.month(data.last, "MMM y") if data.last else "Last month"
    columns = (
        Column("Indicator", "text"),
        Column("Unit", "text"),
        Column(last_name),
        Column("To date"),
        Column("Months counted", "of", "Months counted", "Months due"),
    )
    note = "Investigations open, plans active and Compendium cases: the latest month, not a sum."
    return Table(f"{data.fmt.country(area)}: every indicator", columns, tuple(rows), note)


def returns_table(data: SiteData, area: str) -> Table:
    """Every return that is due or has come, the newest first: when, which version, what became of it."""
    columns = (
        Column("Month", "month"),
        Column("Received", "day"),
        Column("Arrival", "text"),
        Column("Version", "of", "Version", "Versions"),
        Column("Outcome", "text"),
        Column("Figures", "text"),
        Column("File", "text"),
    )
    due = reversed(data.due_returns(area))
    return Table(f"{data.fmt.country(area)}: returns", columns, tuple(_return_row(data, arrival) for arrival in due))


def _return_row(data: SiteData, arrival: Arrival) -> tuple[Cell, ...]:
    fmt = data.fmt
    outcome = FILE_STATUSES.get(arrival.file_status, "none")
    if arrival.file_status == "accepted_with_warnings" and arrival.warnings:
        outcome = f"Accepted with {fmt.number(arrival.warnings)} {plural(arrival.warnings, 'warning', 'warnings')}"
    arrived, unusual = RETURN_STATES[arrival.state].split(",")[0], arrival.state != "on_time"
    if arrival.state == "late" and arrival.days_late:
        arrived = f"Late, {fmt.number(arrival.days_late)} {plural(arrival.days_late, 'day', 'days')}"
    return (
        Cell(arrival.time_period),
        Cell(arrival.received_on),
        Cell(arrived, bold=unusual),
        Cell(arrival.version, of=arrival.versions) if arrival.version else Cell(),
        Cell(outcome, bold=arrival.state == "held"),
        Cell({"FINAL": "Final", "PROVISIONAL": "Provisional"}.get(arrival.data_status, "none")),
        Cell(arrival.file_name or "none"),
    )


def cases_table(data: SiteData, area: str) -> Table | None:
    """The plans, operations and cases that the country lists in the last month; None where it lists none."""
    fmt = data.fmt
    mine = [row for row in data.rows("core.case_status") if row["ref_area"] == area and row["time_period"] == data.last]
    rows = tuple(
        (
            Cell(row["shared_id"]),
            Cell(fmt.code("record", row["record"])),
            Cell(fmt.code("crime", row["crime"])),
            Cell(fmt.code("stage", row["stage"]) if row["stage"] else "none"),
        )
        for row in sorted(mine, key=lambda r: (r["record"], r["shared_id"]))
    )
    columns = (
        Column("Shared id", "text"),
        Column("Record", "text"),
        Column("Offence", "text"),
        Column("Stage", "text"),
    )
    return Table(f"{fmt.country(area)}: plans, operations and cases", columns, rows) if rows else None


def index_page(data: SiteData) -> Page:
    """The page."""
    fmt = data.fmt
    codes = [code for code in ("VIC_ID", "ARR", "INF_ENQ", "TRN_OFF") if code in data.indicators]
    columns = (
        Column("Country", "text"),
        Column("Returns counted", "of", "Returns counted", "Returns due"),
        Column("On time", "of", "On time", "Returns due (on time)"),
        Column(fmt.month(data.last, "MMM y") if data.last else "Last month", "text"),
        *(Column(data.indicators[code].short_name) for code in codes),
    )
    rows = tuple(_index_row(data, area, codes) for area in data.countries)
    return Page(
        path="countries/index.html",
        section="countries",
        h1=says.index_headline(data),
        lead="Figures are to date. Countries differ in size, in law and in how they count: the columns are no ranking.",
        template="countries/countries.html",
        tables=table_map(countries=Table("Every country, to date", columns, rows)),
    )


def _index_row(data: SiteData, area: str, codes: Sequence[str]) -> tuple[Cell, ...]:
    returns = data.returns[area]
    arrival = data.arrivals.get(area, {}).get(data.last)
    state = RETURN_STATES[arrival.state].split(",")[0] if arrival else RETURN_STATES["not_due"]
    return (
        Cell(data.fmt.country(area), href=f"{area}.html"),
        Cell(returns["counted"], of=returns["due"]),
        Cell(returns["on_time"], of=returns["due"]),
        Cell(state, bold=bool(arrival and arrival.state in ("held", "not_received"))),
        *(total_cell(data.country_totals.get((code, area))) for code in codes),
    )
