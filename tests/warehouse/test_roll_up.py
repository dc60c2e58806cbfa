"""A total and its parts make a value by one rule, at each of three levels: sex and age, exploitation, crime."""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import pytest

from tests.warehouse.built import QUERIES

LEVELS = {
    "sexes and ages": "reported_values",
    "forms of exploitation": "crime_values",
    "crimes": "return_values",
}
_KEYS = {"sha256,", "indicator,", "crime,", "victim_status,", "exploitation,"}

# What stands in a cell or row: a number, <5, blank, n/a; "3+" is a sum of 3 with a gap.
Entry = int | str


class Value(NamedTuple):
    """What the entries make: the least and the most it can be, where the least comes from, or that there is none."""

    lower_bound: int | None
    upper_bound: int | None
    from_parts: bool
    cannot_count: bool = False


# The total (None where its row or cell is not there), the parts, and what they make.
CASES: dict[str, tuple[Entry | None, list[Entry], Value]] = {
    "a total that is reached": (7, [3, 4], Value(7, 7, False)),
    "a total that is not reached": (7, [3], Value(7, 7, False)),
    "a total that is exceeded": (7, [3, 9], Value(7, 7, False)),
    "a total of 0 over parts": (0, [2], Value(0, 0, False)),
    "a total over gaps": (7, ["<5", ""], Value(7, 7, False)),
    "a total alone": (7, [], Value(7, 7, False)),
    "parts without a total": (None, [3, 4], Value(7, 7, True)),
    "parts of 0 without a total": (None, [0, 0], Value(0, 0, True)),
    "parts under a blank total": ("", [3, 4], Value(7, 7, True)),
    "parts with a blank one": ("", [3, ""], Value(3, None, True)),
    "parts with a withheld one": ("", [3, "<5"], Value(3, 7, True)),
    "parts with one that cannot be counted": ("", [3, "n/a"], Value(3, 3, True)),
    "withheld parts alone": (None, ["<5", "<5"], Value(0, 8, True)),
    "a withheld total alone": ("<5", [], Value(0, 4, False)),
    "a withheld total over blank parts": ("<5", ["", ""], Value(0, 4, False)),
    "a withheld total over parts that are known": ("<5", [1, 1], Value(2, 2, True)),
    "a withheld total over a gap": ("<5", [3, ""], Value(3, 4, True)),
    "a withheld total over a withheld part": ("<5", [3, "<5"], Value(3, 4, True)),
    "a withheld total over parts of more": ("<5", [5, 6], Value(11, 11, True)),
    "a withheld total over parts of more and a gap": ("<5", [5, ""], Value(5, None, True)),
    "a total with a gap over smaller parts": ("9+", [3, 4], Value(9, None, False)),
    "a total with a gap over larger parts": ("9+", [6, 5], Value(11, 11, True)),
    "nothing but blanks": ("", ["", ""], Value(None, None, False)),
    "nothing that can be counted": ("n/a", ["n/a"], Value(None, None, False, True)),
    "parts of which none can be counted": (None, ["n/a", "n/a"], Value(None, None, False, True)),
    "parts of which none can be counted under a blank total": ("", ["n/a", "n/a"], Value(None, None, False)),
    "a total that cannot be counted over blanks": ("n/a", [""], Value(None, None, False, True)),
    "a total that cannot be counted over parts": ("n/a", [2], Value(2, 2, True)),
}


def _entry(entry: Entry) -> tuple[str, int | None, int | None]:
    """Status, lower and upper bound of an entry."""
    if isinstance(entry, int):
        return "V", entry, entry
    if entry.endswith("+"):
        return "V", int(entry[:-1]), None
    return {"<5": ("Q", 0, 4), "": ("O", None, None), "n/a": ("M", None, None)}[entry]


def _rows(total: Entry | None, parts: list[Entry]) -> list[tuple[str, str, int | None, int | None]]:
    """Code, status and bounds of a total (_T) and its parts."""
    coded = [("_T", total)] if total is not None else []
    coded += [(f"P{n}", part) for n, part in enumerate(parts)]
    return [(code, *_entry(entry)) for code, entry in coded]


def _made(level: str, total: Entry | None, parts: list[Entry]) -> Value:
    """What the query of a level makes of the entries, its other tables being empty."""
    connection = duckdb.connect()
    for schema in ("core", "framework", "checked"):
        connection.execute(f"create schema {schema}")
    connection.execute(
        "create table entries (code varchar, obs_status varchar, lower_bound bigint, upper_bound bigint)"
    )
    connection.executemany("insert into entries values (?, ?, ?, ?)", _rows(total, parts))
    connection.execute(
        """
        create table core.reported_cells as
        select *, 'f' as sha256, 'I' as indicator, 'TIP' as crime, '' as victim_status, 'X' as exploitation,
            code = '_T' as is_total, code <> '_T' as is_part from entries;
        create table core.reported_values as
        select *, 'f' as sha256, 'I' as indicator, 'TIP' as crime, '' as victim_status, code as exploitation,
            obs_status = 'M' as cannot_count, case obs_status when 'Q' then 1 else 0 end as withheld_cells from entries;
        create table core.crime_values as
        select * exclude (crime), code as crime from core.reported_values;
        create table core.returns as
        select 'f' as sha256, 'THA' as ref_area, '2023-07' as time_period, 1 as version, true as counted,
            true as accepted, 'L' as layout, 1 as layout_version, '' as exchanges_listed, '' as cases_listed,
            '' as activities_listed, false as nil_return;
        create table framework.indicators as select 'I' as indicator, '' as victim_status;
        create table core.listed_observations as
        select *, 'f' as sha256, 'I' as indicator from entries where false;
        create table checked.asked (layout varchar, layout_version int, indicator varchar, part varchar, "row" varchar);
        create table framework.counting_rules (indicator varchar, list_name varchar, field varchar)
        """
    )
    made = connection.sql((QUERIES / "core" / f"{LEVELS[level]}.sql").read_text(encoding="utf-8"))
    (row,) = made.fetchall()
    found = dict(zip(made.columns, row, strict=True))
    cannot_count = found["state"] == "cannot_count" if "state" in found else found["cannot_count"]
    return Value(found["lower_bound"], found["upper_bound"], found["from_parts"], cannot_count)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_total_and_its_parts_make_the_same_value_at_every_level(level: str, case: str) -> None:
    total, parts, value = CASES[case]
    assert _made(level, total, parts) == value


def _rule(query: str) -> list[str]:
    """The lines of the rule in a query, without those that name the level's columns."""
    lines = [line.strip() for line in (QUERIES / "core" / f"{query}.sql").read_text(encoding="utf-8").splitlines()]
    rule = lines[lines.index("sums as (") :]
    rule = rule[: rule.index("from chosen") + 2]
    return [line.rstrip(",") for line in rule if line not in _KEYS and not line.startswith("group by")]


def test_the_rule_stands_word_for_word_the_same_at_every_level() -> None:
    first, *others = map(_rule, LEVELS.values())
    assert len(first) > 30
    assert all(rule == first for rule in others), "Change reported_values, crime_values and return_values together."
