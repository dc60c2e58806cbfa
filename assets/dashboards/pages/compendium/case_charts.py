"""Every Compendium case on a line of its own, a letter at the day of each stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assets.dashboards.charts.chart import Chart, KeyItem, Link
from assets.dashboards.charts.dots import day_dots, day_heads
from assets.dashboards.charts.timeline import LETTERS, Span, case_line, month_heads
from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.compendium import texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_html import html_table
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.vintage import month_end

_CASE_COLUMNS = (Column("Case", "text"), Column("Countries", "text"), Column("Offence", "text"))


@dataclass(frozen=True, slots=True)
class Case:
    """A Compendium case: the countries that list it, its offence, and (stage, ISO day) in the order of the stages."""

    name: str
    countries: tuple[str, ...]
    crime: str
    stages: tuple[tuple[str, str], ...]


def _cases(data: SiteData) -> list[Case]:
    """Every case accepted or beyond, the furthest first, then the oldest."""
    by_case: dict[str, list[Row]] = {}
    for row in data.rows("core.case_status"):
        if row["record"] == "COMP" and row["time_period"] == data.last:
            by_case.setdefault(row["shared_id"], []).append(row)
    dates: dict[str, list[tuple[int, str, str]]] = {}
    for row in data.rows("outcomes.compendium_dates"):
        dates.setdefault(row["shared_id"], []).append((row["stage_order"], row["stage"], row["reached_on"]))
    crimes = {row["shared_id"]: row["crime"] for row in data.rows("core.record_crimes") if row["record"] == "COMP"}
    found = []
    for name, rows in by_case.items():
        furthest = max(row["stage_order"] or 0 for row in rows)
        if furthest > says.STAGES.index("NOMINATED") + 1:
            days = tuple((stage, day) for _, stage, day in sorted(dates.get(name, [])))
            case = Case(name, tuple(sorted(row["ref_area"] for row in rows)), crimes[name], days)
            found.append((-furthest, days[0][1] if days else "", name, case))
    return [case for _, _, _, case in sorted(found, key=lambda entry: entry[:3])]


def timeline_chart(data: SiteData) -> Chart | None:
    """Every accepted case on its line, furthest first; None where there is none."""
    fmt, cases = data.fmt, _cases(data)
    if not cases:
        return None
    stages = tuple(Column(fmt.code("stage", stage), "day") for stage in says.STAGES)
    rows = tuple(
        (*_case_cells(case, fmt), *(Cell(dict(case.stages).get(stage)) for stage in says.STAGES)) for case in cases
    )
    title = says.timeline_title(data.compendium["moved_to_charge"], fmt)
    return Chart(
        name="cases",
        title=title,
        unit=(
            "Every accepted case, furthest first. A letter stands at the day each stage was first reached, "
            "as any country reports it"
        ),
        sentence=f"{fmt.number(len(cases))} cases are accepted or beyond.",
        table=Table(
            "Every accepted case with its days",
            (*_CASE_COLUMNS, *stages),
            rows,
            "none: no day is reported for that stage.",
        ),
        picture=_drawn_cases(data, cases),
        table_name="every accepted case with its days",
        key=(
            *(KeyItem(f"letter {letter}", fmt.code("stage", stage)) for stage, letter in LETTERS.items()),
            KeyItem("", "Filled: charged or beyond"),
        ),
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
        level=2,
    )


def _case_cells(case: Case, fmt: Formatter) -> tuple[Cell, ...]:
    return (Cell(case.name), Cell(", ".join(case.countries)), Cell(fmt.code("crime", case.crime)))


def _drawn_cases(data: SiteData, cases: Sequence[Case]) -> Markup:
    days = [day for case in cases for _, day in case.stages]
    first = min([date.fromisoformat(day) for day in days] + [date.fromisoformat(f"{data.months[0]}-01")])
    span = Span(first, month_end(data.last))
    heads = month_heads(data.past, span, data.fmt)
    rows = tuple((*_case_cells(case, data.fmt), Cell(html=case_line(case.stages, span))) for case in cases)
    columns = (*_CASE_COLUMNS, Column(heads, "picture"))
    return html_table(Table("Every accepted case, drawn", columns, rows, look="pictures"), data.fmt)


def days_chart(data: SiteData, steps: Mapping[str, Row]) -> Chart | None:
    """Days of each step as dots, with median and middle half; None before a case made a step."""
    fmt = data.fmt
    by_step: dict[str, list[int]] = {stage: [] for stage in says.STAGES[:-1]}
    for row in data.rows("outcomes.compendium_days"):
        by_step[row["from_stage"]].append(row["days"])
    if not any(by_step.values()):
        return None
    names = {stage: fmt.code("stage", stage) for stage in says.STAGES}
    columns = (Column("Step", "text"), *map(Column, ("Cases", "Shortest", "Median", "Longest", "Still waiting")))
    rows = tuple(
        (
            _step_name(steps[stage], names),
            Cell(steps[stage]["cases"]),
            Cell(steps[stage]["shortest"]),
            _median(steps[stage]),
            Cell(steps[stage]["longest"]),
            Cell(steps[stage]["waiting"]),
        )
        for stage in by_step
    )
    note = (
        "Only steps with both days known are shown; open cases would lengthen the median. The median is "
        "given from five cases. "
        "Do not read a conviction rate from this page: the cases at each stage are different cases."
    )
    title = says.steps_title(steps, data.compendium["steps_made"], names, fmt)
    return Chart(
        name="days",
        title=title,
        unit="Days between one stage and the next, one dot for each case that made the step",
        sentence=f"{title}.",
        table=Table("Days at each stage", columns, rows, note),
        picture=_drawn_days(by_step, steps, names, fmt),
        table_name="days at each stage",
        table_open=True,
        key=(
            KeyItem("dot", "One case"),
            KeyItem("middle", "Middle half of cases"),
            KeyItem("median", "Median, with 5 cases or more"),
        ),
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
        level=2,
    )


def _drawn_days(
    by_step: Mapping[str, list[int]], steps: Mapping[str, Row], names: Mapping[str, str], fmt: Formatter
) -> Markup:
    longest = max(max(days, default=0) for days in by_step.values())
    rows = []
    for stage, days in by_step.items():
        step = steps[stage]
        middle = None if step["lower_quartile"] is None else (step["lower_quartile"], step["upper_quartile"])
        drawn = Cell(html=day_dots(days, step["median_days"], middle, longest))
        rows.append((_step_name(step, names), drawn, _median(step), Cell(step["cases"])))
    columns = (
        Column("Step", "text"),
        Column(day_heads(longest, fmt), "picture"),
        Column("Median days"),
        Column("Cases"),
    )
    return html_table(Table("Days at each stage, drawn", columns, tuple(rows), look="pictures"), fmt)


def _step_name(step: Row, names: Mapping[str, str]) -> Cell:
    return Cell(f"{names[step['from_stage']]} to {names[step['to_stage']].lower()}")


def _median(step: Row) -> Cell:
    """The median in days; "too few" below five cases, "none" where no case made the step."""
    if step["median_days"] is not None:
        return Cell(round(step["median_days"]), bold=True)
    return Cell("too few" if step["cases"] else None)
