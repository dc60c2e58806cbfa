"""Enquiries of each pair of countries, as sender and receiver report them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assets.dashboards.charts.chart import Chart, KeyItem, Link
from assets.dashboards.charts.dots import pair
from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.cooperation import texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_html import html_table
from assets.dashboards.table_model import Cell, Column, Table

_SHOWN = 12
_ORDER = {"one_side": 0, "differ": 1, "agree": 2}


def pair_rank(row: Row) -> tuple[int, int, str, str]:
    """Sort key: one side only, then the largest difference, then agreement."""
    difference = abs((row["sent_compared"] or 0) - (row["received_compared"] or 0))
    return _ORDER[row["state"]], -difference, row["sender"], row["receiver"]


def pairs_chart(pairs: Sequence[Row], data: SiteData) -> Chart | None:
    """The busiest pairs, differences first."""
    if not pairs:
        return None
    fmt = data.fmt
    busiest = sorted(pairs, key=lambda r: (-max(r["sent"] or 0, r["received"] or 0), r["sender"], r["receiver"]))[
        :_SHOWN
    ]
    shown = sorted(busiest, key=pair_rank)
    rest = [row for row in pairs if row not in busiest]
    note = (
        "A difference is a question, not an error: an enquiry sent late in a month may be counted by its "
        "receiver in the next."
    )
    if rest:
        agree = sum(row["state"] == "agree" for row in rest)
        note = f"{fmt.number(len(rest))} other pairs: {fmt.number(agree)} agree. {note}"
    differ = sum(row["state"] == "differ" for row in shown)
    title, highest = says.pairs_title(len(shown), differ, fmt), max(_side(row) for row in shown)
    return Chart(
        name="pairs",
        title=title,
        unit=(
            f"Enquiries from one country to another, {fmt.months_range(data.months[0], data.last)}, "
            f"the {fmt.number(len(shown))} busiest pairs. Largest difference first"
        ),
        sentence="Compared are only months for which both countries’ lists are complete.",
        table=replace(pairs_table("Enquiries between countries", shown, fmt, 0), note=note),
        picture=html_table(pairs_table("Enquiries between countries, drawn", shown, fmt, highest), fmt),
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


def pairs_table(caption: str, rows: Sequence[Row], fmt: Formatter, highest: int) -> Table:
    """The pairs in figures, or drawn where ``highest``, the end of the scale, is given."""
    middle: tuple[Column, ...] = (Column("Sent"), Column("Received"), Column("Months compared"))
    if highest:
        middle = (Column("Enquiries in the months compared", "picture"),)
    columns = (Column("From", "text"), Column("To", "text"), *middle, Column("The two sides", "text"))
    cells = tuple(_pair_row(row, fmt, highest) for row in rows)
    return Table(caption, columns, cells, look="pictures" if highest else "")


def _pair_row(row: Row, fmt: Formatter, highest: int) -> tuple[Cell, ...]:
    alone = row["state"] == "one_side"
    sent = row["sent"] if alone else row["sent_compared"]
    received = row["received"] if alone else row["received_compared"]
    difference = abs((sent or 0) - (received or 0))
    word = "One side only" if alone else "Agree" if row["state"] == "agree" else f"Differ by {fmt.number(difference)}"
    sides = tuple(Cell(side) if side is not None else Cell(flags=("[x]",)) for side in (sent, received))
    return (
        Cell(fmt.country(row["sender"])),
        Cell(fmt.country(row["receiver"])),
        *((Cell(html=pair(sent, received, highest, fmt)),) if highest else (*sides, Cell(row["months_compared"]))),
        Cell(word, bold=row["state"] != "agree"),
    )
