"""Cooperation: enquiries as sender and receiver report them, channels, joint operations, investigation plans."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.cells import value_cell
from assets.dashboards.charts import Chart, Link
from assets.dashboards.figures.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.marks import MARK_OF_STATE
from assets.dashboards.page import Page, chart_map, table_map
from assets.dashboards.pages.operations import is_confirmed, operations_chart, operations_of, plans_table
from assets.dashboards.pages.pairs import pair_rank, pairs_chart, pairs_table
from assets.dashboards.rows import Row
from assets.dashboards.sentences import cooperation as says
from assets.dashboards.sentences.indicator import parts_title
from assets.dashboards.site_data import Numbers
from assets.dashboards.status import Status, goals, status_of
from assets.dashboards.tables import Cell, Column, Table


def build(numbers: Numbers) -> Page:
    """The page."""
    words = numbers.words
    pairs = numbers.rows("outcomes.enquiry_pairs")
    partners = numbers.rows("outcomes.operation_partners")
    by_operation: dict[str, list[Row]] = {}
    for row in partners:
        by_operation.setdefault(row["shared_id"], []).append(row)
    confirmed = sum(is_confirmed(rows) for rows in by_operation.values())
    operations = operations_of(by_operation, words)
    return Page(
        path="cooperation.html",
        section="cooperation",
        h1=says.headline(pairs, words),
        lead=says.lead(numbers, len(by_operation), confirmed),
        template="cooperation.html",
        charts=chart_map(
            pairs_chart(pairs, numbers), _channels(numbers), operations_chart(by_operation, numbers, confirmed)
        ),
        tables=table_map(
            all_pairs=pairs_table("Every pair of countries", sorted(pairs, key=pair_rank), words, 0) if pairs else None,
            plans=plans_table(numbers),
        ),
        context={
            "figures": _key_figures(numbers, pairs, len(by_operation), confirmed),
            "operations": operations,
            "most_partners": max((operation.columns for operation in operations), default=0),
        },
    )


def _key_figures(
    numbers: Numbers, pairs: Sequence[Row], operations: int, confirmed: int
) -> list[tuple[str, str, Status | None]]:
    words = numbers.words
    found: list[tuple[str, str, Status | None]] = []
    sent, answered, plans = (numbers.totals.get(code) for code in ("INF_ENQ", "INF_RSP", "INV_PLAN"))
    if sent and sent.obs_value is not None:
        found.append((words.label(sent.obs_value, sent.is_lower_bound), "enquiries sent", None))
    if sent and answered and sent.obs_value and answered.obs_value is not None:
        goal = f". {goals(numbers, 'INF_RSP_RATE')}".removesuffix(". ")
        share = numbers.answered_share
        known = share is not None and not answered.is_lower_bound
        number = (
            words.percent(share)
            if share is not None and known
            else words.label(answered.obs_value, answered.is_lower_bound)
        )
        found.append((number, f"answered{goal}", status_of(numbers, "INF_RSP_RATE")))
    compared = [p for p in pairs if p["state"] != "one_side"]
    if compared:
        found.append((words.of(sum(p["state"] == "agree" for p in compared), len(compared)), "pairs agree", None))
    if operations:
        found.append((words.of(confirmed, operations), "operations confirmed by all partners", None))
    if plans and plans.obs_value is not None:
        goal = f". {goals(numbers, 'INV_PLAN')}".removesuffix(". ")
        found.append(
            (
                words.label(plans.obs_value, plans.is_lower_bound),
                f"cross-border plans active{goal}",
                status_of(numbers, "INV_PLAN"),
            )
        )
    return found


def _channels(numbers: Numbers) -> Chart | None:
    words = numbers.words
    rows = numbers.rows("outcomes.enquiries_by_channel")
    if not rows:
        return None
    ordered = sorted(rows, key=lambda r: (r["sent"] is None, -(r["sent"] or 0), r["channel"]))
    bars = tuple(
        Bar(
            words.code("channel", row["channel"]),
            row["sent"],
            MARK_OF_STATE[row["sent_state"]],
            lower=row["sent_is_lower_bound"],
        )
        for row in ordered
    )
    exact = not any(bar.lower for bar in bars)
    title = parts_title([(bar.label, bar.value or 0) for bar in bars], words, exact=exact)
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
        figure=ranked_bars((Group("", bars),), words, synthetic=bool(numbers.synthetic[0])),
        table_name="by channel",
        links=(Link("provenance.html#INF_ENQ", "Where each number comes from"),),
    )
