"""What the warehouse holds, as one hash a table: equal hashes are equal tables, whatever the order of their rows."""

from __future__ import annotations

import hashlib

import duckdb


def table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table of the warehouse, as schema.name, sorted."""
    rows = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables order by 1"
    ).fetchall()
    return [row[0] for row in rows]


def table_hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """sha256 of each table: its column names and types, then its rows as text, sorted."""
    return {table: _hash(connection, table) for table in table_names(connection)}


def _hash(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    columns = connection.execute(f"describe {table}").fetchall()
    digest = hashlib.sha256(repr([(c[0], c[1]) for c in columns]).encode())
    # A length before each value: no two different rows are written alike, and a missing value is not an empty text.
    written = " || ".join(
        f"coalesce(length(\"{c[0]}\"::varchar) || ':' || \"{c[0]}\"::varchar, '-') || ';'" for c in columns
    )
    result = connection.execute(f"select {written} as line from {table} order by line")
    while batch := result.fetchmany(10_000):
        for (line,) in batch:
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()
