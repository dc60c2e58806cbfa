"""Sentences of the activities page."""

from __future__ import annotations

from assets.dashboards.formatter import capital
from assets.dashboards.phrases import phrase
from assets.dashboards.site_data import Numbers


def headline(numbers: Numbers) -> str:
    """'30 training sessions held and 772 officers trained'."""
    parts = [text for code in ("TRN_SES", "TRN_OFF") if (text := count(numbers, code))]
    return capital(" and ".join(parts)) if parts else "No activity is reported yet"


def lead(numbers: Numbers) -> str:
    """The other activities, and how they are counted."""
    parts = [text for code in ("SIM_EX", "AWR_ACT", "SME_ENG") if (text := count(numbers, code).removesuffix(" held"))]
    how = "A session counts once, where it was hosted; officers count where they come from."
    return f"Countries also report {numbers.words.listing(parts)}. {how}" if parts else how


def count(numbers: Numbers, code: str) -> str:
    """A total with its phrase; empty where there is no figure."""
    total = numbers.totals.get(code)
    if total is None or total.obs_value is None or code not in numbers.indicators:
        return ""
    return (
        f"{numbers.words.at_least(total.obs_value, total.is_lower_bound)} "
        f"{phrase(numbers.indicators[code]).after(total.obs_value)}"
    )
