"""Days between one stage of a Compendium case and the next."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.formatter import Words
from assets.dashboards.pictures.dots import day_dots, day_heads
from assets.dashboards.rows import Row
from assets.dashboards.sentences import compendium as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.table_html import html_table
from assets.dashboards.tables import Cell, Column, Table


def days_chart(numbers: Numbers, steps: Mapping[str, Row]) -> Chart | None:
    """Days of each step as dots, with median and middle half; None before a case made a step."""
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
