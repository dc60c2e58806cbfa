"""Sentences of an indicator's page: its first sentence, and the titles of its charts. None says more than its chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.dashboards.numbers import Numbers
from assets.dashboards.phrases import phrase
from assets.dashboards.rows import MonthTotal
from assets.dashboards.sentences.change import compared, direction, is_clear, same_countries, same_country_pair
from assets.dashboards.words import Words, capital, inner, plural
from assets.framework.loader import Indicator

_FEWEST = 10
_RECENT, _RECENT_FROM, _RECENT_MORE = 3, 6, 1.3
_MOST = 0.5


def headline(indicator: Indicator, numbers: Numbers) -> str:
    """The sentence at the head of an indicator's page."""
    words, said = numbers.words, phrase(indicator)
    total = numbers.totals.get(indicator.indicator)
    if not numbers.past:
        return f"{indicator.name}: no month is due yet"
    if total is None or total.obs_value is None:
        return f"No country has given a figure for {said.many} yet"
    if indicator.stock == "yes":
        return f"{capital(words.count(total.obs_value))} {said.after(total.obs_value)} at the end of {words.month(numbers.last)}"
    if total.obs_value == 0:
        return f"No {said.many} in {words.count(len(numbers.past))} {plural(len(numbers.past), 'month', 'months')}"
    months = _valued(numbers.month_totals[indicator.indicator], numbers.past)
    return _recent(total.obs_value, months, said.many, words) or _last_change(indicator, total.obs_value, numbers)


def lead(indicator: Indicator, numbers: Numbers) -> str:
    """The highest month, then the last one with its countries and the same countries' month before."""
    words = numbers.words
    by_month = numbers.month_totals.get(indicator.indicator, {})
    months = _valued(by_month, numbers.past)
    if not months:
        return f"{words.number(len(numbers.countries))} countries take part in this edition."
    parts = []
    top = max(month.obs_value or 0 for month in months)
    highest = [m for m in months if m.obs_value == top]
    if len(highest) == 1 and top and len(months) > 1:
        parts.append(f"{words.month(highest[0].time_period)} was the highest month, with {words.number(top)}.")
    last = by_month[numbers.last]
    counted = words.of(last.countries_counted, last.countries_expected)
    if last.obs_value is None:
        parts.append(f"For {words.month(numbers.last)} no figure is counted yet ({counted} countries).")
    else:
        before = compared(last, words)
        brought = "stood at" if indicator.stock == "yes" else "brought"
        parts.append(
            f"{words.month_alone(numbers.last)}, with {counted} countries counted, {brought} "
            f"{words.number(last.obs_value)}{f'; {before}' if before else ''}."
        )
    return " ".join(parts)


def _valued(by_month: Mapping[str, MonthTotal], past: Sequence[str]) -> list[MonthTotal]:
    return [by_month[m] for m in past if m in by_month and by_month[m].obs_value is not None]


def _recent(total: int, months: Sequence[MonthTotal], many: str, words: Words) -> str:
    if len(months) < _RECENT_FROM or total < _FEWEST:
        return ""
    recent = sum(month.obs_value or 0 for month in months[-_RECENT:])
    if recent / total < _RECENT_MORE * _RECENT / len(months):
        return ""
    return f"{words.share(recent, total)} of the {words.number(total)} {many} so far fall in the last three months"


def _last_change(indicator: Indicator, total: int, numbers: Numbers) -> str:
    words, said = numbers.words, phrase(indicator)
    if not numbers.before_last:
        return f"{words.number(total)} {said.after(total)} in {words.month(numbers.last)}, the first month"
    last = numbers.month_totals[indicator.indicator][numbers.last]
    pair = same_country_pair(last)
    if pair and is_clear(*pair):
        now, before = (words.number(value) for value in pair)
        months = (words.month_alone(numbers.before_last), words.month_alone(numbers.last))
        return (
            f"{capital(said.many)} {direction(*pair)} from {before} in {months[0]} to {now} in {months[1]} "
            f"in {same_countries(last, words)}"
        )
    text = f"{words.number(total)} {said.after(total)} to date"
    return f"{text}; no clear change since {words.month(numbers.before_last)}" if pair else text


