"""The first sentence of all: the clearest milestone met, then the clearest one missed, else the clearest change."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.formatter import capital, plural
from assets.dashboards.phrases import phrase, subject
from assets.dashboards.rows import Milestone, Total
from assets.dashboards.sentences.change import clearness, direction, is_clear, judged_pair, same_countries
from assets.dashboards.sentences.rests_on import is_complete, rests_on
from assets.dashboards.site_data import Numbers


def headline(numbers: Numbers) -> str:
    """The sentence at the head of the overview."""
    words = numbers.words
    if not numbers.past:
        first = numbers.months[0]
        due = words.day(numbers.edition.due_on(first).isoformat())
        return f"No month is due yet: the first returns are due on {due}"
    if not numbers.synthetic[1]:
        return (
            f"No return is counted yet; {words.count(len(numbers.countries))} were due for {words.month(numbers.last)}"
        )
    return _milestones(numbers) or _change(numbers)


def lead(numbers: Numbers) -> str:
    """Two or three sentences below it: how far the edition is, who is counted, what is counted to date."""
    words, countries = numbers.words, len(numbers.countries)
    if not numbers.past or not numbers.synthetic[1]:
        return f"{words.number(countries)} {plural(countries, 'country takes', 'countries take')} part in this edition."
    months = len(numbers.past)
    parts = [
        f"{capital(words.count(months))} {plural(months, 'month', 'months')} in, "
        f"{words.of(numbers.reported(numbers.last), countries)} countries are counted for {words.month(numbers.last)}."
    ]
    if found := _to_date(numbers, ("VIC_ID", "ARR")):
        parts.append(f"To date countries report {found}.")
    if answers := answered_sentence(numbers):
        parts.append(answers)
    return " ".join(parts)


def answered_sentence(numbers: Numbers) -> str:
    """'Of 521 enquiries sent, 358 are answered (69%).'; no share where not all that were sent are known."""
    words = numbers.words
    sent, answered = numbers.totals.get("INF_ENQ"), numbers.totals.get("INF_RSP")
    if sent is None or answered is None or not sent.obs_value or answered.obs_value is None:
        return ""
    number = words.at_least(answered.obs_value, answered.is_lower_bound)
    if numbers.answered_share is None:
        known = capital(words.at_least(sent.obs_value, sent.is_lower_bound))
        return f"{known} {plural(sent.obs_value, 'enquiry was', 'enquiries were')} sent, and {number} answered."
    share = words.at_least_text(words.percent(numbers.answered_share), answered.is_lower_bound)
    return f"Of {words.number(sent.obs_value)} enquiries sent, {number} are answered ({share})."


def _to_date(numbers: Numbers, codes: Sequence[str]) -> str:
    """The totals of ``codes`` and what each rests on, once where all rest on the same."""
    words = numbers.words
    totals = [numbers.totals[code] for code in codes if code in numbers.totals and code in numbers.indicators]
    counts = [(text, "" if is_complete(t) else rests_on(t, words)) for t in totals if (text := _total(numbers, t))]
    bases = {basis for _, basis in counts}
    if len(counts) > 1 and len(bases) == 1 and (basis := bases.pop()):
        return f"{words.listing(text for text, _ in counts)} (each from {basis})"
    return words.listing(f"{text} ({basis})" if basis else text for text, basis in counts) if counts else ""


def _total(numbers: Numbers, total: Total) -> str:
    if total.obs_value is None:
        return ""
    number = numbers.words.at_least(total.obs_value, total.is_lower_bound)
    return f"{number} {phrase(numbers.indicators[total.indicator]).after(total.obs_value)}"


def _value(numbers: Numbers, code: str) -> int | None:
    return numbers.totals[code].obs_value if code in numbers.totals else None


def _milestones(numbers: Numbers) -> str:
    known = [m for m in numbers.milestones.values() if m.actual is not None and m.milestone]
    met = max((m for m in known if m.status == "on_track"), key=_reached, default=None)
    missed = min((m for m in known if m.status in ("close", "behind")), key=_reached, default=None)
    if met and missed:
        return f"{_met(met)}; {_missed(missed, numbers, 'not')}"
    if met:
        return f"{_met(met)}: {_against(met, numbers)}"
    return (
        capital(_missed(missed, numbers, "behind plan" if missed.status == "behind" else "just short of plan"))
        if missed
        else ""
    )


def _reached(milestone: Milestone) -> float:
    return (milestone.actual or 0.0) / milestone.milestone


def _met(milestone: Milestone) -> str:
    how = "ahead of plan" if (milestone.actual or 0) > milestone.milestone else "on plan"
    return f"{capital(subject(milestone.indicator))} are {how}"


def _missed(milestone: Milestone, numbers: Numbers, how: str) -> str:
    sent, answered = (_value(numbers, code) for code in ("INF_ENQ", "INF_RSP"))
    lower = numbers.totals["INF_RSP"].is_lower_bound if "INF_RSP" in numbers.totals else True
    if milestone.indicator == "INF_RSP_RATE" and sent and answered is not None and sent > answered and not lower:
        words = numbers.words
        return f"answers are {how}: {words.of(sent - answered, sent)} enquiries still wait"
    return f"{subject(milestone.indicator)} are {how}: {_against(milestone, numbers)}"


def _against(milestone: Milestone, numbers: Numbers) -> str:
    actual, goal = (amount(milestone, value, numbers) for value in (milestone.actual or 0, milestone.milestone))
    since = "" if milestone.due == numbers.last else f" for {numbers.words.month(milestone.due)}"
    return f"{actual} against a milestone of {goal}{since}"


def amount(milestone: Milestone, value: float, numbers: Numbers) -> str:
    """A milestone's number with its unit: per cent for a share."""
    if milestone.indicator in numbers.indicators:
        return numbers.words.number(round(value))
    return numbers.words.percent(value)


def _change(numbers: Numbers) -> str:
    words = numbers.words
    if not numbers.before_last:
        countries = words.of(numbers.reported(numbers.last), len(numbers.countries))
        return f"{countries} countries are counted for {words.month(numbers.last)}, the first month"
    best, sentence = 0.0, ""
    for code, indicator in numbers.indicators.items():
        total = numbers.month_totals.get(code, {}).get(numbers.last)
        pair = judged_pair(total, indicator) if total else None
        if total and pair and is_clear(*pair) and clearness(*pair) > best:
            best = clearness(*pair)
            now, before = (words.number(value) for value in pair)
            sentence = (
                f"{capital(phrase(indicator).many)} {direction(*pair)} from {before} in "
                f"{words.month_alone(numbers.before_last)} to {now} in {words.month_alone(numbers.last)} "
                f"in {same_countries(total, words)}"
            )
    return sentence or f"No clear change since {words.month(numbers.before_last)}"
