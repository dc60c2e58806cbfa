"""What each table was made of and which version of its content it holds, in the schema build beside the tables.

A record is committed together with its table: a run that is killed leaves a table with the record it was made by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

_TABLES = "build.records"
# A table under the name by which a query means its whole rows. No column is called that: it would be meant instead.
A_ROW = '"a whole row"'
_EXISTING = (
    "select concat(schema_name, '.', table_name) from duckdb_tables() "
    "where database_name = current_database() and not temporary"
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a table was made of (a digest of all that its rows follow from), its version and its rows.

    ``base``: of a table by file, the digest of what the rows of all files follow from.
    """

    inputs: str
    version: str
    rows: int
    base: str = ""


def prepare_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of records where there is none."""
    connection.execute("create schema if not exists build")
    connection.execute(
        f"create table if not exists {_TABLES} "
        "(table_name varchar, inputs varchar, version varchar, rows bigint, base varchar)"
    )


def existing_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables that exist, as schema.name."""
    return {row[0] for row in connection.execute(_EXISTING).fetchall()}


def read_records(connection: duckdb.DuckDBPyConnection) -> dict[str, Record]:
    """The record of each table that exists and has one."""
    existing = existing_tables(connection)
    rows = connection.execute(f"select table_name, inputs, version, rows, base from {_TABLES}").fetchall()
    return {table: Record(*values) for table, *values in rows if table in existing}


def write_records(connection: duckdb.DuckDBPyConnection, records: Mapping[str, Record]) -> None:
    """Put the records in the place of those that the tables have."""
    drop_records(connection, *records)
    for table, kept in records.items():
        values = [table, kept.inputs, kept.version, kept.rows, kept.base]
        connection.execute(f"insert into {_TABLES} values ($1, $2, $3, $4, $5)", values)


def drop_records(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    """Forget what the tables were made of: a table without a record is made again."""
    connection.execute(f"delete from {_TABLES} where list_contains($1, table_name)", [list(tables)])


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: a hash of its columns and of its rows, whatever their order; its rows; its row's type."""

    version: str
    rows: int
    type: str


def content_of(connection: duckdb.DuckDBPyConnection, table: str) -> Content:
    """What the table holds now.

    The version changes with that of DuckDB, and is no proof against somebody who wants two tables to look the same.
    """
    hashes = f"count(*), sum(cast(hash({A_ROW}) as hugeint)), bit_xor(hash({A_ROW})), any_value(typeof({A_ROW}))"
    rows, total, mixed, kind = connection.execute(f"select {hashes} from {table} as {A_ROW}").fetchone() or (0,) * 4
    kind = kind or row_type(connection, table)
    return Content(digest(duckdb.__version__, kind, repr((rows, total, mixed))), rows, kind)


def row_type(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The type of a row of the table: STRUCT(name TYPE, ...)."""
    columns = connection.execute(f"describe {table}").fetchall()
    return f"STRUCT({', '.join(f'{column[0]} {column[1]}' for column in columns)})"


def versions_of(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> str:
    """One hash of the versions of these tables: what was made of them is as it would be now where it is the same."""
    prepare_records(connection)
    records = read_records(connection)
    versions = {t: records[t].version if t in records else content_of(connection, t).version for t in tables}
    return digest(*(f"{table} {version}" for table, version in versions.items()))


def digest(*parts: str) -> str:
    """One hash of several texts, in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
