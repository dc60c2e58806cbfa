"""Sentences of an indicator's page: its first sentence, and the titles of its charts. None says more than its chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.dashboards.formatter import Formatter, capital, inner, plural
from assets.dashboards.page_rows import MonthTotal, Row, Total
from assets.dashboards.pages.shared.comparisons import (
    compared,
    direction,
    is_clear,
    is_of_one_month,
    judged_pair,
    same_countries,
)
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.site_data import SiteData
from assets.framework.loader import Indicator

_FEWEST = 10
_RECENT, _RECENT_FROM, _RECENT_MORE = 3, 6, 1.3
_MOST, _NAMED, _FEW = 0.5, 2, 3

ADDED_UP = {
    "SUM": "Added up",
    "SENT": "Added up, each enquiry by its sender",
    "HOST": "Added up, each by its host alone",
    "DIST": "Each shared record once, however many countries list it",
    "LATEST": "Latest figure of each country, never added over months",
}


def headline(indicator: Indicator, data: SiteData) -> str:
    """The sentence at the head of an indicator's page."""
    fmt, said = data.fmt, phrase(indicator)
    total = data.totals.get(indicator.indicator)
    if not data.past:
        return f"{indicator.name}: no month is due yet"
    if total is None or total.obs_value is None:
        return f"No country has given a figure for {said.many} yet"
    value = total.obs_value
    if indicator.is_stock and (value or total.is_lower_bound):
        number = f"at least {fmt.number(value)}" if total.is_lower_bound else fmt.count(value)
        return f"{capital(number)} {said.after(value)} {_when(indicator, total, fmt)}"
    if value == 0 and not total.is_lower_bound:
        past = f"in {fmt.count(len(data.past))} {plural(len(data.past), 'month', 'months')}"
        when = _when(indicator, total, fmt) if indicator.is_stock else past
        return f"No {said.many} {when}"
    if total.is_lower_bound:
        return f"At least {fmt.number(value)} {said.after(value)} to date: some figures are withheld or blank"
    months = _valued(data.month_totals[indicator.indicator], data.past)
    recent = (
        _recent(value, data.recent[indicator.indicator, "_T"], months, said.many, fmt)
        if _same_countries(months, indicator)
        else ""
    )
    return recent or _last_change(indicator, value, data)


def lead(indicator: Indicator, data: SiteData) -> str:
    """The highest month, then the last one with its countries and the same countries' month before."""
    fmt = data.fmt
    by_month = data.month_totals.get(indicator.indicator, {})
    months = _valued(by_month, data.past)
    if not months:
        return f"{fmt.number(len(data.countries))} countries take part in this edition."
    last = by_month[data.last]
    counted = fmt.of(last.countries_counted, last.countries_expected)
    top = max(month.obs_value or 0 for month in months)
    exact = not any(month.is_lower_bound for month in months)
    comparable = exact and _same_countries(months, indicator) and len(months) > 1
    highest = [m for m in months if m.obs_value == top] if top and comparable else []
    first = ""
    if len(highest) == 1 and highest[0] is not last:
        first = f"{fmt.month(highest[0].time_period)} was the highest month, with {fmt.number(top)}. "
    if last.obs_value is None:
        return f"{first}For {fmt.month(data.last)} no figure is counted yet ({counted} countries)."
    before = compared(last, fmt)
    number = fmt.at_least(last.obs_value, last.is_lower_bound)
    brought = f"stood at {number}" if indicator.is_stock else f"brought {number}"
    if indicator.is_stock and last.is_lower_bound:
        brought = f"stood at {fmt.number(last.obs_value)} or more"
    so_far = ", the highest so far" if highest == [last] else ""
    return (
        f"{first}{fmt.month(data.last)}, with {counted} countries counted, {brought}"
        f"{so_far}{f'; {before}' if before else ''}."
    )


def _when(indicator: Indicator, total: Total, fmt: Formatter) -> str:
    """When a stock stood so: at the end of a month, unless it adds up countries' figures of different months."""
    if indicator.aggregation == "LATEST" and not is_of_one_month(total):
        return f"as each country last reported, from {fmt.month(total.oldest_month or '')} on"
    return f"{_at(phrase(indicator).many)} the end of {fmt.month(total.last_month)}"


def _at(many: str) -> str:
    """Something is open or active at a day; something is accepted by a day."""
    return "at" if many.endswith(("open", "active")) else "by"


def _valued(by_month: Mapping[str, MonthTotal], past: Sequence[str]) -> list[MonthTotal]:
    return [by_month[m] for m in past if m in by_month and by_month[m].obs_value is not None]


def _unequal(months: Sequence[MonthTotal], fmt: Formatter) -> str:
    """'months rest on 6 to 8 countries'."""
    fewest, most = (some(m.countries_counted for m in months) for some in (min, max))
    if fewest == most:
        return "not every month rests on the same countries"
    return f"months rest on {fmt.number(fewest)} to {fmt.number(most)} countries"


def _same_countries(months: Sequence[MonthTotal], indicator: Indicator) -> bool:
    """Whether all months rest on the same countries: else a month may be the highest only for who reported in it.

    Of shared records, which belong to no country alone, only the number of countries can be compared.
    """
    if indicator.aggregation != "DIST" and any(m.same_countries != m.countries_counted for m in months[1:]):
        return False
    return len({month.countries_counted for month in months}) == 1


def _recent(total: int, recent: int, months: Sequence[MonthTotal], many: str, fmt: Formatter) -> str:
    if len(months) < _RECENT_FROM or total < _FEWEST:
        return ""
    if recent / total < _RECENT_MORE * _RECENT / len(months):
        return ""
    return f"{fmt.share(recent, total)} of the {fmt.number(total)} {many} so far fall in the last three months"


