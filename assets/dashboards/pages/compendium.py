"""The Compendium: cases by stage, every case with its days, the days between stages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.numbers import Numbers
from assets.dashboards.page import Page, chart_map
from assets.dashboards.pictures.blocks import BlockGroup, block_stages
from assets.dashboards.pictures.dots import day_dots
from assets.dashboards.pictures.timeline import LETTERS, Span, case_line, month_heads
from assets.dashboards.rows import Row
from assets.dashboards.sentences import compendium as says
from assets.dashboards.status import goals
from assets.dashboards.tables import Cell, Column, Table
from assets.framework.vintage import month_end

_STAGES_ARE = (
    ("Nominated", "A country puts the case forward. Not yet counted"),
    ("Accepted", "The co-chairs add it to the list. Counted from here"),
    ("Charged", "At least one person is charged in court"),
    ("Convicted", "First-instance verdict for at least one person"),
    ("Closed", "No further action is planned by any partner"),
)


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
        sentence=f"{title}: {words.number(says.accepted(stages))} are accepted or beyond.",
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        picture=block_stages(groups),
        table_name="cases by stage",
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
    )


def _cases(numbers: Numbers) -> list[tuple[str, list[str], str, list[tuple[str, str]]]]:
    """Every accepted case: id, countries, offence, (stage, day) in order; the furthest first, then the oldest."""
    by_case: dict[str, list[Row]] = {}
    for row in numbers.rows("core.case_status"):
        if row["record"] == "COMP" and row["time_period"] == numbers.last:
            by_case.setdefault(row["shared_id"], []).append(row)
    dates: dict[str, list[tuple[int, str, str]]] = {}
    for row in numbers.rows("outcomes.compendium_dates"):
        dates.setdefault(row["shared_id"], []).append((row["stage_order"], row["stage"], row["reached_on"]))
    found = []
    for case, rows in by_case.items():
        furthest = max(row["stage_order"] or 0 for row in rows)
        if furthest < 1 + says.STAGES.index("ACCEPTED"):
            continue
        days = [(stage, day) for _, stage, day in sorted(dates.get(case, []))]
        countries = sorted(row["ref_area"] for row in rows)
        found.append((-furthest, days[0][1] if days else "", case, countries, rows[0]["crime"], days))
    return [(case, countries, crime, days) for _, _, case, countries, crime, days in sorted(found)]


def _timeline(numbers: Numbers) -> Chart | None:
    words, cases = numbers.words, _cases(numbers)
    if not cases:
        return None
    days = [day for _, _, _, stages in cases for _, day in stages]
    first = min([date.fromisoformat(day) for day in days] + [date.fromisoformat(f"{numbers.months[0]}-01")])
    span = Span(first, month_end(numbers.last))
    columns = (
        Column("Case", "text"),
        Column("Countries", "text"),
        Column("Offence", "text"),
        Column("Each stage at its day", "picture"),
        *(Column(words.code("stage", stage), "text") for stage in says.STAGES),
    )
    rows = []
    for case, countries, crime, stages in cases:
        by_stage = dict(stages)
        rows.append(
            (
                Cell(case),
                Cell(", ".join(countries)),
                Cell(words.code("crime", crime)),
                Cell(html=case_line(stages, span)),
                *(Cell(by_stage.get(stage, "none")) for stage in says.STAGES),
            )
        )
    moved = sum("CHARGED" in dict(stages) and "INVESTIGATION" in dict(stages) for _, _, _, stages in cases)
    title = says.timeline_title(moved, words)
    shown = [m for m in numbers.past if m >= f"{first:%Y-%m}"]
    return Chart(
        name="cases",
        title=title,
        unit="Every accepted case, furthest first. A letter stands at the day each stage was first reached, as any country reports it",
        sentence=f"{title}. {words.number(len(cases))} cases are accepted or beyond.",
        table=Table(
            "Every accepted case with its days", columns, tuple(rows), "none: no day is reported for that stage."
        ),
        picture=month_heads(shown, span, words),
        key=(*(KeyItem(f"letter {letter}", words.code("stage", stage)) for stage, letter in LETTERS.items()),),
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
        level=2,
    )


def _days(numbers: Numbers, steps: Mapping[str, Row]) -> Chart | None:
    words = numbers.words
    by_step: dict[str, list[int]] = {}
    for row in numbers.rows("outcomes.compendium_days"):
        by_step.setdefault(row["from_stage"], []).append(row["days"])
    if not by_step:
        return None
    longest = max(max(days) for days in by_step.values())
    names = {stage: words.code("stage", stage) for stage in says.STAGES}
    rows = []
    for stage in says.STAGES[:-1]:
        step = steps[stage]
        days = by_step.get(stage, [])
        middle = None if step["lower_quartile"] is None else (step["lower_quartile"], step["upper_quartile"])
        median = step["median_days"]
        few = Cell("too few" if days else "none")
        rows.append(
            (
                Cell(f"{names[stage]} to {names[step['to_stage']].lower()}"),
                Cell(html=day_dots(days, median, middle, longest)),
                Cell(step["cases"]),
                Cell(step["shortest"]) if days else Cell("none"),
                Cell(round(median)) if median is not None else few,
                Cell(step["longest"]) if days else Cell("none"),
                Cell(step["waiting"]),
            )
        )
    columns = (
        Column("Step", "text"),
        Column(f"0 to {words.number(longest)} days", "picture"),
        Column("Cases"),
        Column("Shortest"),
        Column("Median"),
        Column("Longest"),
        Column("Still waiting"),
    )
    title = says.steps_title(steps, names, words)
    note = (
        "Only steps with both days known are shown; open cases would lengthen the median. The median is given from five cases. "
        "Do not read a conviction rate from this page: the cases at each stage are different cases."
    )
    return Chart(
        name="days",
        title=title,
        unit="Days between one stage and the next, one dot for each case that made the step",
        sentence=f"{title}.",
        table=Table("Days at each stage", columns, tuple(rows), note),
        key=(
            KeyItem("dot", "One case"),
            KeyItem("middle", "Middle half of cases"),
            KeyItem("median", "Median, with 5 cases or more"),
        ),
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
        level=2,
    )
