"""The eight measures of data quality: for all countries, and one country against all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from assets.dashboards.charts.dots import against_all
from assets.dashboards.formatter import Formatter, plural
from assets.dashboards.page_rows import Measure, Row
from assets.dashboards.pages.shared.milestone_status import goals, status_of
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import value_cell
from assets.dashboards.table_model import Cell, Column, Table

# Measure in the tables, its short code, its name, what is better.
MEASURES = (
    ("Q1", "Q1", "Returns counted", "higher"),
    ("Q2", "Q2", "Returns on time", "higher"),
    ("Q3", "Q3", "Cells answered of cells asked", "higher"),
    ("Q4_errors", "Q4", "Rules passed: no error", "higher"),
    ("Q4_warnings", "Q4", "Rules passed: no warning", "higher"),
    ("Q5", "Q5", "Size of revisions", "lower"),
    ("Q6", "Q6", "Cells withheld", "lower"),
    ("Q7", "Q7", "Returns provisional", "lower"),
    ("Q8", "Q8", "Days late, median when late", "lower"),
)
_RESTS_ON: dict[str, Callable[[str, Formatter], str]] = {
    "Q1": lambda of, _: f"{of} returns due are counted",
    "Q2": lambda of, _: f"{of} returns due came on time",
    "Q3": lambda of, _: f"{of} cells; a typed 0 is an answer, a blank is not",
    "Q4_errors": lambda of, _: f"{of} returns judged have no error",
    "Q4_warnings": lambda of, _: f"{of} returns judged have no warning",
    "Q5": lambda of, _: f"figures were changed by {of} that count now",
    "Q6": lambda of, _: f"{of} cells are withheld by their senders",
    "Q7": lambda of, _: f"{of} counted returns are provisional",
}
_DAYS = "Q8"
_MILESTONE = {"Q2": "ON_TIME_RATE"}


def overall_quality(data: SiteData) -> Table:
    """Each measure for all countries, what it rests on, and its milestone where it has one."""
    columns = (
        Column("Code", "text"),
        Column("Measure", "text"),
        Column("All countries", "text", download="Value in per cent, Q8 in days"),
        Column("What it rests on", "text"),
        Column("Milestone", "text"),
    )
    rows = []
    for measure, code, name, _ in MEASURES:
        found = data.quality.get(("_T", measure))
        goal = goals(data, _MILESTONE.get(measure, ""))
        status = status_of(data, _MILESTONE[measure]).word if goal else ""
        rows.append(
            (
                Cell(code),
                Cell(name),
                Cell(shown(found, data.fmt), bold=True),
                Cell(_rests_on(found, measure, data.fmt)),
                Cell(f"{goal} {status}" if goal else "none"),
            )
        )
    return Table("Quality of all returns", columns, tuple(rows))


def country_quality(data: SiteData, area: str) -> Table:
    """Each measure for one country beside that of all, as words and as a dot against a mark."""
    fmt = data.fmt
    columns = (
        Column("Measure", "text"),
        Column(fmt.country(area), "text", right=True),
        Column("All", "text", right=True),
        Column("0% to 100%", "picture"),
    )
    rows = []
    for measure, code, name, _ in MEASURES:
        mine, everyone = data.quality.get((area, measure)), data.quality.get(("_T", measure))
        picture = Cell(html=Markup("&nbsp;"))
        if measure != _DAYS and mine is not None and mine.value is not None:
            picture = Cell(html=against_all(mine.value, everyone.value if everyone else None))
        rows.append((Cell(f"{code} {name}"), Cell(shown(mine, fmt), bold=True), Cell(shown(everyone, fmt)), picture))
    return Table(f"{fmt.country(area)}: quality", columns, tuple(rows), look="pictures")


def shown(found: Measure | None, fmt: Formatter) -> str:
    """'97%', '7 days', or 'none' where there is nothing to measure."""
    if found is None or found.value is None:
        return "none"
    if found.measure == _DAYS:
        return f"{fmt.number(round(found.value, 1))} {plural(round(found.value), 'day', 'days')}"
    return fmt.percent(found.value)


def _rests_on(found: Measure | None, measure: str, fmt: Formatter) -> str:
    if found is None or not found.denominator:
        return "nothing to measure yet"
    if measure == _DAYS:
        late = found.numerator or 0
        return f"{fmt.number(late)} late {plural(late, 'return', 'returns')} of {fmt.number(found.denominator)} counted"
    return _RESTS_ON[measure](fmt.of(found.numerator or 0, found.denominator), fmt)


def revisions_table(data: SiteData, rows: Sequence[Row], *, by_country: bool) -> Table:
    """What was, what is now, the difference, and by which version; the newest first."""
    fmt = data.fmt
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
            Cell(data.indicators[row["indicator"]].short_name),
            *((Cell(fmt.country(row["ref_area"])),) if by_country else ()),
            Cell(row["time_period"]),
            value_cell(row["previous_value"], row["previous_state"]),
            value_cell(row["obs_value"], row["state"]),
            Cell(_difference(row, fmt)),
            Cell(row["version"]),
            *((Cell(row["received_on"] or None),) if by_country else ()),
        )
        for row in rows
    )
    return Table("Revisions", columns, found)


def _difference(row: Row, fmt: Formatter) -> str:
    if row["obs_value"] is None:
        return "withdrawn"
    return "new" if row["previous_value"] is None else fmt.signed(row["obs_value"] - row["previous_value"])
