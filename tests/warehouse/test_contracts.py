"""Rows that are not as declared never enter the warehouse; the message says where they stand, not what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.contracts import TableViolation, all_as_declared, as_declared, schema_of, to_arrow
from assets.warehouse.store import Warehouse, frame_of, to_pandas
from assets.warehouse.tables import (
    CHECKED_TABLES,
    MODELS,
    arrow_schema,
    column_names,
    columns_of,
    create_statement,
)
from tests.warehouse.small_edition import BASE, SmallEdition

SECRET = "Somebody's name 0812 345"
Frames = dict[str, pd.DataFrame]


def good() -> Frames:
    """The frames of two returns, with a row in every table."""
    small = SmallEdition(months=1)
    cells = {"ARR TIP": 3, "ARR TIP F._U": "<5", "ARR TIP M._U": None, "ARR SOM": "n/a", "CON TIP": ".."}
    exchanges = [{"counterpart": "MYS", "sent": 2, "answered": "<5"}]
    sha256 = small.send("THA", "2023-07", cells, exchanges=exchanges, asked=10, answered=5)
    small.send("MYS", "2023-07", {"ARR TIP": 1}, outcome="held")
    small.find(sha256, "W01", "warning")
    small.rows["rows"] = [
        {"sha256": sha256, "sheet": "Sheet1", "row": 1, "fate": "value", "reason": ""},
        {"sha256": sha256, "sheet": "Sheet1", "row": 2, "fate": "skipped", "reason": "title"},
    ]
    return small.frames()


def set_cell(table: str, row: int, column: str, value: object) -> Callable[[Frames], None]:
    """Put a value into one row of a frame, whatever the column's type."""

    def put(frames: Frames) -> None:
        frame = frames[table].astype(object)
        frame.loc[row, column] = value
        frames[table] = frame

    return put


# A fault in one cell of a frame: where, what, and the check that must name it.
FAULTS: Mapping[str, tuple[str, int, str, object, str]] = {
    "sex": ("observations", 0, "sex", SECRET, "column sex, check code list"),
    "age": ("observations", 0, "age", "Y18", "column age, check code list"),
    "crime": ("observations", 0, "crime", "", "column crime, check code list"),
    "victim status": ("observations", 0, "victim_status", "X", "column victim_status, check code list"),
    "exploitation": ("observations", 0, "exploitation", "X", "column exploitation, check code list"),
    "country": ("observations", 0, "ref_area", "XXX", "column ref_area, check code list"),
    "counterpart": ("observations", 0, "counterpart_area", "Laos", "column counterpart_area, check code list"),
    "status": ("observations", 0, "obs_status", "A", "column obs_status, check code list"),
    "qualifier": ("observations", 0, "qualifier", "~", "column qualifier, check code list"),
    "mode": ("observations", 0, "reporting_mode", "YTD", "column reporting_mode, check code list"),
    "unit": ("observations", 0, "unit_measure", "persons", "column unit_measure, check pattern"),
    "no indicator": ("observations", 0, "indicator", "", "column indicator, check pattern"),
    "month": ("observations", 0, "time_period", "2023-13", "column time_period, check pattern"),
    "address": ("observations", 0, "cell", "1A", "column cell, check pattern"),
    "hash": ("observations", 0, "sha256", "abc", "column sha256, check pattern"),
    "negative": ("observations", 0, "obs_value", -1, "column obs_value, check at least 0"),
    "negative bound": ("observations", 1, "lower_bound", -1, "column lower_bound, check at least 0"),
    "a value without a number": ("observations", 0, "obs_value", None, "check a value has a number, a mark has none"),
    "a blank with a number": ("observations", 2, "obs_value", 0, "check a value has a number, a mark has none"),
    "withheld without bounds": ("observations", 1, "upper_bound", None, "check withheld has bounds"),
    "bounds upside down": ("observations", 1, "upper_bound", -1, "check bounds in order"),
    "a number still expected": ("observations", 0, "expected", True, "check only a missing value is still expected"),
    "a cell twice": ("observations", 1, "cell", "C1", "check key once"),
    "missing text": ("observations", 0, "sheet", None, "column sheet, check not_nullable"),
    "a fraction": ("observations", 0, "obs_value", 1.5, "column obs_value, check type"),
    "text for a number": ("observations", 0, "obs_value", SECRET, "column obs_value, check type"),
    "a number for text": ("observations", 0, "raw_text", 3, "column raw_text, check type"),
    "file twice": ("files", 1, "sha256", "first", "check key once"),
    "kind": ("files", 0, "kind", "", "column kind, check code list"),
    "file status": ("files", 0, "file_status", "ok", "column file_status, check code list"),
    "accepted with errors": ("files", 0, "errors", 2, "check file_status and findings agree"),
    "accepted with warnings": ("files", 0, "warnings", 2, "check file_status and findings agree"),
    "held without errors": ("files", 1, "errors", 0, "check file_status and findings agree"),
    "warned without warnings": (
        "files",
        0,
        "file_status",
        "accepted_with_warnings",
        "check file_status and findings agree",
    ),
    "more answers than questions": ("files", 0, "answered", 11, "check answered of asked"),
    "listing": ("files", 0, "cases_listed", "yes", "column cases_listed, check code list"),
    "data status": ("files", 0, "data_status", "final", "column data_status, check code list"),
    "country of a file": ("files", 0, "ref_area", "ZZZ", "column ref_area, check code list"),
    "month of a file": ("files", 0, "time_period", "2023", "column time_period, check pattern"),
    "list": ("entries", 0, "list_name", "Exchanges!", "column list_name, check pattern"),
    "row 0": ("entries", 0, "entry", 0, "column entry, check at least 1"),
    "field twice": ("entries", 1, "field", "counterpart", "check key once"),
    "a value without a text": ("entries", 0, "value_text", "", "check a value has a text"),
    "a mark with a number": ("entries", 2, "value_number", 3, "check a mark has no number"),
    "rule": ("findings", 0, "rule", "wrong", "column rule, check pattern"),
    "severity": ("findings", 0, "severity", "fatal", "column severity, check code list"),
    "facts": ("findings", 0, "facts", "", "column facts, check pattern"),
    "finding's cell": ("findings", 0, "cell", "row 3", "column cell, check pattern"),
    "fate": ("rows", 0, "fate", "lost", "column fate, check code list"),
    "skipped without a reason": ("rows", 1, "reason", "", "check a row left out has a reason"),
    "row twice": ("rows", 1, "row", 1, "check key once"),
    "stranger": ("rows", 0, "sha256", "0" * 64, "check known file"),
    "stranger's finding": ("findings", 0, "sha256", "0" * 64, "check known file"),
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "warehouse.duckdb", tmp_path / "published.duckdb")


