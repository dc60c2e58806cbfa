"""The framework's tables as Dagster assets."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Iterator, Mapping

import dagster as dg

from assets.framework.contract import ContractViolation
from assets.framework.metadata import contract_broken, contract_check, contract_kept

SETTINGS = dg.AssetKey(["sources", "settings"])
FILES = dg.AssetKey(["sources", "framework_files"])
_EDITIONS = dg.AssetKey(["framework", "editions"])
_DESCRIPTIONS = {
    "framework.editions": "The Joint Periods of Action: first and last day, due day and cut-off day of their returns.",
    "framework.months": "The reporting months of each edition, with the day each return is due and the cut-off.",
    "framework.participants": "Which countries and economies take part in each edition.",
    "framework.countries": "Countries and economies: ISO 3166 codes, UN M49, members of the Bali Process.",
    "framework.indicators": "What is counted: unit, when it counts, how it adds up over countries.",
    "framework.indicator_splits": "By what each indicator can be split: sex, age, crime and others.",
    "framework.counting_rules": "Where each indicator is counted, at which stages, and how it adds up.",
    "framework.cell_statuses": "What a cell says by its status, and between which numbers lies what is withheld.",
    "framework.value_states": "What may stand in place of a value, in the order in which it is said of several.",
    "framework.codes": "The code lists of the form and of the exports.",
    "framework.targets": "Milestones and targets, only for what a country controls.",
    "framework.rule_limits": "The thresholds of the rules that compare figures, by rule and name.",
    "framework.published_outcomes": "Figures the Bali Process published for earlier editions: context only.",
    "framework.vintage": "What this build is of: edition, cut-off, preview or release.",
}


def framework_assets(columns: Mapping[str, dg.TableSchema]) -> list[dg.AssetsDefinition]:
    """Assets of the framework tables; ``columns`` are the declared ones by table.

    Calls ``store_framework()`` and, once the receipts are known, ``store_vintage()`` of the resource ``steps``.
    """
    tables = [table for table in _DESCRIPTIONS if table != "framework.vintage"]

    @dg.multi_asset(
        name="framework",
        specs=[_spec(table, columns) for table in tables],
        check_specs=[contract_check(_EDITIONS, "the framework tables")],
        required_resource_keys={"steps"},
    )
    def framework(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        try:
            rows = context.resources.steps.store_framework()
        except ContractViolation as violation:
            yield contract_broken(_EDITIONS, violation)
            raise
        yield contract_kept(_EDITIONS)
        for table in tables:
            yield dg.MaterializeResult(asset_key=table.split("."), metadata={"dagster/row_count": rows[table]})

    @dg.asset(
        key=["framework", "vintage"],
        deps=[["received", "receipts"], FILES, SETTINGS],
        description=_DESCRIPTIONS["framework.vintage"],
        group_name="framework",
        metadata={"dagster/column_schema": columns["framework.vintage"]},
        required_resource_keys={"steps"},
    )
    def vintage(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"release": context.resources.steps.store_vintage()})

    return [framework, vintage]


def _spec(table: str, columns: Mapping[str, dg.TableSchema]) -> dg.AssetSpec:
    return dg.AssetSpec(
        table.split("."),
        deps=[FILES],
        description=_DESCRIPTIONS[table],
        group_name="framework",
        metadata={"dagster/column_schema": columns[table]},
    )