def months_title(indicator: Indicator, numbers: Numbers) -> str:
    """The title of the monthly bars: which month is the highest, and where the last one stands."""
    words = numbers.words
    months = _valued(numbers.month_totals.get(indicator.indicator, {}), numbers.past)
    top = max((month.obs_value or 0 for month in months), default=0)
    if not months:
        return "No month has a figure yet"
    if not top:
        return f"No {phrase(indicator).many} in any month"
    highest = [words.month(m.time_period) for m in months if m.obs_value == top]
    if len(months) == 1:
        return f"{words.month(months[0].time_period)} is the only month with a figure: {words.number(top)}"
    if len(highest) > 3:
        return f"No month stands out: {words.number(len(highest))} months share the highest figure, {words.number(top)}"
    if len(highest) > 1:
        return f"{words.listing(highest)} were the highest months, with {words.number(top)} each"
    if months[-1].obs_value == top and months[-1].time_period == numbers.last:
        return f"{highest[0]} is the highest month so far, with {words.number(top)}"
    return f"{highest[0]} was the highest month, with {words.number(top)}"


def countries_title(indicator: Indicator, values: Sequence[tuple[str, int]], total: int | None, words: Words) -> str:
    """The title of the bars by country; ``values`` are names and figures, largest first.

    Shares are said only where the countries add up to the total: shared records count once for each country.
    """
    known = [(name, value) for name, value in values if value]
    if not known:
        return "No country reports any" if values else "No country has a figure yet"
    if len(known) == 1:
        return f"{known[0][0]} alone reports {words.number(known[0][1])}"
    if indicator.aggregation == "DIST":
        return (
            f"{known[0][0]} takes part in most, {words.number(known[0][1])}"
            if known[0][1] > known[1][1]
            else _level(known, words)
        )
    whole, so_far = sum(value for _, value in known), 0
    if whole != total:
        return _level(known, words)
    for position, (_, value) in enumerate(known, start=1):
        so_far += value
        if so_far > _MOST * whole:
            names = (
                words.listing([n for n, _ in known[:position]])
                if position < 3
                else f"{capital(words.count(position))} countries"
            )
            return (
                f"{names} account for {words.share(so_far, whole)}"
                if position > 1
                else f"{names} accounts for {words.share(so_far, whole)}"
            )
    return _level(known, words)


def _level(known: Sequence[tuple[str, int]], words: Words) -> str:
    (name, value), (_, second) = known[0], known[1]
    return (
        f"{name} reports most, {words.number(value)}"
        if value > second
        else f"The highest figure is {words.number(value)}"
    )


def sex_age_title(by_sex_age: Mapping[tuple[str, str], int], total: int | None, words: Words) -> str:
    """'62% are female, and at least 142 are children'; 'at least' wherever some are not told apart."""
    whole = max(total or 0, sum(by_sex_age.values()))
    if not whole:
        return "No person is recorded"
    female = sum(value for (sex, _), value in by_sex_age.items() if sex == "F")
    told_apart = sum(value for (sex, _), value in by_sex_age.items() if sex in ("F", "M"))
    least = "" if told_apart == whole else "At least "
    text = f"{least}{words.share(female, whole)} are female" if female else "No female person is recorded"
    children = sum(value for (_, age), value in by_sex_age.items() if age == "Y0T17")
    has_ages = any(age != "_T" for _, age in by_sex_age)
    return (
        f"{text}, and at least {words.number(children)} {plural(children, 'is a child', 'are children')}"
        if has_ages
        else text
    )


def parts_title(parts: Sequence[tuple[str, int]], words: Words, top: int = 1) -> str:
    """'Trafficking in persons accounts for 58%', of named parts (largest first)."""
    whole = sum(value for _, value in parts)
    if not whole:
        return "None in any category"
    names = [name for name, value in parts[:top] if value]
    share = words.share(sum(value for _, value in parts[:top]), whole)
    text = words.listing([names[0], *(inner(name) for name in names[1:])])
    return f"{text} {plural(len(names), 'accounts', 'account')} for {share}"
