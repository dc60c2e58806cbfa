"""The first sentence of all: the clearest milestone met, then the clearest one missed, else the clearest change."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.formatter import capital, plural
from assets.dashboards.page_rows import Milestone, Total
from assets.dashboards.pages.shared.comparisons import (
    clearness,
    direction,
    is_clear,
    is_complete,
    judged_pair,
    rests_on,
    same_countries,
)
from assets.dashboards.pages.shared.milestone_status import amount
from assets.dashboards.pages.shared.phrases import phrase, subject
from assets.dashboards.site_data import SiteData


def headline(data: SiteData) -> str:
    """The sentence at the head of the overview."""
    fmt = data.fmt
    if not data.past:
        first = data.months[0]
        due = fmt.day(data.edition.due_on(first).isoformat())
        return f"No month is due yet: the first returns are due on {due}"
    if not data.synthetic[1]:
        return f"No return is counted yet; {fmt.count(len(data.countries))} were due for {fmt.month(data.last)}"
    return _milestones(data) or _change(data)


def lead(data: SiteData) -> str:
    """Two or three sentences below it: how far the edition is, who is counted, what is counted to date."""
    fmt, countries = data.fmt, len(data.countries)
    if not data.past or not data.synthetic[1]:
        return f"{fmt.number(countries)} {plural(countries, 'country takes', 'countries take')} part in this edition."
    months = len(data.past)
    parts = [
        f"{capital(fmt.count(months))} {plural(months, 'month', 'months')} in, "
        f"{fmt.of(data.reported(data.last), countries)} countries are counted for {fmt.month(data.last)}."
    ]
    if found := _to_date(data, ("VIC_ID", "ARR")):
        parts.append(f"To date countries report {found}.")
    if answers := answered_sentence(data):
        parts.append(answers)
    return " ".join(parts)


def answered_sentence(data: SiteData) -> str:
    """'Of 521 enquiries sent, 358 are answered (69%).'; no share where not all that were sent are known."""
    fmt = data.fmt
    sent, answered = data.totals.get("INF_ENQ"), data.totals.get("INF_RSP")
    if sent is None or answered is None or not sent.obs_value or answered.obs_value is None:
        return ""
    number = fmt.at_least(answered.obs_value, answered.is_lower_bound)
    if data.answered_share is None:
        known = capital(fmt.at_least(sent.obs_value, sent.is_lower_bound))
        return f"{known} {plural(sent.obs_value, 'enquiry was', 'enquiries were')} sent, and {number} answered."
    share = fmt.at_least_text(fmt.percent(data.answered_share), answered.is_lower_bound)
    return f"Of {fmt.number(sent.obs_value)} enquiries sent, {number} are answered ({share})."


def _to_date(data: SiteData, codes: Sequence[str]) -> str:
    """The totals of ``codes`` and what each rests on, once where all rest on the same."""
    fmt = data.fmt
    totals = [data.totals[code] for code in codes if code in data.totals and code in data.indicators]
    counts = [(text, "" if is_complete(t) else rests_on(t, fmt)) for t in totals if (text := _total(data, t))]
    bases = {basis for _, basis in counts}
    if len(counts) > 1 and len(bases) == 1 and (basis := bases.pop()):
        return f"{fmt.listing(text for text, _ in counts)} (each from {basis})"
    return fmt.listing(f"{text} ({basis})" if basis else text for text, basis in counts) if counts else ""


def _total(data: SiteData, total: Total) -> str:
    if total.obs_value is None:
        return ""
    number = data.fmt.at_least(total.obs_value, total.is_lower_bound)
    return f"{number} {phrase(data.indicators[total.indicator]).after(total.obs_value)}"


def _value(data: SiteData, code: str) -> int | None:
    return data.totals[code].obs_value if code in data.totals else None


def _milestones(data: SiteData) -> str:
    known = [m for m in data.milestones.values() if m.actual is not None and m.milestone]
    met = max((m for m in known if m.status == "on_track"), key=_reached, default=None)
    missed = min((m for m in known if m.status in ("close", "behind")), key=_reached, default=None)
    if met and missed:
        return f"{_met(met)}; {_missed(missed, data, 'not')}"
    if met:
        return f"{_met(met)}: {_against(met, data)}"
    return (
        capital(_missed(missed, data, "behind plan" if missed.status == "behind" else "just short of plan"))
        if missed
        else ""
    )


def _reached(milestone: Milestone) -> float:
    return (milestone.actual or 0.0) / milestone.milestone


def _met(milestone: Milestone) -> str:
    how = "ahead of plan" if (milestone.actual or 0) > milestone.milestone else "on plan"
    return f"{capital(subject(milestone.indicator))} are {how}"


def _missed(milestone: Milestone, data: SiteData, how: str) -> str:
    sent, answered = (_value(data, code) for code in ("INF_ENQ", "INF_RSP"))
    lower = data.totals["INF_RSP"].is_lower_bound if "INF_RSP" in data.totals else True
    if milestone.indicator == "INF_RSP_RATE" and sent and answered is not None and sent > answered and not lower:
        fmt = data.fmt
        return f"answers are {how}: {fmt.of(sent - answered, sent)} enquiries still wait"
    return f"{subject(milestone.indicator)} are {how}: {_against(milestone, data)}"


def _against(milestone: Milestone, data: SiteData) -> str:
    actual, goal = (amount(milestone, value, data) for value in (milestone.actual or 0, milestone.milestone))
    since = "" if milestone.due == data.last else f" for {data.fmt.month(milestone.due)}"
    return f"{actual} against a milestone of {goal}{since}"


def _change(data: SiteData) -> str:
    fmt = data.fmt
    if not data.before_last:
        countries = fmt.of(data.reported(data.last), len(data.countries))
        return f"{countries} countries are counted for {fmt.month(data.last)}, the first month"
    best, sentence = 0.0, ""
    for code, indicator in data.indicators.items():
        total = data.month_totals.get(code, {}).get(data.last)
        pair = judged_pair(total, indicator) if total else None
        if total and pair and is_clear(*pair) and clearness(*pair) > best:
            best = clearness(*pair)
            now, before = (fmt.number(value) for value in pair)
            sentence = (
                f"{capital(phrase(indicator).many)} {direction(*pair)} from {before} in "
                f"{fmt.month_alone(data.before_last)} to {now} in {fmt.month_alone(data.last)} "
                f"in {same_countries(total, fmt)}"
            )
    return sentence or f"No clear change since {fmt.month(data.before_last)}"
