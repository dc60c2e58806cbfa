"""Sentences of the cooperation page: whether sender and receiver agree, and which operations every partner confirms."""

from __future__ import annotations

from assets.dashboards.formatter import Formatter, capital, plural
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.shared.comparisons import rests_on
from assets.dashboards.site_data import SiteData


def headline(summary: Row, fmt: Formatter) -> str:
    """'Sender and receiver agree on 36 of 51 country pairs; ...', of the pairs that can be compared."""
    compared, alone = summary["pairs_compared"], summary["pairs_of_one_side"]
    if not summary["pairs"]:
        return "No enquiry between participating countries is listed yet"
    rest = f"{fmt.count(alone)} {plural(alone, 'has', 'have')} one side only"
    if not compared:
        return f"No country pair can be compared yet: {rest}"
    text = f"Sender and receiver agree on {fmt.of(summary['pairs_agree'], compared)} country pairs"
    return f"{text}; {rest}" if alone else text


def lead(data: SiteData, operations: int, confirmed: int) -> str:
    """What was sent and answered, then the operations."""
    fmt = data.fmt
    sent, answered = (data.totals.get(code) for code in ("INF_ENQ", "INF_RSP"))
    parts = []
    if sent and sent.obs_value is not None and answered and answered.obs_value is not None:
        parts.append(
            f"{capital(fmt.at_least(sent.obs_value, sent.is_lower_bound))} enquiries were sent and "
            f"{fmt.at_least(answered.obs_value, answered.is_lower_bound)} answered, "
            f"as reported by {rests_on(sent, fmt)}."
        )
    if operations:
        parts.append(
            f"{capital(fmt.count(operations))} joint "
            f"{plural(operations, 'operation has', 'operations have')} begun, and "
            f"{fmt.count(confirmed)} {plural(max(confirmed, 1), 'is', 'are')} confirmed by every partner’s "
            "own return."
        )
    return " ".join(parts) or "Countries list enquiries, plans and operations in their monthly returns."


def pairs_title(shown: int, differ: int, fmt: Formatter) -> str:
    """The title of the pairs shown: how many of them do not match."""
    if not shown:
        return "No pair to show"
    if not differ:
        return (
            f"{capital(fmt.count(shown))} busiest pairs: both sides say the same"
            if shown > 1
            else "Both sides say the same"
        )
    return f"Of the {fmt.count(shown)} pairs shown, {fmt.count(differ)} {plural(differ, 'does', 'do')} not match"


def operations_title(operations: int, confirmed: int, fmt: Formatter) -> str:
    """'4 of 7 joint operations are confirmed by every partner'."""
    if not operations:
        return "No joint operation is listed yet"
    if not confirmed:
        which = (
            "The one joint operation is not"
            if operations == 1
            else f"None of {fmt.number(operations)} joint operations is"
        )
        return f"{which} confirmed by every partner"
    return (
        f"{fmt.of(confirmed, operations)} joint {plural(operations, 'operation', 'operations')} "
        f"{plural(confirmed, 'is', 'are')} confirmed by every partner"
    )
