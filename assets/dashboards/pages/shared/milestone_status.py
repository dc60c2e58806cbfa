"""Status against a milestone: a word and a shape, never a colour alone; no target is grey and never red."""

from __future__ import annotations

from dataclasses import dataclass

from assets.dashboards.formatter import capital
from assets.dashboards.page_rows import Milestone
from assets.dashboards.site_data import SiteData


@dataclass(frozen=True, slots=True)
class Status:
    """``look`` names the shape (on_track, close, behind, not_known, no_target)."""

    look: str
    word: str


_WORDS = {
    "on_track": "On track",
    "close": "Close",
    "behind": "Behind",
    "not_known": "Not known",
    "no_target": "No target",
}
WHY_NONE = "None: the count moves with detection"
NOT_SET = "No target is set in this edition"


def status_of(data: SiteData, code: str) -> Status:
    """The status of an indicator or a derived share in the last month with data."""
    milestone = data.milestones.get(code)
    look = milestone.status if milestone else "no_target"
    return Status(look, _WORDS[look])


def amount(milestone: Milestone, value: float, data: SiteData) -> str:
    """A milestone's number with its unit: per cent for a share."""
    if milestone.indicator in data.indicators:
        return data.fmt.number(round(value))
    return data.fmt.percent(value)


def goals(data: SiteData, code: str) -> str:
    """'Milestone 16, target 20.'; empty where none is due yet."""
    milestone = data.milestones.get(code)
    if milestone is None:
        return ""
    goal, target = (amount(milestone, value, data) for value in (milestone.milestone, milestone.target))
    when = "" if milestone.due == data.last else f" for {data.fmt.month(milestone.due)}"
    return f"Milestone {goal}{when}, target {target}."


def target_text(data: SiteData, code: str) -> str:
    """The target of an indicator in words, or why it has none."""
    fmt = data.fmt
    if text := goals(data, code):
        return f"{text} {status_of(data, code).word}."
    later = [t for t in data.framework.targets if (t.edition_id, t.indicator) == (data.edition.edition_id, code)]
    if later:
        last = max(later, key=lambda t: t.due)
        return f"{fmt.number(round(last.target))} by {fmt.month(last.due)}; no milestone is due yet"
    indicator = data.indicators.get(code)
    return WHY_NONE if indicator and indicator.headline_group == "found" else capital(NOT_SET)
