"""Dagster's storage in SQLite files of the state folder, in less room and time than Dagster's own takes.

dagster.yaml names `CompactStorage`. What it does otherwise than Dagster:

- Events of all runs are in one file (`index.db`), each once. Dagster's own writes every event of an asset twice, into
  a file of its run and into the index. Runs of an earlier version keep the files they have and are read from there.
- The text of an event is kept compressed: mostly it is names of fields.
- A connection stays open. Dagster makes an engine and opens the file anew for every single event.
- Events of which a step has many are committed together, half a second after the first of them at the latest, and
  before anything else is read or written. A commit does not wait for the disk: after a power cut the last events of a
  run may be gone, the file is whole.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from dagster import AssetKey, DagsterEventType, EventLogRecord, deserialize_value
from dagster._core.events import ASSET_CHECK_EVENTS, ASSET_EVENTS
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqlEventLogStorage, SqliteEventLogStorage
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable, AssetKeyTable, SqlEventLogStorageTable
from dagster._core.storage.event_log.sqlite.consolidated_sqlite_event_log import ConsolidatedSqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.storage.schedules import SqliteScheduleStorage
from dagster._core.storage.sqlite import create_db_conn_string
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy import bindparam, create_engine, event, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from watchdog.events import FileSystemEvent, PatternMatchingEventHandler
from watchdog.observers import Observer

_BUSY_SECONDS = 30
_COMMIT_SECONDS = 0.5
# Events of which a step has as many as it makes tables; each other one is committed at once, with those before it.
_MANY = {
    DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
    DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED,
    DagsterEventType.STEP_OUTPUT,
    DagsterEventType.ASSET_MATERIALIZATION,
    DagsterEventType.ASSET_OBSERVATION,
    DagsterEventType.ASSET_CHECK_EVALUATION,
}
_INSERT_EVENT = SqlEventLogStorageTable.insert()
_UPDATE_ASSET = AssetKeyTable.update().where(AssetKeyTable.c.asset_key == bindparam("of_asset"))
# What compression may take as known of every event. Never to be changed, for what is stored could not be read any more:
# better words are a second file under a second mark.
_WORDS_MARK = b"\x01"
_WORDS = Path(__file__).with_name("event_words_1.txt").read_bytes()


def compress(text: str) -> bytes:
    """The bytes that the text of an event is kept as."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=_WORDS)
    return _WORDS_MARK + packer.compress(text.encode()) + packer.flush()


def decompress(kept: bytes) -> str:
    """The text of an event, from what ``compress`` made of it. Raises ValueError for anything else."""
    if not kept.startswith(_WORDS_MARK):
        raise ValueError(f"An event kept in a way that this version does not know: {kept[:8]!r}...")
    return zlib.decompressobj(-zlib.MAX_WBITS, zdict=_WORDS).decompress(kept[1:]).decode()


