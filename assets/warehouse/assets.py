"""Every file of sql/ as a Dagster asset or a blocking check, made from the query's own text; and the readers' copy."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import dagster as dg

from assets.framework.metadata import code_reference, table
from assets.warehouse.columns import Column
from assets.warehouse.queries import SQL_FOLDER, Query
from assets.warehouse.runner import QueryRunner, set_threads
from assets.warehouse.store import Warehouse, frame_of
from assets.warehouse.tables import MODELS, columns_of

PUBLISHED = dg.AssetKey(["warehouse", "published"])
# Dagster repeats the version of a table in the events of all that are made of it: so many digits tell versions apart.
_VERSION_DIGITS = 16


def key_of(table_name: str) -> dg.AssetKey:
    """core.observations is the asset core/observations."""
    return dg.AssetKey(table_name.split("."))


def declared_schemas(queries: Sequence[Query]) -> dict[str, dg.TableSchema]:
    """The declared columns of every table, of those that Python fills and of those of sql/, as Dagster shows them."""
    columns = {table: columns_of(table) for table in MODELS} | {query.table: query.columns for query in queries}
    return {
        table: dg.TableSchema(columns=[_column(column) for column in of_table]) for table, of_table in columns.items()
    }


@lru_cache(maxsize=1024)  # most columns are those of several tables
def _column(column: Column) -> dg.TableColumn:
    said = dg.TableColumnConstraints(nullable=column.nullable, other=list(column.constraints))
    return dg.TableColumn(column.name, column.type, column.description, said)


def sql_assets(queries: Sequence[Query], columns: Mapping[str, dg.TableSchema]) -> dg.AssetsDefinition:
    """One step that makes the tables of all ``queries``, or of those that are selected, over one connection.

    Each table is an asset that depends on the tables its text reads; each query of sql/checks is a blocking check: any
    row it returns is wrong, and nothing that comes after the tables is made. ``columns`` are the declared
    ones by table. Asks for the resource ``warehouse``.
    """
    made = [query for query in queries if not query.is_check]
    checks = {query: _guarded_by(query, queries) for query in queries if query.is_check}

    @dg.multi_asset(
        name="sql",
        specs=[_spec(query, columns) for query in made],
        check_specs=[_check_spec(query, guarded) for query, guarded in checks.items()],
        can_subset=True,
        required_resource_keys={"warehouse"},
    )
    def sql(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        warehouse: Warehouse = context.resources.warehouse.warehouse
        chosen = context.selected_asset_keys
        wanted_checks = {key.name for key in context.selected_asset_check_keys}
        with warehouse.connection() as connection:
            set_threads(connection)
            runner = QueryRunner(connection, queries)
            for query in queries:
                name = query.table.partition(".")[2]
                if query.is_check:
                    if name in wanted_checks:
                        wrong = runner.run(query).rows
                        shown = frame_of(connection, f"select * from {query.table} limit 50") if wrong else None
                        rows = [] if shown is None else shown.to_dict("records")
                        yield _check_result(query, checks[query], wrong, rows)
                elif key_of(query.table) in chosen:
                    result = runner.run(query)
                    yield dg.MaterializeResult(
                        asset_key=key_of(query.table),
                        metadata={"dagster/row_count": result.rows, "worked out anew": not result.skipped},
                        data_version=dg.DataVersion(result.version[:_VERSION_DIGITS]),
                    )

    return sql


def published_warehouse(queries: Sequence[Query]) -> dg.AssetsDefinition:
    """The copy of all tables that readers open; calls ``publish_warehouse()`` of the resource ``steps``."""

    @dg.asset(
        key=PUBLISHED,
        deps=[key_of(query.table) for query in queries if not query.is_check],
        description="The copy of all tables that readers and other programs open, swapped in whole once every check "
        "has passed.",
        group_name="warehouse",
        kinds={"duckdb"},
        required_resource_keys={"steps"},
    )
    def published(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        path = context.resources.steps.publish_warehouse()
        return dg.MaterializeResult(metadata={"file": dg.MetadataValue.path(str(path)), "bytes": path.stat().st_size})

    return published


def _spec(query: Query, columns: Mapping[str, dg.TableSchema]) -> dg.AssetSpec:
    return dg.AssetSpec(
        key_of(query.table),
        deps=[key_of(read) for read in sorted(query.reads)],
        description=query.description,
        group_name=query.table.partition(".")[0],
        kinds={"duckdb", "sql"},
        code_version=hashlib.sha256(query.text.encode()).hexdigest()[:16],
        metadata={
            "dagster/column_schema": columns[query.table],
            **code_reference(SQL_FOLDER.joinpath(*query.table.split(".")).with_suffix(".sql")),
        },
    )


def _guarded_by(check: Query, queries: Sequence[Query]) -> str:
    """The table a check is shown at: that which is made last of those it reads."""
    order = {query.table: position for position, query in enumerate(queries)}
    return max(check.reads, key=lambda read: order.get(read, -1))


def _check_spec(query: Query, guarded: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        query.table.partition(".")[2],
        asset=key_of(guarded),
        description=query.description,
        additional_deps=[key_of(read) for read in sorted(query.reads - {guarded})],
        blocking=True,
    )


def _check_result(
    query: Query, guarded: str, wrong: int, shown: Sequence[Mapping[object, object]]
) -> dg.AssetCheckResult:
    rows = [{str(name): str(value) for name, value in row.items()} for row in shown]
    return dg.AssetCheckResult(
        asset_key=key_of(guarded),
        check_name=query.table.partition(".")[2],
        passed=wrong == 0,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"rows that are wrong": wrong, "first of them": table(rows)},
    )
