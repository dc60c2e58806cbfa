"""Cooperation: enquiries as sender and receiver report them, channels, joint operations, investigation plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.figures.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.numbers import Numbers
from assets.dashboards.page import Page, chart_map, table_map
from assets.dashboards.pictures.dots import pair
from assets.dashboards.rows import Row
from assets.dashboards.sentences import cooperation as says
from assets.dashboards.sentences.indicator import parts_title
from assets.dashboards.status import Status, goals, status_of
from assets.dashboards.table_html import html_table
from assets.dashboards.tables import Cell, Column, Table
from assets.dashboards.words import Words

_SHOWN = 12
_ORDER = {"one_side": 0, "differ": 1, "agree": 2}
_PARTNER = {
    "confirmed": "Confirmed",
    "date_differs": "Listed, date differs",
    "held": "Return held",
    "no_return": "No return",
    "not_listed": "Not listed",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A joint operation with each partner: name, look and word of its own confirmation, and whether it leads."""

    name: str
    first_day: str
    crime: str
    partners: tuple[tuple[str, str, str, bool], ...]
    confirmed: str


def build(numbers: Numbers) -> Page:
    """The page."""
    words = numbers.words
    pairs = numbers.rows("outcomes.enquiry_pairs")
    partners = numbers.rows("outcomes.operation_partners")
    by_operation: dict[str, list[Row]] = {}
    for row in partners:
        by_operation.setdefault(row["shared_id"], []).append(row)
    confirmed = sum(all(r["state"] == "confirmed" for r in rows) for rows in by_operation.values())
    return Page(
        path="cooperation.html",
        section="cooperation",
        h1=says.headline(pairs, words),
        lead=says.lead(numbers, len(by_operation), confirmed),
        template="cooperation.html",
        charts=chart_map(
            _pairs(pairs, numbers), _channels(numbers), _operations_chart(by_operation, numbers, confirmed)
        ),
        tables=table_map(
            all_pairs=_pairs_table("Every pair of countries", sorted(pairs, key=_rank), words, 0) if pairs else None,
            plans=_plans(numbers),
        ),
        context={
            "figures": _key_figures(numbers, pairs, len(by_operation), confirmed),
            "operations": _operations(by_operation, words),
            "most_partners": max((len(rows) for rows in by_operation.values()), default=0),
        },
    )


def _rank(row: Row) -> tuple[int, int, str, str]:
    difference = abs((row["sent_compared"] or 0) - (row["received_compared"] or 0))
    return _ORDER[row["state"]], -difference, row["sender"], row["receiver"]


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
        share = words.share(answered.obs_value, sent.obs_value)
        known = not sent.is_lower_bound and not answered.is_lower_bound
        number = share if known else words.label(answered.obs_value, answered.is_lower_bound)
        found.append((number, f"answered{goal}", status_of(numbers, "INF_RSP_RATE")))
    compared = [p for p in pairs if p["state"] != "one_side"]
    if compared:
        found.append((words.of(sum(p["state"] == "agree" for p in compared), len(compared)), "pairs agree", None))
    if operations:
        found.append((words.of(confirmed, operations), "operations confirmed by all partners", None))
    if plans and plans.obs_value is not None:
        goal = f". {goals(numbers, 'INV_PLAN')}".removesuffix(". ")
        found.append(
            (words.number(plans.obs_value), f"cross-border plans active{goal}", status_of(numbers, "INV_PLAN"))
        )
    return found


def _pairs(pairs: Sequence[Row], numbers: Numbers) -> Chart | None:
    """The busiest pairs, differences first."""
    if not pairs:
        return None
    words = numbers.words
    busiest = sorted(pairs, key=lambda r: (-max(r["sent"] or 0, r["received"] or 0), r["sender"], r["receiver"]))[
        :_SHOWN
    ]
    shown = sorted(busiest, key=_rank)
    rest = [row for row in pairs if row not in busiest]
    note = (
        "A difference is a question, not an error: an enquiry sent late in a month may be counted by its "
        "receiver in the next."
    )
    if rest:
        agree = sum(row["state"] == "agree" for row in rest)
        note = f"{words.number(len(rest))} other pairs: {words.number(agree)} agree. {note}"
    differ = sum(row["state"] == "differ" for row in shown)
    title, highest = says.pairs_title(len(shown), differ, words), max(_side(row) for row in shown)
    return Chart(
        name="pairs",
        title=title,
        unit=(
            f"Enquiries from one country to another, {words.months_range(numbers.months[0], numbers.last)}, "
            f"the {words.number(len(shown))} busiest pairs. Largest difference first"
        ),
        sentence="Compared are only months for which both countries’ lists are complete.",
        table=replace(_pairs_table("Enquiries between countries", shown, words, 0), note=note),
        picture=html_table(_pairs_table("Enquiries between countries, drawn", shown, words, highest), words),
        table_name="enquiries between countries",
        key=(
            KeyItem("dot", "Sent, as the sender reports"),
            KeyItem("ring", "Received, as the receiver reports"),
            KeyItem("both", "Both the same"),
        ),
        links=(Link("provenance.html#INF_ENQ", "Where each number comes from"),),
        level=2,
    )


def _side(row: Row) -> int:
    if row["state"] == "one_side":
        return int(max(row["sent"] or 0, row["received"] or 0))
    return int(max(row["sent_compared"], row["received_compared"]))