def _with_texts(_: sqlite3.Cursor, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row of the event log as Dagster knows it. No column holds bytes but for what was compressed."""
    return tuple(decompress(value) if type(value) is bytes else value for value in row)


def _open_engine(connection_string: str, row_factory: Any = None) -> Engine:
    """An engine whose connection stays open."""
    engine = create_engine(connection_string, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    def opened(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("pragma synchronous=normal")
        connection.row_factory = row_factory

    event.listen(engine, "connect", opened)
    return engine


def _is_complete(path: Path) -> bool:
    """Whether a file has its tables; Dagster notes the version of them last."""
    if not path.is_file():
        return False
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as database:
        try:
            return bool(database.execute("select count(*) from alembic_version").fetchone()[0])
        except sqlite3.OperationalError:
            return False


class _Changes(PatternMatchingEventHandler):
    """Tells the event log that another process wrote into its file."""

    def __init__(self, path: str, changed: Callable[[], None]) -> None:
        super().__init__(patterns=[path, f"{path}-wal"])
        self._changed = changed

    def on_modified(self, event: FileSystemEvent) -> None:
        """Called by watchdog."""
        self._changed()


class CompactEventLog(SqliteEventLogStorage):
    """Events of all runs in `index.db`; those of earlier versions also in a file a run."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        self._pending: Connection | None = None
        self._timer: threading.Timer | None = None
        self._failed: SQLAlchemyError | None = None
        self._known: set[tuple[str, str]] = set()
        self._base_dir = str(Path(base_dir).absolute())
        self._engine = _open_engine(self.conn_string_for_shard(INDEX_SHARD_NAME), _with_texts)
        super().__init__(base_dir, inst_data)
        if not _is_complete(self._own_file(INDEX_SHARD_NAME)):
            with super()._connect(INDEX_SHARD_NAME):
                pass  # whoever began to make the tables was killed: Dagster makes them

    # Reading: what Dagster does where there is one file for all runs.

    is_run_sharded = False
    get_event_records = SqlEventLogStorage.get_event_records
    wipe_asset = SqlEventLogStorage.wipe_asset
    end_watch = ConsolidatedSqliteEventLogStorage.end_watch
    _tell_watchers: Any = ConsolidatedSqliteEventLogStorage.on_modified
    _obs: Any

    def watch(self, run_id: str, cursor: str | None, callback: Any) -> None:
        """Call back for each new event of a run, which another process writes."""
        if not self._obs:
            self._obs = Observer()
            self._obs.start()
            self._obs.schedule(_Changes(self.path_for_shard(INDEX_SHARD_NAME), self._tell_watchers), self._base_dir)
        self._watchers[run_id][callback] = cursor

    def run_connection(self, run_id: str | None = None) -> Any:
        """A connection to the file that holds the events of a run."""
        return self._connect(run_id if run_id and self._own_file(run_id).exists() else INDEX_SHARD_NAME)

    def _own_file(self, run_id: str) -> Path:
        """The file that an earlier version has made for a run."""
        return Path(self.path_for_shard(run_id))

    def _get_latest_materialization_records(
        self, raw_asset_rows: Iterable[Any]
    ) -> Mapping[AssetKey, EventLogRecord | None]:
        """The last materialization of each asset of the rows, without a query for those of which the row has it."""
        rows = list(raw_asset_rows)
        found: dict[AssetKey, EventLogRecord | None] = {}
        for row in rows:
            key, text = AssetKey.from_db_string(row["asset_key"]), row["last_materialization"]
            record = deserialize_value(text) if key and text and not row["asset_details"] else None
            if key is None or not isinstance(record, EventLogRecord):
                return super()._get_latest_materialization_records(rows)
            found[key] = record
        return found

    # The connection.

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        if shard != INDEX_SHARD_NAME:
            with super()._connect(shard) as connection:
                yield connection
            return
        with self._db_lock:
            self._commit()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def _writing(self, *, soon: bool) -> Iterator[Connection]:
        """A connection to write events with, committed at once, or ``soon`` with those that follow."""
        with self._db_lock:
            if self._failed is not None:
                failed, self._failed = self._failed, None
                raise failed
            self._pending = self._pending or self._engine.connect()
            try:
                yield self._pending
            except BaseException:
                self._pending.close()
                self._pending = None
                raise
            if not soon:
                self._commit()
            elif self._timer is None:
                self._timer = threading.Timer(_COMMIT_SECONDS, self._commit_soon)
                self._timer.daemon = True
                self._timer.start()

    def _commit_soon(self) -> None:
        with self._db_lock:
            self._timer = None
            try:
                self._commit()
            except SQLAlchemyError as error:
                self._failed = error  # for whoever writes next: the events before are lost

    def _commit(self) -> None:
        """Commit what waits for it; whoever calls holds the lock."""
        pending, self._pending = self._pending, None
        if pending is not None:
            with closing(pending):
                pending.commit()

    # Writing.

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event, once."""
        kind = event.dagster_event_type if event.is_dagster_event else None
        with self._writing(soon=kind in _MANY) as connection:
            stored = connection.execute(_INSERT_EVENT, self._event_to_row(event))
            event_id: int = stored.lastrowid
            if kind in ASSET_EVENTS and event.get_dagster_event().asset_key:
                self._store_asset_event_tags(connection, [event], [event_id])
                self._store_asset_event(connection, event, event_id)
        if kind in ASSET_CHECK_EVENTS:
            self.store_asset_check_event(event, event_id)

    def _event_to_row(self, event: EventLogEntry) -> dict[str, Any]:
        row = super()._event_to_row(event)
        return {**row, "event": compress(row["event"])}

    def _store_asset_event(self, conn: Connection, event: EventLogEntry, event_id: int) -> None:
        values = self._get_asset_entry_values(event, event_id, has_asset_key_index_cols=True)
        key = event.get_dagster_event().asset_key
        if not values or key is None:
            return
        if text := values.get("last_materialization"):
            values["last_materialization"] = compress(text)
        if not conn.execute(_UPDATE_ASSET, {"of_asset": key.to_string(), **values}).rowcount:
            conn.execute(AssetKeyTable.insert(), {"asset_key": key.to_string(), **values})

    # What a file once has it keeps: Dagster asks for it with every event.

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        has = super()._has_asset_key_col_on_connection
        return self._keeps("column", column_name, lambda: has(conn, column_name))

    def has_asset_key_col(self, column_name: str) -> bool:
        """Whether the table of assets has this column."""
        has = super().has_asset_key_col
        return self._keeps("column", column_name, lambda: has(column_name))

    def has_table(self, table_name: str) -> bool:
        """Whether there is this table."""
        has = super().has_table
        return self._keeps("table", table_name, lambda: has(table_name))

    def has_secondary_index(self, name: str) -> bool:
        """Whether this migration of data was made."""
        has = super().has_secondary_index
        return self._keeps("index", name, lambda: has(name))

    def _keeps(self, kind: str, name: str, ask: Callable[[], bool]) -> bool:
        if (kind, name) not in self._known and ask():
            self._known.add((kind, name))
        return (kind, name) in self._known

    # Deleting.

    def delete_events(self, run_id: str) -> None:
        """Forget a run: its events, the file of them, and results of checks that were made again since."""
        super().delete_events(run_id)
        checks = AssetCheckExecutionsTable.c
        last = select(func.max(checks.id)).group_by(checks.asset_key, checks.check_name, checks.partition)
        with self.index_connection() as connection:
            connection.execute(
                AssetCheckExecutionsTable.delete().where(checks.run_id == run_id, checks.id.not_in(last))
            )
        self._initialized_dbs.discard(run_id)
        for file in self._own_file(run_id).parent.glob(f"{run_id}.db*"):
            file.unlink(missing_ok=True)

    def dispose(self) -> None:
        """Commit what waits for it, and close the file."""
        with self._db_lock:
            self._commit()
        self._engine.dispose()
        super().dispose()


class KeptOpenRuns(SqliteRunStorage):
    """Dagster's table of runs, with a connection that stays open."""

    @cached_property
    def _engine(self) -> Engine:
        return _open_engine(self._conn_string)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection in a transaction of its own."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def dispose(self) -> None:
        """Close the file."""
        if engine := self.__dict__.pop("_engine", None):
            engine.dispose()
        super().dispose()


class CompactStorage(DagsterSqliteStorage):
    """All of Dagster's storage below one folder; schedules as Dagster itself keeps them."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        # Not Dagster's own: it compares the version of each file with its migrations whenever a command starts.
        super(DagsterSqliteStorage, self).__init__()  # type: ignore[no-untyped-call]
        self.base_dir, self._inst_data = base_dir, inst_data
        self._run_storage = _opened(KeptOpenRuns, Path(base_dir, "history"), "runs")
        self._event_log_storage = CompactEventLog(str(Path(base_dir, "history", "runs")))
        self._schedule_storage = _opened(SqliteScheduleStorage, Path(base_dir, "schedules"), "schedules")

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> Any:
        """Called by Dagster with what dagster.yaml says."""
        return cls.from_local(inst_data=inst_data, **config_value)


def _opened(kind: Any, folder: Path, name: str) -> Any:
    """Dagster's storage in one file; where the file is not there yet, Dagster makes its tables."""
    if _is_complete(folder / f"{name}.db"):
        return kind(create_db_conn_string(str(folder), name))
    return kind.from_local(str(folder))
