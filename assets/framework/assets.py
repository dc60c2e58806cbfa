"""The framework's tables as Dagster assets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import dagster as dg

_DESCRIPTIONS = {
    "framework.editions": "The Joint Periods of Action: first and last day, due day and cut-off day of their returns.",
    "framework.months": "The reporting months of each edition, with the day each return is due and the cut-off.",
    "framework.participants": "Which countries and economies take part in each edition.",
    "framework.countries": "Countries and economies: ISO 3166 codes, UN M49, members of the Bali Process.",
    "framework.indicators": "What is counted: unit, when it counts, how it adds up over countries.",
    "framework.indicator_splits": "By what each indicator can be split: sex, age, crime and others.",
    "framework.counting_rules": "Where each indicator is counted, at which stages, and how it adds up.",
    "framework.status_bounds": "Between which numbers a value lies that its sender withheld.",
    "framework.value_states": "What may stand in place of a value, in the order in which it is said of several.",
    "framework.codes": "The code lists of the form and of the exports.",
    "framework.targets": "Milestones and targets, only for what a country controls.",
    "framework.published_outcomes": "Figures the Bali Process published for earlier editions: context only.",
    "framework.vintage": "What this build is of: edition, cut-off, preview or release.",
}


def framework_assets(
    store: Callable[[], Mapping[str, int]], store_vintage: Callable[[], str]
) -> list[dg.AssetsDefinition]:
    """Assets for the framework tables.

    ``store`` writes all but the vintage and returns the rows of each; ``store_vintage`` writes the vintage, once the
    receipts are known, and returns its release id.
    """
    tables = [table for table in _DESCRIPTIONS if table != "framework.vintage"]

    @dg.multi_asset(
        name="framework",
        specs=[
            dg.AssetSpec(table.split("."), description=_DESCRIPTIONS[table], group_name="framework") for table in tables
        ],
    )
    def framework() -> Iterator[dg.MaterializeResult[None]]:
        rows = store()
        for table in tables:
            yield dg.MaterializeResult(asset_key=table.split("."), metadata={"rows": rows[table]})

    @dg.asset(
        key=["framework", "vintage"],
        deps=[["received", "receipts"]],
        description=_DESCRIPTIONS["framework.vintage"],
        group_name="framework",
    )
    def vintage() -> dg.MaterializeResult[None]:
        return dg.MaterializeResult(metadata={"release": store_vintage()})

    return [framework, vintage]
