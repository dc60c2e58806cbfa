"""The Compendium: cases by stage, every case with its days, the days between stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.numbers import Numbers
from assets.dashboards.page import Page, chart_map
from assets.dashboards.pictures.blocks import BlockGroup, block_stages
from assets.dashboards.pictures.dots import day_dots, day_heads
from assets.dashboards.pictures.timeline import LETTERS, Span, case_line, month_heads
from assets.dashboards.rows import Row
from assets.dashboards.sentences import compendium as says
from assets.dashboards.status import goals
from assets.dashboards.table_html import html_table
from assets.dashboards.tables import Cell, Column, Table
from assets.dashboards.words import Words
from assets.framework.vintage import month_end

_STAGES_ARE = (
    ("Nominated", "A country puts the case forward. Not yet counted"),
    ("Accepted", "The co-chairs add it to the list. Counted from here"),
    ("Charged", "At least one person is charged in court"),
    ("Convicted", "First-instance verdict for at least one person"),
    ("Closed", "No further action is planned by any partner"),
)
_CASE_COLUMNS = (Column("Case", "text"), Column("Countries", "text"), Column("Offence", "text"))


@dataclass(frozen=True, slots=True)
class Case:
    """A Compendium case: the countries that list it, its offence, and (stage, ISO day) in the order of the stages."""

    name: str
    countries: tuple[str, ...]
    crime: str
    stages: tuple[tuple[str, str], ...]


def build(numbers: Numbers) -> Page:
    """The page."""
    words = numbers.words
    stages = {row["stage"]: row["cases"] for row in numbers.rows("outcomes.compendium_stages")}
    steps = {row["from_stage"]: row for row in numbers.rows("outcomes.compendium_steps")}
    any_case = bool(sum(stages.values()))
    charts = (_by_stage(numbers, stages), _timeline(numbers), _days(numbers, steps)) if any_case else ()
    return Page(
        path="compendium.html",
        section="compendium",
        h1=says.headline(stages, steps, words),
        lead=says.lead(stages, words),
        template="compendium.html",
        charts=chart_map(*charts),
        context={
            "stages_are": _STAGES_ARE,
            "accepted": words.number(says.accepted(stages)),
            "goal": goals(numbers, "CMP_CASE"),
        },
    )


def _by_stage(numbers: Numbers, stages: Mapping[str, int]) -> Chart:
    words = numbers.words
    groups = [
        BlockGroup(stages.get(stage, 0), words.code("stage", stage), "grey" if stage == "NOMINATED" else "full")
        for stage in says.STAGES
    ]
    rows = tuple((Cell(words.code("stage", stage)), Cell(stages.get(stage, 0))) for stage in says.STAGES)
    title = says.stages_title(stages, words)
    return Chart(
        name="stages",
        title=title,
        unit=f"Cases by furthest stage that any country reports, {words.month(numbers.last)}. One block is one case",
        sentence=f"{words.number(says.accepted(stages))} cases are accepted or beyond.",
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        picture=block_stages(groups),
        table_name="cases by stage",
        level=2,
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
    )


def _cases(numbers: Numbers) -> list[Case]:
    """Every case accepted or beyond, the furthest first, then the oldest."""
    by_case: dict[str, list[Row]] = {}
    for row in numbers.rows("core.case_status"):
        if row["record"] == "COMP" and row["time_period"] == numbers.last:
            by_case.setdefault(row["shared_id"], []).append(row)
    dates: dict[str, list[tuple[int, str, str]]] = {}
    for row in numbers.rows("outcomes.compendium_dates"):
        dates.setdefault(row["shared_id"], []).append((row["stage_order"], row["stage"], row["reached_on"]))
    found = []
    for name, rows in by_case.items():
        furthest = max(row["stage_order"] or 0 for row in rows)
        if furthest > says.STAGES.index("NOMINATED") + 1:
            days = tuple((stage, day) for _, stage, day in sorted(dates.get(name, [])))
            case = Case(name, tuple(sorted(row["ref_area"] for row in rows)), rows[0]["crime"], days)
            found.append((-furthest, days[0][1] if days else "", name, case))
    return [case for _, _, _, case in sorted(found, key=lambda entry: entry[:3])]


def _timeline(numbers: Numbers) -> Chart | None:
    words, cases = numbers.words, _cases(numbers)
    if not cases:
        return None
    stages = tuple(Column(words.code("stage", stage), "day") for stage in says.STAGES)
    rows = tuple(
        (*_case_cells(case, words), *(Cell(dict(case.stages).get(stage)) for stage in says.STAGES)) for case in cases
    )
    moved = sum("CHARGED" in dict(case.stages) and "INVESTIGATION" in dict(case.stages) for case in cases)
    title = says.timeline_title(moved, words)
    return Chart(
        name="cases",
        title=title,
        unit=(
            "Every accepted case, furthest first. A letter stands at the day each stage was first reached, "
            "as any country reports it"
        ),
        sentence=f"{words.number(len(cases))} cases are accepted or beyond.",
        table=Table(
            "Every accepted case with its days",
            (*_CASE_COLUMNS, *stages),
            rows,
            "none: no day is reported for that stage.",
        ),
        picture=_drawn_cases(numbers, cases),
        table_name="every accepted case with its days",
        key=(
            *(KeyItem(f"letter {letter}", words.code("stage", stage)) for stage, letter in LETTERS.items()),
            KeyItem("", "Filled: charged or beyond"),
        ),
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
        level=2,
    )


def _case_cells(case: Case, words: Words) -> tuple[Cell, ...]:
    return (Cell(case.name), Cell(", ".join(case.countries)), Cell(words.code("crime", case.crime)))


def _drawn_cases(numbers: Numbers, cases: Sequence[Case]) -> Markup:
    days = [day for case in cases for _, day in case.stages]
    first = min([date.fromisoformat(day) for day in days] + [date.fromisoformat(f"{numbers.months[0]}-01")])
    span = Span(first, month_end(numbers.last))
    heads = month_heads(numbers.past, span, numbers.words)
    rows = tuple((*_case_cells(case, numbers.words), Cell(html=case_line(case.stages, span))) for case in cases)
    columns = (*_CASE_COLUMNS, Column(heads, "picture"))
    return html_table(Table("Every accepted case, drawn", columns, rows, look="pictures"), numbers.words)


def _days(numbers: Numbers, steps: Mapping[str, Row]) -> Chart | None:
    words = numbers.words
    by_step: dict[str, list[int]] = {stage: [] for stage in says.STAGES[:-1]}
    for row in numbers.rows("outcomes.compendium_days"):
        by_step[row["from_stage"]].append(row["days"])
    if not any(by_step.values()):
        return None
    names = {stage: words.code("stage", stage) for stage in says.STAGES}
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
    title = says.steps_title(steps, names, words)
    return Chart(
        name="days",
        title=title,
        unit="Days between one stage and the next, one dot for each case that made the step",
        sentence=f"{title}.",
        table=Table("Days at each stage", columns, rows, note),
        picture=_drawn_days(by_step, steps, names, words),
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
    by_step: Mapping[str, list[int]], steps: Mapping[str, Row], names: Mapping[str, str], words: Words
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
        Column(day_heads(longest, words), "picture"),
        Column("Median days"),
        Column("Cases"),
    )
    return html_table(Table("Days at each stage, drawn", columns, tuple(rows), look="pictures"), words)


def _step_name(step: Row, names: Mapping[str, str]) -> Cell:
    return Cell(f"{names[step['from_stage']]} to {names[step['to_stage']].lower()}")


def _median(step: Row) -> Cell:
    """The median in days; "too few" below five cases, "none" where no case made the step."""
    if step["median_days"] is not None:
        return Cell(round(step["median_days"]), bold=True)
    return Cell("too few" if step["cases"] else None)
