"""Spark as a second engine for sql/: the text transpiled by sqlglot, a table of Spark's catalogue for each query."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import sqlglot
from sqlglot import ErrorLevel, exp

from assets.warehouse.queries import MOST_ROUNDS, Query, QueryError
from tests.spark.rows import Row, rows_that_differ

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MEMORY = "4g"
_NEXT_ROUND = "__next_round"


class JavaMissing(RuntimeError):
    """Spark runs on Java, and there is none."""


def require_java() -> None:
    """Raises JavaMissing, saying what to install, where Spark would find no Java."""
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home, "bin", "java")) if home else "java") is None:
        where = f"JAVA_HOME is {home}, where there is no bin/java" if home else "there is no java on the PATH"
        raise JavaMissing(
            f"Spark 4 needs Java 17 or later, and {where}. On Debian: apt install openjdk-17-jre-headless"
        )


def spark_sql(text: str) -> str:
    """A query of sql/ in the SQL of Spark. Raises sqlglot's UnsupportedError where something cannot be carried over."""
    statement = sqlglot.parse_one(text, dialect="duckdb").transform(_exact_quantile)
    return statement.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE, comments=False)


def _exact_quantile(node: exp.Expression) -> exp.Expression:
    """DuckDB's quantile_cont(x, 0.25) as Spark's percentile(x, 0.25): both interpolate between two neighbours.

    sqlglot writes percentile_cont(x, 0.25), which Spark refuses: it wants the order in a WITHIN GROUP, and DuckDB's
    own WITHIN GROUP becomes percentile_approx, which does not interpolate.
    """
    if isinstance(node, exp.PercentileCont) and node.expression is not None:
        return exp.Anonymous(this="percentile", expressions=[node.this, node.expression])
    return node


class SparkEngine:
    """The tables of sql/ in Spark; each is written to Parquet before the next query reads it."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def load(self, table: str, parquet: Path) -> None:
        """Fill ``table`` (schema.name) with the rows of a Parquet file, in place of those it had."""
        self._make_room(table)
        self._session.read.parquet(str(parquet)).write.saveAsTable(table)

    def run(self, query: Query) -> None:
        """Make the query's table. Raises QueryError where a query that repeats does not come to an end."""
        self._make_room(query.table)
        text = spark_sql(query.text)
        if query.repeats:
            self._run_until_settled(query, text)
        else:
            self._session.sql(text).write.saveAsTable(query.table)

    def read(self, table: str) -> tuple[list[str], list[Row]]:
        """Names of the columns, and the rows."""
        found = self._session.table(table)
        return found.columns, [tuple(row) for row in found.collect()]

    def _make_room(self, table: str) -> None:
        self._session.sql(f"create database if not exists {table.partition('.')[0]}")
        self._session.sql(f"drop table if exists {table}")

    def _run_until_settled(self, query: Query, text: str) -> None:
        """From no rows on, until the query gives the rows that it read: as assets/warehouse/runner.py runs it."""
        statement = cast(exp.Query, sqlglot.parse_one(query.text, dialect="duckdb"))
        columns = ", ".join(f"`{name}` string" for name in statement.named_selects)
        self._session.sql(f"create table {query.table} ({columns}) using parquet")
        following = f"{query.table}{_NEXT_ROUND}"
        for _ in range(MOST_ROUNDS):
            self._session.sql(text).write.saveAsTable(following)
            settled = rows_that_differ(self.read(query.table)[1], self.read(following)[1]) == ([], [])
            self._session.sql(f"drop table {query.table}")
            self._session.sql(f"alter table {following} rename to {query.table}")
            if settled:
                return
        raise QueryError(f"{query.table} still changes after {MOST_ROUNDS} rounds.")


@contextmanager
def spark_engine(folder: Path) -> Iterator[SparkEngine]:
    """Spark in this process and a Java process beside it, with everything it writes below ``folder``; needs Java."""
    # Spark listens to its own process alone, whatever this machine calls itself.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # It says so of every pandas 3; no pandas frame goes through Spark here.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("jpa-progress")
    options = {
        "spark.driver.memory": _MEMORY,
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(folder / "tables"),
        "spark.local.dir": str(folder / "scratch"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = builder.config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("OFF")  # what fails is raised, and said by the caller
    try:
        yield SparkEngine(session)
    finally:
        session.stop()
