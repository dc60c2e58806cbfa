"""Running sql/ so that nothing is worked out again whose inputs are the same.

Every table has a version: equal versions are equal contents. A query runs when its text or the version of a table it
reads changed since it ran last; where its result is as before, its version is too, and nothing behind it runs.

A query whose header says ``-- by: sha256`` makes rows of one file out of rows of the same file, and of tables that
belong to no file. It runs for the files of which something changed: their rows are deleted and made again, the others
stay. What it makes must equal a full run, whatever changed in which order (tests/warehouse/test_incremental.py).

What was used last time is in the schema build, beside the tables (versions.py), and is committed with them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from assets.warehouse.checked_store import all_or_nothing
from assets.warehouse.columns import as_struct
from assets.warehouse.queries import COLUMNS_FILE, MOST_ROUNDS, Query, QueryError, load_queries, restrict
from assets.warehouse.store import append
from assets.warehouse.tables import CHECKED_TABLES, MODELS
from assets.warehouse.versions import (
    A_ROW,
    Record,
    content_of,
    digest,
    drop_records,
    existing_tables,
    prepare_records,
    read_records,
    row_type,
    write_records,
)

_FILES = "build.files"
_KEY = "sha256"
# Beyond this share of files it costs less to make a table anew than to replace their rows.
_FULL_FROM = 0.5
# Up to this many observations one thread is enough: what two of them cost more than one is more than a query.
_ROWS_OF_A_THREAD = 500_000
_CHANGED = "changed_files"
_LAST_ROUND = "rows_of_the_last_round"
_PREPARE = f"create table if not exists {_FILES} (table_name varchar, {_KEY} varchar, digest varchar)"


@dataclass(frozen=True, slots=True)
class TableResult:
    """What became of one query: its table, its rows now, and the version of its content.

    ``skipped``: nothing it depends on changed, so it did not run. ``changed``: its content is another than before.
    ``files``: for a query by file, how many files were worked out anew; None for any other.
    """

    table: str
    rows: int
    version: str
    skipped: bool
    changed: bool
    files: int | None = None


class QueryRunner:
    """Runs queries over one connection, each after those it reads; a run makes one and asks it for each table.

    What Python fills (framework, received, checked) must not change between two calls of one runner.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, queries: Iterable[Query] | None = None) -> None:
        self._connection = connection
        self._queries = {query.table: query for query in (load_queries() if queries is None else queries)}
        self._versions: dict[str, str] = {}
        self._keyed: dict[str, bool] = {}
        # Of tables by file that this runner brought up to date: what the rows of one file depend on.
        self._made_of: dict[str, _MadeOf] = {}
        self._digests: dict[frozenset[str], dict[str, str]] = {}
        self._listed: tuple[frozenset[str], frozenset[str]] | None = None
        prepare_records(connection)
        connection.execute(_PREPARE)
        self._existing = existing_tables(connection)
        self._records = read_records(connection)

    def run_all(self) -> Iterator[TableResult]:
        """Every query in order, checks included; the rows of a check are wrong."""
        for query in self._queries.values():
            yield self.run(query)

    def run(self, query: Query) -> TableResult:
        """Make the query's table what it must be now; its inputs must have been made before."""
        inputs = digest(_code_of(query), *(f"{read} {self.version(read)}" for read in sorted(query.reads)))
        before = self._records.get(query.table)
        if before is not None and before.inputs == inputs:
            if query.by_file:
                self._made_of[query.table] = self._made_of_now(query)
            return self._skipped(query, before)
        result = self._run_by_file(query, inputs) if query.by_file else self._run_whole(query, inputs)
        self._versions[query.table] = result.version
        return result

    def version(self, table: str) -> str:
        """The version of a table's content."""
        if table not in self._versions:
            self._versions[table] = self._find_version(table)
        return self._versions[table]

    def state(self) -> str:
        """One version of everything that the warehouse holds: of all tables that Python fills or queries make."""
        return digest(
            *(f"{table} {self.version(table)}" for table in sorted(self._existing & {*MODELS, *self._queries}))
        )

    # ------------------------------------------------------------ whole tables

    def _skipped(self, query: Query, record: Record) -> TableResult:
        self._versions[query.table] = record.version
        files = 0 if query.by_file else None
        return TableResult(query.table, record.rows, record.version, skipped=True, changed=False, files=files)

    def _run_whole(self, query: Query, inputs: str) -> TableResult:
        before = self._records.get(query.table)
        with all_or_nothing(self._connection):
            _make(self._connection, query)
            now = content_of(self._connection, query.table)
            must_be_declared(query, now.type)
            self._set_record(query.table, Record(inputs, now.version, now.rows))
        changed = before is None or before.version != now.version
        return TableResult(query.table, now.rows, now.version, skipped=False, changed=changed)

    # ------------------------------------------------------------ tables by file

    def _run_by_file(self, query: Query, inputs: str) -> TableResult:
        """Compare by file what the rows depend on with what they were made of, and replace those that differ."""
        before = self._records.get(query.table)
        made_of = self._made_of_now(query)
        wanted = self._files(made_of.tables)
        there = self._files_there(query.table) if before is not None and before.base == made_of.base else None
        changed = wanted.keys() if there is None else _different(there, wanted)
        record = Record(inputs, digest(made_of.base, *(f"{f} {wanted[f]}" for f in sorted(wanted))), 0, made_of.base)
        with all_or_nothing(self._connection):
            if before is None or there is None or len(changed) > _FULL_FROM * len(wanted):
                changed = wanted.keys()
                rows = self._change(f"create or replace table {query.table} as\n{_select_of(query)}")
                must_be_declared(query, row_type(self._connection, query.table))
                self._connection.execute(f"delete from {_FILES} where table_name = $1", [query.table])
                self._remember(query.table, wanted.keys(), made_of.tables)
            else:
                rows = before.rows + (self._replace_files(query, changed, made_of.tables) if changed else 0)
            record = replace(record, rows=rows)
            self._set_record(query.table, record)
        self._made_of[query.table] = made_of
        is_same = before is not None and before.version == record.version
        return TableResult(query.table, rows, record.version, skipped=is_same, changed=not is_same, files=len(changed))

    def _replace_files(self, query: Query, changed: Set[str], tables: frozenset[str]) -> int:
        """Make the rows of the changed files again; by how many rows the table grew."""
        self._list_changed(changed, tables)
        is_changed = f"{_KEY} in (select {_KEY} from {_CHANGED})"
        dropped = self._change(f"delete from {query.table} where {is_changed}")
        keyed = {read for read in query.reads if self._is_keyed(read)}
        added = self._change(f"insert into {query.table} by name {restrict(query.text, keyed, _CHANGED)}")
        self._connection.execute(f"delete from {_FILES} where table_name = $1 and {is_changed}", [query.table])
        self._remember(query.table, changed, tables)
        return added - dropped

    def _remember(self, table: str, changed: Set[str], tables: frozenset[str]) -> None:
        """Write down what the rows of the changed files were made of."""
        self._list_changed(changed, tables)
        self._connection.execute(f"insert into {_FILES} select $1, * from {_CHANGED} where digest is not null", [table])

    def _list_changed(self, changed: Set[str], tables: frozenset[str]) -> None:
        """The temporary table changed_files: each of them with what its rows are made of now, or none if it is gone."""
        listed = frozenset(changed), tables
        if self._listed == listed:
            return
        digests = self._files(tables)
        files = sorted(changed)
        made_of = pa.array([digests.get(file) for file in files], pa.string())
        self._connection.execute(f"create or replace temp table {_CHANGED} ({_KEY} varchar, digest varchar)")
        append(self._connection, _CHANGED, pa.table({_KEY: pa.array(files, pa.string()), "digest": made_of}))
        self._listed = listed

    def _made_of_now(self, query: Query) -> _MadeOf:
        """What the rows of one file in the query's table depend on.

        A table by file stands for what it was made of itself. One that this runner has not brought up to date stands
        for its whole version: all is made again whenever that changes.
        """
        tables: set[str] = set()
        parts = [_code_of(query)]
        for read in sorted(query.reads):
            if read in self._made_of:
                tables |= self._made_of[read].tables
                parts.append(f"{read} {self._made_of[read].base}")
            elif self._is_keyed(read) and not (read in self._queries and self._queries[read].by_file):
                # Rows that were read from a file follow from its bytes and what its fingerprint is a hash of.
                tables.add("checked.files" if read in CHECKED_TABLES else read)
            else:
                parts.append(f"{read} {self.version(read)}")
        return _MadeOf(digest(*parts), frozenset(tables))

    def _files(self, tables: frozenset[str]) -> dict[str, str]:
        """Each file that any of ``tables`` has rows of, with a digest of them all."""
        if tables not in self._digests:
            of_table = [self._rows_by_file(table) for table in sorted(tables)]
            files = sorted({file for digests in of_table for file in digests})
            self._digests[tables] = {file: " ".join(digests.get(file, "-") for digests in of_table) for file in files}
        return self._digests[tables]

    def _rows_by_file(self, table: str) -> dict[str, str]:
        if table == "checked.files":
            hashed = "fingerprint"
        else:
            hashed = f"md5(concat(count(*), ':', sum(cast(hash({A_ROW}) as hugeint)), ':', bit_xor(hash({A_ROW}))))"
        grouped = "" if table == "checked.files" else f"group by {_KEY}"
        rows = self._connection.execute(
            f"select {_KEY}, {hashed} from {table} as {A_ROW} where {_KEY} is not null {grouped}"
        )
        return dict(rows.fetchall())

    def _files_there(self, table: str) -> dict[str, str]:
        """What the rows of each file were made of when the table was made last."""
        rows = self._connection.execute(f"select {_KEY}, digest from {_FILES} where table_name = $1", [table])
        return dict(rows.fetchall())

    def _is_keyed(self, table: str) -> bool:
        if table not in self._keyed:
            names = self._connection.execute(f"describe {table}").fetchall()
            self._keyed[table] = any(name[0] == _KEY for name in names) and table != "received.decisions"
        return self._keyed[table]

    # ------------------------------------------------------------ versions

    def _find_version(self, table: str) -> str:
        if table in CHECKED_TABLES:
            files = self._files(frozenset({"checked.files"}))
            return digest(*(f"{file} {files[file]}" for file in sorted(files)))
        # A table that this run does not make keeps the version it was left with.
        record = self._records.get(table)
        return record.version if record is not None else content_of(self._connection, table).version

    def _set_record(self, table: str, record: Record) -> None:
        write_records(self._connection, {table: record})
        self._records[table] = record
        self._existing.add(table)

    def _change(self, statement: str) -> int:
        """Run a statement that writes rows; how many it wrote or deleted."""
        row = self._connection.execute(statement).fetchone()
        return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """What rows of a table by file depend on: a digest of what is the same for all, and the tables that have theirs."""

    base: str
    tables: frozenset[str]


