"""Sentences of the reporting page: how many countries are counted for the last month, and what the others are."""

from __future__ import annotations

from collections import Counter

from assets.dashboards.formatter import Words, capital, plural
from assets.dashboards.site_data import Numbers


def headline(numbers: Numbers) -> str:
    """'10 of 12 countries are counted for April; one return is held and one has not come'."""
    words = numbers.words
    if not numbers.past:
        return "No return is due yet"
    states = _states(numbers)
    counted = states["T"] + states["L"]
    text = f"{words.of(counted, len(numbers.countries))} countries are counted for {words.month(numbers.last)}"
    others = _others(states, words)
    return f"{text}; {others}" if others else text


def _states(numbers: Numbers) -> Counter[str]:
    return Counter(by_month[numbers.last].state for by_month in numbers.arrivals.values() if numbers.last in by_month)


def _others(states: Counter[str], words: Words) -> str:
    parts = []
    if held := states["H"]:
        parts.append(f"{words.count(held)} {plural(held, 'return is', 'returns are')} held")
    if missing := states["N"]:
        parts.append(
            f"{words.count(missing)} {plural(missing, 'has', 'have')} not come"
            if parts
            else f"{words.count(missing)} {plural(missing, 'return has', 'returns have')} not come"
        )
    if waiting := states["."]:
        parts.append(f"{words.count(waiting)} {plural(waiting, 'is', 'are')} not yet due")
    return words.listing(parts) if parts else ""


def lead(numbers: Numbers) -> str:
    """Which countries those are, then the returns of all months together."""
    words = numbers.words
    if not numbers.past:
        return f"{words.number(len(numbers.countries))} countries take part in this edition."
    held, missing = _named(numbers, "H"), _named(numbers, "N")
    parts = []
    if held:
        parts.append(f"{words.listing(held)} {plural(len(held), 'is', 'are')} held for correction")
    if missing:
        parts.append(f"{words.listing(missing)} {plural(len(missing), 'has', 'have')} not reported")
    first = f"For {words.month_alone(numbers.last)}, {' and '.join(parts)}. " if parts else ""
    received, on_time = numbers.quality.get(("_T", "Q1")), numbers.quality.get(("_T", "Q2"))
    if received is None or on_time is None or not received.denominator:
        return first.strip()
    months = len(numbers.past)
    timely = f", {words.number(on_time.numerator or 0)} of them on time" if received.numerator else ""
    return (
        f"{first}Over {words.count(months)} {plural(months, 'month', 'months')} "
        f"{words.of(received.numerator or 0, received.denominator)} returns due are counted{timely}."
    )


def _named(numbers: Numbers, state: str) -> list[str]:
    return [
        numbers.words.country(area)
        for area in numbers.countries
        if numbers.arrivals.get(area, {}).get(numbers.last) and numbers.arrivals[area][numbers.last].state == state
    ]


def findings_title(errors: int, warnings: int, words: Words) -> str:
    """'2 errors and 61 warnings stand open'."""
    if not errors and not warnings:
        return "No finding stands open"
    parts = [
        f"{words.count(n)} {plural(n, one, one + 's')}" for n, one in ((errors, "error"), (warnings, "warning")) if n
    ]
    return capital(f"{words.listing(parts)} {plural(errors + warnings, 'stands', 'stand')} open")
