"""sql/ worked out again only where something changed equals sql/ worked out from nothing, in whatever order it came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from assets.forms.results import Observation
from assets.framework.vintage import preview
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.manifest import table_hashes
from assets.warehouse.queries import Query, load_queries, restrict
from assets.warehouse.runner import QueryRunner, TableResult, set_threads
from assets.warehouse.store import Warehouse
from tests.shared import in_memory
from tests.warehouse.built import QUERIES, filled_in_memory, warehouse_in
from tests.warehouse.small_edition import BASE, SmallEdition, cell_of
from tests.warehouse.test_what_always_holds import COUNTRIES, Sent, edition_of, returns

DAYS = (date(2023, 8, 20), date(2023, 10, 2), date(2024, 12, 31))
BY_FILE = {query.table for query in load_queries(QUERIES) if query.by_file}
BY_COUNTRY = {query.table for query in load_queries(QUERIES) if query.by_country}


@dataclass(frozen=True)
class State:
    """What the archive, the officers and the calendar say at one moment."""

    sent: tuple[Sent, ...] = ()
    withdrawn: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()
    notes: frozenset[int] = frozenset()
    today: date = DAYS[-1]
    countries: tuple[str, ...] = COUNTRIES

    def edition(self) -> SmallEdition:
        small = edition_of(list(self.sent))
        small.countries = self.countries
        hashes = [row["sha256"] for row in small.rows["files"]]
        for number in sorted(self.withdrawn):
            small.decide(f"withdrawal {number}", "withdrawal", hashes[number])
        # A number to date that is lower in one return than in the others: E07 holds it, or those after it.
        for number, row in enumerate(small.rows["files"] if self.held else []):
            cell = {"sheet": "To date", "cell": "C1", "reporting_mode": "CUM"}
            whose = {name: row[name] for name in ("ref_area", "time_period")}
            observed = Observation(**cell_of("ARR TIP", 1 if number in self.held else 5), **cell, **whose)
            small.rows["observations"].append({"sha256": row["sha256"], **observed._asdict()})
        for number in sorted(self.notes):
            small._list(hashes[number], "notes", 20, {"where": "Outcomes C1", "note_kind": "ESTIMATE"})
        # A file is read again under another fingerprint when a decision or a rule changes what is read from it.
        for row in small.rows["files"]:
            rows = [r for name in ("observations", "entries") for r in small.rows[name] if r["sha256"] == row["sha256"]]
            row["fingerprint"] = hashlib.sha256(repr((row, rows)).encode()).hexdigest()
        return small


@st.composite
def states(draw: st.DrawFn) -> list[State]:
    """A sequence of states, each one or two steps after the one before."""
    state, sequence = State(), []
    for _ in range(draw(st.integers(2, 4))):
        for _ in range(draw(st.integers(1, 3))):
            state = step(draw, state)
        sequence.append(state)
    return sequence


def step(draw: st.DrawFn, state: State) -> State:
    kind = draw(st.sampled_from(["arrives", "arrives", "arrives", "corrected", "toggle", "day", "countries"]))
    if kind == "arrives" or not state.sent:
        return replace(state, sent=(*state.sent, draw(returns())))
    number = draw(st.integers(0, len(state.sent) - 1))
    if kind == "corrected":
        was = state.sent[number]
        new = replace(draw(returns()), country=was.country, month=was.month)
        return replace(state, sent=(*state.sent[:number], new, *state.sent[number + 1 :]))
    if kind == "day":
        return replace(state, today=draw(st.sampled_from(DAYS)))
    if kind == "countries":
        return replace(state, countries=draw(st.sampled_from([COUNTRIES, COUNTRIES[:2]])))
    what = draw(st.sampled_from(["withdrawn", "held", "notes"]))
    return replace(state, **{what: getattr(state, what) ^ {number}})


def fill_again(warehouse: Warehouse, small: SmallEdition, today: date) -> None:
    """Bring the tables that Python fills to the next state, as a refresh does: files that are as they were stay."""
    store, frames = CheckedStore(warehouse, small.framework), small.frames()
    known = store.fingerprints()
    stay = {row["sha256"] for row in small.rows["files"] if known.get(row["sha256"]) == row["fingerprint"]}
    received = {f"received.{name}": frames.pop(name) for name in ("receipts", "decisions")}
    whole = {f"checked.{name}": frames.pop(name) for name in ("asked",)}
    store.replace({name: frame[~frame["sha256"].isin(stay)] for name, frame in frames.items()}, keep=stay)
    store.save(received | whole)
    store.save(framework_frames(small.framework, preview(small.edition, today)))


def fresh(small: SmallEdition, today: date) -> dict[str, str]:
    with filled_in_memory(small, preview(small.edition, today)) as connection:
        run(connection)
        return table_hashes(connection)


def run(connection: duckdb.DuckDBPyConnection) -> dict[str, TableResult]:
    set_threads(connection)
    results = {result.table: result for result in QueryRunner(connection, load_queries(QUERIES)).run_all()}
    for (table,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
        connection.execute(f"drop table if exists temp.{table}")
    return results


@pytest.mark.slow
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(states())
def test_what_is_worked_out_step_by_step_equals_what_is_worked_out_at_once(sequence: list[State]) -> None:
    with in_memory() as folder:
        warehouse = warehouse_in(folder)
        for state in sequence:
            small = state.edition()
            with warehouse.connection() as connection:
                fill_again(warehouse, small, state.today)
                run(connection)
                assert table_hashes(connection) == fresh(small, state.today)


@dataclass
class Living:
    """A warehouse that goes through states."""

    warehouse: Warehouse
    sent: list[Sent] = field(default_factory=list)

    def send(self, *sent: Sent) -> dict[str, TableResult]:
        self.sent += sent
        with self.warehouse.connection() as connection:
            fill_again(self.warehouse, State(tuple(self.sent)).edition(), DAYS[-1])
            return run(connection)


@pytest.fixture
def living() -> Iterator[Living]:
    with in_memory() as folder:
        warehouse = Living(warehouse_in(folder))
        values = {"ARR TIP": 3, "ARR TIP F.Y_GE18": 1}
        warehouse.send(*(Sent(country, "2023-07", "accepted", values, [], []) for country in COUNTRIES))
        yield warehouse


def test_where_nothing_changed_no_query_runs(living: Living) -> None:
    assert [table for table, result in living.send().items() if not result.skipped] == []


def test_tables_that_are_as_they_were_are_not_written_again(living: Living) -> None:
    small = State(tuple(living.sent)).edition()
    frames = framework_frames(small.framework, preview(small.edition, DAYS[-1]))
    store = CheckedStore(living.warehouse, small.framework)
    with living.warehouse.connection() as connection:
        connection.execute("update framework.codes set name = 'altered'")
        connection.execute("drop table framework.targets")
        store.save(frames)
        altered = connection.execute("select count(*) from framework.codes where name <> 'altered'").fetchone()
        assert altered == (0,)
        assert connection.execute("select count(*) from framework.targets").fetchone() == (
            len(frames["framework.targets"]),
        )
        frames["framework.codes"].loc[0, "name"] = "another"
        store.save(frames)
        assert set(store.frames("framework.codes")["framework.codes"]["name"]) == set(frames["framework.codes"]["name"])


def test_of_one_new_return_only_its_own_cells_are_worked_out(living: Living) -> None:
    results = living.send(Sent("MYS", "2023-08", "accepted", {"ARR TIP": 5}, [], []))
    assert results["core.reported_cells"].files == 1
    assert {table for table, result in results.items() if result.files is not None} == BY_FILE | BY_COUNTRY
    assert all(result.files == 1 for table, result in results.items() if table in BY_FILE), results
    assert results["outcomes.indicator_to_date"].changed


def test_of_one_new_return_only_those_of_its_country_are_compared(living: Living) -> None:
    results = living.send(Sent("MYS", "2023-08", "accepted", {"ARR TIP": 5}, [], []))
    assert {table: result.files for table, result in results.items() if table in BY_COUNTRY} == dict.fromkeys(
        BY_COUNTRY, 2
    )
    assert results["history.earlier_returns"].changed
    assert not results["history.decreased_numbers"].changed


def test_what_is_as_before_makes_nothing_behind_it_run(living: Living) -> None:
    receipts = State(tuple(living.sent)).edition().frames()["receipts"]
    CheckedStore(living.warehouse, BASE).save({"received.receipts": receipts.assign(size=receipts["size"] + 1)})
    with living.warehouse.connection() as connection:
        results = run(connection)
    assert results["core.receipts"].changed
    assert not results["core.candidates"].skipped
    assert not results["core.candidates"].changed
    assert results["core.returns"].skipped


def test_a_query_whose_text_changed_runs_again(living: Living) -> None:
    queries = [
        replace(query, text=query.text + "\nlimit 0") if query.table == "core.crime_values" else query
        for query in load_queries(QUERIES)
    ]
    with living.warehouse.connection() as connection:
        results = {result.table: result for result in QueryRunner(connection, queries).run_all()}
    assert results["core.crime_values"].rows == 0
    assert results["core.reported_values"].skipped


def test_a_table_that_was_dropped_is_made_again(living: Living) -> None:
    with living.warehouse.connection() as connection:
        before = table_hashes(connection)
        connection.execute("drop table outcomes.indicator_month")
        connection.execute("drop table core.reported_values")
        run(connection)
        assert table_hashes(connection) == before


def test_a_run_that_fails_half_way_leaves_tables_that_the_next_one_completes(living: Living) -> None:
    broken = [
        replace(query, text="select error('stop') as a", by_file=False) if query.table == "core.crime_values" else query
        for query in load_queries(QUERIES)
    ]
    living.sent.append(Sent("MYS", "2023-08", "accepted", {"ARR TIP": 5}, [], []))
    small = State(tuple(living.sent)).edition()
    with living.warehouse.connection() as connection:
        fill_again(living.warehouse, small, DAYS[-1])
        with pytest.raises(duckdb.Error, match="stop"):
            list(QueryRunner(connection, broken).run_all())
        run(connection)
        assert table_hashes(connection) == fresh(small, DAYS[-1])


def test_a_restricted_query_reads_only_the_rows_of_the_files_listed() -> None:
    text = """-- What stands