def rows_in(warehouse: Warehouse) -> dict[str, int]:
    with warehouse.connection() as connection:
        return {table: len(frame_of(connection, f"select * from {table}")) for table in CHECKED_TABLES}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_table_column_check_and_place_and_nothing_is_written(
    name: str, warehouse: Warehouse
) -> None:
    table, row, column, value, said = FAULTS[name]
    frames = good()
    value = frames["files"]["sha256"][0] if value == "first" else value
    set_cell(table, row, column, value)(frames)
    with pytest.raises(TableViolation) as caught:
        CheckedStore(warehouse, BASE).replace(frames, keep=[])
    assert f"checked.{table}: " in str(caught.value)
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert not warehouse.path.exists() or set(rows_in(warehouse).values()) == {0}


def test_the_place_is_file_sheet_and_cell(warehouse: Warehouse) -> None:
    frames = good()
    set_cell("observations", 1, "sex", SECRET)(frames)
    sha256 = frames["observations"]["sha256"][1]
    with pytest.raises(
        TableViolation, match=rf"column sex, check code list: file {sha256[:12]}, sheet Outcomes, cell C2$"
    ):
        CheckedStore(warehouse, BASE).replace(frames, keep=[])


def test_every_row_may_be_wrong_and_the_message_stays_short(warehouse: Warehouse) -> None:
    frames = good()
    frames["observations"] = frames["observations"].assign(
        sex="x", age="x", crime="x", cell="x", qualifier="x", obs_status="x", unit_measure="x"
    )
    with pytest.raises(TableViolation) as caught:
        CheckedStore(warehouse, BASE).replace(frames, keep=[])
    assert "\nand 5 more" in str(caught.value)
    assert len(str(caught.value)) < 1500


def test_good_rows_are_kept_by_file_and_others_dropped(warehouse: Warehouse) -> None:
    store, frames = CheckedStore(warehouse, BASE), good()
    first, second = frames["files"]["sha256"]
    store.replace(frames, keep=[])
    assert set(store.fingerprints()) == {first, second}
    empty = {name: frame.iloc[:0] for name, frame in frames.items()}
    store.replace(empty, keep=[second, "0" * 64])
    assert store.fingerprints() == {second: "test"}
    assert rows_in(warehouse) == {
        "checked.files": 1, "checked.observations": 1, "checked.entries": 0, "checked.findings": 0, "checked.rows": 0,
    }  # fmt: skip


def test_a_file_cannot_be_read_anew_and_kept_at_once(warehouse: Warehouse) -> None:
    frames = good()
    with pytest.raises(TableViolation, match="check new file"):
        CheckedStore(warehouse, BASE).replace(frames, keep=[frames["files"]["sha256"][0]])


