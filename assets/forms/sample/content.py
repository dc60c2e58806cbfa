"""The content of every synthetic return of an edition, before any fault is put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from assets.forms.layout.blocks import GridBlock
from assets.forms.layout.layout import Layout
from assets.forms.sample.events import Events, make_events
from assets.forms.sample.numbers import HABITS, CountryNumbers, spread, with_habits
from assets.forms.writer.content import FormContent, Value
from assets.framework.loader import Edition

# Citizenships other than the country's own, by weight; the country's own comes on top.
_ABROAD = {"MMR": 20, "KHM": 14, "LAO": 12, "PHL": 12, "VNM": 10, "BGD": 9, "IDN": 9, "NPL": 7, "IND": 7}
_OWN = 70
_PROVISIONAL_MONTHS = 2


def sample_contents(
    layout: Layout, edition: Edition, countries: Sequence[str], months: Sequence[str], seed: int
) -> Iterator[tuple[str, str, FormContent]]:
    """Country, month and content, country after country; numbers carry over from month to month.

    All months of the edition are drawn, those not in ``months`` are left out: a month reads the same however
    many are asked for. Old months are final, the last two of the edition provisional.
    """
    grids = {block.name: block for block in layout.form_blocks if isinstance(block, GridBlock)}
    events = make_events(edition.edition_id, countries, edition.months, seed)
    for number, country in enumerate(countries):
        numbers = CountryNumbers(country, seed, grids["outcomes"], grids["victims"])
        for month in edition.months:
            provisional = month in edition.months[-_PROVISIONAL_MONTHS:]
            cells = with_habits(numbers.month(month), HABITS[number % len(HABITS)], provisional=provisional)
            lists = _lists(country, month, numbers, events, seed)
            cover = _cover(edition, country, month, lists, provisional)
            if month in months:
                yield country, month, FormContent(cover, cells, lists)


def _lists(
    country: str, month: str, numbers: CountryNumbers, events: Events, seed: int
) -> dict[str, list[dict[str, Value]]]:
    draw = Random(f"{seed}:{country}:{month}:citizenship")
    weights = {code: weight for code, weight in _ABROAD.items() if code != country} | {country: _OWN}
    citizenship: list[dict[str, Value]] = []
    for status, victims in (("IDF", numbers.identified), ("POT", numbers.potential)):
        for code, count in sorted(spread(draw, victims, weights).items()):
            if count:
                citizenship.append({"citizenship": code, "victim_status": status, "victims": count})
    place = country, month
    return {
        "citizenship": citizenship,
        "exchanges": list(events.exchanges.get(place, ())),
        "cases": list(events.cases.get(place, ())),
        "activities": list(events.activities.get(place, ())),
    }


def _cover(
    edition: Edition, country: str, month: str, lists: dict[str, list[dict[str, Value]]], provisional: bool
) -> dict[str, Value]:
    due = edition.due_on(month)
    return {
        "source_agency": "National coordination desk (sample)",
        "contact_office": f"jpa-desk@{country.lower()}.example",
        "data_status": "PROVISIONAL" if provisional else "FINAL",
        "nil_return": "NO",
        "exchanges_listed": "COMPLETE" if lists["exchanges"] else "NONE",
        "cases_listed": "COMPLETE" if lists["cases"] else "NONE",
        "activities_listed": "COMPLETE" if lists["activities"] else "NONE",
        "completed_on": date(due.year, due.month, 2),
    }
