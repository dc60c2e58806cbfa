"""What is taken from libraries without their promise is still there, does what it is taken for, and is in one place."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import inspect
import json
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import typer
from starlette.types import ASGIApp
from typer.core import TyperCommand

from pipelines import private_api
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
    assert importing == {"pipelines/private_api.py"}


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


def _kept_open(home: Path, monkeypatch: pytest.MonkeyPatch) -> dg.DagsterInstance:
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    (home / "dagster.yaml").write_bytes((PROJECT / "dagster.yaml").read_bytes())
    return dg.DagsterInstance.get()


@dg.asset
def something() -> None:
    """An asset."""


def test_dagster_s_own_storage_and_ours_read_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = _kept_open(tmp_path, monkeypatch)
    first = dg.materialize([something], instance=ours).run_id
    ours.dispose()
    its_own = dg.DagsterInstance.local_temp(str(tmp_path))
    assert [run.run_id for run in its_own.get_runs()] == [first]
    second = dg.materialize([something], instance=its_own).run_id
    its_own.dispose()
    with _kept_open(tmp_path, monkeypatch) as ours:
        assert {run.run_id for run in ours.get_runs()} == {first, second}
        assert {record.run_id for record in ours.fetch_materializations(something.key, limit=9).records} == {
            first,
            second,
        }
        logs = {run_id: [entry.message for entry in ours.all_logs(run_id)] for run_id in (first, second)}
        assert logs[first] and len(logs[first]) == len(logs[second])


def test_a_run_that_is_deleted_takes_its_events_and_their_file_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _kept_open(tmp_path, monkeypatch) as instance:
        gone, kept = (dg.materialize([something], instance=instance).run_id for _ in range(2))
        instance.delete_run(gone)
        assert [run.run_id for run in instance.get_runs()] == [kept]
        assert not list((tmp_path / "history" / "runs").glob(f"{gone}*"))
        assert {record.run_id for record in instance.fetch_materializations(something.key, limit=9).records} == {kept}
        assert dg.materialize([something], instance=instance).success
