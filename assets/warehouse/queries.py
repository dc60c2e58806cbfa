"""The files of sql/: one SELECT each, named after its table, run in the order their own text asks for.

Those of sql/lookups make no table: they answer a question about the tables, and may have named parameters ($name).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import takewhile
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

SQL_FOLDER = Path(__file__).parents[2] / "sql"
CHECKS_SCHEMA = "checks"
LOOKUPS_FOLDER = "lookups"


class QueryError(ValueError):
    """A file of sql/ is not one SELECT, or its tables cannot be put in order."""


@dataclass(frozen=True)
class Query:
    """One file of sql/: its table (schema.name), the tables its text reads, and its first comment as description.

    ``parameters`` are the names that the text leaves open; only lookups have any.
    """

    table: str
    text: str
    reads: frozenset[str]
    description: str
    parameters: frozenset[str] = frozenset()

    @property
    def is_check(self) -> bool:
        """True for a query that returns the rows that are wrong."""
        return self.table.startswith(f"{CHECKS_SCHEMA}.")


@lru_cache(maxsize=8)
def load_queries(folder: Path = SQL_FOLDER) -> tuple[Query, ...]:
    """Every query of ``folder`` that makes a table, each after those it reads.

    Raises QueryError naming the file that is not one SELECT or has parameters, or the tables that read each other in a
    circle.
    """
    paths = [path for path in sorted(folder.glob("*/*.sql")) if path.parent.name != LOOKUPS_FOLDER]
    queries = {query.table: query for query in map(_load, paths)}
    for query in queries.values():
        if query.parameters:
            raise QueryError(f"{query.table} has parameters; only a file of sql/{LOOKUPS_FOLDER} may have any.")
    order = TopologicalSorter({table: sorted(q.reads & queries.keys()) for table, q in sorted(queries.items())})
    try:
        return tuple(queries[table] for table in order.static_order())
    except CycleError as error:
        raise QueryError(f"These tables of sql/ read each other in a circle: {error.args[1]}") from error


@lru_cache(maxsize=64)
def load_lookup(name: str, folder: Path = SQL_FOLDER) -> Query:
    """The query sql/lookups/<name>.sql. Raises FileNotFoundError, or QueryError where it is not one SELECT."""
    return _load(folder / LOOKUPS_FOLDER / f"{name}.sql")


def _load(path: Path) -> Query:
    text = path.read_text(encoding="utf-8")
    try:
        statements = sqlglot.parse(text, dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise QueryError(f"{path}: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise QueryError(f"{path} must hold one SELECT and nothing else.")
    statement = statements[0]
    local = {cte.alias for cte in statement.find_all(exp.CTE)}
    named = {f"{t.db}.{t.name}" if t.db else t.name for t in statement.find_all(exp.Table)}
    comment = [line[2:].strip() for line in takewhile(lambda line: line.startswith("--"), text.splitlines())]
    return Query(
        table=f"{path.parent.name}.{path.stem}",
        text=text,
        reads=frozenset(named - local),
        description=" ".join(comment),
        parameters=frozenset(str(found.this) for found in statement.find_all(exp.Parameter, exp.Placeholder)),
    )


def run_query(connection: duckdb.DuckDBPyConnection, query: Query) -> int:
    """Make the query's table anew and return its number of rows."""
    text = query.text.rstrip().rstrip(";")
    connection.execute(f"create or replace table {query.table} as\n{text}")
    row = connection.execute(f"select count(*) from {query.table}").fetchone()
    return int(row[0]) if row else 0


def run_all(
    connection: duckdb.DuckDBPyConnection,
    queries: Iterable[Query] | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, int]:
    """Run the queries (all of sql/ where none are given) in order; returns the rows of each table."""
    rows = {}
    for query in load_queries() if queries is None else queries:
        rows[query.table] = run_query(connection, query)
        if progress:
            progress(query.table)
    return rows
