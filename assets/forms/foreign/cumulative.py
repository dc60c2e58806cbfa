"""From counts that include the periods before them to the counts of each period; both are kept.

A difference needs the count of the period just before it: where that is missing there is none, and it is never read
as 0. A count below the one before it (E07) is not used, unless the source says in its row why it was revised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from assets.forms.layout.table_blocks import TableBlock
from assets.forms.periods import first_month, period_before
from assets.forms.results import Observation
from assets.framework.terms import term, terms
from assets.intake.problems import Problem

# All that tells one series of counts from another.
SERIES = (
    "indicator", "ref_area", "crime", "victim_status", "exploitation", "sex", "age", "counterpart_area",
    "unit_measure", "topic", "category",
)  # fmt: skip
_series = attrgetter(*SERIES)


@dataclass(slots=True)
class Differences:
    """``monthly``: the counts of the periods alone; ``decreased``: counts that are not used, each with its E07."""

    monthly: list[Observation] = field(default_factory=list)
    decreased: list[tuple[Observation, Problem]] = field(default_factory=list)


def differences(
    block: TableBlock, counted: Sequence[Observation], revised: Callable[[Observation], bool]
) -> Differences:
    """The counts of each period, from the cumulative ones of a table.

    ``revised`` tells whether the row of a count says why it was revised. A difference stands at the cell of the later
    count, and its comment names both.
    """
    found = Differences()
    series: dict[tuple[str, ...], dict[str, Observation]] = defaultdict(dict)
    for observation in counted:
        series[_series(observation)][observation.time_period] = observation
    for by_period in series.values():
        for period in sorted(by_period):
            _difference(block, by_period, period, revised, found)
    return found


def _difference(
    block: TableBlock,
    by_period: dict[str, Observation],
    period: str,
    revised: Callable[[Observation], bool],
    found: Differences,
) -> None:
    now = by_period[period]
    alone = now._replace(reporting_mode="PERIOD")
    if period == block.starts or (block.restarts and first_month(period) == block.year_starts):
        found.monthly.append(alone)
        return
    before = by_period.get(period_before(period))
    bounds, earlier = _bounds(now), _bounds(before) if before else None
    if bounds is None:
        found.monthly.append(alone)
    elif before is None or earlier is None:
        found.monthly.append(_unknown(alone, f"no cumulative count of {period_before(period)} to take it from"))
    elif bounds[1] >= earlier[0]:
        found.monthly.append(_less(alone, before, bounds, earlier))
    elif revised(now):
        found.monthly.append(_unknown(alone, f"revised: below {before.raw_text} ({before.cell})"))
    else:
        found.decreased.append((now, _fall(now, before)))
        # What was counted up to here is in doubt: the next period has nothing to be taken from.
        del by_period[period]


def _bounds(observation: Observation) -> tuple[int, int] | None:
    if observation.obs_value is not None:
        return observation.obs_value, observation.obs_value
    if observation.lower_bound is None or observation.upper_bound is None:
        return None
    return observation.lower_bound, observation.upper_bound


def _less(alone: Observation, before: Observation, now: tuple[int, int], earlier: tuple[int, int]) -> Observation:
    comment = f"{alone.raw_text} ({alone.cell}) less {before.raw_text} ({before.cell})"
    low, high = max(0, now[0] - earlier[1]), now[1] - earlier[0]
    if low == high:
        return alone._replace(
            obs_value=low, obs_status="V", lower_bound=None, upper_bound=None, qualifier="exact", comment=comment
        )
    return alone._replace(
        obs_value=None, obs_status="Q", lower_bound=low, upper_bound=high, qualifier="about", comment=comment
    )


def _unknown(alone: Observation, comment: str) -> Observation:
    return alone._replace(
        obs_value=None, obs_status="O", lower_bound=None, upper_bound=None, qualifier="exact", comment=comment
    )


def _fall(now: Observation, before: Observation) -> Problem:
    kinds = (("indicator", now.indicator), ("as", now.topic), ("as", now.category))
    facts: dict[str, str | int] = {
        "kind": "table",
        "key": terms(term(kind, text) for kind, text in kinds if text not in ("", "_T")),
        "value": now.raw_text,
        "other": before.raw_text,
        "month": before.time_period,
        "first": before.cell,
    }
    return Problem("E07", now.sheet, now.cell, now.raw_text, facts)
