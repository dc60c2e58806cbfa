"""What was checked as tables: the declared columns, every value where it belongs, nothing lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from assets.checking.check_file import CheckTask, check_file
from assets.checking.findings import CheckedFile
from assets.checking.frames import SCHEMAS, check_in_batches, rows_of_file, tables_of
from assets.intake.pool import WorkerPool
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.store import Warehouse
from assets.warehouse.tables import CHECKED_TABLES, arrow_schema, column_names
from tests.checking.returns import FEMALE, LIMITS, TOTAL, check, content, write_return
from tests.checking.series import found_between, framed, receipts_of
from tests.forms.forms import FRAMEWORK
from tests.intake.child_tasks import imported


@pytest.fixture
def file(tmp_path: Path) -> CheckedFile:
    changed = {("CHG.TIP", TOTAL): "many", ("ARR.TIP", FEMALE): None, ("CON.SOM", FEMALE): "n/a",
               ("CON.MIX", FEMALE): "<5"}  # fmt: skip
    return check(write_return(tmp_path / "return.xlsx", content(outcomes_changed=changed)))


def test_frames_have_the_declared_columns_also_where_there_is_nothing(file: CheckedFile) -> None:
    for files in ([file], []):
        frames = framed(files)
        assert {f"checked.{name}" for name in frames} == set(CHECKED_TABLES)
        for name, frame in frames.items():
            assert list(frame.columns) == column_names(f"checked.{name}")
    assert list(found_between(frames, receipts_of([])).columns) == column_names("checked.findings")


@pytest.mark.parametrize("table", CHECKED_TABLES)
def test_children_hand_over_the_columns_that_the_warehouse_declares(table: str) -> None:
    assert SCHEMAS[table].equals(arrow_schema(table))


def test_a_child_that_has_handed_over_rows_did_without_pandas(tmp_path: Path) -> None:
    path = write_return(tmp_path / "return.xlsx", content())
    with WorkerPool.limited(1, LIMITS) as pool:
        (read,) = pool.run(rows_of_file, [CheckTask(path, path.name, "0" * 64, LIMITS)])
        loaded = [outcome.result for outcome in pool.run(imported, ["pyarrow", "pandas"])]
    assert read.failure is None
    assert loaded == [True, False]


def test_rows_come_in_batches_of_whole_files_in_order(tmp_path: Path) -> None:
    paths = [write_return(tmp_path / f"{n}.xlsx", content(outcomes_changed={("CHG.TIP", TOTAL): n})) for n in range(3)]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    tasks = [
        CheckTask(path, path.name, f"{n:064x}", LIMITS, fingerprint=f"rules {n}")
        for n, path in enumerate([*paths, broken])
    ]
    with WorkerPool.limited(1, LIMITS) as pool:
        batches = list(check_in_batches(tasks, pool, size=3))
    assert [batch["checked.files"].column("sha256").to_pylist() for batch in batches] == [
        [task.sha256 for task in tasks[:3]],
        [tasks[3].sha256],
    ]
    alone = tables_of([check_file(task) for task in tasks[:3]], {task.sha256: task.fingerprint for task in tasks})
    assert batches[0] == alone
    assert batches[1]["checked.files"].column("fingerprint").to_pylist() == ["rules 3"]
    assert batches[1]["checked.observations"].num_rows == 0


def test_a_file_is_one_row_with_what_its_cover_says(file: CheckedFile) -> None:
    row = framed([file])["files"].iloc[0]
    assert (row["sha256"], row["fingerprint"], row["kind"], row["file_status"]) == (
        file.sha256,
        "rules",
        "return",
        "held",
    )
    assert (row["ref_area"], row["time_period"], row["edition_id"]) == ("THA", "2023-09", "JPA6")
    assert (row["data_status"], row["source_agency"], row["nil_return"]) == ("FINAL", "National desk", False)
    assert (row["exchanges_listed"], row["what_it_is"]) == ("COMPLETE", "Thailand, September 2023")
    assert (row["errors"], row["warnings"], row["reason"]) == (1, 0, file.reason)


def test_cells_answered_are_those_with_a_number_or_a_reason(file: CheckedFile) -> None:
    row = framed([file])["files"].iloc[0]
    # One cell is blank and one cannot be read; the withheld one and the one that cannot be counted are answers. The
    # list by citizenship is asked of nobody.
    assert row["answered"] == row["asked"] - 2


def test_observations_keep_missing_apart_from_zero(file: CheckedFile) -> None:
    frame = framed([file])["observations"]
    assert len(frame) == len(file.result.observations)
    for row, observation in zip(frame.itertuples(), file.result.observations, strict=True):
        given = None if pd.isna(row.obs_value) else int(row.obs_value)
        assert (given, row.obs_status, row.cell) == (observation.obs_value, observation.obs_status, observation.cell)
    assert frame["obs_value"].dtype == "Int64"
    assert set(frame["obs_status"]) == {"V", "O", "M", "Q"}


def test_findings_carry_their_facts_as_sorted_json(file: CheckedFile) -> None:
    (row,) = framed([file])["findings"].itertuples()
    assert (row.rule, row.severity, row.found) == ("E03", "error", "many")
    assert json.loads(row.facts) == file.findings[0].facts
    assert list(json.loads(row.facts)) == sorted(file.findings[0].facts)


def test_the_tables_go_into_the_warehouse_and_come_back_as_they_were(file: CheckedFile, tmp_path: Path) -> None:
    frames = framed([file])
    store = CheckedStore(Warehouse(tmp_path / "w.duckdb", tmp_path / "p.duckdb"), FRAMEWORK)
    store.replace(frames, keep=[])
    back = store.frames(*CHECKED_TABLES)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(back[f"checked.{name}"], frame, check_dtype=False)
    assert store.fingerprints() == {file.sha256: "rules"}
