"""Every file of sql/ as a Dagster asset or as a blocking check, made by one factory from the query's own text."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from assets.framework.metadata import table
from assets.warehouse.queries import Query, run_query
from assets.warehouse.store import Warehouse, frame_of


def sql_assets(warehouse: Warehouse, queries: Sequence[Query]) -> list[dg.AssetsDefinition]:
    """One asset a query; what it depends on is read from its text."""
    return [_asset(warehouse, query) for query in queries if not query.is_check]


def sql_checks(warehouse: Warehouse, queries: Sequence[Query]) -> list[dg.AssetChecksDefinition]:
    """One blocking check a query of sql/checks: any row it returns is wrong and stops what follows."""
    order = {query.table: position for position, query in enumerate(queries)}
    return [_check(warehouse, query, order) for query in queries if query.is_check]


def key_of(table_name: str) -> dg.AssetKey:
    """core.observations is the asset core/observations."""
    return dg.AssetKey(table_name.split("."))


def _asset(warehouse: Warehouse, query: Query) -> dg.AssetsDefinition:
    @dg.asset(
        key=key_of(query.table),
        deps=[key_of(read) for read in sorted(query.reads)],
        description=query.description,
        group_name=query.table.partition(".")[0],
        kinds={"duckdb", "sql"},
    )
    def run() -> dg.MaterializeResult[None]:
        with warehouse.connection() as connection:
            rows = run_query(connection, query)
        return dg.MaterializeResult(metadata={"rows": rows, "query": dg.MetadataValue.md(f"```sql\n{query.text}\n```")})

    return run


def _check(warehouse: Warehouse, query: Query, order: dict[str, int]) -> dg.AssetChecksDefinition:
    # The check stands on the table that is made last of those it reads, and waits for the others.
    guarded = max(query.reads, key=lambda read: order.get(read, -1))

    @dg.asset_check(
        asset=key_of(guarded),
        name=query.table.partition(".")[2],
        description=query.description,
        additional_deps=[key_of(read) for read in sorted(query.reads - {guarded})],
        blocking=True,
    )
    def run() -> dg.AssetCheckResult:
        with warehouse.connection() as connection:
            wrong = run_query(connection, query)
            shown = frame_of(connection, f"select * from {query.table} limit 50")
        rows = [{str(k): str(v) for k, v in row.items()} for row in shown.to_dict("records")]
        return dg.AssetCheckResult(
            passed=wrong == 0,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"rows that are wrong": wrong, "first of them": table(rows)},
        )

    return run
