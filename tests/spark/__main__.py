"""Run every query of sql/ on Spark and compare its table with DuckDB's: ``python -m tests.spark WAREHOUSE``.

WAREHOUSE is a published warehouse (warehouse/jpa.duckdb of a state folder). Framework, received and checked tables are
taken from it, everything else is worked out anew by Spark. Prints a line for each table that differs, and ends with 1
where there is one; a table that differs does not make those behind it differ, which read DuckDB's rows then.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from assets.warehouse.queries import Query, QueryError, load_queries
from tests.spark.engine import JavaMissing, SparkEngine, require_java, spark_engine
from tests.spark.rows import rows_that_differ


class Comparison:
    """The published tables, and a Spark that works them out once more."""

    def __init__(self, published: duckdb.DuckDBPyConnection, spark: SparkEngine, folder: Path) -> None:
        self._published = published
        self._spark = spark
        self._folder = folder

    def differences(self) -> list[str]:
        """One line for each query whose table differs; each is printed as soon as it is known."""
        queries = load_queries()
        made = {query.table for query in queries}
        for table in sorted({table for query in queries for table in query.reads} - made):
            self._load(table)
        differing = []
        for query in queries:
            difference = self._difference(query)
            if difference:
                differing.append(f"{query.table}: {difference}")
                print(differing[-1], flush=True)
                self._load(query.table)
        return differing

    def _difference(self, query: Query) -> str | None:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            self._spark.run(query)
            columns, rows = self._spark.read(query.table)
        except (PySparkException, Py4JError, QueryError) as error:
            return f"does not run on Spark: {str(error).strip().splitlines()[0]}"
        published = self._published.sql(f"from {query.table}")
        if columns != published.columns:
            return f"columns in Spark {columns}, in DuckDB {published.columns}"
        in_spark, in_duckdb = rows_that_differ(rows, published.fetchall())
        if not in_spark and not in_duckdb:
            return None
        return (
            f"{len(in_spark)} rows in Spark alone, {len(in_duckdb)} in DuckDB alone; "
            f"first in Spark: {next(iter(in_spark), None)}, in DuckDB: {next(iter(in_duckdb), None)}"
        )

    def _load(self, table: str) -> None:
        """Hand the published rows of a table over to Spark."""
        parquet = self._folder / f"{table}.parquet"
        self._published.sql(f"from {table}").write_parquet(str(parquet))
        self._spark.load(table, parquet)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.spark", description=__doc__)
    parser.add_argument("warehouse", type=Path, nargs="?")
    parser.add_argument("--java", action="store_true", help="only say whether Java is there")
    asked = parser.parse_args()
    try:
        require_java()
    except JavaMissing as error:
        sys.exit(str(error))
    if asked.java:
        return 0
    if asked.warehouse is None or not asked.warehouse.is_file():
        parser.error(f"no such warehouse: {asked.warehouse}")
    return compare(asked.warehouse)


def compare(warehouse: Path) -> int:
    """Print what differs, and how many tables are equal; 1 where one differs, else 0."""
    start = time.monotonic()
    with (
        TemporaryDirectory(prefix="jpa-spark-") as name,
        duckdb.connect(str(warehouse), read_only=True) as published,
        spark_engine(Path(name)) as spark,
    ):
        differing = Comparison(published, spark, Path(name)).differences()
    every = len(load_queries())
    print(
        f"{every - len(differing)} of {every} tables are equal in Spark and DuckDB ({time.monotonic() - start:.0f} s)"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
