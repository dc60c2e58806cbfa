"""Versions of tables: another value, another hash; another order of the rows, the same."""

from __future__ import annotations

import duckdb
import pytest

from assets.warehouse.versions import content_of

ROWS = "values (1, 'a', null::int), (2, 'b', 5), (2, 'b', 5)"


def _digest(rows: str, columns: str = "x, y, z") -> str:
    with duckdb.connect() as connection:
        connection.execute(f"create table t as select * from ({rows}) as v({columns})")
        return content_of(connection, "t").version


def test_the_order_of_the_rows_changes_no_digest() -> None:
    assert _digest(ROWS) == _digest("values (2, 'b', 5), (1, 'a', null::int), (2, 'b', 5)")


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("values (1, 'a', 0), (2, 'b', 5), (2, 'b', 5)", "x, y, z"),
        ("values (1, '', null::int), (2, 'b', 5), (2, 'b', 5)", "x, y, z"),
        ("values (1, 'a', null::int), (2, 'b', 5)", "x, y, z"),
        ("values (1, 'a', null::int)", "x, y, z"),
        (ROWS, "x, y, w"),
        ("values (1, 'a', null::bigint), (2, 'b', 5), (2, 'b', 5)", "x, y, z"),
    ],
)
def test_whatever_is_different_changes_it(rows: str, columns: str) -> None:
    assert _digest(rows, columns) != _digest(ROWS)


def test_an_empty_table_with_other_columns_has_another_version() -> None:
    assert _digest("select 1, 2, 3 limit 0") != _digest("select 1, 2, 'a' limit 0")


@pytest.mark.parametrize("name", ["t", "whole", "row", "table_name"])
def test_every_column_is_part_of_the_version_whatever_it_is_called(name: str) -> None:
    columns = f"x, {name}, z"
    assert _digest(ROWS, columns) != _digest("values (1, 'a', 7), (2, 'b', 5), (2, 'b', 5)", columns)
