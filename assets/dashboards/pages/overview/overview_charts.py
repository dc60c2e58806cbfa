"""The two charts of the overview: enquiries sent and answered, and Compendium cases in two groups."""

from __future__ import annotations

from assets.dashboards.charts.blocks import BlockGroup, block_row
from assets.dashboards.charts.chart import Chart, KeyItem, Link
from assets.dashboards.charts.lines import Series, two_lines
from assets.dashboards.pages.compendium import texts as compendium_says
from assets.dashboards.pages.overview import texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import running_cell
from assets.dashboards.table_model import Cell, Column, Table

_BACK = 3


def enquiries_chart(data: SiteData) -> Chart | None:
    """Enquiries sent and answered to date, with those that wait between."""
    fmt = data.fmt
    by_code = {code: data.month_totals.get(code, {}) for code in ("INF_ENQ", "INF_RSP")}
    running = {
        code: tuple(by_month[m].running_total if m in data.past and m in by_month else None for m in data.months)
        for code, by_month in by_code.items()
    }
    rows = tuple(
        (
            Cell(month),
            running_cell(by_code["INF_ENQ"][month]),
            running_cell(by_code["INF_RSP"][month]),
            Cell(by_code["INF_ENQ"][month].countries_counted, of=by_code["INF_ENQ"][month].countries_expected),
        )
        for month in data.past
    )
    title, sentence = _waiting(data)
    columns = (
        Column("Month", "month"),
        Column("Sent to date", download="sent_to_date"),
        Column("Answered to date", download="answered_to_date"),
        Column("Countries counted", "of", "countries_counted", "countries_expected"),
    )
    return Chart(
        name="enquiries",
        title=title,
        unit=f"Enquiries to date, {fmt.months_range(data.months[0], data.last)}",
        sentence=sentence,
        table=Table("Enquiries to date, by month", columns, rows),
        plot=two_lines(
            Series("sent", running["INF_ENQ"], _is_lower(data, "INF_ENQ")),
            Series("answered", running["INF_RSP"], _is_lower(data, "INF_RSP")),
            "waiting",
            data.months,
            len(data.past),
            fmt,
            synthetic=bool(data.synthetic[0]),
        ),
        table_name="enquiries to date, by month",
        links=(
            Link("cooperation.html", "All enquiries"),
            Link("provenance.html#INF_ENQ", "Where each number comes from"),
        ),
    )


def _is_lower(data: SiteData, code: str) -> bool:
    return code in data.totals and data.totals[code].is_lower_bound


def _waiting(data: SiteData) -> tuple[str, str]:
    fmt, last = data.fmt, len(data.past) - 1
    by_month = {row["time_period"]: row for row in data.rows("outcomes.enquiries_waiting")}
    waiting = [by_month[month]["waiting"] for month in data.past]
    now, whole, answered = waiting[last], by_month[data.last]["sent"], by_month[data.last]["answered"]
    if now is None or not whole:
        return "No enquiry is counted yet", "No enquiry is counted yet."
    sentence = says.answered_sentence(data)
    before = waiting[last - _BACK] if last >= _BACK else None
    since = fmt.month(data.past[last - _BACK]) if before is not None else ""
    if _is_lower(data, "INF_ENQ") or _is_lower(data, "INF_RSP"):
        return "Not every enquiry is known: both lines are lower bounds", sentence
    if now < 0:
        return "More answers are counted than enquiries: some senders’ returns are missing", sentence
    if before is None or before < 0 or now == before:
        return f"{fmt.of(answered, whole)} enquiries are answered", sentence
    verb = "grew" if now > before else "fell"
    title = f"The number of enquiries waiting {verb} from {fmt.number(before)} to {fmt.number(now)} since {since}"
    return title, sentence


def stage_blocks(data: SiteData) -> Chart:
    """Compendium cases in two groups, one block a case."""
    fmt, stages = data.fmt, data.stages
    summary = data.compendium
    closed = summary["closed_without_charge"]
    groups = (
        BlockGroup(summary["charged"], "charged, in court, convicted, or closed after that", "full"),
        *((BlockGroup(closed, "closed without a reported charge", "grey"),) if closed else ()),
        BlockGroup(summary["in_progress"], "accepted or under investigation", "mid"),
    )
    milestone = data.milestones.get("CMP_CASE")
    rows = tuple((Cell(fmt.code("stage", stage)), Cell(stages.get(stage, 0))) for stage in compendium_says.STAGES)
    title = compendium_says.charge_title(summary, fmt)
    month = fmt.month(data.last)
    return Chart(
        name="stages",
        title=title,
        unit=f"Compendium cases by furthest stage reached, {month}. One block is one case",
        sentence=f"{title}.",
        table=Table("Compendium cases by stage", (Column("Stage", "text"), Column("Cases")), rows),
        key=tuple(KeyItem(group.look, f"{fmt.number(group.count)} {group.text}") for group in groups),
        picture=block_row(groups, milestone.milestone if milestone else None, milestone.target if milestone else None),
        table_name="cases by stage",
        links=(Link("compendium.html", "Compendium"), Link("provenance.html#CMP_CASE", "Where each number comes from")),
    )
