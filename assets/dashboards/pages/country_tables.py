"""The tables of a country's page: series, indicators, returns, cases."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.cells import month_cell, total_cell
from assets.dashboards.formatter import plural
from assets.dashboards.marks import LETTERS
from assets.dashboards.rows import Arrival
from assets.dashboards.sentences import country as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table

_ROOT = "../"

OUTCOMES = {
    "accepted": "Accepted",
    "accepted_with_warnings": "Accepted with warnings",
    "withdrawn": "Withdrawn",
    "held": "Held for correction",
    "refused": "Refused",
    "received before": "Received before",
}


def series_table(numbers: Numbers, area: str, codes: Sequence[str]) -> Table:
    """Some indicators of a country by month."""
    months = numbers.past
    columns = (Column("Month", "month"), *(Column(numbers.indicators[code].short_name) for code in codes))
    rows = tuple(
        (Cell(month), *(month_cell(numbers.country_months.get((code, area), {}).get(month)) for code in codes))
        for month in months
    )
    return Table(f"{numbers.words.country(area)}: nine series by month", columns, rows)


def to_date_table(numbers: Numbers, area: str) -> Table:
    """Every indicator of a country: the last month, to date, and how many months are counted."""
    rows = []
    for indicator in numbers.framework.indicators:
        total = numbers.country_totals.get((indicator.indicator, area))
        last = numbers.country_months.get((indicator.indicator, area), {}).get(numbers.last)
        name = Cell(indicator.name, href=f"{_ROOT}indicators/{indicator.indicator}.html")
        months = Cell(total.months_counted if total else 0, of=total.months_due if total else 0)
        rows.append((name, Cell(indicator.unit), month_cell(last), total_cell(total), months))
    last_name = numbers.words.month(numbers.last, "MMM y") if numbers.last else "Last month"
    columns = (
        Column("Indicator", "text"),
        Column("Unit", "text"),
        Column(last_name),
        Column("To date"),
        Column("Months counted", "of", "Months counted", "Months due"),
    )
    note = "Investigations open, plans active and Compendium cases: the latest month, not a sum."
    return Table(f"{numbers.words.country(area)}: every indicator", columns, tuple(rows), note)


def returns_table(numbers: Numbers, area: str) -> Table:
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
    due = reversed(says.due_returns(numbers, area))
    return Table(
        f"{numbers.words.country(area)}: returns", columns, tuple(_return_row(numbers, arrival) for arrival in due)
    )


def _return_row(numbers: Numbers, arrival: Arrival) -> tuple[Cell, ...]:
    words = numbers.words
    outcome = OUTCOMES.get(arrival.outcome, "none")
    if arrival.outcome == "accepted_with_warnings" and arrival.warnings:
        outcome = f"Accepted with {words.number(arrival.warnings)} {plural(arrival.warnings, 'warning', 'warnings')}"
    arrived, unusual = LETTERS[arrival.state].split(",")[0], arrival.state != "T"
    if arrival.state == "L" and arrival.days_late:
        arrived = f"Late, {words.number(arrival.days_late)} {plural(arrival.days_late, 'day', 'days')}"
    return (
        Cell(arrival.time_period),
        Cell(arrival.received_on),
        Cell(arrived, bold=unusual),
        Cell(arrival.version, of=arrival.versions) if arrival.version else Cell(),
        Cell(outcome, bold=arrival.state == "H"),
        Cell({"FINAL": "Final", "PROVISIONAL": "Provisional"}.get(arrival.data_status, "none")),
        Cell(arrival.file_name or "none"),
    )


def cases_table(numbers: Numbers, area: str) -> Table | None:
    """The plans, operations and cases that the country lists in the last month; None where it lists none."""
    words = numbers.words
    mine = [
        row
        for row in numbers.rows("core.case_status")
        if row["ref_area"] == area and row["time_period"] == numbers.last
    ]
    rows = tuple(
        (
            Cell(row["shared_id"]),
            Cell(words.code("record", row["record"])),
            Cell(words.code("crime", row["crime"])),
            Cell(words.code("stage", row["stage"]) if row["stage"] else "none"),
        )
        for row in sorted(mine, key=lambda r: (r["record"], r["shared_id"]))
    )
    columns = (
        Column("Shared id", "text"),
        Column("Record", "text"),
        Column("Offence", "text"),
        Column("Stage", "text"),
    )
    return Table(f"{words.country(area)}: plans, operations and cases", columns, rows) if rows else None
