"""Sentences of a country's page: its returns before any count, then what it reports."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.formatter import plural
from assets.dashboards.page_rows import Arrival
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.site_data import SiteData

_RECENT = 3
_FEW = 2
_WHY = {
    "held": ("is held for correction", "are held for correction"),
    "not_received": ("has not come", "have not come"),
}


def headline(data: SiteData, area: str) -> str:
    """'Thailand has sent every return, nine of ten on time'."""
    fmt, name = data.fmt, data.fmt.country(area)
    returns = data.returns[area]
    due, counted, on_time = returns["due"], returns["counted"], returns["on_time"]
    if not due:
        return f"{name}: no return is due yet"
    if not counted:
        return f"{name} has no return counted of the {fmt.count(due)} that are due"
    timely = f"{fmt.count(on_time)} of {fmt.count(due)} on time"
    if returns["is_complete"]:
        if due == 1:
            return f"{name} has sent its return, {'on time' if on_time else 'late'}"
        return f"{name} has sent every return, {'all on time' if on_time == due else timely}"
    return f"{name} has {fmt.count(counted)} of {fmt.count(due)} returns counted; {_missing(data, area)}"


def _missing(data: SiteData, area: str) -> str:
    lacking = [arrival for arrival in data.due_returns(area) if not arrival.counted]
    if len(lacking) <= _FEW:
        return _named(lacking, data)
    held, not_received = data.returns[area]["held"], data.returns[area]["not_received"]
    parts = [f"{data.fmt.count(not_received)} have not come"] if not_received else []
    return data.fmt.listing([*parts, *([f"{data.fmt.count(held)} {plural(held, 'is', 'are')} held"] if held else [])])


def _named(lacking: Sequence[Arrival], data: SiteData) -> str:
    """'June 2024 and July 2024 have not come'; months that lack for different reasons are said one by one."""
    fmt, months = data.fmt, [data.fmt.month(a.time_period) for a in lacking]
    if len({a.state for a in lacking}) == 1:
        one, many = _WHY[lacking[0].state]
        return f"{fmt.listing(months)} {plural(len(months), one, many)}"
    return fmt.listing(f"{month} {_WHY[a.state][0]}" for month, a in zip(months, lacking, strict=True))


def lead(data: SiteData, area: str) -> str:
    """What the country has counted so far, and what it takes part in."""
    parts = [text for text in (_victims(data, area), _takes_part(data, area)) if text]
    return " ".join(parts) or "No figure of it is counted yet."


def _victims(data: SiteData, area: str) -> str:
    fmt = data.fmt
    total = data.country_totals.get(("VIC_ID", area))
    if total is None or total.obs_value is None:
        return ""
    text = (
        f"It has identified {fmt.at_least(total.obs_value, total.is_lower_bound)} trafficking "
        f"{plural(total.obs_value, 'victim', 'victims')}"
    )
    if total.months_counted < total.months_due:
        return f"{text} in the {fmt.of(total.months_counted, total.months_due)} months that are counted."
    if len(data.past) <= _RECENT or total.is_lower_bound:
        return f"{text}."
    recent = data.recent["VIC_ID", area]
    return f"{text}, {fmt.number(recent)} of them since {fmt.month(data.past[-_RECENT])}."


def _takes_part(data: SiteData, area: str) -> str:
    fmt, parts = data.fmt, []
    for code in ("CMP_CASE", "OPS_JNT"):
        total = data.country_totals.get((code, area))
        if total is not None and total.obs_value and code in data.indicators:
            named = phrase(data.indicators[code]).after(total.obs_value).removesuffix(" accepted")
            parts.append(f"{fmt.at_least(total.obs_value, total.is_lower_bound)} {named}")
    return f"It takes part in {fmt.listing(parts)}." if parts else ""


def index_headline(data: SiteData) -> str:
    """'5 of 8 countries have sent every return'."""
    if not data.past:
        return f"{len(data.countries)} countries take part; no return is due yet"
    complete = data.summary["countries_complete"]
    return f"{data.fmt.of(complete, len(data.countries))} countries have sent every return"
