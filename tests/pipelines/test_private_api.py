"""What is taken from libraries without their promise is still there, does what it is taken for, and is in one place."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import inspect
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from starlette.types import ASGIApp
from typer.core import TyperCommand

from pipelines import private_api
from pipelines.private_api import storage
from pipelines.settings import PROJECT


def _private_imports(path: Path) -> list[str]:
    """Modules of other libraries with a part of their name that begins with an underscore, as imported by ``path``."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [
            name for name in names if any(part.startswith("_") for part in name.split(".") if part != "__future__")
        ]
    return found


def test_no_private_module_of_a_library_is_imported_elsewhere() -> None:
    sources = [path for room in ("assets", "pipelines") for path in (PROJECT / room).rglob("*.py")]
    importing = {path.relative_to(PROJECT).as_posix() for path in sources if _private_imports(path)}
    assert {path.rpartition("/")[0] for path in importing} == {"pipelines/private_api"}


def test_wrong_use_of_a_command_is_raised_as_the_error_that_is_caught() -> None:
    command = typer.main.get_command(typer.Typer(callback=lambda: None, invoke_without_command=True))
    with pytest.raises(private_api.UsageError) as raised:
        command.make_context("jpa", ["--no-such-option"])
    assert raised.value.exit_code == 2
    assert issubclass(typer.BadParameter, private_api.UsageError)
    assert issubclass(typer.Context, private_api.Context)
    assert "make_context" in {name for name, _ in inspect.getmembers(TyperCommand)}


def test_a_job_over_assets_is_of_the_type_that_is_named() -> None:
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

    assert isinstance(dg.define_asset_job("refresh"), UnresolvedAssetJobDefinition)


def test_the_daemon_is_a_module_that_takes_what_it_is_given(tmp_path: Path) -> None:
    assert importlib.util.find_spec(f"{private_api.DAEMON_MODULE}.__main__") is not None
    from dagster._daemon.cli import run_command

    taken = {option for parameter in run_command.params for option in parameter.opts}
    given = {part for part in private_api.daemon_command(tmp_path)[3:] if part.startswith("-")}
    assert given <= taken


@pytest.mark.parametrize("read_only", [False, True])
def test_the_webserver_is_an_application_over_one_code_location(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "location.py").write_text("import dagster as dg\n\ndefs = dg.Definitions()\n")
    location = {"module_name": "location", "attribute": "defs", "location_name": "jpa"}
    location["working_directory"] = str(tmp_path)
    with (
        dg.instance_for_test() as instance,
        private_api.webserver_app(instance, location, read_only=read_only) as app,
    ):
        query = "{ locationStatusesOrError { ... on WorkspaceLocationStatusEntries { entries { name } } } }"
        answer = _asked(app, query)
        reloaded = _asked(app, "mutation { reloadWorkspace { __typename } }")
    assert answer["locationStatusesOrError"]["entries"] == [{"name": "jpa"}]
    assert (reloaded["reloadWorkspace"]["__typename"] == "UnauthorizedError") is read_only


def _asked(app: ASGIApp, query: str) -> dict[str, Any]:
    """The answer of the application to one query, without a port."""
    body: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps({"query": query}).encode(), "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        body.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:3000"), (b"content-type", b"application/json")],
        "server": ("127.0.0.1", 3000),
        "scheme": "http",
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return dict(json.loads(b"".join(body))["data"])


def _compact(home: Path, monkeypatch: pytest.MonkeyPatch) -> dg.DagsterInstance:
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    (home / "dagster.yaml").write_bytes((PROJECT / "dagster.yaml").read_bytes())
    return dg.DagsterInstance.get()


_CHECK = dg.AssetCheckKey(dg.AssetKey("something"), "is_well")


@dg.asset(check_specs=[dg.AssetCheckSpec("is_well", asset="something")])
def something() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """An asset with a check."""
    yield dg.MaterializeResult(metadata={"dagster/row_count": 3, "with": "ümlauts"})
    yield dg.AssetCheckResult(passed=True)


