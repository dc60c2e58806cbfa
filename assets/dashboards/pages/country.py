"""A page for each country, and the index of all: returns first, then series, then revisions, quality and context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.dashboards.cells import month_cell, point, total_cell
from assets.dashboards.charts import Figure
from assets.dashboards.figures.month_bars import month_bars
from assets.dashboards.marks import LETTERS
from assets.dashboards.numbers import Numbers
from assets.dashboards.page import Page, table_map
from assets.dashboards.pages.context import country_context
from assets.dashboards.pages.quality import country_quality
from assets.dashboards.pages.revisions import revisions_table
from assets.dashboards.phrases import phrase
from assets.dashboards.rows import Arrival
from assets.dashboards.sentences import country as says
from assets.dashboards.shell import crumbs
from assets.dashboards.tables import Cell, Column, Table
from assets.dashboards.words import plural

_ROOT = "../"
_PANELS = ("INV_NEW", "SUS_ID", "ARR", "CHG", "VIC_ID", "VIC_AST", "INF_ENQ", "INF_RSP", "TRN_OFF")
OUTCOMES = {
    "accepted": "Accepted",
    "accepted_with_warnings": "Accepted with warnings",
    "withdrawn": "Withdrawn",
    "held": "Held for correction",
    "refused": "Refused",
    "received before": "Received before",
}


def build(numbers: Numbers) -> Iterator[Page]:
    """The index, then a page for each participating country."""
    yield _index(numbers)
    for area in numbers.countries:
        yield _page(numbers, area)


def _page(numbers: Numbers, area: str) -> Page:
    words = numbers.words
    codes = [code for code in _PANELS if code in numbers.indicators]
    mine = [row for row in numbers.revisions if row["ref_area"] == area]
    return Page(
        path=f"countries/{area}.html",
        section="countries",
        h1=says.headline(numbers, area),
        lead=says.lead(numbers, area),
        template="country.html",
        tables=table_map(
            series=_series(numbers, area, codes) if numbers.past else None,
            everything=_to_date(numbers, area),
            returns=_returns(numbers, area),
            quality=country_quality(numbers, area),
            revisions=revisions_table(numbers, mine, by_country=False) if mine else None,
            cases=_cases(numbers, area),
            national=country_context(numbers, area),
        ),
        context={
            "name": words.country(area),
            "area": area,
            "figures": _key_figures(numbers, area),
            "panels": [_panel(numbers, area, code) for code in codes] if numbers.past else [],
            "due_day": numbers.edition.due_day,
        },
        crumbs=crumbs("countries", words.country(area), _ROOT),
    )


def _key_figures(numbers: Numbers, area: str) -> list[tuple[str, str]]:
    words = numbers.words
    due = says.due_returns(numbers, area)
    counted = sum(arrival.counted for arrival in due)
    on_time = sum(arrival.state == "T" for arrival in due)
    found = [
        (words.of(counted, len(due)), "returns counted"),
        (words.of(on_time, len(due)), "on time"),
    ]
    enquiries = {row["ref_area"]: row for row in numbers.rows("outcomes.enquiries_by_country")}.get(area)
    if enquiries and enquiries["received"]:
        found.append((words.of(enquiries["answered"] or 0, enquiries["received"]), "enquiries received, answered"))
    for code in ("CMP_CASE", "OPS_JNT"):
        total = numbers.country_totals.get((code, area))
        if total is not None and total.obs_value is not None and code in numbers.indicators:
            named = phrase(numbers.indicators[code]).after(total.obs_value)
            found.append((words.number(total.obs_value), named))
    return found


def _panel(numbers: Numbers, area: str, code: str) -> dict[str, str | Figure | bool]:
    words, indicator = numbers.words, numbers.indicators[code]
    by_month = numbers.country_months.get((code, area), {})
    total = numbers.country_totals.get((code, area))
    breaks = {(r["time_period"]) for r in _notes(numbers, area, code) if r["note_kind"] == "BREAK"}
    points = [point(m, by_month.get(m), breaks=m in breaks) for m in numbers.months]
    last = by_month.get(numbers.last)
    unit = f"{indicator.unit}s" if total is None or total.obs_value != 1 else indicator.unit
    in_last = (
        f", {words.number(last.obs_value)} in {words.month_alone(numbers.last)}"
        if last and last.obs_value is not None
        else ""
    )
    has = total is not None and total.obs_value is not None
    return {
        "code": code,
        "title": indicator.short_name,
        "value": words.label(total.obs_value, total.is_lower_bound)
        if total and total.obs_value is not None
        else "no figure",
        "about": f"{unit} to date{in_last}" if has else "",
        "figure": month_bars(points, len(numbers.past), words, small=True, synthetic=bool(numbers.synthetic[0])),
    }


def _notes(numbers: Numbers, area: str, code: str) -> list[dict[str, str]]:
    return [row for row in numbers.rows("core.notes") if (row["ref_area"], row["indicator"]) == (area, code)]


def _series(numbers: Numbers, area: str, codes: Sequence[str]) -> Table:
    months = numbers.past
    columns = (Column("Month", "month"), *(Column(numbers.indicators[code].short_name) for code in codes))
    rows = tuple(
        (Cell(month), *(month_cell(numbers.country_months.get((code, area), {}).get(month)) for code in codes))
        for month in months
    )
    return Table(f"{numbers.words.country(area)}: nine series by month", columns, rows)


def _to_date(numbers: Numbers, area: str) -> Table:
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


def _returns(numbers: Numbers, area: str) -> Table:
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


def _cases(numbers: Numbers, area: str) -> Table | None:
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


def _index(numbers: Numbers) -> Page:
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
