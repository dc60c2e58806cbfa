"""What changed since the cut-off before: revisions, late returns, held and missing ones."""

from __future__ import annotations

from dataclasses import dataclass

from assets.dashboards.charts.chart import Link
from assets.dashboards.flags import REASON_OF_STATE
from assets.dashboards.formatter import plural
from assets.dashboards.page_rows import Arrival
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.site_data import SiteData

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One line: its kind, what happened, and where to read on."""

    kind: str
    text: str
    link: Link | None = None


def changes_since(data: SiteData) -> str:
    """The heading's second half: since when."""
    day = data.vintage.changes_since
    return f"since the cut-off of {data.fmt.day(day)}" if day else "so far"


def changes(data: SiteData) -> list[Change]:
    """Four lines, each with 'none' where there is nothing to say."""
    return [_revised(data), _late(data), _lacking(data, "held", "Held"), _lacking(data, "not_received", "Not received")]


def _revised(data: SiteData) -> Change:
    fmt, everything = data.fmt, data.revisions
    recent = [row for row in everything if row["is_new"]]
    link = Link("reporting.html#revisions", f"All revisions: {fmt.number(len(everything))}") if everything else None
    if not recent:
        return Change("Revised", "None.", link)
    first = recent[-1]
    who = f"{fmt.country(first['ref_area'])}, {fmt.month(first['time_period'])}"
    many = phrase(data.indicators[first["indicator"]]).many
    was, now = (
        REASON_OF_STATE[first[state]] if first[value] is None else fmt.number(first[value])
        for value, state in (("previous_value", "previous_state"), ("obs_value", "state"))
    )
    if first["obs_value"] is None or first["previous_value"] is None:
        text = f"{who}: {many}, {was} before, {now} now"
    else:
        verb = "rose" if first["obs_value"] > first["previous_value"] else "fell"
        text = f"{who}: {many} {verb} from {was} to {now}"
    more = f", and {fmt.count(len(recent) - 1)} more" if len(recent) > 1 else ""
    return Change("Revised", f"{text}{more}.", link)


def _late(data: SiteData) -> Change:
    came = [arrival for by_month in data.arrivals.values() for arrival in by_month.values() if arrival.came_late]
    if not came:
        return Change("Came late", "None.")
    text = f"{_named(data, came)} came after {plural(len(came), 'its', 'their')} cut-off and {_is(came)} counted now."
    return Change("Came late", text)


def _lacking(data: SiteData, state: str, kind: str) -> Change:
    found = [
        arrival for area in data.countries for arrival in data.arrivals.get(area, {}).values() if arrival.state == state
    ]
    if not found:
        return Change(kind, "None.")
    names, one = _named(data, found), len(found) == 1
    if state == "held":
        text = f"{names} {'needs' if one else 'need'} correction. Nothing in {'it' if one else 'them'} is counted yet."
    else:
        text = (
            f"{names} {'has' if one else 'have'} not come. {'It' if one else 'They'} {_is(found)} missing, "
            "not read as zero."
        )
    return Change(kind, text, Link("reporting.html", "Returns"))


def _is(arrivals: list[Arrival]) -> str:
    return plural(len(arrivals), "is", "are")


def _named(data: SiteData, arrivals: list[Arrival]) -> str:
    """'Malaysia’s December 2023 return'; the newest three of many."""
    fmt = data.fmt
    latest = sorted(arrivals, key=lambda a: (a.time_period, fmt.country(a.ref_area)), reverse=True)
    names = [f"{fmt.owner(fmt.country(a.ref_area))} {fmt.month(a.time_period)}" for a in latest[:_NAMED]]
    if len(latest) > _NAMED:
        names.append(f"{fmt.count(len(latest) - _NAMED)} more")
    return f"{fmt.listing(names)} {plural(len(arrivals), 'return', 'returns')}"
