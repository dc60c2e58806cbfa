"""Running sql/ so that nothing is worked out again whose inputs are the same.

Every table has a version: equal versions are equal contents. A query runs when its text or the version of a table it
reads changed since it ran last; where its result is as before, its version is too, and nothing behind it runs.

A query whose header says ``-- by: sha256`` makes rows of one file out of rows of the same file, and of tables that
belong to no file. It runs for the files of which something changed: their rows are deleted and made again, the others
stay. What it makes must equal a full run, whatever changed in which order (tests/warehouse/test_incremental.py).

One whose header says ``-- by: country`` makes them out of rows of the files of the same edition and country (as in
core.candidates): where one of these changed, it runs for all of them. Its version is that of its content.

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
_ENDLESS = f"{{}} still changes after {MOST_ROUNDS} rounds: its query must come to an end."
_LAST_ROUND = "rows_of_the_last_round"
_PREPARE = f"create table if not exists {_FILES} (table_name varchar, {_KEY} varchar, digest varchar)"


@dataclass(frozen=True, slots=True)
class TableResult:
    """What became of one query: its table, its rows now, and the version of its content.

    ``skipped``: nothing it depends on changed, so it did not run. ``changed``: its content is another than before.
    ``files``: for a query by file or by country, how many files were worked out anew; None for any other.
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
        self._digests: dict[tuple[frozenset[str], bool], dict[str, str]] = {}
        self._listed: tuple[frozenset[str], frozenset[str], bool] | None = None
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
        in_parts = query.by_file or query.by_country
        result = self._run_in_parts(query, inputs) if in_parts else self._run_whole(query, inputs)
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
        files = 0 if query.by_file or query.by_country else None
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

    # ------------------------------------------------------------ tables by file or by country

    def _run_in_parts(self, query: Query, inputs: str) -> TableResult:
        """Compare by file what the rows depend on with what they were made of, and replace those that differ."""
        before = self._records.get(query.table)
        made_of = self._made_of_now(query)
        wanted = self._files(made_of)
        there = self._files_there(query.table) if before is not None and before.base == made_of.base else None
        changed = wanted.keys() if there is None else _different(there, wanted)
        record = Record(inputs, digest(made_of.base, *(f"{f} {wanted[f]}" for f in sorted(wanted))), 0, made_of.base)
        with all_or_nothing(self._connection):
            if before is None or there is None or len(changed) > _FULL_FROM * len(wanted):
                changed = wanted.keys()
                _make(self._connection, query)
                must_be_declared(query, row_type(self._connection, query.table))
                rows = self._count(f"from {query.table}")
                self._connection.execute(f"delete from {_FILES} where table_name = $1", [query.table])
                self._remember(query.table, wanted.keys(), made_of)
            else:
                rows = before.rows + (self._replace_files(query, changed, made_of) if changed else 0)
            if query.by_country:
                # Few rows, that often are as they were: then nothing behind them runs.
                record = replace(record, version=content_of(self._connection, query.table).version)
            record = replace(record, rows=rows)
            self._set_record(query.table, record)
        if query.by_file:
            self._made_of[query.table] = made_of
        is_same = before is not None and before.version == record.version
        skipped = is_same and not changed
        return TableResult(query.table, rows, record.version, skipped=skipped, changed=not is_same, files=len(changed))

    def _replace_files(self, query: Query, changed: Set[str], made_of: _MadeOf) -> int:
        """Make the rows of the changed files again; by how many rows the table grew."""
        self._list_changed(changed, made_of)
        is_changed = f"{_KEY} in (select {_KEY} from {_CHANGED})"
        dropped = self._change(f"delete from {query.table} where {is_changed}")
        keyed = {read for read in query.reads if self._is_keyed(read)}
        if query.repeats:
            added = self._repeat(query, restrict(query.text, {*keyed, query.table}, _CHANGED), is_changed)
        else:
            added = self._change(f"insert into {query.table} by name {restrict(query.text, keyed, _CHANGED)}")
        self._connection.execute(f"delete from {_FILES} where table_name = $1 and {is_changed}", [query.table])
        self._remember(query.table, changed, made_of)
        return added - dropped

    def _repeat(self, query: Query, text: str, is_changed: str) -> int:
        """Run ``text``, from no rows of the changed files on, until it gives those that it read; how many they are.

        Raises QueryError as ``_make`` does.
        """
        rows_read = f"from {query.table} where {is_changed}"
        for _ in range(MOST_ROUNDS):
            self._connection.execute(f"create or replace temp table {_LAST_ROUND} as {text}")
            if not self._count(_differences(rows_read, f"from {_LAST_ROUND}")):
                self._connection.execute(f"drop table {_LAST_ROUND}")
                return self._count(rows_read)
            self._change(f"delete {rows_read}")
            self._change(f"insert into {query.table} by name from {_LAST_ROUND}")
        raise QueryError(_ENDLESS.format(query.table))

    def _remember(self, table: str, changed: Set[str], made_of: _MadeOf) -> None:
        """Write down what the rows of the changed files were made of."""
        self._list_changed(changed, made_of)
        self._connection.execute(f"insert into {_FILES} select $1, * from {_CHANGED} where digest is not null", [table])

    def _list_changed(self, changed: Set[str], made_of: _MadeOf) -> None:
        """The temporary table changed_files: each of them with what its rows are made of now, or none if it is gone."""
        listed = frozenset(changed), made_of.tables, made_of.by_country
        if self._listed == listed:
            return
        digests = self._files(made_of)
        files = sorted(changed)
        texts = pa.array([digests.get(file) for file in files], pa.string())
        self._connection.execute(f"create or replace temp table {_CHANGED} ({_KEY} varchar, digest varchar)")
        append(self._connection, _CHANGED, pa.table({_KEY: pa.array(files, pa.string()), "digest": texts}))
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
        return _MadeOf(digest(*parts), frozenset(tables), query.by_country)

    def _files(self, made_of: _MadeOf) -> dict[str, str]:
        """Each file that any of the tables has rows of, with a digest of them all; by country, of all its files."""
        key = made_of.tables, made_of.by_country
        if key not in self._digests:
            of_table = [self._rows_by_file(table) for table in sorted(made_of.tables)]
            files = sorted({file for digests in of_table for file in digests})
            digests = {file: " ".join(digests.get(file, "-") for digests in of_table) for file in files}
            self._digests[key] = self._of_countries(digests) if made_of.by_country else digests
        return self._digests[key]

    def _of_countries(self, digests: Mapping[str, str]) -> dict[str, str]:
        """For each file a digest of all files of its edition and country; of itself alone where it claims none."""
        claimed = self._connection.execute(f"select {_KEY}, edition_id, ref_area from core.candidates").fetchall()
        country = {file: (edition, area) for file, edition, area in claimed}
        together: dict[object, list[str]] = {}
        for file in digests:
            together.setdefault(country.get(file, file), []).append(file)
        return {
            file: of_all
            for files in together.values()
            for of_all in [digest(*(f"{file} {digests[file]}" for file in files))]
            for file in files
        }

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
            files = self._files(_MadeOf("", frozenset({"checked.files"})))
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

    def _count(self, rows: str) -> int:
        """How many rows ``rows``, such as "from table", are."""
        return self._change(f"select count(*) from ({rows}) as counted")


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """What rows of one file depend on: a digest of what is the same for all, and the tables that have rows of it.

    ``by_country``: the rows that these have of any file of its edition and country.
    """

    base: str
    tables: frozenset[str]
    by_country: bool = False


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
        differences = _differences(f"from {query.table}", f"from {_LAST_ROUND}")
        changed = connection.execute(f"select count(*) from ({differences}) as changes").fetchone()
        if changed == (0,):
            connection.execute(f"drop table {_LAST_ROUND}")
            return
    raise QueryError(_ENDLESS.format(query.table))


def _differences(one: str, other: str) -> str:
    """The rows that are in one of two sets of rows and not in the other."""
    return f"(({one}) except all ({other})) union all (({other}) except all ({one}))"


def must_be_declared(query: Query, row: str) -> None:
    """Raises QueryError where the rows that a query made (their type) are not as sql/columns.csv declares them."""
    # DuckDB puts a name into quotes that is a word of SQL as well.
    if query.columns and row.replace('"', "") != (declared := as_struct(query.columns)):
        raise QueryError(f"{query.table} has rows of {row}, and sql/{COLUMNS_FILE} declares {declared}.")


def _select_of(query: Query) -> str:
    return query.text.rstrip().rstrip(";")


def _code_of(query: Query) -> str:
    return f"{duckdb.__version__} {query.table}\n{query.text}"