def _said(instance: dg.DagsterInstance, run_id: str) -> list[tuple[Any, ...]]:
    """All that the log of a run says, but for times, ids and process numbers."""

    def said(value: Any) -> Any:
        own = {"run_id", "timestamp", "pid", "storage_id", "log_key", "tags", "duration_ms", "text", "message"}
        if isinstance(value, dict):
            return {key: said(item) for key, item in value.items() if key not in own}
        return [said(item) for item in value] if isinstance(value, list) else value

    events = [said(json.loads(dg.serialize_value(entry))) for entry in instance.all_logs(run_id)]
    return [(event["level"], event["dagster_event"]) for event in events]


def test_the_storage_says_of_a_run_what_dagster_s_own_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "own")) as its_own:
        expected = _said(its_own, dg.materialize([something], instance=its_own).run_id)
    with _compact(tmp_path, monkeypatch) as ours:
        run_id = dg.materialize([something], instance=ours).run_id
        assert len(expected) > 10
        assert _said(ours, run_id) == expected
        (record,) = ours.fetch_materializations(something.key, limit=9).records
        assert record.asset_materialization is not None
        assert record.asset_materialization.metadata["with"].value == "ümlauts"
        (asset,) = ours.get_asset_records([something.key])
        assert asset.asset_entry.last_materialization_record == record
        (check,) = ours.event_log_storage.get_asset_check_execution_history(_CHECK, limit=9)
        assert check.status.value == "SUCCEEDED"
        assert not list((tmp_path / "history" / "runs").glob(f"{run_id}*")), "no file of its own"


def test_runs_that_dagster_s_own_storage_wrote_are_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as its_own:
        first = dg.materialize([something], instance=its_own).run_id
        expected = _said(its_own, first)
    with _compact(tmp_path, monkeypatch) as ours:
        second = dg.materialize([something], instance=ours).run_id
        assert {run.run_id for run in ours.get_runs()} == {first, second}
        assert _said(ours, first) == _said(ours, second) == expected
        records = ours.fetch_materializations(something.key, limit=9).records
        assert [record.run_id for record in records] == [second, first]
        ours.delete_run(first)
        assert not list((tmp_path / "history" / "runs").glob(f"{first}*"))
        assert [record.run_id for record in ours.fetch_materializations(something.key, limit=9).records] == [second]


def test_what_is_wiped_in_the_ui_is_gone_from_the_asset_but_not_from_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _compact(tmp_path, monkeypatch) as instance:
        run_id = dg.materialize([something], instance=instance).run_id
        before = _said(instance, run_id)
        instance.wipe_assets([something.key])
        assert not instance.get_asset_records([something.key])
        assert not instance.fetch_materializations(something.key, limit=9).records
        assert _said(instance, run_id) == before
        again = dg.materialize([something], instance=instance).run_id
        (asset,) = instance.get_asset_records([something.key])
        assert asset.asset_entry.last_materialization_record is not None
        assert asset.asset_entry.last_materialization_record.run_id == again


