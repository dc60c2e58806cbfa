"""What a total to date rests on: how many countries, and how many of their monthly figures where not all are there."""

from __future__ import annotations

from assets.dashboards.formatter import Words
from assets.dashboards.rows import Total


def rests_on(total: Total, words: Words) -> str:
    """'8 of 8 countries', or '8 of 8 countries, with 101 of 104 monthly figures'.

    A country counts from its first figure on: with the countries alone, a total that lacks months would look complete.
    """
    countries = f"{words.of(total.countries_counted, total.countries_expected)} countries"
    return countries if is_complete(total) else f"{countries}, with {monthly_figures(total, words)}"


def monthly_figures(total: Total, words: Words) -> str:
    """'101 of 104 monthly figures'."""
    return f"{words.of(total.months_counted, total.months_due)} monthly figures"


def is_of_one_month(total: Total) -> bool:
    """False for a stock of which some country's latest figure is of an earlier month than the last."""
    return total.oldest_month in (None, total.last_month)


def is_complete(total: Total) -> bool:
    """True where every country gave a figure for every month that is due."""
    return total.countries_counted == total.countries_expected and total.months_counted == total.months_due
