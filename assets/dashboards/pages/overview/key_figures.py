"""The six figures at the head of the overview."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from assets.dashboards.charts.small_bars import spark, track
from assets.dashboards.pages.shared.comparisons import compared, rests_on
from assets.dashboards.pages.shared.milestone_status import Status, goals, status_of
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.site_data import SiteData

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


def key_figure(data: SiteData, code: str) -> KeyFigure:
    """The figure of an indicator, or of the share of enquiries that are answered (INF_RSP_RATE)."""
    fmt = data.fmt
    if code == "INF_RSP_RATE":
        return _answered(data)
    indicator, total = data.indicators[code], data.totals.get(code)
    value = total.obs_value if total else None
    return KeyFigure(
        title=indicator.name if len(indicator.name) <= _LONGEST_NAME else indicator.short_name,
        href=f"indicators/{code}.html",
        value="no figure" if total is None or value is None else fmt.label(value, total.is_lower_bound),
        unit="",
        line=_line(data, code),
        small_bars=_small_bars(data, code),
        status=status_of(data, code) if indicator.headline_group == "together" else None,
        track=_track(data, code),
    )


def _line(data: SiteData, code: str) -> Markup:
    fmt, total = data.fmt, data.totals.get(code)
    if not data.last or total is None:
        return Markup("Not yet due.")
    last = data.month_totals[code][data.last]
    parts: list[str | Markup] = []
    if code == "CMP_CASE":
        parts.append(Markup("<b>{}</b> known to have reached a charge.").format(fmt.number(data.compendium["charged"])))
    elif last.obs_value is not None:
        before = compared(last, fmt)
        text = Markup("<b>{}</b> in {}").format(
            fmt.label(last.obs_value, last.is_lower_bound), fmt.month_alone(data.last)
        )
        parts.append(text + (f"; {before}." if before.startswith("in ") else f", {before}." if before else "."))
    parts.append(f"To date {rests_on(total, fmt)}.")
    parts.append(goals(data, code))
    return Markup(" ").join(part for part in parts if part)


def _answered(data: SiteData) -> KeyFigure:
    """Enquiries answered as a share of those sent; as a number where the share is not known."""
    fmt = data.fmt
    sent, answered = data.totals.get("INF_ENQ"), data.totals.get("INF_RSP")
    value, unit, line = "no figure", "", Markup("No enquiry is counted yet.")
    if sent and answered and sent.obs_value and answered.obs_value is not None:
        number = fmt.label(answered.obs_value, answered.is_lower_bound)
        who = f"As reported by {rests_on(sent, fmt)}."
        line = Markup("<b>{}</b> of {} sent. {} {}").format(
            number, fmt.label(sent.obs_value, sent.is_lower_bound), goals(data, "INF_RSP_RATE"), who
        )
        value = number
        if data.answered_share is not None:
            value, unit = fmt.percent(data.answered_share).removesuffix("%"), "%"
            value = f"≥{value}" if answered.is_lower_bound else value
    return KeyFigure(
        title="Enquiries answered",
        href="indicators/INF_RSP.html",
        value=value,
        unit=unit,
        line=line,
        small_bars=_small_bars(data, "INF_RSP"),
        status=status_of(data, "INF_RSP_RATE"),
        track=_track(data, "INF_RSP_RATE"),
    )


def _small_bars(data: SiteData, code: str) -> Markup:
    by_month = data.month_totals.get(code, {})
    values = [by_month[m].obs_value if m in by_month else None for m in data.months]
    name = f"{phrase(data.indicators[code]).many} by month; the figures are on its page"
    return spark(values, len(data.past), name)


def _track(data: SiteData, code: str) -> Markup:
    milestone = data.milestones.get(code)
    if milestone is None or milestone.actual is None:
        return Markup()
    return track(milestone.actual, milestone.milestone, milestone.target)
