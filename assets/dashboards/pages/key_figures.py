"""The six figures at the head of the overview."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from assets.dashboards.phrases import phrase
from assets.dashboards.pictures.spark import spark
from assets.dashboards.pictures.track import track
from assets.dashboards.sentences.change import compared
from assets.dashboards.sentences.rests_on import rests_on
from assets.dashboards.site_data import Numbers
from assets.dashboards.status import Status, goals, status_of

_LONGEST_NAME = 39


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the six figures: its number, small bars, status and track, and the line below."""

    title: str
    href: str
    value: str
    unit: str
    line: Markup
    small_bars: Markup
    status: Status | None = None
    track: Markup = field(default_factory=Markup)


def key_figure(numbers: Numbers, code: str) -> KeyFigure:
    """The figure of an indicator, or of the share of enquiries that are answered (INF_RSP_RATE)."""
    words = numbers.words
    if code == "INF_RSP_RATE":
        return _answered(numbers)
    indicator, total = numbers.indicators[code], numbers.totals.get(code)
    value = total.obs_value if total else None
    return KeyFigure(
        title=indicator.name if len(indicator.name) <= _LONGEST_NAME else indicator.short_name,
        href=f"indicators/{code}.html",
        value="no figure" if total is None or value is None else words.label(value, total.is_lower_bound),
        unit="",
        line=_line(numbers, code),
        small_bars=_small_bars(numbers, code),
        status=status_of(numbers, code) if indicator.headline_group == "together" else None,
        track=_track(numbers, code),
    )


def _line(numbers: Numbers, code: str) -> Markup:
    words, total = numbers.words, numbers.totals.get(code)
    if not numbers.last or total is None:
        return Markup("Not yet due.")
    last = numbers.month_totals[code][numbers.last]
    parts: list[str | Markup] = []
    if code == "CMP_CASE":
        parts.append(Markup("<b>{}</b> known to have reached a charge.").format(words.number(numbers.charged)))
    elif last.obs_value is not None:
        before = compared(last, words)
        text = Markup("<b>{}</b> in {}").format(
            words.label(last.obs_value, last.is_lower_bound), words.month_alone(numbers.last)
        )
        parts.append(text + (f"; {before}." if before.startswith("in ") else f", {before}." if before else "."))
    parts.append(f"To date {rests_on(total, words)}.")
    parts.append(goals(numbers, code))
    return Markup(" ").join(part for part in parts if part)


def _answered(numbers: Numbers) -> KeyFigure:
    """Enquiries answered as a share of those sent; as a number where the share is not known."""
    words = numbers.words
    sent, answered = numbers.totals.get("INF_ENQ"), numbers.totals.get("INF_RSP")
    value, unit, line = "no figure", "", Markup("No enquiry is counted yet.")
    if sent and answered and sent.obs_value and answered.obs_value is not None:
        number = words.label(answered.obs_value, answered.is_lower_bound)
        who = f"As reported by {rests_on(sent, words)}."
        line = Markup("<b>{}</b> of {} sent. {} {}").format(
            number, words.label(sent.obs_value, sent.is_lower_bound), goals(numbers, "INF_RSP_RATE"), who
        )
        value = number
        if numbers.answered_share is not None:
            value, unit = words.percent(numbers.answered_share).removesuffix("%"), "%"
            value = f"≥{value}" if answered.is_lower_bound else value
    return KeyFigure(
        title="Enquiries answered",
        href="indicators/INF_RSP.html",
        value=value,
        unit=unit,
        line=line,
        small_bars=_small_bars(numbers, "INF_RSP"),
        status=status_of(numbers, "INF_RSP_RATE"),
        track=_track(numbers, "INF_RSP_RATE"),
    )


def _small_bars(numbers: Numbers, code: str) -> Markup:
    by_month = numbers.month_totals.get(code, {})
    values = [by_month[m].obs_value if m in by_month else None for m in numbers.months]
    name = f"{phrase(numbers.indicators[code]).many} by month; the figures are on its page"
    return spark(values, len(numbers.past), name)


def _track(numbers: Numbers, code: str) -> Markup:
    milestone = numbers.milestones.get(code)
    if milestone is None or milestone.actual is None:
        return Markup()
    return track(milestone.actual, milestone.milestone, milestone.target)
