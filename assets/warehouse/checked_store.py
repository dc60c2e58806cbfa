"""What was read from each file, kept by the file's sha256, so that a file is read again only when there is a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pandas as pd
import pyarrow as pa

from assets.framework.loader import Framework
from assets.warehouse.contracts import Rows, as_declared, check_new, check_origin, to_arrow
from assets.warehouse.store import Warehouse, append, frame_of
from assets.warehouse.tables import CHECKED_TABLES, columns_of, replace_table, rules_of
from assets.warehouse.versions import Record, content_of, digest, prepare_records, read_records, write_records

_FILES = "checked.files"


class Batches:
    """Rows of files that are read anew, added a batch at a time, each in a transaction (``CheckedStore.replacing``)."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, store: CheckedStore, kept: Iterable[str]) -> None:
        self._connection = connection
        self._store = store
        # Files that a batch may not bring (again).
        self._taken = set(kept)

    def append(self, batch: Mapping[str, Rows]) -> None:
        """Add a batch: rows of every table checked.* by name (schema.name), of whole files.

        Raises TableViolation where rows are not as declared, belong to no file of the batch, or to one that is
        there already; nothing of the batch is then written.
        """
        new = {table: as_declared(table, batch[table], self._store.framework) for table in CHECKED_TABLES}
        check_new(new[_FILES], self._taken)
        files = new[_FILES].column("sha256").to_pylist()
        for table in CHECKED_TABLES:
            check_origin(table, new[table], files)
        self._taken.update(files)
        with all_or_nothing(self._connection):
            for table in CHECKED_TABLES:
                append(self._connection, table, new[table])


class CheckedStore:
    """The tables checked.* of a warehouse, and the tables that Python replaces whole.

    ``framework`` says which codes may stand in them. Rows that are not as declared are never written.
    """

    def __init__(self, warehouse: Warehouse, framework: Framework) -> None:
        self._warehouse = warehouse
        self.framework = framework

    def fingerprints(self) -> dict[str, str]:
        """sha256 of every file that was read, to the fingerprint of rules, code and decisions it was read with."""
        with self._warehouse.connection() as connection:
            return dict(connection.execute("select sha256, fingerprint from checked.files").fetchall())

    @contextmanager
    def replacing(self, keep: Iterable[str]) -> Iterator[Batches]:
        """Drop the files that are not in ``keep``, then add those of the batches, each batch whole or not at all.

        What a transaction wrote is held in memory until it ends, so there is one for each batch. A run that is killed
        within the block leaves some files unread: the next one reads those, and no others again. No other user of the
        connection may write within it.
        """
        kept = frozenset(keep)
        with self._warehouse.connection() as connection:
            there = [sha256 for (sha256,) in connection.execute(f"select sha256 from {_FILES}").fetchall()]
            if dropped := [sha256 for sha256 in there if sha256 not in kept]:
                with all_or_nothing(connection):
                    for table in CHECKED_TABLES:
                        connection.execute(f"delete from {table} where sha256 in (select unnest($1))", [dropped])
            # The files are being read meanwhile, by as many processes as may work: a second thread only waits for them.
            connection.execute("set threads = 1")
            try:
                yield Batches(connection, self, kept)
            finally:
                connection.execute("reset threads")

    def replace(self, frames: Mapping[str, Rows], keep: Iterable[str]) -> None:
        """``replacing`` with one batch; ``frames`` by the table's name without its schema."""
        with self.replacing(keep) as batches:
            batches.append({table: frames[table.partition(".")[2]] for table in CHECKED_TABLES})

    def frames(self, *tables: str) -> dict[str, pd.DataFrame]:
        """Whole tables of the warehouse by name (schema.name)."""
        with self._warehouse.connection() as connection:
            return {table: frame_of(connection, f"select * from {table}") for table in tables}

    def save(self, frames: Mapping[str, Rows]) -> None:
        """Replace declared tables (schema.name) with rows: all of them, or none; those that are as they were stay.

        Raises TableViolation, with nothing written, where their rows are not as declared.
        """
        new = {table: to_arrow(table, rows) for table, rows in frames.items()}
        made_of = {table: self._made_of(table, rows) for table, rows in new.items()}
        with self._warehouse.connection() as connection:
            prepare_records(connection)
            kept = read_records(connection)
            changed = {t: r for t, r in new.items() if t not in kept or kept[t].inputs != made_of[t]}
            checked = {table: as_declared(table, rows, self.framework) for table, rows in changed.items()}
            if not checked:
                return
            with all_or_nothing(connection):
                for table, rows in checked.items():
                    replace_table(connection, table, rows)
                now = {table: content_of(connection, table) for table in checked}
                write_records(connection, {t: Record(made_of[t], now[t].version, now[t].rows) for t in checked})

    def _made_of(self, table: str, rows: pa.Table) -> str:
        """A digest of rows and of all that says which rows may stand in their table."""
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, rows.schema) as writer:
            writer.write_table(rows.combine_chunks())
        written = hashlib.sha256(stream.getvalue()).hexdigest()
        return digest(repr(columns_of(table)), repr(rules_of(table)), self.framework.digest, written)


@contextmanager
def all_or_nothing(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A transaction: rolled back where the block raises."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
