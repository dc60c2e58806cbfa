"""What was read from each file, kept by the file's sha256, so that a file is read again only when there is a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pandas as pd
import pyarrow as pa

from assets.framework.loader import Framework
from assets.warehouse.columns import CHECKED_TABLES
from assets.warehouse.guard import check_new, check_origin, guarded
from assets.warehouse.store import Warehouse, append, frame_of, replace_table

_FILES, _HISTORY = "checked.files", "checked.history_findings"


class CheckedStore:
    """The tables checked.* of a warehouse, and the tables that Python replaces whole.

    ``framework`` says which codes may stand in them.
    """

    def __init__(self, warehouse: Warehouse, framework: Framework) -> None:
        self._warehouse = warehouse
        self._framework = framework

    def fingerprints(self) -> dict[str, str]:
        """sha256 of every file that was read, to the fingerprint of rules, code and decisions it was read with."""
        with self._warehouse.connection() as connection:
            return dict(connection.execute("select sha256, fingerprint from checked.files").fetchall())

    def replace(self, frames: Mapping[str, pd.DataFrame], keep: Iterable[str]) -> None:
        """Add what was read anew and drop what is not in ``keep``: all of it, or nothing.

        ``frames`` has a frame for each of files, observations, entries, findings, rows. Raises TableViolation, with
        nothing written, where their rows are not as declared.
        """
        kept = sorted(keep)
        new = {table: self._guarded(table, frames[table.partition(".")[2]]) for table in CHECKED_TABLES}
        check_new(new[_FILES], kept)
        for table in CHECKED_TABLES:
            check_origin(table, new[table], new[_FILES].column("sha256").to_pylist())
        stay = pa.table({"sha256": pa.array(kept, type=pa.string())})
        with self._warehouse.connection() as connection, _all_or_nothing(connection):
            connection.register("kept_files", stay)
            for table in CHECKED_TABLES:
                connection.execute(f"delete from {table} where sha256 not in (select sha256 from kept_files)")
                append(connection, table, new[table])
            connection.unregister("kept_files")

    def frames(self, *tables: str) -> dict[str, pd.DataFrame]:
        """Whole tables of the warehouse by name (schema.name)."""
        with self._warehouse.connection() as connection:
            return {table: frame_of(connection, f"select * from {table}") for table in tables}

    def save(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Replace declared tables (schema.name) with frames: all of them, or none.

        Raises TableViolation, with nothing written, where their rows are not as declared.
        """
        new = {table: self._guarded(table, frame) for table, frame in frames.items()}
        with self._warehouse.connection() as connection, _all_or_nothing(connection):
            if _HISTORY in new:
                files = connection.execute(f"select sha256 from {_FILES}").fetchall()
                check_origin(_HISTORY, new[_HISTORY], {row[0] for row in files})
            for table, rows in new.items():
                replace_table(connection, table, rows)

    def _guarded(self, table: str, frame: pd.DataFrame) -> pa.Table:
        return guarded(table, frame, self._framework)


@contextmanager
def _all_or_nothing(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
