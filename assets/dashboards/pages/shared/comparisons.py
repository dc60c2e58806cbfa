"""When a change is clear enough to be said, and how it is said: only among the same countries in both months."""

from __future__ import annotations

from math import sqrt

from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import MonthTotal, Total
from assets.framework.loader import Indicator

# Counts of independent events scatter by the square root of their size. A difference of two counts beyond twice
# that is seldom chance alone; below ten events in both months together nothing can be said.
_TIMES, _FEWEST = 2.0, 10
# Attendances and estimates come in groups of people: that rule, made for single events, does not fit them.
_IN_GROUPS = frozenset({"PERSON_ATTENDANCE", "PERSON_ESTIMATE"})


def clearness(now: int, before: int) -> float:
    """The change as a multiple of what chance alone commonly makes of two such counts; 0 where there are too few."""
    both = now + before
    return abs(now - before) / sqrt(both) if both >= _FEWEST else 0.0


def is_clear(now: int, before: int) -> bool:
    """True where a change from ``before`` to ``now`` is more than chance commonly makes."""
    return clearness(now, before) > _TIMES


def same_country_pair(total: MonthTotal) -> tuple[int, int] | None:
    """A month and the month before over the countries that have a value in both; None where no country has."""
    if not total.same_countries or total.same_value is None or total.same_previous_value is None:
        return None
    return total.same_value, total.same_previous_value


def judged_pair(total: MonthTotal, indicator: Indicator) -> tuple[int, int] | None:
    """The pair of months that ``is_clear`` may judge: of an indicator that counts single events, else None."""
    return None if indicator.unit_measure in _IN_GROUPS else same_country_pair(total)


def compared(total: MonthTotal, fmt: Formatter) -> str:
    """'25 in March from the same 10 countries', or both months of those that are in both; else empty."""
    pair = same_country_pair(total)
    if pair is None:
        return ""
    now, before = pair
    month = fmt.month_alone(total.previous_month)
    which = same_countries(total, fmt)
    if total.same_countries == total.countries_counted:
        return f"{fmt.number(before)} in {month} from {which}"
    return f"in {which} {fmt.number(now)}, after {fmt.number(before)} in {month}"


def same_countries(total: MonthTotal, fmt: Formatter) -> str:
    """'the same 10 countries', 'the same country'."""
    if total.same_countries == 1:
        return "the same country"
    return f"the same {fmt.number(total.same_countries)} countries"


def direction(now: int, before: int) -> str:
    """'rose' or 'fell', of a subject in the plural."""
    return "rose" if now > before else "fell"


def rests_on(total: Total, fmt: Formatter) -> str:
    """'8 of 8 countries', or '8 of 8 countries, with 101 of 104 monthly figures'.

    A country counts from its first figure on: with the countries alone, a total that lacks months would look complete.
    """
    countries = f"{fmt.of(total.countries_counted, total.countries_expected)} countries"
    return countries if is_complete(total) else f"{countries}, with {monthly_figures(total, fmt)}"


def monthly_figures(total: Total, fmt: Formatter) -> str:
    """'101 of 104 monthly figures'."""
    return f"{fmt.of(total.months_counted, total.months_due)} monthly figures"


def is_of_one_month(total: Total) -> bool:
    """False for a stock of which some country's latest figure is of an earlier month than the last."""
    return total.oldest_month in (None, total.last_month)


def is_complete(total: Total) -> bool:
    """True where every country gave a figure for every month that is due."""
    return total.countries_counted == total.countries_expected and total.months_counted == total.months_due
