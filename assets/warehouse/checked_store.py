"""What was read from each file, kept by the file's sha256, so that a file is read again only when there is a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from assets.warehouse.columns import CHECKED_TABLES
from assets.warehouse.store import Warehouse, append, frame_of, replace_table


class CheckedStore:
    """The tables checked.* of a warehouse."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def known(self, fingerprint: str) -> frozenset[str]:
        """sha256 of the files that were read with this fingerprint of layouts, rules and code."""
        with self._warehouse.writer() as connection:
            found = connection.execute("select sha256 from checked.files where fingerprint = $1", [fingerprint])
            return frozenset(row[0] for row in found.fetchall())

    def replace(self, frames: Mapping[str, pd.DataFrame], keep: Iterable[str]) -> None:
        """Add what was read anew and drop what is not in ``keep``: all of it, or nothing.

        ``frames`` has a frame for each of files, observations, entries, findings, rows.
        """
        stay = pd.DataFrame({"sha256": pd.Series(sorted(keep), dtype="str")})
        with self._warehouse.writer() as connection:
            connection.begin()
            try:
                connection.register("kept_files", stay)
                for table in CHECKED_TABLES:
                    connection.execute(f"delete from {table} where sha256 not in (select sha256 from kept_files)")
                    append(connection, table, frames[table.partition(".")[2]])
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def frames(self, *tables: str) -> dict[str, pd.DataFrame]:
        """Whole tables of the warehouse by name (schema.name)."""
        with self._warehouse.writer() as connection:
            return {table: frame_of(connection, f"select * from {table}") for table in tables}

    def save(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Replace declared tables (schema.name) with frames."""
        with self._warehouse.writer() as connection:
            for table, frame in frames.items():
                replace_table(connection, table, frame)
