"""Whatever comes in: totals equal a recount in plain Python, and no order of files or rows changes any table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.warehouse.manifest import table_hashes
from assets.warehouse.queries import load_queries
from assets.warehouse.runner import run_all
from tests.warehouse.built import QUERIES, Built, built, filled_in_memory
from tests.warehouse.small_edition import Row, SmallEdition, Value

COUNTRIES, MONTHS = ("MYS", "THA", "VNM"), ("2023-07", "2023-08", "2023-09")
CRIMES, COLUMNS = ("TIP", "SOM", "MIX"), ("F.Y0T17", "F.Y_GE18", "M._U", "_U._T")
FORMS = ("SEX", "LAB", "_U")
Interval = tuple[int, int | None]

numbers = st.one_of(st.integers(0, 9), st.sampled_from([None, "<5", "n/a"]))
# Mostly numbers: a return of nothing but marks adds up to nothing.
cells = st.one_of(st.integers(0, 9), st.integers(0, 3), numbers)


@dataclass
class Sent:
    """One return as drawn, in the order in which it came in."""

    country: str
    month: str
    outcome: str
    values: dict[str, Value]
    exchanges: list[Row]
    cases: list[Row]


KEYS = [
    *(f"{indicator} {crime}{column}" for indicator in ("ARR", "INV_OPN") for crime in CRIMES
      for column in ("", *(f" {c}" for c in COLUMNS if indicator == "ARR"))),
    *(f"VIC_ID _T {status} {form}" for status in ("IDF", "POT") for form in ("_T", *FORMS)),
]  # fmt: skip


@st.composite
def returns(draw: st.DrawFn) -> Sent:
    operation = st.builds(
        lambda number, day: {"record": "OPER", "shared_id": f"O{number}", "opened_on": f"2023-{day}"},
        st.integers(1, 4),
        st.sampled_from(["06-30", "07-01", "08-15", "09-30"]),
    )
    enquiry = st.builds(lambda sent: {"counterpart": "MYS", "sent": sent, "answered": 0}, cells)
    return Sent(
        draw(st.sampled_from(COUNTRIES)),
        draw(st.sampled_from(MONTHS)),
        draw(st.sampled_from(["accepted", "accepted", "accepted_with_warnings", "held"])),
        {key: draw(cells) for key in KEYS if draw(st.integers(0, 9))},
        draw(st.lists(enquiry, max_size=3)),
        draw(st.lists(operation, max_size=2)),
    )


def edition_of(sent: list[Sent]) -> SmallEdition:
    small = SmallEdition(countries=COUNTRIES)
    for number, one in enumerate(sent):
        day = f"2023-10-{1 + number // 3:02d}"
        small.send(
            one.country, one.month, one.values, on=day, outcome=one.outcome, exchanges=one.exchanges, cases=one.cases
        )
    return small


# ---------------------------------------------------------------- the recount


def interval(value: Value) -> Interval | None:
    """What a cell may stand for: None where it cannot be counted."""
    if value == "n/a":
        return None
    return (value, value) if isinstance(value, int) else (0, 4) if value == "<5" else (0, None)


def added(parts: list[Interval | None]) -> Interval | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return sum(low for low, _ in known), None if any(high is None for _, high in known) else sum(
        h or 0 for _, h in known
    )


def joined(total: Interval | None, parts: Interval | None) -> Interval | None:
    """A total and its parts: a typed number wins, else what both leave possible, and parts that exceed "<5" win."""
    if total is None or parts is None or total[0] == total[1]:
        return parts if total is None else total
    if total[1] is not None and parts[0] > total[1]:
        return parts
    highs = [high for high in (total[1], parts[1]) if high is not None]
    return max(total[0], parts[0]), min(highs, default=None)


def value_of(found: Interval | None) -> int | None:
    return found[0] if found and (found[0] > 0 or found[0] == found[1]) else None


def recount(one: Sent) -> dict[str, Interval | None]:
    """The indicators of one return."""

    def row(start: str) -> Interval | None:
        mine = {key.removeprefix(start).strip(): value for key, value in one.values.items() if key.startswith(start)}
        parts = added([interval(value) for column, value in mine.items() if column])
        return joined(interval(mine[""]), parts) if "" in mine else parts

    arrests = added([row(f"ARR {crime}") for crime in CRIMES])
    still_open = added([row(f"INV_OPN {crime}") for crime in CRIMES])
    forms = added([row(f"VIC_ID _T IDF {form}") for form in FORMS])
    victims = joined(row("VIC_ID _T IDF _T"), forms)
    sent = [interval(line["sent"]) for line in one.exchanges]
    return {
        "ARR": arrests,
        "INV_OPN": still_open,
        "VIC_ID": victims,
        "INF_ENQ": added(sent) if sent else (0, 0),
    }


def check_recount(tables: Built, sent: list[Sent]) -> None:
    counted: dict[tuple[str, str], Sent] = {}
    for one in sent:
        if one.outcome != "held":
            counted[one.country, one.month] = one
    expected: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for place, one in counted.items():
        for indicator, found in recount(one).items():
            if (value := value_of(found)) is not None:
                expected[indicator][place] = value
    for indicator in ("ARR", "INV_OPN", "VIC_ID", "INF_ENQ"):
        rows = tables.rows(
            "outcomes.indicator_country_month", "ref_area", "time_period", "obs_value", indicator=indicator
        )
        assert {row[:2]: row[2] for row in rows if row[2] is not None} == expected[indicator]
        by_month: dict[str, Any] = dict.fromkeys(MONTHS)
        for (_, month), value in expected[indicator].items():
            by_month[month] = (by_month[month] or 0) + value
        assert (
            dict(tables.rows("outcomes.indicator_month", "time_period", "obs_value", indicator=indicator)) == by_month
        )
        values = expected[indicator]
        if indicator == "INV_OPN":
            latest = dict(sorted(values))
            values = {place: value for place, value in values.items() if latest[place[0]] == place[1]}
        assert tables.total(indicator) == (sum(values.values()) if values else None)
    check_operations(tables, counted)


def check_operations(tables: Built, counted: dict[tuple[str, str], Sent]) -> None:
    """Nobody leads these operations: the earliest of the days that the partners last gave is the first day."""
    days: dict[tuple[str, str], str] = {}
    for (country, _), one in sorted(counted.items(), key=lambda place: place[0][1]):
        for case in one.cases:
            days[country, case["shared_id"]] = case["opened_on"]
    first: dict[str, str] = {}
    for (_, shared_id), day in days.items():
        first[shared_id] = min(day, first.get(shared_id, day))
    months = [day[:7] for day in first.values()]
    found = dict(tables.rows("outcomes.indicator_month", "time_period", "obs_value", indicator="OPS_JNT"))
    assert {month: value or 0 for month, value in found.items()} == {month: months.count(month) for month in MONTHS}


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(returns(), min_size=1, max_size=14))
def test_totals_equal_a_recount_in_plain_python(sent: list[Sent]) -> None:
    with built(edition_of(sent)) as tables:
        check_recount(tables, sent)
        assert tables.wrong() == {}


def hashes(small: SmallEdition, *, shuffled: int | None = None, threads: int = 2) -> dict[str, str]:
    with filled_in_memory(small, shuffled=shuffled) as connection:
        connection.execute(f"set threads = {threads}")
        run_all(connection, load_queries(QUERIES))
        # Their records say of which bytes the tables were made that Python fills: in another order they are others.
        return {table: of for table, of in table_hashes(connection).items() if table != "build.records"}


@pytest.mark.slow
def test_no_order_of_rows_and_no_number_of_threads_changes_a_table() -> None:
    small = SmallEdition(countries=COUNTRIES)
    for number in range(12):
        country, month = COUNTRIES[number % 3], MONTHS[number // 4]
        values = {key: (number * len(key)) % 7 for key in KEYS}
        stage = ("NOMINATED", "ACCEPTED", "CHARGED")[number % 3]
        case = {
            "record": "COMP",
            "shared_id": f"C{number % 2}",
            "stage": stage,
            "stage_reached_on": f"{month}-0{number % 8 + 1}",
        }
        operation = {"record": "OPER", "shared_id": f"O{number % 3}", "opened_on": f"{month}-02", "lead": country}
        activity = {"type": "TRAINING", "role": "HOST", "mode": "ONLINE", "officers_f": number, "officers_m": 1}
        enquiry = {
            "counterpart": COUNTRIES[(number + 1) % 3],
            "channel": "POLICE",
            "sent": number,
            "received": 1,
            "answered": 1,
        }
        lists = {"cases": [case, operation], "activities": [activity], "exchanges": [enquiry]}
        outcome = "held" if number == 5 else "accepted"
        small.send(country, month, values, on="2023-10-05", outcome=outcome, **lists)
    as_it_came = hashes(small)
    assert len(as_it_came) > 50
    for seed, threads in ((1, 2), (2, 1), (3, 8)):
        assert hashes(small, shuffled=seed, threads=threads) == as_it_came
