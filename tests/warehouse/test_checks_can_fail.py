"""Each check of sql/checks finds the fault that it is there for, and none finds one where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from assets.warehouse.queries import load_queries
from assets.warehouse.runner import run_query
from tests.warehouse.built import QUERIES, Built, built
from tests.warehouse.small_edition import SmallEdition, Value, cell_of

JULY, AUGUST = "2023-07", "2023-08"


def two_returns() -> SmallEdition:
    small = SmallEdition(months=2)
    exchanges = [{"counterpart": "MYS", "sent": 2, "answered": 1}]
    cells: dict[str, Value] = {"ARR TIP": 5, "ARR SOM": 1, "ARR SOM F._U": 1, "INV_OPN TIP": 3}
    small.send("THA", JULY, cells, exchanges=exchanges)
    small.send("MYS", JULY, {"ARR TIP": 2}, outcome="held")
    small.send("THA", AUGUST, {"ARR TIP": 3, "INV_OPN TIP": 4})
    return small


# A fault put into the finished tables, the check that must see it, and how many rows it must return.
FAULTS: Mapping[str, tuple[str, Sequence[str], int]] = {
    "no version counts": ("every_accepted_return_counted", ["update core.returns set counted = false"], 2),
    "two versions count": (
        "every_accepted_return_counted",
        ["insert into core.returns select * replace ('f' || sha256 as sha256) from core.returns where counted"],
        2,
    ),
    "cells lost on the way": (
        "every_accepted_return_counted",
        [f"delete from core.observations where time_period = '{AUGUST}' and indicator = 'ARR'"],
        1,
    ),
    "a file without an outcome": (
        "every_received_file_judged",
        [f"delete from core.receipts where file_name = 'MYS_{JULY}.xlsx'"],
        1,
    ),
    "a held return that counts": (
        "no_value_without_a_return",
        ["update outcomes.indicator_country_month set obs_value = 2 where ref_area = 'MYS' and indicator = 'ARR'"],
        2,
    ),
    "a cell twice": (
        "observation_keys_unique",
        [
            "insert into core.observations select * replace ('Z1' as cell) from core.observations "
            "where indicator = 'INV_OPN'"
        ],
        2,
    ),
    "a line of a list twice": (
        "observation_keys_unique",
        ["insert into core.observations select * from core.observations where indicator = 'INF_ENQ'"],
        1,
    ),
    "a cell that is added although it is a part": (
        "parts_reconcile_with_totals",
        ["update outcomes.cells_behind set role_in_total = 'added' where sex = 'F'"],
        1,
    ),
    "a month that is not in the total": (
        "parts_reconcile_with_totals",
        [f"update outcomes.indicator_month set obs_value = 99 where indicator = 'INF_ENQ' and time_period = '{JULY}'"],
        1,
    ),
    "a country that is not in the total": (
        "parts_reconcile_with_totals",
        ["update outcomes.country_to_date set obs_value = 99 where indicator = 'INV_OPN' and ref_area = 'THA'"],
        1,
    ),
    "a crime that is not in the total": (
        "parts_reconcile_with_totals",
        ["delete from outcomes.crime_to_date where crime = 'SOM'"],
        1,
    ),
    "a stock that was summed": (
        "parts_reconcile_with_totals",
        ["update outcomes.indicator_to_date set obs_value = 7 where indicator = 'INV_OPN'"],
        2,
    ),
}

# Officers' decisions have tests of their own.
TESTED_ELSEWHERE = {"decisions_fit"}


@pytest.fixture(scope="module")
def sound() -> Iterator[Built]:
    with built(two_returns()) as tables:
        yield tables


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(sound: Built, name: str) -> None:
    check, statements, rows = FAULTS[name]
    assert sound.wrong() == {}
    sound.connection.begin()
    try:
        for statement in statements:
            sound.connection.execute(statement)
        query = next(query for query in load_queries(QUERIES) if query.table == f"checks.{check}")
        assert run_query(sound.connection, query) == rows
    finally:
        sound.connection.rollback()


def test_every_check_has_a_planted_fault() -> None:
    checks = {query.table.partition(".")[2] for query in load_queries(QUERIES) if query.is_check}
    assert checks - TESTED_ELSEWHERE == {check for check, _, _ in FAULTS.values()}


def only_marks(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP": "n/a", "ARR TIP F._U": "n/a", "VIC_ID _T IDF _T": "n/a"}, listed={})


def only_held(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP": 3}, outcome="held", exchanges=[{"counterpart": "MYS", "sent": 2}])


def no_cells(small: SmallEdition) -> None:
    small.send("THA", JULY, exchanges=[{"counterpart": "MYS", "sent": 2}, {"counterpart": "MYS", "sent": 2}])


def totals_alone(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP": 3, "ARR SOM": 2, "VIC_ID _T IDF _T": 4})


def parts_alone(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP F._U": 3, "ARR TIP M._U": 0, "ARR SOM M._U": 1, "VIC_ID _T IDF LAB F._U": 4})


def parts_below_their_total(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP": 9, "ARR TIP F._U": 3, "VIC_ID _T IDF _T": 5, "VIC_ID _T IDF LAB": 1})


def under_5_alone(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP": "<5", "ARR SOM": "<5", "INV_OPN TIP": "<5"})
    small.send("THA", AUGUST, {"ARR TIP": 7, "ARR SOM": "<5", "INV_OPN TIP": 2})


def nil(small: SmallEdition) -> None:
    small.send("THA", JULY, {"ARR TIP": None, "INV_OPN TIP": None}, nil_return=True, listed={})


def a_stock_known_only_in_an_earlier_month(small: SmallEdition) -> None:
    small.send("THA", JULY, {"INV_OPN TIP": 3, "INV_OPN SOM": 1})
    small.send("THA", AUGUST, {"INV_OPN TIP": None, "INV_OPN SOM": None})
    small.send("MYS", AUGUST, {"INV_OPN TIP": 8, "INV_OPN SOM": None})


def shared_records(small: SmallEdition) -> None:
    plan = {"record": "PLAN", "shared_id": "P", "stage": "ACCEPTED"}
    operation = {"record": "OPER", "shared_id": "O", "opened_on": "2023-06-01"}
    small.send("THA", JULY, cases=[plan, operation, plan | {"stage": "CLOSED"}])
    small.send("MYS", AUGUST, cases=[plan, operation])


def nothing_at_all(small: SmallEdition) -> None:
    """No file has come in."""


LEGAL = (
    only_marks, only_held, no_cells, totals_alone, parts_alone, parts_below_their_total, under_5_alone, nil,
    a_stock_known_only_in_an_earlier_month, shared_records, nothing_at_all,
)  # fmt: skip


@pytest.mark.parametrize("legal", LEGAL, ids=lambda case: case.__name__)
def test_no_check_fails_wrongly(legal: object) -> None:
    small = SmallEdition(months=2)
    legal(small)  # type: ignore[operator]
    with built(small) as tables:
        assert tables.wrong() == {}


def test_cells_behind_a_number_add_up_to_it(sound: Built) -> None:
    columns = ("indicator", "crime", "sex", "sheet", "cell", "obs_value", "role_in_total")
    assert _added(sound, *columns) == [
        ("ARR", "SOM", "F", "Outcomes", "C3", 1, "detail"),
        ("ARR", "SOM", "_T", "Outcomes", "C2", 1, "added"),
        ("ARR", "TIP", "_T", "Outcomes", "C1", 5, "added"),
        ("INF_ENQ", "_T", "_T", "Exchanges", "C9", 2, "added"),
        ("INF_RSP", "_T", "_T", "Exchanges", "D9", 1, "added"),
        ("INV_OPN", "TIP", "_T", "Outcomes", "C4", 3, "added"),
    ]


def _added(tables: Built, *columns: str) -> list[tuple[object, ...]]:
    return tables.rows("outcomes.cells_behind", *columns, time_period=JULY)


def test_marks_and_shared_records_stand_among_the_cells_behind() -> None:
    small = SmallEdition(months=1)
    marks: dict[str, Value] = {"ARR TIP": "<5", "ARR SOM F._U": "n/a", "ARR SOM M._U": None, "CHG TIP": None}
    # Parts of 0 are left out, whether by sex, by age or by both.
    zeros: dict[str, Value] = {"CHG TIP F._U": 0, "CHG SOM F._T": 0, "CHG SOM _T.Y0T17": 0, "CHG MIX F._U": "<5"}
    operation = {"record": "OPER", "shared_id": "O", "opened_on": "2023-07-01"}
    exchanges = [{"counterpart": "MYS", "sent": "<5", "answered": None}]
    # The same address on another sheet, where the cell is a part of a typed total.
    victims = [
        cell_of("VIC_ID _T IDF _T", 4) | {"sheet": "Victims", "cell": "C8"},
        cell_of("VIC_ID _T IDF SEX", 3) | {"sheet": "Victims", "cell": "C10"},
    ]
    arrests = [cell_of("ARR MIX", 2) | {"cell": "C10"}]
    found = [*victims, *arrests]
    small.send("THA", JULY, marks | zeros, cases=[operation], exchanges=exchanges, observations=found)
    with built(small) as tables:
        columns = ("cell", "sheet", "indicator", "shared_id", "obs_value", "obs_status", "role_in_total", "version")
        assert _added(tables, *columns) == [
            ("B9", "Cases", "OPS_JNT", "O", 1, "A", "shared", 1),
            ("C1", "Outcomes", "ARR", "", None, "Q", "", 1),
            ("C10", "Outcomes", "ARR", "", 2, "A", "added", 1),
            ("C10", "Victims", "VIC_ID", "", 3, "A", "detail", 1),
            ("C2", "Outcomes", "ARR", "", None, "M", "", 1),
            ("C4", "Outcomes", "CHG", "", None, "O", "", 1),
            ("C8", "Outcomes", "CHG", "", None, "Q", "", 1),
            ("C8", "Victims", "VIC_ID", "", 4, "A", "added", 1),
            ("C9", "Exchanges", "INF_ENQ", "", None, "Q", "", 1),
        ]
