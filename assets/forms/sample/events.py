"""Events that several synthetic returns share: enquiries, plans, joint operations, Compendium cases, activities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from assets.forms.sample.numbers import happens, poisson, size_of
from assets.forms.writer.content import Value

Row = dict[str, Value]
Rows = dict[tuple[str, str], list[Row]]  # (country, month) to the rows of a list

_CHANNELS = {"POLICE": 40, "INTERPOL": 22, "LIAISON": 20, "MLA": 8, "DIPLOMATIC": 4, "RSO": 6}
_CRIMES = {"TIP": 56, "SOM": 34, "MIX": 10}
_STAGES = ("NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "COURT", "CONVICTED", "CLOSED")
_CASE_TITLES = (
    "Recruitment for scam centres", "Labour recruitment by sea", "Forged travel papers", "Online recruitment of minors",
    "Fishing vessel crews", "Land border transport", "Air route through two hubs", "Payments through money changers",
)  # fmt: skip
_TOPICS = (
    "Victim identification", "Financial investigation", "Scam-centre trafficking", "Digital evidence",
    "Interview techniques", "Smuggling by sea", "Document examination",
)  # fmt: skip
_PER_COUNTRY = {"TRAINING": 0.35, "SIMULATION": 0.08, "AWARENESS": 0.25, "WORKSHOP": 0.06, "EXPERT": 0.1}
_PROVIDERS = ("UNODC", "IOM", "RSO", "INTERPOL")
# Counterparts mostly report the same number; now and then one of them miscounts.
_MISCOUNTED = 0.05


@dataclass
class Events:
    """The rows of the three lists, by country and month."""

    exchanges: Rows = field(default_factory=lambda: defaultdict(list))
    cases: Rows = field(default_factory=lambda: defaultdict(list))
    activities: Rows = field(default_factory=lambda: defaultdict(list))


def make_events(edition_id: str, countries: Sequence[str], months: Sequence[str], seed: int) -> Events:
    """All shared events of an edition: the same seed, countries and months give the same events."""
    events = Events()
    if len(countries) > 1:
        for month in months:
            _exchange(events, countries, month, seed)
        _operations(events, edition_id, countries, months, seed)
        _plans(events, edition_id, countries, months, seed)
        _compendium(events, edition_id, countries, months, seed)
    for month in months:
        _hold(events, countries, month, seed)
    return events


def _draw(seed: int, *about: str) -> Random:
    return Random(":".join((str(seed), *about)))


def _day(month: str, day: int) -> date:
    return date(int(month[:4]), int(month[5:7]), day)


def _pick(draw: Random, weights: dict[str, int]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def _exchange(events: Events, countries: Sequence[str], month: str, seed: int) -> None:
    draw = _draw(seed, month, "exchanges")
    sent: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for sender in countries:
        busy = min(len(countries) - 1, 2 + poisson(draw, size_of(sender, seed).suspects / 120))
        for receiver in draw.sample([c for c in countries if c != sender], busy):
            key = (sender, receiver, _pick(draw, _CHANNELS), _pick(draw, _CRIMES))
            sent[key] += 1 + poisson(draw, 0.8)
    rows: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for (sender, receiver, channel, crime), number in sent.items():
        mine = rows.setdefault((sender, receiver, channel, crime), {"sent": 0, "received": 0, "answered": 0})
        mine["sent"] += number
        theirs = rows.setdefault((receiver, sender, channel, crime), {"sent": 0, "received": 0, "answered": 0})
        theirs["received"] += number + 1 if happens(draw, _MISCOUNTED) else number
        theirs["answered"] += sum(happens(draw, 0.78) for _ in range(number))
    for (country, counterpart, channel, crime), counts in sorted(rows.items()):
        row: Row = {"counterpart": counterpart, "channel": channel, "crime": crime}
        events.exchanges[country, month].append(row | dict(counts))


def _shared_between(draw: Random, countries: Sequence[str]) -> list[str]:
    """Two or three countries, the lead first."""
    return draw.sample(list(countries), min(len(countries), draw.choice((2, 2, 3))))


def _case_row(kind: str, shared_id: str, country: str, partners: list[str], draw_title: str, crime: str) -> Row:
    return {
        "case_reference": f"{country}-{shared_id.split('-', 1)[1]}",
        "record": kind,
        "shared_id": shared_id,
        "title": draw_title,
        "crime": crime,
        "other_countries": ";".join(sorted(p for p in partners if p != country)),
        "lead": partners[0],
    }


def _how_many(countries: Sequence[str], per_eight: float) -> int:
    return max(1, round(len(countries) / 8 * per_eight))


def _operations(events: Events, edition_id: str, countries: Sequence[str], months: Sequence[str], seed: int) -> None:
    total = _how_many(countries, 6)
    for number in range(1, total + 1):
        draw = _draw(seed, "operation", str(number))
        partners = _shared_between(draw, countries)
        month = months[draw.randrange(len(months))]
        shared_id, crime = f"{edition_id}-OP-{number:02d}", _pick(draw, _CRIMES)
        first_day = _day(month, draw.randint(3, 24))
        # The last operation is not confirmed by one of its partners.
        listing = partners[:-1] if number == total else partners
        for country in listing:
            row = _case_row("OPER", shared_id, country, partners, f"Joint operation {number}", crime)
            suspects = poisson(draw, 4)
            arrests = sum(happens(draw, 0.7) for _ in range(suspects))
            row |= {"opened_on": first_day, "suspects": suspects, "arrests": arrests, "victims": poisson(draw, 3)}
            events.cases[country, month].append(row | {"public_summary": draw.choice(["YES", "NO"])})


def _plans(events: Events, edition_id: str, countries: Sequence[str], months: Sequence[str], seed: int) -> None:
    for number in range(1, _how_many(countries, 5) + 1):
        draw = _draw(seed, "plan", str(number))
        partners = _shared_between(draw, countries)
        start = draw.randrange(max(1, len(months) - 3))
        end = start + draw.randint(4, 10)
        opened, day = _day(months[start], draw.randint(2, 26)), draw.randint(2, 26)
        crime = _pick(draw, _CRIMES)
        for index in range(start, min(end + 1, len(months))):
            stage = "CLOSED" if index == end else "ACCEPTED"
            reached = _day(months[end], day) if index == end else opened
            for country in partners:
                row = _case_row(
                    "PLAN", f"{edition_id}-PLAN-{number:02d}", country, partners, f"Investigation plan {number}", crime
                )
                row |= {"opened_on": opened, "stage": stage, "stage_reached_on": reached, "public_summary": "NO"}
                events.cases[country, months[index]].append(row)


def _compendium(events: Events, edition_id: str, countries: Sequence[str], months: Sequence[str], seed: int) -> None:
    for number in range(1, _how_many(countries, 9) + 1):
        draw = _draw(seed, "compendium", str(number))
        partners = _shared_between(draw, countries)
        title, crime = _CASE_TITLES[number % len(_CASE_TITLES)], _pick(draw, _CRIMES)
        start = draw.randrange(max(1, len(months) * 2 // 3))
        stage, reached = 0, _day(months[start], draw.randint(2, 20))
        opened = reached
        counts = {country: [0, 0, 0, 0, 0] for country in partners}
        for index in range(start, len(months)):
            if index > start and stage < len(_STAGES) - 1 and happens(draw, 0.5):
                stage, reached = stage + 1, _day(months[index], draw.randint(2, 27))
            for country in partners:
                _grow(draw, counts[country], stage)
                row = _case_row("COMP", f"{edition_id}-COMP-{number:02d}", country, partners, title, crime)
                row |= {"opened_on": opened, "stage": _STAGES[stage], "stage_reached_on": reached}
                names = ("suspects", "arrests", "charged", "convicted", "victims")
                row |= dict(zip(names, counts[country], strict=True))
                events.cases[country, months[index]].append(row | {"public_summary": "YES" if number % 2 else "NO"})


def _grow(draw: Random, counts: list[int], stage: int) -> None:
    suspects, arrests, charged, convicted, victims = counts
    reached = {name: stage >= _STAGES.index(name) for name in ("INVESTIGATION", "CHARGED", "CONVICTED")}
    suspects += poisson(draw, 0.5) if reached["INVESTIGATION"] else 0
    arrests += int(arrests < suspects and happens(draw, 0.5))
    charged += int(charged < arrests and reached["CHARGED"])
    convicted += int(convicted < charged and reached["CONVICTED"])
    victims += poisson(draw, 0.3)
    counts[:] = [suspects, arrests, charged, convicted, victims]


def _hold(events: Events, countries: Sequence[str], month: str, seed: int) -> None:
    draw = _draw(seed, month, "activities")
    for kind, per_country in _PER_COUNTRY.items():
        for number in range(1, poisson(draw, per_country * len(countries)) + 1):
            _activity(events, draw, kind, number, countries, month)


def _activity(events: Events, draw: Random, kind: str, number: int, countries: Sequence[str], month: str) -> None:
    host = draw.choice(countries)
    topic = draw.choice(_TOPICS)
    first = _day(month, draw.randint(1, 24))
    row: Row = {
        "reference": f"{host}-{kind[:3]}-{month[2:4]}{month[5:7]}-{number:02d}",
        "type": kind,
        "title": f"{kind.capitalize()}: {topic.lower()}",
        "topic": topic,
        "host": host,
        "provider": draw.choice((*_PROVIDERS, host)),
        "first_day": first,
        "last_day": first.replace(day=first.day + draw.choice((0, 1, 2, 4))),
        "mode": draw.choice(("IN_PERSON", "IN_PERSON", "IN_PERSON", "ONLINE", "HYBRID")),
    }
    guests = draw.sample([c for c in countries if c != host], min(len(countries) - 1, draw.randint(0, 3)))
    if kind == "AWARENESS":
        guests = []
    for country in (host, *guests):
        mine = row | {"role": "HOST" if country == host else "ATTENDED"}
        if kind == "AWARENESS":
            mine["people_reached"] = draw.randint(3, 90) * 10 + draw.randint(0, 9)
        else:
            mine |= {"officers_f": poisson(draw, 4), "officers_m": poisson(draw, 7)}
            mine["officers_not_stated"] = 0 if happens(draw, 0.9) else poisson(draw, 2)
        events.activities[country, month].append(mine)
