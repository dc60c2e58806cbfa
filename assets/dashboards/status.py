"""Status against a milestone: a word and a shape, never a colour alone; no target is grey and never red."""

from __future__ import annotations

from dataclasses import dataclass

from assets.dashboards.formatter import capital
from assets.dashboards.sentences.overview import amount
from assets.dashboards.site_data import Numbers


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


def status_of(numbers: Numbers, code: str) -> Status:
    """The status of an indicator or a derived share in the last month with data."""
    milestone = numbers.milestones.get(code)
    look = milestone.status if milestone else "no_target"
    return Status(look, _WORDS[look])


def goals(numbers: Numbers, code: str) -> str:
    """'Milestone 16, target 20.'; empty where none is due yet."""
    milestone = numbers.milestones.get(code)
    if milestone is None:
        return ""
    goal, target = (amount(milestone, value, numbers) for value in (milestone.milestone, milestone.target))
    when = "" if milestone.due == numbers.last else f" for {numbers.words.month(milestone.due)}"
    return f"Milestone {goal}{when}, target {target}."


def target_text(numbers: Numbers, code: str) -> str:
    """The target of an indicator in words, or why it has none."""
    words = numbers.words
    if text := goals(numbers, code):
        return f"{text} {status_of(numbers, code).word}."
    later = [t for t in numbers.framework.targets if (t.edition_id, t.indicator) == (numbers.edition.edition_id, code)]
    if later:
        last = max(later, key=lambda t: t.due)
        return f"{words.number(round(last.target))} by {words.month(last.due)}; no milestone is due yet"
    indicator = numbers.indicators.get(code)
    return WHY_NONE if indicator and indicator.headline_group == "found" else capital(NOT_SET)
