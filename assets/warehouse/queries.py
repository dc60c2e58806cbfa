"""The files of sql/: one SELECT each, named after its table, run in the order their own text asks for.

Those of sql/lookups make no table: they answer a question about the tables, and may have named parameters ($name).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import takewhile
from pathlib import Path

import duckdb

from assets.warehouse.columns import Column, load_columns

SQL_FOLDER = Path(__file__).parents[2] / "sql"
COLUMNS_FILE = "columns.csv"
CHECKS_SCHEMA = "checks"
LOOKUPS_FOLDER = "lookups"
# Of a query that repeats: each round settles one more return of a country at least, and none sends as many.
MOST_ROUNDS = 1_000
_BY_FILE, _BY_COUNTRY = "by: sha256", "by: country"
_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)


class QueryError(ValueError):
    """A file of sql/ is not one SELECT, or its tables cannot be put in order."""


@dataclass(frozen=True)
class Query:
    """One file of sql/: its table (schema.name), the tables its text reads, and its first comment as description.

    ``parameters`` are the names that the text leaves open; only lookups have any. ``by_file``: the header says
    ``-- by: sha256``: rows of one file are made of rows of the same file and of tables that belong to no file.
    ``by_country``: it says ``-- by: country``: of rows of files of the same edition and country as well.
    A query that ``repeats`` reads its own table: it is run from no rows on, until its rows stay as they are.
    ``columns`` are those that sql/columns.csv declares for its table.
    """

    table: str
    text: str
    reads: frozenset[str]
    description: str
    parameters: frozenset[str] = frozenset()
    by_file: bool = False
    by_country: bool = False
    repeats: bool = False
    columns: tuple[Column, ...] = ()

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
    columns = load_columns(folder / COLUMNS_FILE)
    queries = {query.table: replace(query, columns=columns.get(query.table, ())) for query in map(_load, paths)}
    for query in queries.values():
        if query.parameters:
            raise QueryError(f"{query.table} has parameters; only a file of sql/{LOOKUPS_FOLDER} may have any.")
    order = TopologicalSorter({table: sorted(q.reads & queries.keys()) for table, q in sorted(queries.items())})
    try:
        return tuple(queries[table] for table in order.static_order())
    except CycleError as error:
        raise QueryError(f"These tables of sql/ read each other in a circle: {error.args[1]}") from error


def needed_for(table: str, queries: Iterable[Query] | None = None) -> tuple[Query, ...]:
    """The query of ``table`` and those it rests on (of all of sql/ where none are given), in order."""
    ordered = tuple(load_queries() if queries is None else queries)
    wanted = {table}
    for query in reversed(ordered):
        if query.table in wanted:
            wanted |= query.reads
    return tuple(query for query in ordered if query.table in wanted)


@lru_cache(maxsize=64)
def load_lookup(name: str, folder: Path = SQL_FOLDER) -> Query:
    """The query sql/lookups/<name>.sql. Raises FileNotFoundError, or QueryError where it is not one SELECT."""
    return _load(folder / LOOKUPS_FOLDER / f"{name}.sql")


def restrict(text: str, tables: Iterable[str], files: str) -> str:
    """The query with each of ``tables`` restricted to the files (sha256) that the table ``files`` lists.

    Tables are read as sqlfluff has them written: ``from`` or ``join``, schema.name, and ``as`` before an alias.
    """
    names = "|".join(sorted(map(re.escape, tables)))
    reading = re.compile(rf"\b(from|join) ({names})(?: as (\w+))?(?!\w)")

    def restricted(found: re.Match[str]) -> str:
        keyword, table, alias = found.groups()
        rows = f"(select * from {table} where sha256 in (select sha256 from {files}))"
        return f"{keyword} {rows} as {alias or table.partition('.')[2]}"

    return reading.sub(restricted, _COMMENT.sub("", text)) if names else text


def _load(path: Path) -> Query:
    text = path.read_text(encoding="utf-8")
    try:
        statements = _parser().extract_statements(text) if text.strip() else []
    except duckdb.Error as error:
        raise QueryError(f"{path}: {error}") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError(f"{path} must hold one SELECT and nothing else.")
    parameters = frozenset(statements[0].named_parameters)
    comment = [line[2:].strip() for line in takewhile(lambda line: line.startswith("--"), text.splitlines())]
    table = f"{path.parent.name}.{path.stem}"
    reads = _tables_read(text, parameters)
    return Query(
        table=table,
        text=text,
        reads=reads - {table},
        description=" ".join(line for line in comment if line not in (_BY_FILE, _BY_COUNTRY)),
        by_file=_BY_FILE in comment,
        by_country=_BY_COUNTRY in comment,
        parameters=parameters,
        repeats=table in reads,
    )


def _tables_read(text: str, parameters: Iterable[str]) -> frozenset[str]:
    """The tables that a query names, as schema.name, without what it names itself; nothing of them need exist."""
    for name in parameters:
        # DuckDB names the tables only of a query that leaves nothing open.
        text = re.sub(rf"\${name}\b", "null", text)
    named = _parser().get_table_names(text, qualified=True)
    return frozenset(name.partition(" AS ")[0].replace('"', "") for name in named)


@lru_cache(maxsize=1)
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection to nothing, which only parses: DuckDB's own parser, that will run the queries."""
    return duckdb.connect()
