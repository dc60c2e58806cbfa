"""Equal tables have equal hashes and different ones have not; a number leads back to the cells it was added up from."""

from __future__ import annotations

import duckdb
import pytest

from assets.warehouse.manifest import table_hashes, table_names
from assets.warehouse.trace import trace_cells, trace_values
from tests.warehouse.built import built
from tests.warehouse.small_edition import SmallEdition


def hash_of(*rows: str, columns: str = "a varchar, b varchar") -> str:
    """The hash of a table t with these rows, each written as SQL values."""
    with duckdb.connect() as connection:
        connection.execute(f"create table t ({columns})")
        for row in rows:
            connection.execute(f"insert into t values ({row})")
        return table_hashes(connection)["main.t"]


def test_the_order_of_rows_does_not_matter_and_their_number_does() -> None:
    assert hash_of("'x', 'y'", "'p', 'q'") == hash_of("'p', 'q'", "'x', 'y'")
    assert hash_of("'x', 'y'", "'x', 'y'") != hash_of("'x', 'y'")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("'x', null", "'x', ''"),
        ("null, 'x'", "'x', null"),
        ("'-', 'x'", "null, 'x'"),
        ("'ab', 'c'", "'a', 'bc'"),
        ("'1:x;', ''", "'', '1:x;'"),
        ("'x', 'y'", "'x', 'z'"),
        ("'x\n', 'y'", "'x', 'y'"),
    ],
)
def test_different_rows_never_have_the_same_hash(one: str, other: str) -> None:
    assert hash_of(one) != hash_of(other)


def test_columns_and_their_types_are_part_of_the_hash() -> None:
    assert hash_of("'1', '2'") != hash_of("'1', '2'", columns="a varchar, c varchar")
    assert hash_of("'1', '2'") != hash_of("1, '2'", columns="a bigint, b varchar")
    assert hash_of("true", columns="a boolean") != hash_of("'true'", columns="a varchar")


def test_every_table_of_the_warehouse_is_listed() -> None:
    with built(SmallEdition(months=1)) as tables:
        names = table_names(tables.connection)
        assert names == sorted(names)
        assert {"framework.codes", "received.receipts", "checked.rows", "core.returns", "quality.overall"} <= set(names)
        assert list(table_hashes(tables.connection)) == names


def test_a_number_leads_back_to_file_sheet_and_cell() -> None:
    small = SmallEdition(months=2)
    small.send("THA", "2023-07", {"ARR TIP": 9})
    small.send("THA", "2023-07", {"ARR TIP": 5, "ARR SOM": "<5", "CHG TIP": 1}, file_name="corrected.xlsx")
    small.send("THA", "2023-08", {"ARR TIP": 2})
    small.send("MYS", "2023-07", {"ARR TIP": 1})
    small.send("MYS", "2023-08", {"ARR TIP": 40}, outcome="held")
    with built(small) as tables:
        cells = trace_cells(tables.connection, "ARR", "THA", "2023-07")
        shown = cells[["file_name", "sheet", "cell", "obs_value", "raw_text", "version"]].astype(object)
        assert shown.where(shown.notna(), None).values.tolist() == [
            ["corrected.xlsx", "Outcomes", "C2", None, "<5", 2], ["corrected.xlsx", "Outcomes", "C1", 5, "5", 2],
        ]  # fmt: skip
        assert trace_values(tables.connection, "ARR", "THA", "2023-07").values.tolist() == [
            ["THA", "2023-07", 5, "value"]
        ]
        everywhere = trace_values(tables.connection, "ARR")
        assert everywhere["obs_value"].sum() == tables.total("ARR") == 8
        assert trace_cells(tables.connection, "ARR")["obs_value"].sum() == 8
        assert trace_cells(tables.connection, "ARR", "NZL").empty
        assert list(trace_values(tables.connection, "ARR", time_period="2023-08")["ref_area"]) == ["THA"]
