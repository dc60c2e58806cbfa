"""A peer's totals against the product's, to the digit."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb

EDITION = "JPA6"
_QUERIES = {
    "totals.csv": (3, "select indicator, ref_area, time_period, obs_value from outcomes.indicator_country_month"),
    "months.csv": (2, "select indicator, time_period, obs_value from outcomes.indicator_month"),
}


class TotalsDiffer(AssertionError):
    """A peer and the product do not print the same totals: nothing that was measured can be compared."""


def differences(warehouse: Path, out: Path) -> Iterator[str]:
    """Each number that is not the same in a peer's folder and in the product's published tables."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for name, (keys, query) in _QUERIES.items():
            rows = connection.execute(f"{query} where obs_value is not null").fetchall()
            ours = {tuple(map(str, row[:keys])): int(row[keys]) for row in rows}
            with (out / name).open(newline="", encoding="utf-8") as stream:
                theirs = {tuple(row[:keys]): int(float(row[keys])) for row in list(csv.reader(stream))[1:]}
            if not ours:
                yield f"{name}: the product has no total"
            for key in sorted(ours.keys() | theirs.keys()):
                if ours.get(key) != theirs.get(key):
                    yield f"{name} {' '.join(key)}: product {ours.get(key)}, peer {theirs.get(key)}"


def must_agree(warehouse: Path, out: Path, peer: str) -> None:
    """Raise TotalsDiffer with the first differences, unless all totals are equal."""
    found = list(differences(warehouse, out))
    if found:
        raise TotalsDiffer(f"{peer} and the product differ in {len(found)} totals: " + "; ".join(found[:8]))
