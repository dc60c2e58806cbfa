"""The warehouse file: one connection a run, readers that open a finished copy.

While a process has the file open even a read-only open fails in another process, so nobody but the run opens it:
``publish`` puts a checkpointed copy beside it in one step, and readers read that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from assets.warehouse.queries import load_lookup

_ASIDE = ".new"
# Moments are in UTC.
_MOMENT = "%Y-%m-%dT%H:%M:%S+00:00"
_COPY_BYTES = 1 << 20
# The request to the file system to share blocks between two files: linux/fs.h.
_FICLONE = 0x40049409
# Extensions are downloads: the product must neither need nor try one. No query reads or writes another file.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}
# What DuckDB may hold in memory: ten million observations pass in it; what does not fit is put aside on the disk,
# beside the file.
MEMORY_LIMIT = "500MB"
# No query relies on the order of rows that it does not ask for, and keeping it costs memory.
# Most of the tables are small: with blocks of the usual 256 KiB a file is mostly empty space, and it is copied.
_BOUNDED: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY_LIMIT,
    "preserve_insertion_order": False,
    "default_block_size": "65536",
}
# What DuckDB says of a file it cannot make sense of.
_DAMAGED = ("not a valid DuckDB database file", "Corrupt database file", "version number")
SCHEMAS = ("framework", "received", "checked", "core", "history", "outcomes", "quality", "checks")


@dataclass
class _Shared:
    """The connection of this process to one file: opened when first asked for, closed when its last user is done."""

    users: int = 0
    connection: duckdb.DuckDBPyConnection | None = None
    # DuckDB holds the file by a POSIX lock, which the system drops when the process closes ANY descriptor of the
    # file: what was opened to copy it is closed only after the connection.
    opened_to_copy: list[IO[bytes]] = field(default_factory=list)

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None
        for stream in self.opened_to_copy:
            stream.close()
        self.opened_to_copy.clear()


_shared: dict[Path, _Shared] = {}


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
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The one connection of this process that writes; also after an exception it is closed by its last user.

        Asked for again within the block, or within ``kept_open``, by any Warehouse of the same file, it is the same
        connection. Waits up to ``wait_seconds`` for another process and then raises WarehouseBusy, which names it.
        """
        with self._user() as shared:
            if shared.connection is None:
                self._before_writing()
                shared.connection = self._open()
                # Imported where the file is opened to write: commands that only read need no pandera.
                from assets.warehouse.tables import prepare

                prepare(shared.connection)
            try:
                yield shared.connection
            except duckdb.FatalException:
                # DuckDB refuses everything after such an error, until the file is opened again.
                shared.close()
                raise

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """A run: a connection that is opened within the block stays open until its end."""
        with self._user():
            yield

    @contextmanager
    def _user(self) -> Iterator[_Shared]:
        shared = _shared.setdefault(self.path.absolute(), _Shared())
        shared.users += 1
        try:
            yield shared
        finally:
            shared.users -= 1
            if not shared.users:
                shared.close()
                _shared.pop(self.path.absolute(), None)

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
        with self.connection() as connection:
            return lookup(connection, name, **parameters)

    def publish(self, version: str | None = None) -> bool:
        """Swap a copy of the finished file in for the readers, in one step; whether there was anything to copy.

        ``version`` is one of all that the file holds: where the copy that readers have is of the same, it stays.
        """
        marker = self.published.with_name(f"{self.published.name}.version")
        if version is not None and self.published.exists() and marker.is_file() and marker.read_text() == version:
            return False
        self.published.parent.mkdir(parents=True, exist_ok=True)
        # What a killed run left behind: only one process publishes at a time.
        for left_over in self.published.parent.glob(f"{self.published.name}.*{_ASIDE}"):
            left_over.unlink()
        aside = self.published.with_name(f"{self.published.name}.{os.getpid()}{_ASIDE}")
        self.copy_to(aside)
        with aside.open("rb") as copied:
            # On the disk before it takes the old copy's place: after a power cut one of the two is whole.
            os.fsync(copied.fileno())
        # Without a marker the copy is made again: it may only say what is true however a run ends.
        marker.unlink(missing_ok=True)
        os.replace(aside, self.published)
        if version is not None:
            marker.write_text(version)
        return True

    def copy_to(self, target: Path) -> None:
        """A copy of the file as it is now, with everything that was written, at ``target``."""
        with self._user() as shared:
            if shared.connection is not None:
                shared.connection.execute("checkpoint")
            source = self.path.open("rb")
            shared.opened_to_copy.append(source)
            with target.open("wb") as copied:
                _copy(source, copied)

    def _open(self) -> duckdb.DuckDBPyConnection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        give_up = time.monotonic() + self.wait_seconds
        while True:
            try:
                aside = str(self.path.with_name(f"{self.path.name}.tmp"))
                return duckdb.connect(str(self.path), config=_CLOSED | _BOUNDED | {"temp_directory": aside})
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


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a file: by sharing its blocks where the file system can (XFS, Btrfs), else byte by byte."""
    try:
        fcntl.ioctl(target.fileno(), _FICLONE, source.fileno())
    except OSError:
        shutil.copyfileobj(source, target, _COPY_BYTES)


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Add ``rows`` to ``table``, matching columns by name."""
    if not rows.num_rows:
        return
    connection.register("incoming_rows", rows)
    try:
        connection.execute(f"insert into {table} by name select * from incoming_rows")
    finally:
        connection.unregister("incoming_rows")


def arrow_of(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> pa.Table:
    """A query as Arrow: text, whole numbers as int64, decimals as float64, yes/no as bool, days and times as ISO."""
    result = connection.execute(query, dict(parameters) if parameters else None).to_arrow_table()
    for position, column in enumerate(result.schema):
        if pa.types.is_date(column.type):
            result = result.set_column(position, column.name, result.column(position).cast(pa.string()))
        elif pa.types.is_timestamp(column.type):
            seconds = result.column(position).cast(pa.timestamp("s"))
            result = result.set_column(position, column.name, pc.strftime(seconds, format=_MOMENT))
        elif pa.types.is_integer(column.type) or pa.types.is_decimal(column.type):
            wanted = pa.float64() if pa.types.is_decimal(column.type) and column.type.scale else pa.int64()
            result = result.set_column(position, column.name, result.column(position).cast(wanted))
    return result


def frame_of(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """A query as a frame, typed as by ``arrow_of``: whole numbers as Int64, yes/no as boolean."""
    return to_pandas(arrow_of(connection, query, parameters))


def lookup(connection: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pd.DataFrame:
    """The rows of sql/lookups/<name>.sql with its named parameters, typed as by ``frame_of``."""
    return frame_of(connection, load_lookup(name).text, parameters)


_PANDAS: Mapping[pa.DataType, object] = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}


def to_pandas(rows: pa.Table) -> pd.DataFrame:
    """Arrow rows as a frame: text as str, whole numbers as Int64, yes/no as boolean."""
    frame: pd.DataFrame = rows.to_pandas(types_mapper=_PANDAS.get)
    return frame
