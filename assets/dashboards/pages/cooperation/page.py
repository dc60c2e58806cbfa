"""Cooperation: enquiries as sender and receiver report them, channels, joint operations, investigation plans."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.charts.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.flags import FLAG_OF_STATE
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.cooperation import texts as says
from assets.dashboards.pages.cooperation.operations import operations_chart, operations_of, plans_table
from assets.dashboards.pages.cooperation.pairs import pair_rank, pairs_chart, pairs_table
from assets.dashboards.pages.page_model import MenuEntry, Page, chart_map, table_map
from assets.dashboards.pages.shared.indicator_texts import parts_title
from assets.dashboards.pages.shared.milestone_status import Status, goals, status_of
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import value_cell
from assets.dashboards.table_model import Cell, Column, Table

MENU = MenuEntry("cooperation", "Cooperation", "cooperation.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page."""
    fmt = data.fmt
    pairs = data.rows("outcomes.enquiry_pairs")
    partners = data.rows("outcomes.operation_partners")
    by_operation: dict[str, list[Row]] = {}
    for row in partners:
        by_operation.setdefault(row["shared_id"], []).append(row)
    summary = data.cooperation
    confirmed = summary["operations_confirmed"]
    operations = operations_of(by_operation, data)
    yield Page(
        path="cooperation.html",
        section="cooperation",
        h1=says.headline(summary, fmt),
        lead=says.lead(data, len(by_operation), confirmed),
        template="cooperation/cooperation.html",
        charts=chart_map(pairs_chart(pairs, data), _channels(data), operations_chart(by_operation, data, confirmed)),
        tables=table_map(
            all_pairs=pairs_table("Every pair of countries", sorted(pairs, key=pair_rank), fmt, 0) if pairs else None,
            plans=plans_table(data),
        ),
        context={
            "figures": _key_figures(data),
            "operations": operations,
            "most_partners": max((operation.columns for operation in operations), default=0),
        },
    )


def _key_figures(data: SiteData) -> list[tuple[str, str, Status | None]]:
    fmt, summary = data.fmt, data.cooperation
    found: list[tuple[str, str, Status | None]] = []
    sent, answered, plans = (data.totals.get(code) for code in ("INF_ENQ", "INF_RSP", "INV_PLAN"))
    if sent and sent.obs_value is not None:
        found.append((fmt.label(sent.obs_value, sent.is_lower_bound), "enquiries sent", None))
    if sent and answered and sent.obs_value and answered.obs_value is not None:
        goal = f". {goals(data, 'INF_RSP_RATE')}".removesuffix(". ")
        share = data.answered_share
        known = share is not None and not answered.is_lower_bound
        number = (
            fmt.percent(share)
            if share is not None and known
            else fmt.label(answered.obs_value, answered.is_lower_bound)
        )
        found.append((number, f"answered{goal}", status_of(data, "INF_RSP_RATE")))
    if summary["pairs_compared"]:
        found.append((fmt.of(summary["pairs_agree"], summary["pairs_compared"]), "pairs agree", None))
    if summary["operations"]:
        confirmed = fmt.of(summary["operations_confirmed"], summary["operations"])
        found.append((confirmed, "operations confirmed by all partners", None))
    if plans and plans.obs_value is not None:
        goal = f". {goals(data, 'INV_PLAN')}".removesuffix(". ")
        found.append(
            (
                fmt.label(plans.obs_value, plans.is_lower_bound),
                f"cross-border plans active{goal}",
                status_of(data, "INV_PLAN"),
            )
        )
    return found


def _channels(data: SiteData) -> Chart | None:
    fmt = data.fmt
    rows = [row for row in data.rows("outcomes.enquiries_to_date") if row["grouped_by"] == "channel"]
    if not rows:
        return None
    ordered = sorted(rows, key=lambda r: (r["sent"] is None, -(r["sent"] or 0), r["code"]))
    bars = tuple(
        Bar(
            fmt.code("channel", row["code"]),
            row["sent"],
            FLAG_OF_STATE[row["sent_state"]],
            lower=row["sent_is_lower_bound"],
        )
        for row in ordered
    )
    exact = not any(bar.lower for bar in bars)
    title = parts_title([(bar.label, bar.value or 0) for bar in bars], fmt, exact=exact)
    cells = tuple(
        (
            Cell(bar.label),
            value_cell(row["sent"], row["sent_state"], lower=row["sent_is_lower_bound"]),
            value_cell(row["answered"], row["answered_state"], lower=row["answered_is_lower_bound"]),
        )
        for bar, row in zip(bars, ordered, strict=True)
    )
    columns = (Column("Channel", "text"), Column("Sent"), Column("Answered"))
    note = "Answered is what those asked say they answered, by the channel that they name."
    return Chart(
        name="channels",
        title=title,
        unit="Enquiries sent to date, by channel",
        sentence=f"{title}.",
        table=Table("Enquiries by channel", columns, cells, note),
        plot=ranked_bars((Group("", bars),), fmt, synthetic=bool(data.synthetic[0])),
        table_name="by channel",
        links=(Link("provenance.html#INF_ENQ", "Where each number comes from"),),
    )
