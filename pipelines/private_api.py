"""What the product takes from libraries without their promise that it stays: all of it is here, and nowhere else.

`tests/pipelines/test_private_api.py` holds each to what is expected of it, so that a new version of a library that has
moved or changed one of them is noticed there, by its name, and not in a server at night. (What the form takes from
XlsxWriter is in `assets/forms/writer/worksheet.py`, the one module that writes cells.)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

# typer has taken click in under a private name. Only through the error can a command give wrong use an exit code of its
# own, and only the context names what `TyperCommand.make_context` returns.
from typer._click.core import Context
from typer._click.exceptions import UsageError

__all__ = ["DAEMON_MODULE", "Context", "Job", "UsageError", "daemon_command", "webserver_app"]

if TYPE_CHECKING:
    import dagster as dg
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition
    from dagster._core.storage.base_storage import DagsterStorage
    from starlette.types import ASGIApp

    # What `dg.define_asset_job` returns has no public name; it is needed for types alone.
    Job = dg.JobDefinition | UnresolvedAssetJobDefinition

# The module that `dagster-daemon` and `dagster dev` start. Its name in a command line tells the daemon of a killed
# server; the name of a script would not be there.
DAEMON_MODULE = "dagster._daemon"
_BUSY_SECONDS = 30


def daemon_command(workspace: Path) -> list[str]:
    """The command that starts Dagster's daemon over the code locations of the file ``workspace``."""
    return [sys.executable, "-m", DAEMON_MODULE, "run", "--log-level", "warning", "-w", str(workspace)]


@contextmanager
def webserver_app(instance: dg.DagsterInstance, location: dict[str, str], *, read_only: bool) -> Iterator[ASGIApp]:
    """The application of Dagster's webserver over one code location.

    Dagster publishes only the command, which opens a port of its own; behind our guard there must be none.
    """
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import ModuleTarget
    from dagster_webserver.app import create_app_from_workspace_process_context

    target = ModuleTarget(**location)
    with WorkspaceProcessContext(instance, workspace_load_target=target, read_only=read_only) as context:
        yield create_app_from_workspace_process_context(context)


def __getattr__(name: str) -> Any:
    """KeptOpenStorage, which dagster.yaml names; made when asked for, so that commands without runs stay quick."""
    if name == "KeptOpenStorage":
        return _kept_open_storage()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _kept_open_storage() -> type[DagsterStorage]:
    """Dagster's own SQLite storage, in the same files, with connections that stay open.

    Dagster opens and closes its database, and makes an engine for it, for every single event: of a refresh with nothing
    to do that was the larger part of its cost. What is written, and when it is committed, stays as it is; a commit does
    not wait for the disk (after a power cut the last events of a run may be gone, the file is whole).
    """
    from dagster._core.storage.event_log import SqliteEventLogStorage
    from dagster._core.storage.runs import SqliteRunStorage
    from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import Connection, Engine

    def kept(connection_string: str) -> Engine:
        engine = create_engine(connection_string, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", lambda opened, _: opened.execute("pragma synchronous=normal"))
        return engine

    class KeptOpenEventLog(SqliteEventLogStorage):
        # The index of all runs and the run that is going on; a server also reads old runs.
        _KEPT = 2

        @contextmanager
        def _connect(self, shard: str) -> Iterator[Connection]:
            if shard not in self._initialized_dbs:
                with super()._connect(shard) as connection:
                    yield connection
                return
            with self._db_lock:
                engine = self._engine(shard)
                with engine.connect() as connection, connection.begin():
                    yield connection

        def _engine(self, shard: str) -> Engine:
            engines: dict[str, Engine] = self.__dict__.setdefault("_engines", {})
            engine = engines.pop(shard, None) or kept(self.conn_string_for_shard(shard))
            while len(engines) >= self._KEPT:
                engines.pop(next(iter(engines))).dispose()
            engines[shard] = engine
            return engine

        def delete_events(self, run_id: str) -> None:
            """Forget a run, with the file that held its events."""
            super().delete_events(run_id)
            if engine := self.__dict__.get("_engines", {}).pop(run_id, None):
                engine.dispose()
            self._initialized_dbs.discard(run_id)
            for file in Path(self.path_for_shard(run_id)).parent.glob(f"{run_id}.db*"):
                file.unlink(missing_ok=True)

        def dispose(self) -> None:
            """Close what was kept open."""
            for engine in self.__dict__.pop("_engines", {}).values():
                engine.dispose()
            super().dispose()

    class KeptOpenRuns(SqliteRunStorage):
        @contextmanager
        def connect(self) -> Iterator[Connection]:
            engine = self.__dict__.setdefault("_engine", None) or kept(self._conn_string)
            self._engine = engine
            with engine.connect() as connection, connection.begin():
                yield connection

        def dispose(self) -> None:
            """Close what was kept open."""
            if engine := self.__dict__.pop("_engine", None):
                engine.dispose()
            super().dispose()

    class KeptOpenStorage(DagsterSqliteStorage):
        def __init__(self, base_dir: str, inst_data: Any = None) -> None:
            super().__init__(base_dir, inst_data)
            self._event_log_storage = KeptOpenEventLog(self._event_log_storage._base_dir)
            self._run_storage = KeptOpenRuns.from_local(str(Path(base_dir, "history")))

        @classmethod
        def from_config_value(cls, inst_data: Any, config_value: Any) -> Any:
            return cls.from_local(inst_data=inst_data, **config_value)

    return KeptOpenStorage