-- from core.b here is no part of it.
with own as (select * from core.a)
select own.x from own inner join core.b as c on own.x = c.x
where own.y in (select y from core.b) and own.z in (select z from core.b_other)"""
    assert restrict(text, {"core.b"}, "f") == (
        """with own as (select * from core.a)
select own.x from own inner join (select * from core.b where sha256 in (select sha256 from f)) as c on own.x = c.x
where own.y in (select y from (select * from core.b where sha256 in (select sha256 from f)) as b)"""
        " and own.z in (select z from core.b_other)"
    )


def by_tree(text: str, tables: set[str], files: str) -> exp.Expression:
    """The query restricted in its syntax tree."""
    statement = sqlglot.parse_one(text, dialect="duckdb")
    for found in list(statement.find_all(exp.Table)):
        name = f"{found.db}.{found.name}"
        if name in tables:
            inner = sqlglot.parse_one(f"select * from {name} where sha256 in (select sha256 from {files})")
            found.replace(exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier(found.alias_or_name))))
    return statement


@pytest.mark.parametrize(
    "query", [query for query in load_queries(QUERIES) if query.by_file or query.by_country], ids=lambda q: q.table
)
def test_every_query_by_file_is_restricted_as_its_syntax_tree_says(query: Query) -> None:
    for tables in ({table} for table in query.reads):
        restricted = restrict(query.text, tables, "f")
        wanted = by_tree(query.text, tables, "f").sql(dialect="duckdb", comments=False)
        assert sqlglot.parse_one(restricted, dialect="duckdb").sql(dialect="duckdb", comments=False) == wanted
