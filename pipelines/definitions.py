"""The one Definitions: rooms' assets and checks, jobs, schedule, sensor, and the resources they work with.

Importing this reads sql/ and the code, nothing of the environment and nothing of the state folder.
"""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

import warnings
from collections.abc import Iterator

import dagster as dg

from assets.checking.assets import DECISIONS, LAYOUTS, answer_assets, checking_assets, every_file_counts
from assets.dashboards.assets import dashboard_assets, release_assets
from assets.dashboards.site_data import TABLES as PAGE_TABLES
from assets.framework.assets import FILES, SETTINGS, framework_assets
from assets.intake.assets import INBOX, every_file_is_as_received, intake_assets
from assets.warehouse.assets import declared_schemas, published_warehouse, sql_assets
from assets.warehouse.queries import load_lookup, load_queries
from assets.warehouse.tables import MODELS
from pipelines.jobs import publish_release, recheck, refresh, verify_archive
from pipelines.run_steps import resources
from pipelines.schedules import monthly_release
from pipelines.sensors import inbox

_SOURCES = {
    INBOX: "What data officers put into the inbox and no run has taken yet.",
    DECISIONS: "What data officers decided: waivers, corrections and withdrawals, a file each.",
    LAYOUTS: "The layout files: how the form and other people's tables are read.",
    FILES: "The framework's CSV files, shipped or replaced in the state folder.",
    SETTINGS: "The settings: jpa.toml in the state folder, and the environment.",
}
_LOOKUPS_OF_ANSWERS = ("answer_files", "answer_findings")
_LOOKUPS_OF_RELEASES = ("release_figures", "release_files")
# A release is worked out anew, by the same queries, from what was received and read; of it, these tables are shown.
_RELEASES_READ = {*PAGE_TABLES, *(table for table in MODELS if not table.startswith("framework."))}


def _reads(*lookups: str) -> set[str]:
    """The tables that these queries of sql/lookups read."""
    return {table for name in lookups for table in load_lookup(name).reads}


def _sources() -> dg.AssetsDefinition:
    @dg.multi_observable_source_asset(  # type: ignore[untyped-decorator]
        name="sources",
        specs=[
            dg.AssetSpec(key, description=text, group_name="sources", kinds={"file"}) for key, text in _SOURCES.items()
        ],
        can_subset=True,
        required_resource_keys={"steps"},
    )
    def sources(context: dg.AssetExecutionContext) -> Iterator[dg.ObserveResult]:
        for name, version in context.resources.steps.source_versions().items():
            if (key := dg.AssetKey(["sources", name])) in context.selected_asset_keys:
                yield dg.ObserveResult(asset_key=key, data_version=dg.DataVersion(version))

    found: dg.AssetsDefinition = sources
    return found


_QUERIES = load_queries()
_COLUMNS = declared_schemas(_QUERIES)
with warnings.catch_warnings():
    # An asset that is looked at and not made is still called beta by Dagster.
    warnings.simplefilter("ignore", dg.BetaWarning)
    _OBSERVED = _sources()

defs = dg.Definitions(
    assets=[
        _OBSERVED,
        *framework_assets(_COLUMNS),
        *intake_assets(_COLUMNS["received.receipts"]),
        *checking_assets(_COLUMNS),
        sql_assets(_QUERIES, _COLUMNS),
        published_warehouse(_QUERIES),
        *dashboard_assets(PAGE_TABLES),
        *answer_assets(sorted(_reads(*_LOOKUPS_OF_ANSWERS))),
        *release_assets(sorted(_RELEASES_READ | _reads(*_LOOKUPS_OF_RELEASES))),
    ],
    asset_checks=[every_file_is_as_received, every_file_counts],
    jobs=[refresh, recheck, publish_release, verify_archive],
    schedules=[monthly_release],
    sensors=[inbox],
    resources=resources(),
    executor=dg.in_process_executor,
)
