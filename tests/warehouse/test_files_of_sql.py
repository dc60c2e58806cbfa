"""The files of sql/: one SELECT each, in the order their text asks for, in the SQL that Spark runs as well."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from assets.warehouse.queries import COLUMNS_FILE, LOOKUPS_FOLDER, SQL_FOLDER, QueryError, load_lookup, load_queries
from assets.warehouse.runner import run_all
from assets.warehouse.store import SCHEMAS
from assets.warehouse.tables import MODELS
from tests.spark.engine import spark_sql

QUERIES = load_queries()
TABLES = [query.table for query in QUERIES]
LOOKUPS = [load_lookup(path.stem) for path in sorted((SQL_FOLDER / LOOKUPS_FOLDER).glob("*.sql"))]
EVERY = [*QUERIES, *LOOKUPS]
EVERY_NAME = [query.table for query in EVERY]


def folder_of(tmp_path: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_tables_read_are_found_in_the_text_and_not_names_of_its_own(tmp_path: Path) -> None:
    text = """-- First line,
-- and a second.
with
-- This belongs to the query.
own as (select a from core.x), named as (select n from (values (1)) as v (n))
select o.a from own as o inner join outcomes.y as y on o.a = y.a
where o.a in (select b from checked.z) and exists (select 1 from named)"""
    (query,) = load_queries(folder_of(tmp_path, {"core/a.sql": text}))
    assert query.table == "core.a"
    assert query.reads == {"core.x", "outcomes.y", "checked.z"}
    assert query.description == "First line, and a second."
    assert not query.is_check


def test_queries_come_after_those_that_they_read(tmp_path: Path) -> None:
    chain = {
        "core/a.sql": "select n from outcomes.b",
        "outcomes/b.sql": "select n from quality.c",
        "quality/c.sql": "select 1 as n",
        "checks/d.sql": "select n from core.a where n <> 1",
    }
    queries = load_queries(folder_of(tmp_path, chain))
    assert [query.table for query in queries] == ["quality.c", "outcomes.b", "core.a", "checks.d"]
    assert [query.is_check for query in queries] == [False, False, False, True]
    with duckdb.connect() as connection:
        for schema in ("core", "outcomes", "quality", "checks"):
            connection.execute(f"create schema {schema}")
        told: list[str] = []
        assert run_all(connection, queries, told.append) == {
            "quality.c": 1,
            "outcomes.b": 1,
            "core.a": 1,
            "checks.d": 0,
        }
        assert told == ["quality.c", "outcomes.b", "core.a", "checks.d"]
        assert run_all(connection, []) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select 1; select 2", "one SELECT and nothing else"),
        ("create table x as select 1", "one SELECT and nothing else"),
        ("drop table core.a", "one SELECT and nothing else"),
        ("", "one SELECT and nothing else"),
        ("selec 1 frm", "a.sql"),
    ],
)
def test_a_file_that_is_not_one_select_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        load_queries(folder_of(tmp_path, {"core/a.sql": text}))
    assert str(tmp_path / "core" / "a.sql") in str(caught.value)


def test_tables_that_read_each_other_in_a_circle_are_named(tmp_path: Path) -> None:
    circle = {
        "core/a.sql": "select n from core.b",
        "core/b.sql": "select n from core.c",
        "core/c.sql": "select n from core.a",
    }
    with pytest.raises(QueryError, match="in a circle") as caught:
        load_queries(folder_of(tmp_path, circle))
    assert all(table in str(caught.value) for table in ("core.a", "core.b", "core.c"))


@pytest.mark.parametrize("query", EVERY, ids=EVERY_NAME)
def test_every_table_read_is_made_by_a_query_or_filled_by_python(query: object) -> None:
    reads = query.reads  # type: ignore[attr-defined]
    assert reads <= {*TABLES, *MODELS}
    assert reads


def test_every_query_says_what_it_is_for_and_has_a_schema() -> None:
    assert len(EVERY) == len(list(SQL_FOLDER.rglob("*.sql")))
    for query in EVERY:
        assert len(query.description) > 40, query.table
        assert query.table.partition(".")[0] in {*SCHEMAS, LOOKUPS_FOLDER}


def test_the_columns_of_every_table_are_declared_and_no_others() -> None:
    with (SQL_FOLDER / COLUMNS_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    described = [name for table, name, _, _ in rows if table == "*"]
    assert described == sorted(set(described)), "Rows of * are in the order of the columns' names, each once."
    named = {name for table, name, _, _ in rows if table != "*"}
    assert named - set(described) == set(), "Describe these once, in a row of *."
    assert set(described) - named == set(), "No table has these columns any more."
    assert {table for table, *_ in rows} - {"*"} == {*TABLES}
    assert len({(table, name) for table, name, _, _ in rows}) == len(rows)
    assert all(column.description for query in QUERIES for column in query.columns)


@pytest.mark.parametrize("by_file", [False, True])
def test_a_query_whose_columns_are_not_the_declared_ones_is_refused(tmp_path: Path, by_file: bool) -> None:
    header = "-- by: sha256\n" if by_file else ""
    folder = folder_of(
        tmp_path,
        {
            "core/a.sql": f"{header}select sha256, 1 as n from checked.files",
            "columns.csv": 'table,column,type,description\n*,sha256,varchar,a file\n*,n,varchar,"a number, as text"\n'
            "core.a,sha256,,\ncore.a,n,,\n",
        },
    )
    with duckdb.connect() as connection:
        connection.execute("create schema core; create schema checked")
        connection.execute("create table checked.files as select 'a' as sha256, 'b' as fingerprint")
        with pytest.raises(QueryError, match=r"core\.a has rows of STRUCT\(sha256 VARCHAR, n INTEGER\), and"):
            run_all(connection, load_queries(folder))
        assert connection.execute("select count(*) from duckdb_tables() where schema_name = 'core'").fetchone() == (0,)


def test_a_column_that_is_not_described_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"columns.csv": "table,column,type,description\ncore.a,n,bigint,\n"})
    with pytest.raises(ValueError, match=r"core\.a\.n has no type or no description"):
        load_queries(folder)


def test_a_lookup_makes_no_table_and_its_parameters_are_those_of_its_text(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        {
            "lookups/b.sql": "-- A question.\nselect n from core.a where $m = '' or n = $n",
            "core/a.sql": "select 1 as n",
        },
    )
    assert [query.table for query in load_queries(folder)] == ["core.a"]
    asked = load_lookup("b", folder)
    assert (asked.reads, asked.parameters, asked.description) == ({"core.a"}, {"n", "m"}, "A question.")
    with duckdb.connect() as connection:
        connection.execute("create schema core; create table core.a as select * from range(3) as t (n)")
        assert connection.execute(asked.text, {"n": 2, "m": "x"}).fetchall() == [(2,)]


def test_a_query_that_makes_a_table_has_no_parameters(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"core\.a has parameters"):
        load_queries(folder_of(tmp_path, {"core/a.sql": "select n from core.x where n = $n"}))


# What sqlglot carries from DuckDB to Spark with equal results, missing values included; `make spark` proves one more.
# Where two of a group have the same order, or a value may be missing, arg_max and arg_min differ: filter those out.
FUNCTIONS = {
    exp.Sum, exp.Count, exp.Min, exp.Max, exp.Median, exp.Coalesce, exp.Nullif, exp.Cast, exp.Case, exp.If, exp.And,
    exp.Or, exp.Concat, exp.Substring, exp.Upper, exp.Trim, exp.Abs, exp.Greatest, exp.Least, exp.RowNumber,
    exp.FirstValue, exp.DateDiff, exp.StrPosition, exp.ArgMax, exp.ArgMin, exp.LogicalOr, exp.LogicalAnd,
    exp.PercentileCont, exp.Lower, exp.RegexpReplace, exp.Replace, exp.Lag, exp.Lead, exp.GroupConcat, exp.Explode,
    exp.Split,
}  # fmt: skip


@pytest.mark.parametrize("query", EVERY, ids=EVERY_NAME)
def test_only_sql_that_carries_over_is_used(query: object) -> None:
    text = query.text  # type: ignore[attr-defined]
    (statement,) = sqlglot.parse(text, dialect="duckdb")
    assert statement is not None
    assert not list(statement.find_all(exp.Pivot, exp.TryCast))
    assert not [star for star in statement.find_all(exp.Star) if star.args.get("except_") or star.args.get("replace")]
    assert not [found for found in statement.find_all(exp.Subquery) if _needs_a_name(found) and not found.alias]
    used = {type(found) for found in statement.find_all(exp.Func)}
    assert used <= FUNCTIONS, {kind.__name__ for kind in used - FUNCTIONS}
    assert not re.search(r"order by all|::", text)


def _needs_a_name(found: exp.Expression) -> bool:
    return isinstance(found.parent, exp.From | exp.Join)


@pytest.mark.parametrize("query", EVERY, ids=EVERY_NAME)
def test_every_query_can_be_written_for_spark(query: object) -> None:
    text = query.text  # type: ignore[attr-defined]
    assert sqlglot.parse_one(spark_sql(text), dialect="spark")
