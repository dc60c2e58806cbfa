"""Sentences of the activities page."""

from __future__ import annotations

from assets.dashboards.formatter import capital
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.site_data import SiteData


def headline(data: SiteData) -> str:
    """'30 training sessions held and 772 officers trained'."""
    parts = [text for code in ("TRN_SES", "TRN_OFF") if (text := count(data, code))]
    return capital(" and ".join(parts)) if parts else "No activity is reported yet"


def lead(data: SiteData) -> str:
    """The other activities, and how they are counted."""
    parts = [text for code in ("SIM_EX", "AWR_ACT", "SME_ENG") if (text := count(data, code).removesuffix(" held"))]
    how = "A session counts once, where it was hosted; officers count where they come from."
    return f"Countries also report {data.fmt.listing(parts)}. {how}" if parts else how


def count(data: SiteData, code: str) -> str:
    """A total with its phrase; empty where there is no figure."""
    total = data.totals.get(code)
    if total is None or total.obs_value is None or code not in data.indicators:
        return ""
    return (
        f"{data.fmt.at_least(total.obs_value, total.is_lower_bound)} "
        f"{phrase(data.indicators[code]).after(total.obs_value)}"
    )