def _different(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The files that came, changed or are gone."""
    return {file for file in before.keys() | now.keys() if before.get(file) != now.get(file)}


def set_threads(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the connection have as many threads as there is work for, of those that the machine has."""
    (rows,) = connection.execute("select count(*) from checked.observations").fetchone() or (0,)
    connection.execute(f"set threads = {max(1, min(os.cpu_count() or 1, rows // _ROWS_OF_A_THREAD))}")


def run_all(
    connection: duckdb.DuckDBPyConnection,
    queries: Iterable[Query] | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Run the queries (all of sql/ where none are given) in order; returns the rows of each table."""
    rows = {}
    for result in QueryRunner(connection, queries).run_all():
        rows[result.table] = result.rows
        if progress:
            progress(result.table)
    return rows


def run_query(connection: duckdb.DuckDBPyConnection, query: Query) -> int:
    """Make the query's table anew, whatever stands there, and return its number of rows."""
    prepare_records(connection)
    connection.execute(_PREPARE)
    # The record goes first: a table without one is made again.
    drop_records(connection, query.table)
    connection.execute(f"delete from {_FILES} where table_name = $1", [query.table])
    _make(connection, query)
    row = connection.execute(f"select count(*) from {query.table}").fetchone()
    return int(row[0]) if row else 0


def _make(connection: duckdb.DuckDBPyConnection, query: Query) -> None:
    """Make the query's table anew. Raises QueryError where a query that repeats has not settled after MOST_ROUNDS.

    A query that repeats is run from no rows on, until it gives the rows that it read.
    """
    if not query.repeats:
        connection.execute(f"create or replace table {query.table} as\n{_select_of(query)}")
        return
    columns = ", ".join(f'"{column.name}" {column.type}' for column in query.columns)
    connection.execute(f"create or replace table {query.table} ({columns})")
    for _ in range(MOST_ROUNDS):
        connection.execute(f"create or replace temp table {_LAST_ROUND} as from {query.table}")
        connection.execute(f"create or replace table {query.table} as\n{_select_of(query)}")
        changed = connection.execute(
            f"select count(*) from ((from {query.table} except all from {_LAST_ROUND}) union all "
            f"(from {_LAST_ROUND} except all from {query.table})) as changes"
        ).fetchone()
        if changed == (0,):
            connection.execute(f"drop table {_LAST_ROUND}")
            return
    raise QueryError(f"{query.table} still changes after {MOST_ROUNDS} rounds: its query must come to an end.")


def must_be_declared(query: Query, row: str) -> None:
    """Raises QueryError where the rows that a query made (their type) are not as sql/columns.csv declares them."""
    # DuckDB puts a name into quotes that is a word of SQL as well.
    if query.columns and row.replace('"', "") != (declared := as_struct(query.columns)):
        raise QueryError(f"{query.table} has rows of {row}, and sql/{COLUMNS_FILE} declares {declared}.")


def _select_of(query: Query) -> str:
    return query.text.rstrip().rstrip(";")


def _code_of(query: Query) -> str:
    return f"{duckdb.__version__} {query.table}\n{query.text}"