def test_files_that_a_kill_left_without_tables_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("history/runs.db", "history/runs/index.db", "schedules/schedules.db"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with _compact(tmp_path, monkeypatch) as instance:
        run_id = dg.materialize([something], instance=instance).run_id
        assert [run.run_id for run in instance.get_runs()] == [run_id]
        assert instance.all_logs(run_id)
        assert instance.schedule_storage is not None
        assert not instance.schedule_storage.all_instigator_state()


def test_a_run_that_is_deleted_takes_its_events_along_but_not_the_last_result_of_a_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _compact(tmp_path, monkeypatch) as instance:
        old, last = (dg.materialize([something], instance=instance).run_id for _ in range(2))
        for run_id, results in ((old, [last]), (last, [last])):
            instance.delete_run(run_id)
            found = instance.event_log_storage.get_asset_check_execution_history(_CHECK, limit=9)
            assert [check.run_id for check in found] == results
            assert not instance.all_logs(run_id)
        assert not instance.get_runs()
        assert dg.materialize([something], instance=instance).success


def test_another_process_sees_a_step_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance, other = _compact(tmp_path, monkeypatch), _compact(tmp_path, monkeypatch)
    heard: list[dg.DagsterEventType] = []
    seen: list[int] = []

    def hear(entry: dg.EventLogEntry, _: str) -> None:
        heard.append(entry.get_dagster_event().event_type)

    @dg.multi_asset(specs=[dg.AssetSpec("one"), dg.AssetSpec("two")])
    def both() -> Iterator[dg.MaterializeResult[None]]:
        (run,) = other.get_runs()
        other.watch_event_logs(run.run_id, None, hear)
        yield dg.MaterializeResult(asset_key="one")
        # The step works on: what it has made so far is committed meanwhile.
        for _ in range(600):
            if other.fetch_materializations(dg.AssetKey("one"), limit=1).records:
                break
            time.sleep(0.1)
        seen.append(len(other.fetch_materializations(dg.AssetKey("one"), limit=9).records))
        yield dg.MaterializeResult(asset_key="two")

    with instance, other:
        assert dg.materialize([both], instance=instance).success
        assert seen == [1]
        for _ in range(600):
            if dg.DagsterEventType.RUN_SUCCESS in heard:
                break
            time.sleep(0.1)
        assert heard.count(dg.DagsterEventType.ASSET_MATERIALIZATION) == 2
        assert heard.count(dg.DagsterEventType.RUN_SUCCESS) == 1


def test_a_run_whose_events_could_not_be_kept_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _compact(tmp_path, monkeypatch) as instance:
        log = instance.event_log_storage
        assert isinstance(log, storage.CompactEventLog)
        tried = threading.Event()

        def full() -> None:
            tried.set()
            raise OperationalError("commit", {}, Exception("database or disk is full"))

        @dg.multi_asset(specs=[dg.AssetSpec("one"), dg.AssetSpec("two")])
        def both() -> Iterator[dg.MaterializeResult[None]]:
            with monkeypatch.context() as disk:
                disk.setattr(log, "_commit", full)
                yield dg.MaterializeResult(asset_key="one")
                assert tried.wait(60)
            yield dg.MaterializeResult(asset_key="two")

        assert not dg.materialize([both], instance=instance, raise_on_error=False).success
        assert dg.materialize([something], instance=instance).success


_WRITES = """
import sys
import dagster as dg

@dg.multi_asset(specs=[dg.AssetSpec(f"table_{number}") for number in range(40)])
def tables():
    for number in range(40):
        yield dg.MaterializeResult(asset_key=f"table_{number}")

with dg.DagsterInstance.get() as instance:
    instance.add_dynamic_partitions("keys", [sys.argv[1]])
    print(dg.materialize([tables], instance=instance).run_id)
"""


def test_several_processes_write_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with _compact(tmp_path, monkeypatch) as instance:
        command = [sys.executable, "-W", "ignore", "-c", _WRITES]
        writing = [
            subprocess.Popen([*command, key], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for key in ("one", "two")
        ]
        said = [process.communicate() for process in writing]
        assert [process.returncode for process in writing] == [0, 0], said
        assert sorted(instance.get_dynamic_partitions("keys")) == ["one", "two"]
        for run_id, _ in said:
            made = instance.get_records_for_run(run_id.strip(), of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
            assert len(made.records) == 40


def test_what_was_stored_by_an_earlier_version_can_be_read(tmp_path: Path) -> None:
    kept = bytes.fromhex("0123a2a8456b1362c9d487f7806caf0500")
    assert storage.decompress(kept) == '{"__class__": "AssetMaterializationPlannedData", "partition": null, "ü": 1}'
    with pytest.raises(ValueError, match="does not know"):
        storage.decompress(b"\x02" + kept[1:])


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert storage.decompress(storage.compress(text)) == text
