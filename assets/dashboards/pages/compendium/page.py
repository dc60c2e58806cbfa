"""The Compendium: cases by stage, every case with its days, the days between stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assets.dashboards.charts.blocks import BlockGroup, block_stages
from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.formatter import Formatter, plural
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.compendium import texts as says
from assets.dashboards.pages.compendium.case_charts import days_chart, timeline_chart
from assets.dashboards.pages.page_model import MenuEntry, Page, chart_map
from assets.dashboards.pages.shared.milestone_status import goals
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table

_STAGES_ARE = (
    ("Nominated", "A country puts the case forward. Not yet counted"),
    ("Accepted", "The co-chairs add it to the list. Counted from here"),
    ("Charged", "At least one person is charged in court"),
    ("Convicted", "First-instance verdict for at least one person"),
    ("Closed", "No further action is planned by any partner"),
)

MENU = MenuEntry("compendium", "Compendium", "compendium.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page."""
    fmt = data.fmt
    stages = data.stages
    steps = {row["from_stage"]: row for row in data.rows("outcomes.compendium_steps")}
    summary = data.compendium
    any_case = bool(summary["cases"])
    charts = (_by_stage(data, stages), timeline_chart(data), days_chart(data, steps)) if any_case else ()
    yield Page(
        path="compendium.html",
        section="compendium",
        h1=says.headline(stages, summary, steps, fmt),
        lead=says.lead(stages, fmt),
        template="compendium/compendium.html",
        charts=chart_map(*charts),
        context={
            "stages_are": _STAGES_ARE,
            "accepted": fmt.number(summary["accepted"]),
            "goal": goals(data, "CMP_CASE"),
        },
    )


def _sentence(summary: Row, fmt: Formatter) -> str:
    accepted, without = summary["accepted"], summary["closed_without_charge"]
    text = f"{fmt.number(accepted)} {plural(accepted, 'case is', 'cases are')} accepted or beyond"
    if not without:
        return f"{text}."
    return f"{text}; {fmt.number(without)} closed without a charge that any return reported."


def _by_stage(data: SiteData, stages: Mapping[str, int]) -> Chart:
    fmt = data.fmt
    groups = [
        BlockGroup(stages.get(stage, 0), fmt.code("stage", stage), "grey" if stage == "NOMINATED" else "full")
        for stage in says.STAGES
    ]
    rows = tuple((Cell(fmt.code("stage", stage)), Cell(stages.get(stage, 0))) for stage in says.STAGES)
    title = says.stages_title(data.compendium, fmt)
    return Chart(
        name="stages",
        title=title,
        unit=f"Cases by furthest stage that any country reports, {fmt.month(data.last)}. One block is one case",
        sentence=_sentence(data.compendium, fmt),
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        picture=block_stages(groups),
        table_name="cases by stage",
        level=2,
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
    )
