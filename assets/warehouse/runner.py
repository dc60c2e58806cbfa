"""Running sql/ so that nothing is worked out again whose inputs are the same.

Every table has a version: equal versions are equal contents. A query runs when its text or the version of a table it
reads changed since it ran last; where its result is as before, its version is too, and nothing behind it runs.

A query whose header says ``-- by: sha256`` makes rows of one file out of rows of the same file, and of tables that
belong to no file. It runs for the files of which something changed: their rows are deleted and made again, the others
stay. What it makes must equal a full run, whatever changed in which order (tests/warehouse/test_incremental.py).

What was used last time stands beside the tables, in the schema build, and is committed with them: a run that is killed
leaves a table with the record it was made by.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import duckdb

from assets.warehouse.checked_store import all_or_nothing
from assets.warehouse.queries import MOST_ROUNDS, Query, QueryError, load_queries, restrict
from assets.warehouse.tables import CHECKED_TABLES, MODELS
from assets.warehouse.versions import (
    Record,
    content_version,
    digest,
    drop_records,
    existing_tables,
    prepare_records,
    read_records,
    write_records,
)

_FILES = "build.files"
_KEY = "sha256"
# Beyond this share of files it costs less to make a table anew than to replace their rows.
_FULL_FROM = 0.5
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
        self._digested: dict[str, str] = {}
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
            version, rows = content_version(self._connection, query.table)
            self._set_record(query.table, Record(inputs, version, rows))
        changed = before is None or before.version != version
        return TableResult(query.table, rows, version, skipped=False, changed=changed)

    # ------------------------------------------------------------ tables by file

    def _run_by_file(self, query: Query, inputs: str) -> TableResult:
        """Compare by file what the rows depend on with what they were made of, and replace those that differ."""
        before = self._records.get(query.table)
        self._wanted_files(query)
        all_files = self._number("select count(*) from wanted_files")
        changed = self._number("select count(*) from changed_files")
        if before is not None and not changed:
            self._set_record(query.table, Record(inputs, before.version, before.rows))
            return self._skipped(query, before)
        with all_or_nothing(self._connection):
            if before is None or changed > _FULL_FROM * all_files:
                self._connection.execute(f"create or replace table {query.table} as\n{_select_of(query)}")
                self._connection.execute(f"delete from {_FILES} where table_name = $1", [query.table])
                self._connection.execute(f"insert into {_FILES} select $1, * from wanted_files", [query.table])
                changed = all_files
            else:
                self._replace_files(query)
            version = self._version_by_file(query.table)
            rows = self._count(query.table)
            self._set_record(query.table, Record(inputs, version, rows))
        return TableResult(query.table, rows, version, skipped=False, changed=True, files=changed)

    def _wanted_files(self, query: Query) -> None:
        """The temporary tables wanted_files (each file with a digest of all its rows depend on) and changed_files."""
        keyed = [read for read in sorted(query.reads) if self._is_keyed(read)]
        whole = [read for read in sorted(query.reads) if read not in keyed]
        base = digest(_code_of(query), *(f"{read} {self.version(read)}" for read in whole))
        inputs = "\nunion all\n".join(
            f"select '{read}' as input, i.* from ({self._digests(read)}) as i" for read in keyed
        )
        self._connection.execute(
            f"create or replace temp table wanted_files as select {_KEY}, "
            f"md5(concat('{base}', string_agg(concat(input, ' ', digest), ',' order by input))) as digest "
            f"from ({inputs}) as inputs where {_KEY} is not null group by {_KEY}"
        )
        # Files that are gone are among them: no digest is wanted of them.
        self._connection.execute(
            f"create or replace temp table changed_files as select coalesce(w.{_KEY}, b.{_KEY}) as {_KEY} "
            f"from wanted_files as w full join (select * from {_FILES} where table_name = '{query.table}') as b "
            f"on w.{_KEY} = b.{_KEY} where w.digest is distinct from b.digest"
        )

    def _replace_files(self, query: Query) -> None:
        is_changed = f"{_KEY} in (select {_KEY} from changed_files)"
        self._connection.execute(f"delete from {query.table} where {is_changed}")
        keyed = {read for read in query.reads if self._is_keyed(read)}
        restricted = restrict(query.text, keyed, "changed_files")
        self._connection.execute(f"insert into {query.table} by name {restricted}")
        self._connection.execute(f"delete from {_FILES} where table_name = '{query.table}' and {is_changed}")
        self._connection.execute(f"insert into {_FILES} select '{query.table}', * from wanted_files where {is_changed}")

    def _digests(self, table: str) -> str:
        """A query for a digest of each file's rows of ``table``."""
        if table in CHECKED_TABLES:
            # Rows that were read from a file follow from its bytes and what its fingerprint is a hash of.
            return f"select {_KEY}, fingerprint as digest from checked.files"
        if table in self._records and table in self._queries and self._queries[table].by_file:
            return f"select {_KEY}, digest from {_FILES} where table_name = '{table}'"
        if table not in self._digested:
            # Several queries ask for it.
            self._digested[table] = f"digests_{table.replace('.', '_')}"
            hashed = f"hash({self._columns(table)})"
            self._connection.execute(
                f"create or replace temp table {self._digested[table]} as select {_KEY}, "
                f"concat(count(*), ':', sum(cast({hashed} as hugeint)), ':', bit_xor({hashed})) as digest "
                f"from {table} group by {_KEY}"
            )
        return f"select {_KEY}, digest from {self._digested[table]}"

    def _is_keyed(self, table: str) -> bool:
        if table not in self._keyed:
            names = self._connection.execute(f"describe {table}").fetchall()
            self._keyed[table] = any(name[0] == _KEY for name in names) and table != "received.decisions"
        return self._keyed[table]

    # ------------------------------------------------------------ versions

    def _find_version(self, table: str) -> str:
        if table in CHECKED_TABLES:
            return self._aggregate(f"concat({_KEY}, fingerprint)", "checked.files")
        # A table that this run does not make keeps the version it was left with.
        record = self._records.get(table)
        return record.version if record is not None else content_version(self._connection, table)[0]

    def _version_by_file(self, table: str) -> str:
        return self._aggregate(f"concat({_KEY}, digest)", f"{_FILES} where table_name = '{table}'")

    def _aggregate(self, text: str, source: str) -> str:
        row = self._connection.execute(
            f"select md5(coalesce(string_agg({text}, ',' order by {_KEY}), '')) from {source}"
        ).fetchone()
        return str(row[0]) if row else ""

    def _columns(self, table: str) -> str:
        return ", ".join(f'"{row[0]}"' for row in self._connection.execute(f"describe {table}").fetchall())

    def _set_record(self, table: str, record: Record) -> None:
        write_records(self._connection, {table: record})
        self._records[table] = record
        self._existing.add(table)

    def _count(self, table: str) -> int:
        return self._number(f"select count(*) from {table}")

    def _number(self, query: str) -> int:
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0


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
    columns = ", ".join(f'"{name}" varchar' for name in _columns_selected(connection, query))
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


def _columns_selected(connection: duckdb.DuckDBPyConnection, query: Query) -> list[str]:
    """The names of the columns that a query selects, from its text alone."""
    (parsed,) = connection.execute("select json_serialize_sql($1)", [query.text]).fetchone() or ("",)
    selected = json.loads(parsed)["statements"][0]["node"]["select_list"]
    return [column["alias"] or column["column_names"][-1] for column in selected]


def _select_of(query: Query) -> str:
    return query.text.rstrip().rstrip(";")


def _code_of(query: Query) -> str:
    return f"{duckdb.__version__} {query.table}\n{query.text}"
