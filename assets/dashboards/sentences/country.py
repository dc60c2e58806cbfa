"""Sentences of a country's page: its returns before any count, then what it reports."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.formatter import plural
from assets.dashboards.phrases import phrase
from assets.dashboards.rows import Arrival
from assets.dashboards.site_data import Numbers

_RECENT = 3
_FEW = 2
_WHY = {"H": ("is held for correction", "are held for correction"), "N": ("has not come", "have not come")}


def due_returns(numbers: Numbers, area: str) -> list[Arrival]:
    """The returns of a country that are due or have come, by month."""
    by_month = numbers.arrivals.get(area, {})
    return [by_month[m] for m in numbers.months if m in by_month and by_month[m].state != "."]


def headline(numbers: Numbers, area: str) -> str:
    """'Thailand has sent every return, nine of ten on time'."""
    words, name = numbers.words, numbers.words.country(area)
    due = due_returns(numbers, area)
    counted = [arrival for arrival in due if arrival.counted]
    on_time = sum(arrival.state == "T" for arrival in due)
    if not due:
        return f"{name}: no return is due yet"
    if not counted:
        return f"{name} has no return counted of the {words.count(len(due))} that are due"
    timely = f"{words.count(on_time)} of {words.count(len(due))} on time"
    if len(counted) == len(due):
        if len(due) == 1:
            return f"{name} has sent its return, {'on time' if on_time else 'late'}"
        return f"{name} has sent every return, {'all on time' if on_time == len(due) else timely}"
    return (
        f"{name} has {words.count(len(counted))} of {words.count(len(due))} returns counted; {_missing(due, numbers)}"
    )


def _missing(due: Sequence[Arrival], numbers: Numbers) -> str:
    lacking = [arrival for arrival in due if not arrival.counted]
    if len(lacking) <= _FEW:
        return _named(lacking, numbers)
    held = sum(arrival.state == "H" for arrival in lacking)
    parts = [f"{numbers.words.count(len(lacking) - held)} have not come"] if len(lacking) > held else []
    return numbers.words.listing(
        [*parts, *([f"{numbers.words.count(held)} {plural(held, 'is', 'are')} held"] if held else [])]
    )


def _named(lacking: Sequence[Arrival], numbers: Numbers) -> str:
    """'June 2024 and July 2024 have not come'; months that lack for different reasons are said one by one."""
    words, months = numbers.words, [numbers.words.month(a.time_period) for a in lacking]
    if len({a.state for a in lacking}) == 1:
        one, many = _WHY[lacking[0].state]
        return f"{words.listing(months)} {plural(len(months), one, many)}"
    return words.listing(f"{month} {_WHY[a.state][0]}" for month, a in zip(months, lacking, strict=True))


def lead(numbers: Numbers, area: str) -> str:
    """What the country has counted so far, and what it takes part in."""
    parts = [text for text in (_victims(numbers, area), _takes_part(numbers, area)) if text]
    return " ".join(parts) or "No figure of it is counted yet."


def _victims(numbers: Numbers, area: str) -> str:
    words = numbers.words
    total = numbers.country_totals.get(("VIC_ID", area))
    if total is None or total.obs_value is None:
        return ""
    text = (
        f"It has identified {words.at_least(total.obs_value, total.is_lower_bound)} trafficking "
        f"{plural(total.obs_value, 'victim', 'victims')}"
    )
    if total.months_counted < total.months_due:
        return f"{text} in the {words.of(total.months_counted, total.months_due)} months that are counted."
    if len(numbers.past) <= _RECENT or total.is_lower_bound:
        return f"{text}."
    by_month = numbers.country_months["VIC_ID", area]
    recent = sum(by_month[month].obs_value or 0 for month in numbers.past[-_RECENT:])
    return f"{text}, {words.number(recent)} of them since {words.month(numbers.past[-_RECENT])}."


def _takes_part(numbers: Numbers, area: str) -> str:
    words, parts = numbers.words, []
    for code in ("CMP_CASE", "OPS_JNT"):
        total = numbers.country_totals.get((code, area))
        if total is not None and total.obs_value and code in numbers.indicators:
            named = phrase(numbers.indicators[code]).after(total.obs_value).removesuffix(" accepted")
            parts.append(f"{words.at_least(total.obs_value, total.is_lower_bound)} {named}")
    return f"It takes part in {words.listing(parts)}." if parts else ""


def index_headline(numbers: Numbers) -> str:
    """'5 of 8 countries have sent every return'."""
    if not numbers.past:
        return f"{len(numbers.countries)} countries take part; no return is due yet"
    complete = sum(
        bool(due) and all(arrival.counted for arrival in due)
        for due in (due_returns(numbers, area) for area in numbers.countries)
    )
    return f"{numbers.words.of(complete, len(numbers.countries))} countries have sent every return"
