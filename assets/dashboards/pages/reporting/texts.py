"""Sentences of the reporting page: how many countries are counted for the last month, and what the others are."""

from __future__ import annotations

from assets.dashboards.formatter import Formatter, capital, plural
from assets.dashboards.page_rows import Row
from assets.dashboards.site_data import SiteData


def headline(data: SiteData) -> str:
    """'10 of 12 countries are counted for April; one return is held and one has not come'."""
    fmt = data.fmt
    if not data.past:
        return "No return is due yet"
    states = data.returns_of_month[data.last]
    text = f"{fmt.of(states['counted'], len(data.countries))} countries are counted for {fmt.month(data.last)}"
    others = _others(states, fmt)
    return f"{text}; {others}" if others else text


def _others(states: Row, fmt: Formatter) -> str:
    parts = []
    if held := states["held"]:
        parts.append(f"{fmt.count(held)} {plural(held, 'return is', 'returns are')} held")
    if missing := states["not_received"]:
        parts.append(
            f"{fmt.count(missing)} {plural(missing, 'has', 'have')} not come"
            if parts
            else f"{fmt.count(missing)} {plural(missing, 'return has', 'returns have')} not come"
        )
    if waiting := states["not_due"]:
        parts.append(f"{fmt.count(waiting)} {plural(waiting, 'is', 'are')} not yet due")
    return fmt.listing(parts) if parts else ""


def lead(data: SiteData) -> str:
    """Which countries those are, then the returns of all months together."""
    fmt = data.fmt
    if not data.past:
        return f"{fmt.number(len(data.countries))} countries take part in this edition."
    held, missing = _named(data, "held"), _named(data, "not_received")
    parts = []
    if held:
        parts.append(f"{fmt.listing(held)} {plural(len(held), 'is', 'are')} held for correction")
    if missing:
        parts.append(f"{fmt.listing(missing)} {plural(len(missing), 'has', 'have')} not reported")
    first = f"For {fmt.month_alone(data.last)}, {' and '.join(parts)}. " if parts else ""
    received, on_time = data.quality.get(("_T", "Q1")), data.quality.get(("_T", "Q2"))
    if received is None or on_time is None or not received.denominator:
        return first.strip()
    months = len(data.past)
    timely = f", {fmt.number(on_time.numerator or 0)} of them on time" if received.numerator else ""
    return (
        f"{first}Over {fmt.count(months)} {plural(months, 'month', 'months')} "
        f"{fmt.of(received.numerator or 0, received.denominator)} returns due are counted{timely}."
    )


def _named(data: SiteData, state: str) -> list[str]:
    return [
        data.fmt.country(area)
        for area in data.countries
        if data.arrivals.get(area, {}).get(data.last) and data.arrivals[area][data.last].state == state
    ]


def findings_title(errors: int, warnings: int, fmt: Formatter) -> str:
    """'2 errors and 61 warnings stand open'."""
    if not errors and not warnings:
        return "No finding stands open"
    parts = [
        f"{fmt.count(n)} {plural(n, one, one + 's')}" for n, one in ((errors, "error"), (warnings, "warning")) if n
    ]
    return capital(f"{fmt.listing(parts)} {plural(errors + warnings, 'stands', 'stand')} open")
