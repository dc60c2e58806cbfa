"""The warehouse file: one writer at a time, readers that open a finished copy.

While a writer has the file open even a read-only open fails in another process, so nobody but the writer
opens it: ``publish`` puts a checkpointed copy beside it in one step, and readers read that.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from assets.warehouse.columns import CHECKED_TABLES, COLUMNS, create_statement
from assets.warehouse.frames import to_pandas
from assets.warehouse.queries import load_lookup

_ASIDE = ".new"
# Extensions are downloads: the product must neither need nor try one. No query reads or writes another file.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}
# What DuckDB says of a file it cannot make sense of.
_DAMAGED = ("not a valid DuckDB database file", "Corrupt database file", "version number")
SCHEMAS = ("framework", "received", "checked", "core", "outcomes", "quality", "checks")


class WarehouseBusy(RuntimeError):
    """Another process holds the warehouse open for writing."""


class WarehouseUnreadable(RuntimeError):
    """The warehouse file is damaged, or was made by a version that this one cannot read."""


class Warehouse:
    """The DuckDB file ``path`` and its readers' copy ``published``; ``before_writing`` is called before an opening."""

    def __init__(
        self,
        path: Path,
        published: Path,
        wait_seconds: float = 60.0,
        before_writing: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self.published = published
        self.wait_seconds = wait_seconds
        self._before_writing = before_writing

    @contextmanager
    def writer(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The one connection that writes; closed also after an exception.

        Waits up to ``wait_seconds`` for another writer and then raises WarehouseBusy, which names the process.
        """
        self._before_writing()
        connection = self._open()
        try:
            _prepare(connection)
            yield connection
        finally:
            connection.close()

    @contextmanager
    def reader(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A read-only connection to the last published copy; raises FileNotFoundError before the first one."""
        if not self.published.exists():
            raise FileNotFoundError(f"Nothing has been published yet: {self.published} does not exist. Run a refresh.")
        connection = duckdb.connect(str(self.published), read_only=True, config=_CLOSED)
        try:
            yield connection
        finally:
            connection.close()

    def lookup(self, name: str, **parameters: object) -> pd.DataFrame:
        """The rows of sql/lookups/<name>.sql over the working file."""
        with self.writer() as connection:
            return lookup(connection, name, **parameters)

    def publish(self) -> None:
        """Swap a copy of the finished file in for the readers, in one step."""
        self.published.parent.mkdir(parents=True, exist_ok=True)
        # What a killed run left behind: only one process publishes at a time.
        for left_over in self.published.parent.glob(f"{self.published.name}.*{_ASIDE}"):
            left_over.unlink()
        aside = self.published.with_name(f"{self.published.name}.{os.getpid()}{_ASIDE}")
        shutil.copyfile(self.path, aside)
        with aside.open("rb") as copied:
            # On the disk before it takes the old copy's place: after a power cut one of the two is whole.
            os.fsync(copied.fileno())
        os.replace(aside, self.published)

    def _open(self) -> duckdb.DuckDBPyConnection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        give_up = time.monotonic() + self.wait_seconds
        while True:
            try:
                return duckdb.connect(str(self.path), config=_CLOSED)
            except duckdb.IOException as error:
                if any(sign in str(error) for sign in _DAMAGED):
                    raise WarehouseUnreadable(
                        f"{self.path} cannot be read: {error} All that stands in it is worked out from the archive: "
                        "delete this file and run again."
                    ) from error
                if "set lock on file" not in str(error):
                    raise
                if time.monotonic() >= give_up:
                    raise WarehouseBusy(f"Waited {self.wait_seconds:.0f} s for {self.path}: {error}") from error
                time.sleep(0.2)


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    for schema in SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    if not _as_declared(connection):
        # Made by another version of the product. All of it comes from the archive and is read from there again.
        for table in CHECKED_TABLES:
            connection.execute(f"drop table if exists {table}")
    for table in (*CHECKED_TABLES, "checked.history_findings", "received.receipts", "received.decisions"):
        connection.execute(create_statement(table))


def _as_declared(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether every table checked.* that stands there has the declared columns, in any order."""
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'checked'"
    ).fetchall()
    standing: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        standing.setdefault(table, {})[column] = kind.lower()
    return all(standing[table] == COLUMNS[table] for table in CHECKED_TABLES if table in standing)


def replace_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Put ``rows`` in the place of ``table``."""
    connection.execute(create_statement(table, or_replace=True))
    append(connection, table, rows)


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Add ``rows`` to ``table``, matching columns by name."""
    if not rows.num_rows:
        return
    connection.register("incoming_rows", rows)
    try:
        connection.execute(f"insert into {table} by name select * from incoming_rows")
    finally:
        connection.unregister("incoming_rows")


def frame_of(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """A query as a frame: text as str, whole numbers as Int64, yes/no as boolean, days as ISO text."""
    result = connection.execute(query, dict(parameters) if parameters else None).to_arrow_table()
    for position, column in enumerate(result.schema):
        if pa.types.is_date(column.type):
            result = result.set_column(position, column.name, result.column(position).cast(pa.string()))
        elif pa.types.is_integer(column.type) or pa.types.is_decimal(column.type):
            wanted = pa.float64() if pa.types.is_decimal(column.type) and column.type.scale else pa.int64()
            result = result.set_column(position, column.name, result.column(position).cast(wanted))
    return to_pandas(result)


def lookup(connection: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pd.DataFrame:
    """The rows of sql/lookups/<name>.sql with its named parameters, typed as by ``frame_of``."""
    return frame_of(connection, load_lookup(name).text, parameters)