def test_columns_must_be_the_declared_ones_in_their_order(warehouse: Warehouse) -> None:
    frames = good()
    frames["rows"] = frames["rows"][["sheet", "sha256", "row", "fate", "reason"]]
    with pytest.raises(TableViolation, match=r"checked\.rows has the columns"):
        CheckedStore(warehouse, BASE).replace(frames, keep=[])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sequence", 2),
        ("sha256", "x"),
        ("size", -1),
        ("received_at", "2023-08-09 03:00"),
        ("received_at", datetime(2023, 8, 9, 3)),
        ("received_on", None),
    ],
)
def test_a_receipt_that_is_not_as_declared_is_refused_and_the_log_stays(
    warehouse: Warehouse, column: str, value: Any
) -> None:
    store, frames = CheckedStore(warehouse, BASE), good()
    store.save({"received.receipts": frames["receipts"]})
    set_cell("receipts", 0, column, value)(frames)
    with pytest.raises(TableViolation, match=rf"^received\.receipts: column (all|{column}), check [^\n]*$"):
        store.save({"received.receipts": frames["receipts"]})
    assert list(store.frames("received.receipts")["received.receipts"]["sequence"]) == [1, 2]


@pytest.mark.parametrize("table", list(MODELS))
def test_a_table_and_its_rows_have_the_columns_of_their_model(warehouse: Warehouse, table: str) -> None:
    schema = schema_of(table, BASE)
    assert column_names(table) == arrow_schema(table).names == list(schema.columns)
    with warehouse.connection() as connection:
        connection.execute(create_statement(table, or_replace=True))
        rows = connection.execute(f"describe {table}").fetchall()
    assert [(row[0], row[1].lower()) for row in rows] == [(column.name, column.type) for column in columns_of(table)]
    assert all(column.description for column in columns_of(table))


def test_what_arrow_lets_pass_pandera_lets_pass_too() -> None:
    frames = good()
    for table in CHECKED_TABLES:
        rows = to_arrow(table, frames[table.partition(".")[2]])
        assert all_as_declared(table, rows, BASE)
        schema_of(table, BASE).validate(to_pandas(rows), lazy=True)


def test_a_batch_is_written_whole_or_not_at_all_and_those_before_it_stay(warehouse: Warehouse) -> None:
    store, frames = CheckedStore(warehouse, BASE), good()
    hashes = list(frames["files"]["sha256"])
    batches = [of_files(frames, [sha256]) for sha256 in hashes]
    with store.replacing(keep=[]) as replacing:
        for batch in batches:
            replacing.append(batch)
    written = store.frames(*CHECKED_TABLES)
    assert {table: len(frame) for table, frame in written.items()} == {
        table: len(frames[table.partition(".")[2]]) for table in CHECKED_TABLES
    }
    set_cell("files", 0, "kind", "")(worse := good())
    with pytest.raises(TableViolation), store.replacing(keep=[]) as replacing:
        replacing.append(batches[1])
        replacing.append(of_files(worse, [hashes[0]]))
    left = {table: frame[frame["sha256"] == hashes[1]].reset_index(drop=True) for table, frame in written.items()}
    for table, frame in store.frames(*CHECKED_TABLES).items():
        pd.testing.assert_frame_equal(frame, left[table])
    # The next run is told which files are there, and adds the others.
    with store.replacing(keep=store.fingerprints()) as replacing:
        replacing.append(batches[0])
    assert set(store.fingerprints()) == set(hashes)


def test_a_file_comes_in_one_batch_only(warehouse: Warehouse) -> None:
    frames = good()
    batch = of_files(frames, list(frames["files"]["sha256"]))
    with (
        pytest.raises(TableViolation, match="check new file"),
        CheckedStore(warehouse, BASE).replacing(keep=[]) as replacing,
    ):
        replacing.append(batch)
        replacing.append(batch)


def test_arrow_rows_are_checked_as_frames_are(warehouse: Warehouse) -> None:
    frames = good()
    rows = pa.Table.from_pandas(frames["rows"], preserve_index=False)
    assert as_declared("checked.rows", rows, BASE).schema == arrow_schema("checked.rows")
    wrong = rows.set_column(2, "row", pa.array([1, 1]))
    with pytest.raises(TableViolation, match=r"check key once: file [0-9a-f]{12}, sheet Sheet1, row 1"):
        as_declared("checked.rows", wrong, BASE)


def of_files(frames: Frames, files: list[str]) -> dict[str, pd.DataFrame]:
    """The rows of some files, by the table's whole name."""
    return {table: (frame := frames[table.partition(".")[2]])[frame["sha256"].isin(files)] for table in CHECKED_TABLES}
