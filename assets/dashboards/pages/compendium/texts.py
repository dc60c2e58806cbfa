"""Sentences of the Compendium page: how far the cases got, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping

from assets.dashboards.formatter import Formatter, capital, plural
from assets.dashboards.page_rows import Row

STAGES = ("NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "COURT", "CONVICTED", "CLOSED")


def headline(stages: Mapping[str, int], summary: Row, steps: Mapping[str, Row], fmt: Formatter) -> str:
    """'8 of 18 accepted cases have reached a charge; investigation took those a median of 97 days'."""
    if not summary["accepted"]:
        nominated = stages.get("NOMINATED", 0)
        if nominated:
            return (
                f"{fmt.number(nominated)} {plural(nominated, 'case is', 'cases are')} nominated, none is accepted yet"
            )
        return "No case is in the Compendium yet"
    text = charge_title(summary, fmt)
    median = (steps.get("INVESTIGATION") or {}).get("median_days")
    if summary["charged"] and median is not None:
        return f"{text}; investigation took a median of {fmt.number(round(median))} days"
    return text


def charge_title(summary: Row, fmt: Formatter) -> str:
    """'8 of 18 accepted cases have reached a charge', of those that returns reported as charged or beyond."""
    all_accepted, charged = summary["accepted"], summary["charged"]
    if not all_accepted:
        return "No case is accepted yet"
    if all_accepted == 1 and charged:
        return "The one accepted case has reached a charge"
    if not charged:
        return (
            f"None of {fmt.number(all_accepted)} accepted {plural(all_accepted, 'case', 'cases')} has "
            "reached a charge yet"
        )
    return f"{fmt.of(charged, all_accepted)} accepted cases {plural(charged, 'has', 'have')} reached a charge"


def lead(stages: Mapping[str, int], fmt: Formatter) -> str:
    """What the Compendium is, and how many cases ended."""
    convicted = stages.get("CONVICTED", 0)
    closed = stages.get("CLOSED", 0)
    text = (
        "The Compendium lists cross-border investigations and prosecutions that countries nominate and "
        "follow through the edition."
    )
    if not convicted and not closed:
        return text
    ended = []
    if convicted:
        ended.append(f"{fmt.count(convicted)} {plural(convicted, 'stands', 'stand')} at a conviction")
    if closed:
        ended.append(f"{fmt.count(closed)} {plural(closed, 'is', 'are')} closed")
    return f"{text} Of the cases accepted, {fmt.listing(ended)}."


def stages_title(summary: Row, fmt: Formatter) -> str:
    """Where most cases stand."""
    early, whole = summary["early"], summary["accepted"]
    if not whole:
        return "No case is accepted yet"
    if 2 * early > whole:
        return "Most accepted cases are still under investigation or earlier"
    if 2 * summary["charged"] > whole:
        return "Most accepted cases have reached a charge"
    return charge_title(summary, fmt)


def steps_title(steps: Mapping[str, Row], made: int, names: Mapping[str, str], fmt: Formatter) -> str:
    """The step with the longest median wait; nothing is said before five cases made two steps."""
    known = {stage: row["median_days"] for stage, row in steps.items() if row["median_days"] is not None}
    if len(known) > 1:
        longest = max(known, key=lambda stage: known[stage])
        if sum(days == known[longest] for days in known.values()) == 1:
            return (
                f"The longest median wait is from “{names[longest].lower()}” on: "
                f"{fmt.number(round(known[longest]))} days"
            )
    return (
        f"Days between stages, for {fmt.count(made)} {plural(made, 'step', 'steps')} with both days known"
        if made
        else "No step has both its days yet"
    )


def timeline_title(moved: int, fmt: Formatter) -> str:
    """'Eight cases moved from investigation to a charge within the edition'."""
    if not moved:
        return "No case has moved from investigation to a charge yet"
    return (
        f"{capital(fmt.count(moved))} {plural(moved, 'case', 'cases')} moved from investigation to a "
        "charge within the edition"
    )
