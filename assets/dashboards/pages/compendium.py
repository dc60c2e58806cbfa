"""The Compendium: cases by stage, every case with its days, the days between stages."""

from __future__ import annotations

from collections.abc import Mapping

from assets.dashboards.charts import Chart, Link
from assets.dashboards.formatter import Words, plural
from assets.dashboards.page import Page, chart_map
from assets.dashboards.pages.compendium_cases import timeline_chart
from assets.dashboards.pages.compendium_days import days_chart
from assets.dashboards.pictures.blocks import BlockGroup, block_stages
from assets.dashboards.sentences import compendium as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.status import goals
from assets.dashboards.tables import Cell, Column, Table

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
    stages = numbers.stages
    steps = {row["from_stage"]: row for row in numbers.rows("outcomes.compendium_steps")}
    any_case = bool(sum(stages.values()))
    charts = (_by_stage(numbers, stages), timeline_chart(numbers), days_chart(numbers, steps)) if any_case else ()
    return Page(
        path="compendium.html",
        section="compendium",
        h1=says.headline(stages, numbers.charged, steps, words),
        lead=says.lead(stages, words),
        template="compendium.html",
        charts=chart_map(*charts),
        context={
            "stages_are": _STAGES_ARE,
            "accepted": words.number(says.accepted(stages)),
            "goal": goals(numbers, "CMP_CASE"),
        },
    )


def _sentence(stages: Mapping[str, int], charged: int, words: Words) -> str:
    accepted, without = says.accepted(stages), says.closed_without(stages, charged)
    text = f"{words.number(accepted)} {plural(accepted, 'case is', 'cases are')} accepted or beyond"
    if not without:
        return f"{text}."
    return f"{text}; {words.number(without)} closed without a charge that any return reported."


def _by_stage(numbers: Numbers, stages: Mapping[str, int]) -> Chart:
    words = numbers.words
    groups = [
        BlockGroup(stages.get(stage, 0), words.code("stage", stage), "grey" if stage == "NOMINATED" else "full")
        for stage in says.STAGES
    ]
    rows = tuple((Cell(words.code("stage", stage)), Cell(stages.get(stage, 0))) for stage in says.STAGES)
    title = says.stages_title(stages, numbers.charged, words)
    return Chart(
        name="stages",
        title=title,
        unit=f"Cases by furthest stage that any country reports, {words.month(numbers.last)}. One block is one case",
        sentence=_sentence(stages, numbers.charged, words),
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        picture=block_stages(groups),
        table_name="cases by stage",
        level=2,
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
    )