def _pairs_table(caption: str, rows: Sequence[Row], words: Words, highest: int) -> Table:
    """The pairs in figures, or drawn where ``highest``, the end of the scale, is given."""
    middle: tuple[Column, ...] = (Column("Sent"), Column("Received"), Column("Months compared"))
    if highest:
        middle = (Column("Enquiries in the months compared", "picture"),)
    columns = (Column("From", "text"), Column("To", "text"), *middle, Column("The two sides", "text"))
    cells = tuple(_pair_row(row, words, highest) for row in rows)
    return Table(caption, columns, cells, look="pictures" if highest else "")


def _pair_row(row: Row, words: Words, highest: int) -> tuple[Cell, ...]:
    alone = row["state"] == "one_side"
    sent = row["sent"] if alone else row["sent_compared"]
    received = row["received"] if alone else row["received_compared"]
    difference = abs((sent or 0) - (received or 0))
    word = "One side only" if alone else "Agree" if row["state"] == "agree" else f"Differ by {words.number(difference)}"
    sides = tuple(Cell(side) if side is not None else Cell(marks=("[x]",)) for side in (sent, received))
    return (
        Cell(words.country(row["sender"])),
        Cell(words.country(row["receiver"])),
        *((Cell(html=pair(sent, received, highest, words)),) if highest else (*sides, Cell(row["months_compared"]))),
        Cell(word, bold=row["state"] != "agree"),
    )


def _channels(numbers: Numbers) -> Chart | None:
    words = numbers.words
    rows = [row for row in numbers.rows("outcomes.enquiries_by_channel") if row["sent"] is not None]
    if not rows:
        return None
    ordered = sorted(rows, key=lambda r: (-r["sent"], r["channel"]))
    bars = tuple(Bar(words.code("channel", row["channel"]), row["sent"]) for row in ordered)
    title = parts_title([(bar.label, bar.value or 0) for bar in bars], words)
    cells = tuple(
        (Cell(bar.label), Cell(row["sent"]), Cell(row["answered"])) for bar, row in zip(bars, ordered, strict=True)
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


def _operations(by_operation: dict[str, list[Row]], words: Words) -> list[Operation]:
    found = []
    for name, rows in sorted(by_operation.items(), key=lambda item: (item[1][0]["first_day"] or "", item[0])):
        ordered = sorted(rows, key=lambda r: (not r["is_lead"], words.country(r["ref_area"])))
        partners = tuple(
            (words.country(r["ref_area"]), r["state"], _PARTNER[r["state"]], bool(r["is_lead"])) for r in ordered
        )
        day = rows[0]["first_day"]
        confirmed = sum(r["state"] == "confirmed" for r in rows)
        crime = words.code("crime", rows[0]["crime"])
        found.append(
            Operation(name, words.day(day) if day else "not stated", crime, partners, words.of(confirmed, len(rows)))
        )
    return found


def _operations_chart(by_operation: dict[str, list[Row]], numbers: Numbers, confirmed: int) -> Chart | None:
    if not by_operation:
        return None
    words = numbers.words
    columns = (
        Column("Operation", "text"),
        Column("First day", "text"),
        Column("Country", "text"),
        Column("Reporting lead", "text"),
        Column("Its own return", "text"),
    )
    rows = tuple(
        (
            Cell(row["shared_id"]),
            Cell(row["first_day"] or "not stated"),
            Cell(words.country(row["ref_area"])),
            Cell("yes" if row["is_lead"] else "no"),
            Cell(_PARTNER[row["state"]]),
        )
        for row in sorted(numbers.rows("outcomes.operation_partners"), key=lambda r: (r["shared_id"], r["ref_area"]))
    )
    title = says.operations_title(len(by_operation), confirmed, words)
    return Chart(
        name="operations",
        title=title,
        unit=(
            "Counted once by their shared id. A partner confirms an operation by listing it in its own "
            "return; each lists only its own arrests and victims"
        ),
        sentence=f"{title}.",
        table=Table("Joint operations by partner", columns, rows),
        links=(Link("provenance.html#OPS_JNT", "Where each number comes from"),),
        level=2,
    )


def _plans(numbers: Numbers) -> Table | None:
    """Investigation plans that are active in the last month with data, once each, with the countries that list them."""
    words = numbers.words
    rows = [
        r
        for r in numbers.rows("core.case_status")
        if r["record"] == "PLAN" and r["time_period"] == numbers.last and r["stage"] != "CLOSED"
    ]
    closed = {
        r["shared_id"]
        for r in numbers.rows("core.case_status")
        if r["record"] == "PLAN" and r["time_period"] == numbers.last and r["stage"] == "CLOSED"
    }
    by_plan: dict[str, list[Row]] = {}
    for row in rows:
        if row["shared_id"] not in closed:
            by_plan.setdefault(row["shared_id"], []).append(row)
    cells = tuple(
        (
            Cell(plan),
            Cell(words.listing(sorted(words.country(r["ref_area"]) for r in found))),
            Cell(words.code("crime", found[0]["crime"])),
        )
        for plan, found in sorted(by_plan.items())
    )
    columns = (Column("Plan", "text"), Column("Countries that list it", "text"), Column("Offence", "text"))
    return Table("Cross-border investigation plans active", columns, cells) if cells else None
