"""The warehouse file: one writer, readers that see one finished copy or the next, and who holds it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from assets.framework.vintage import Vintage, preview
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.contracts import TableViolation
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.store import Warehouse, WarehouseBusy, WarehouseUnreadable, frame_of
from tests.warehouse.built import filled
from tests.warehouse.small_edition import BASE, SmallEdition

_HOLDER = """
import sys
from pathlib import Path
from assets.warehouse.store import Warehouse
path = Path(sys.argv[1])
with Warehouse(path, path).connection():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return filled(SmallEdition(), tmp_path)


@pytest.fixture
def other_process(warehouse: Warehouse) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the warehouse open for writing until its input ends."""
    command = [sys.executable, "-c", textwrap.dedent(_HOLDER), str(warehouse.path)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def countries(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = "select ref_area from framework.participants where edition_id = 'JPA6' order by ref_area"
    return list(frame_of(connection, query)["ref_area"])


def change_participants(warehouse: Warehouse, *codes: str) -> None:
    small = SmallEdition(countries=codes)
    table = "framework.participants"
    CheckedStore(warehouse, BASE).save({table: framework_frames(small.framework, _vintage(small))[table]})


def _vintage(small: SmallEdition) -> Vintage:
    return preview(small.edition, small.edition.last_day)


def test_readers_see_the_copy_published_last(warehouse: Warehouse) -> None:
    warehouse.publish()
    change_participants(warehouse, "NZL")
    with warehouse.reader() as connection:
        assert countries(connection) == ["MYS", "THA", "VNM"]
        warehouse.publish()
        assert countries(connection) == ["MYS", "THA", "VNM"]
    with warehouse.reader() as connection:
        assert countries(connection) == ["NZL"]


def test_readers_are_not_disturbed_by_a_writer(warehouse: Warehouse) -> None:
    warehouse.publish()
    with warehouse.connection() as writer, warehouse.reader() as reader:
        writer.execute("delete from framework.participants")
        assert countries(reader) == ["MYS", "THA", "VNM"]


def test_a_reader_can_change_nothing(warehouse: Warehouse) -> None:
    warehouse.publish()
    with warehouse.reader() as reader, pytest.raises(duckdb.InvalidInputException, match="read-only"):
        reader.execute("delete from framework.participants")


def test_before_the_first_publication_a_reader_is_told_what_to_do(warehouse: Warehouse) -> None:
    with pytest.raises(FileNotFoundError, match="Run a refresh"), warehouse.reader():
        pass


def test_what_a_killed_publication_left_behind_is_swept(warehouse: Warehouse) -> None:
    left_over = warehouse.published.with_name(f"{warehouse.published.name}.99999.new")
    left_over.write_bytes(b"half")
    warehouse.publish()
    assert sorted(path.name for path in warehouse.path.parent.iterdir()) == ["published.duckdb", "warehouse.duckdb"]


def test_a_writer_waits_and_then_names_the_process_that_holds_the_file(
    warehouse: Warehouse, other_process: subprocess.Popen[str]
) -> None:
    impatient = Warehouse(warehouse.path, warehouse.published, wait_seconds=0.3)
    with pytest.raises(WarehouseBusy, match=rf"PID {other_process.pid}\b"), impatient.connection():
        pass


def test_a_writer_that_waits_gets_the_file_when_the_other_one_is_done(
    warehouse: Warehouse, other_process: subprocess.Popen[str]
) -> None:
    assert other_process.stdin is not None
    other_process.stdin.close()
    with Warehouse(warehouse.path, warehouse.published, wait_seconds=30).connection() as connection:
        assert countries(connection) == ["MYS", "THA", "VNM"]


def test_the_connection_is_closed_after_an_exception(warehouse: Warehouse) -> None:
    with pytest.raises(ZeroDivisionError), warehouse.connection() as connection:
        raise ZeroDivisionError
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("select 1")


def test_within_a_run_everybody_gets_the_same_connection_and_it_is_closed_at_its_end(warehouse: Warehouse) -> None:
    again = Warehouse(warehouse.path, warehouse.published)
    with warehouse.kept_open():
        with warehouse.connection() as first, again.connection() as inner:
            assert inner is first
        with again.connection() as later:
            assert later is first
    with pytest.raises(duckdb.ConnectionException):
        later.execute("select 1")


def test_a_run_that_needs_no_table_opens_no_file(tmp_path: Path) -> None:
    untouched = Warehouse(tmp_path / "warehouse.duckdb", tmp_path / "published.duckdb")
    with untouched.kept_open():
        pass
    assert not untouched.path.exists()


def test_the_file_stays_held_while_and_after_it_is_published(warehouse: Warehouse) -> None:
    opening = f"import duckdb; duckdb.connect({str(warehouse.path)!r})"
    with warehouse.connection():
        warehouse.publish()
        second = subprocess.run([sys.executable, "-c", opening], capture_output=True, text=True, check=False)
    assert f"PID {os.getpid()}" in second.stderr


def test_what_was_written_within_the_run_is_in_the_copy(warehouse: Warehouse) -> None:
    with warehouse.connection() as connection:
        connection.execute("delete from framework.participants where ref_area <> 'THA'")
        warehouse.publish()
        with warehouse.reader() as reader:
            assert countries(reader) == ["THA"]


def test_a_copy_of_the_same_version_is_not_made_again(warehouse: Warehouse) -> None:
    assert warehouse.publish("1")
    assert not warehouse.publish("1")
    change_participants(warehouse, "NZL")
    assert warehouse.publish("2")
    with warehouse.reader() as reader:
        assert countries(reader) == ["NZL"]
    warehouse.published.unlink()
    assert warehouse.publish("2"), "the copy is gone"
    warehouse.published.with_name(f"{warehouse.published.name}.version").unlink()
    assert warehouse.publish("2"), "it is not known what the copy is of"


def test_before_writing_is_called_before_the_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    seen: list[bool] = []
    with Warehouse(path, path, before_writing=lambda: seen.append(path.exists())).connection():
        pass
    assert seen == [False]


@pytest.mark.parametrize(
    "statement",
    ["install httpfs", "load httpfs", "select * from read_csv('/etc/hostname')", "copy framework.codes to 'codes.csv'"],
)
def test_no_query_loads_an_extension_or_touches_another_file(warehouse: Warehouse, statement: str) -> None:
    warehouse.publish()
    with warehouse.connection() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)
    with warehouse.reader() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_tables_are_saved_all_or_none(warehouse: Warehouse) -> None:
    frames = framework_frames(BASE, _vintage(SmallEdition()))
    wanted = {"framework.participants": frames["framework.participants"].iloc[:0]}
    wanted["framework.targets"] = pd.DataFrame({"edition_id": ["JPA6"]})
    with pytest.raises(TableViolation, match=r"framework\.targets has the columns"):
        CheckedStore(warehouse, BASE).save(wanted)
    with warehouse.connection() as connection:
        assert countries(connection) == ["MYS", "THA", "VNM"]


def test_frames_come_back_in_the_types_they_went_in(warehouse: Warehouse) -> None:
    frame = CheckedStore(warehouse, BASE).frames("framework.months")["framework.months"]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "edition_id": "str", "time_period": "str", "month_order": "Int64", "previous_month": "str", "ends_on": "str",
        "due_on": "str", "cut_off_on": "str",
    }  # fmt: skip
    assert frame.iloc[1].to_list() == ["JPA6", "2023-08", 2, "2023-07", "2023-08-31", "2023-09-10", "2023-09-15"]
    with warehouse.connection() as connection:
        query = (
            "select sum(month_order) as n, $a as a, 1.5::decimal(9, 2) as d, null::bigint as m "
            "from framework.months where edition_id = 'JPA6'"
        )
        total = frame_of(connection, query, {"a": True})
    assert {name: str(kind) for name, kind in total.dtypes.items()} == {
        "n": "Int64", "a": "boolean", "d": "float64", "m": "Int64",
    }  # fmt: skip
    assert total.iloc[0].to_list() == [6, True, 1.5, pd.NA]


def test_tables_of_another_version_are_worked_out_anew_from_the_archive(tmp_path: Path) -> None:
    small = SmallEdition()
    small.send("AUS", "2023-07", {})
    warehouse = filled(small, tmp_path)
    store = CheckedStore(warehouse, BASE)
    assert store.fingerprints()
    with warehouse.connection() as connection:
        connection.execute("alter table checked.observations drop column comment")
    assert store.fingerprints() == {}, "every file counts as not yet read"
    with warehouse.connection() as connection:
        assert "comment" in connection.table("checked.observations").columns


@pytest.mark.parametrize("damage", [b"no database, but its text says lock", b""], ids=["something_else", "empty"])
def test_a_damaged_warehouse_is_not_waited_for_but_named_with_what_to_do(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "lock.duckdb"
    path.write_bytes(damage)
    said = pytest.raises(WarehouseUnreadable, match=r"lock\.duckdb cannot be read.*delete this file")
    with said, Warehouse(path, path, wait_seconds=3600).connection():
        pass
    assert path.read_bytes() == damage


def test_one_flipped_bit_in_the_head_of_the_warehouse_is_noticed(warehouse: Warehouse) -> None:
    data = bytearray(warehouse.path.read_bytes())
    data[12] ^= 1
    warehouse.path.write_bytes(data)
    with pytest.raises(WarehouseUnreadable), warehouse.connection():
        pass
