"""What changed since the cut-off before: revisions, late returns, held and missing ones."""

from __future__ import annotations

from dataclasses import dataclass

from assets.dashboards.charts import Link
from assets.dashboards.formatter import plural
from assets.dashboards.marks import REASON_OF_STATE
from assets.dashboards.phrases import phrase
from assets.dashboards.rows import Arrival
from assets.dashboards.site_data import Numbers

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One line: its kind, what happened, and where to read on."""

    kind: str
    text: str
    link: Link | None = None


def since(numbers: Numbers) -> str:
    """The cut-off before (ISO day): of the month before the last one with data; empty in the first month."""
    return numbers.edition.cut_off_on(numbers.before_last).isoformat() if numbers.before_last else ""


def changes_since(numbers: Numbers) -> str:
    """The heading's second half: since when."""
    day = since(numbers)
    return f"since the cut-off of {numbers.words.day(day)}" if day else "so far"


def changes(numbers: Numbers) -> list[Change]:
    """Four lines, each with 'none' where there is nothing to say."""
    return [_revised(numbers), _late(numbers), _lacking(numbers, "H", "Held"), _lacking(numbers, "N", "Not received")]


def _revised(numbers: Numbers) -> Change:
    words, everything = numbers.words, numbers.revisions
    recent = [row for row in everything if row["received_on"] > since(numbers)]
    link = Link("reporting.html#revisions", f"All revisions: {words.number(len(everything))}") if everything else None
    if not recent:
        return Change("Revised", "None.", link)
    first = recent[-1]
    who = f"{words.country(first['ref_area'])}, {words.month(first['time_period'])}"
    many, was = phrase(numbers.indicators[first["indicator"]]).many, words.number(first["previous_value"])
    if first["obs_value"] is None:
        text = f"{who}: {many}, {was} before, {REASON_OF_STATE[first['state']]} now"
    else:
        verb = "rose" if first["obs_value"] > first["previous_value"] else "fell"
        text = f"{who}: {many} {verb} from {was} to {words.number(first['obs_value'])}"
    more = f", and {words.count(len(recent) - 1)} more" if len(recent) > 1 else ""
    return Change("Revised", f"{text}{more}.", link)


def _late(numbers: Numbers) -> Change:
    came = [
        arrival
        for by_month in numbers.arrivals.values()
        for arrival in by_month.values()
        if arrival.counted
        and (arrival.received_on or "") > since(numbers)
        and (arrival.received_on or "") > numbers.edition.cut_off_on(arrival.time_period).isoformat()
    ]
    if not came:
        return Change("Came late", "None.")
    text = (
        f"{_named(numbers, came)} came after {plural(len(came), 'its', 'their')} cut-off and {_is(came)} counted now."
    )
    return Change("Came late", text)


def _lacking(numbers: Numbers, state: str, kind: str) -> Change:
    found = [
        arrival
        for area in numbers.countries
        for arrival in numbers.arrivals.get(area, {}).values()
        if arrival.state == state
    ]
    if not found:
        return Change(kind, "None.")
    names, one = _named(numbers, found), len(found) == 1
    if state == "H":
        text = f"{names} {'needs' if one else 'need'} correction. Nothing in {'it' if one else 'them'} is counted yet."
    else:
        text = (
            f"{names} {'has' if one else 'have'} not come. {'It' if one else 'They'} {_is(found)} missing, "
            "not read as zero."
        )
    return Change(kind, text, Link("reporting.html", "Returns"))


def _is(arrivals: list[Arrival]) -> str:
    return plural(len(arrivals), "is", "are")


def _named(numbers: Numbers, arrivals: list[Arrival]) -> str:
    """'Malaysia’s December 2023 return'; the newest three of many."""
    words = numbers.words
    latest = sorted(arrivals, key=lambda a: (a.time_period, words.country(a.ref_area)), reverse=True)
    names = [f"{words.owner(words.country(a.ref_area))} {words.month(a.time_period)}" for a in latest[:_NAMED]]
    if len(latest) > _NAMED:
        names.append(f"{words.count(len(latest) - _NAMED)} more")
    return f"{words.listing(names)} {plural(len(arrivals), 'return', 'returns')}"
