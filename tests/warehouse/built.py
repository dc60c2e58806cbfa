"""A small edition run through sql/, and its tables by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from assets.framework.vintage import Vintage, preview
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.queries import SQL_FOLDER, load_queries
from assets.warehouse.runner import run_all, set_threads
from assets.warehouse.store import Warehouse
from tests.shared import in_memory
from tests.warehouse.small_edition import SmallEdition

# Another folder of queries may be put under test, to see that a query that is broken makes a test fail.
QUERIES = Path(os.environ.get("JPA_SQL_FOLDER", SQL_FOLDER))
LONG_AFTER = date(2024, 12, 31)


@dataclass(frozen=True)
class Built:
    """The tables that sql/ made."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, table: str, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
        """Rows of a table with these values, sorted."""
        wanted = " and ".join(f'"{name}" = ?' for name in where) or "true"
        chosen = ", ".join(columns) or "*"
        found = self.connection.execute(f"select {chosen} from {table} where {wanted} order by all", [*where.values()])
        return found.fetchall()

    def one(self, table: str, *columns: str, **where: Any) -> Any:
        """The one row with these values; the value itself where one column is asked for."""
        (row,) = self.rows(table, *columns, **where)
        return row[0] if len(columns) == 1 else row

    def value(self, indicator: str, ref_area: str, month: str) -> tuple[int | None, str, bool]:
        """Value, state and whether it is a lower bound, of one country and month."""
        columns = ("obs_value", "state", "is_lower_bound")
        where = {"indicator": indicator, "ref_area": ref_area, "time_period": month}
        found: tuple[int | None, str, bool] = self.one("outcomes.indicator_country_month", *columns, **where)
        return found

    def total(self, indicator: str) -> Any:
        """The number to date over all countries."""
        return self.one("outcomes.indicator_to_date", "obs_value", indicator=indicator)

    def wrong(self) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of every check that found something."""
        checks = [query.table for query in load_queries(QUERIES) if query.is_check]
        return {table: rows for table in checks if (rows := self.rows(table))}


def warehouse_in(folder: Path) -> Warehouse:
    """The warehouse of a test."""
    return Warehouse(folder / "warehouse.duckdb", folder / "published.duckdb")


def filled(small: SmallEdition, folder: Path, vintage: Vintage | None = None, shuffled: int | None = None) -> Warehouse:
    """A warehouse with the rows of a small edition, before sql/ has run; without ``vintage`` as of long after it.

    ``shuffled`` is the seed of another order of the rows of every table.
    """
    warehouse = warehouse_in(folder)
    store = CheckedStore(warehouse, small.framework)
    frames = small.frames()
    if shuffled is not None:
        frames = {name: frame.sample(frac=1, random_state=shuffled) for name, frame in frames.items()}
    received = {f"received.{name}": frames.pop(name) for name in ("receipts", "decisions")}
    asked = frames.pop("asked")
    with warehouse.kept_open():
        store.replace(frames, keep=[])
        store.save(received | {"checked.asked": asked})
        store.save(framework_frames(small.framework, vintage or preview(small.edition, LONG_AFTER)))
    return warehouse


@contextmanager
def filled_in_memory(
    small: SmallEdition, vintage: Vintage | None = None, shuffled: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection to a filled warehouse of which nothing is kept."""
    with in_memory() as folder, warehouse_in(folder).connection() as connection:
        filled(small, folder, vintage, shuffled)
        set_threads(connection)
        connection.execute("pragma disable_checkpoint_on_shutdown")
        yield connection


@contextmanager
def built(small: SmallEdition, vintage: Vintage | None = None) -> Iterator[Built]:
    """The tables of a small edition."""
    with filled_in_memory(small, vintage) as connection:
        run_all(connection, load_queries(QUERIES))
        yield Built(connection)