def _last_change(indicator: Indicator, total: int, data: SiteData) -> str:
    fmt, said = data.fmt, phrase(indicator)
    if not data.before_last:
        return f"{fmt.number(total)} {said.after(total)} in {fmt.month(data.last)}, the first month"
    last = data.month_totals[indicator.indicator][data.last]
    pair = judged_pair(last, indicator)
    if pair and is_clear(*pair):
        now, before = (fmt.number(value) for value in pair)
        months = (fmt.month_alone(data.before_last), fmt.month_alone(data.last))
        return (
            f"{capital(said.many)} {direction(*pair)} from {before} in {months[0]} to {now} in {months[1]} "
            f"in {same_countries(last, fmt)}"
        )
    text = f"{fmt.number(total)} {said.after(total)} to date"
    return f"{text}; no clear change since {fmt.month(data.before_last)}" if pair else text


def months_title(indicator: Indicator, data: SiteData) -> str:
    """The title of the monthly bars: which month is the highest, and where the last one stands."""
    fmt = data.fmt
    months = _valued(data.month_totals.get(indicator.indicator, {}), data.past)
    top = max((month.obs_value or 0 for month in months), default=0)
    if not months:
        return "No month has a figure yet"
    if any(month.is_lower_bound for month in months):
        return f"The highest known figure is {fmt.number(top)}; not every month is fully known"
    if not top:
        return f"No {phrase(indicator).many} in any month"
    highest = [fmt.month(m.time_period) for m in months if m.obs_value == top]
    if len(months) == 1:
        return f"{fmt.month(months[0].time_period)} is the only month with a figure: {fmt.number(top)}"
    if not _same_countries(months, indicator):
        return f"The highest figure is {fmt.number(top)}; {_unequal(months, fmt)}"
    if len(highest) > 3:
        return f"No month stands out: {fmt.number(len(highest))} months share the highest figure, {fmt.number(top)}"
    if len(highest) > 1:
        return f"{fmt.listing(highest)} were the highest months, with {fmt.number(top)} each"
    if months[-1].obs_value == top and months[-1].time_period == data.last:
        return f"{highest[0]} is the highest month so far, with {fmt.number(top)}"
    return f"{highest[0]} was the highest month, with {fmt.number(top)}"


def countries_title(
    indicator: Indicator, values: Sequence[tuple[str, int]], total: Total, fmt: Formatter, *, exact: bool
) -> str:
    """The title of the bars by country; ``values`` are names and figures, largest first; ``exact``: none is a bound.

    Shares are said only where every figure is known and the countries add up to the total: shared records count once
    for each country.
    """
    known = [(name, value) for name, value in values if value]
    if not known:
        return "No country reports any" if values else "No country has a figure yet"
    if not exact or total.is_lower_bound:
        return f"{known[0][0]} has the highest known figure, {fmt.number(known[0][1])}"
    if len(known) == 1:
        return f"{known[0][0]} alone reports any: {fmt.number(known[0][1])}"
    if indicator.aggregation == "DIST":
        return _level(known, "takes part in most", fmt)
    whole = sum(value for _, value in known)
    if whole != total.obs_value:
        return _level(known, "reports most", fmt)
    some = " of what is counted" if total.countries_counted < total.countries_expected else ""
    return f"{_together(known, whole, fmt)}{some}"


def _together(known: Sequence[tuple[str, int]], total: int, fmt: Formatter) -> str:
    """How many of the largest make up more than half, where those are few."""
    so_far, position = 0, 0
    while so_far <= _MOST * total:
        so_far += known[position][1]
        position += 1
    if position > max(_FEW, len(known) // _FEW):
        return _level(known, "reports most", fmt)
    few = fmt.listing(name for name, _ in known[:position])
    names = few if position <= _NAMED else f"{capital(fmt.count(position))} countries"
    return f"{names} {plural(position, 'accounts', 'account')} for {fmt.share(so_far, total)}"


def _level(known: Sequence[tuple[str, int]], does: str, fmt: Formatter) -> str:
    (name, value), (_, second) = known[0], known[1]
    return f"{name} {does}, {fmt.number(value)}" if value > second else f"The highest figure is {fmt.number(value)}"


def sex_age_title(counts: Row, total: Total, fmt: Formatter) -> str:
    """'62% are female, and at least 142 are children'; ``counts`` is the indicator's row of outcomes.told_apart.

    'at least' wherever some are not told apart; a number instead of a share where the total itself is a lower bound.
    """
    whole, female, children = counts["whole"], counts["female"], counts["children"]
    if not whole:
        return "No person is recorded"
    share = fmt.number(female) if total.is_lower_bound else fmt.share(female, whole)
    least = "" if counts["by_sex"] == whole and not total.is_lower_bound else "At least "
    text = f"{least}{share} {plural(female, 'is', 'are')} female" if female else "No female person is recorded"
    if not children:
        return text
    return f"{text}, and at least {fmt.number(children)} {plural(children, 'is a child', 'are children')}"


def parts_title(parts: Sequence[tuple[str, int]], fmt: Formatter, top: int = 1, *, exact: bool = True) -> str:
    """'Trafficking in persons accounts for 58%', of named parts (largest first); no share of what is not known."""
    whole = sum(value for _, value in parts)
    if not exact:
        return f"{parts[0][0]} has the highest known figure, {fmt.number(parts[0][1])}"
    if not whole:
        return "None in any category"
    names = [name for name, value in parts[:top] if value]
    share = fmt.share(sum(value for _, value in parts[:top]), whole)
    text = fmt.listing([names[0], *(inner(name) for name in names[1:])])
    return f"{text} {plural(len(names), 'accounts', 'account')} for {share}"
