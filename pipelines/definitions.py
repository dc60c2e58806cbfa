"""The one Definitions: rooms' assets, jobs, schedules and sensors, wired to one state folder."""

from __future__ import annotations

import dagster as dg

from assets.checking.assets import answer_assets, checking_assets, checking_checks
from assets.dashboards.assets import dashboard_assets, release_assets
from assets.framework.assets import framework_assets
from assets.intake.assets import intake_assets
from assets.warehouse.assets import sql_assets, sql_checks
from assets.warehouse.queries import load_queries
from pipelines.answer_step import AnswerStep
from pipelines.check_step import CheckStep
from pipelines.jobs import all_jobs
from pipelines.release_step import ReleaseStep
from pipelines.run_steps import Count, RunSteps
from pipelines.schedules import monthly_release
from pipelines.sensors import inbox_sensor
from pipelines.settings import Settings, load_settings


def build_definitions(settings: Settings, count: Count | None = None) -> dg.Definitions:
    """Everything that runs, for one state folder; ``count`` hears of each workbook read."""
    steps = RunSteps(settings, count)
    check_step = CheckStep(steps)
    queries = load_queries()
    months = sorted({month for edition in steps.framework.editions for month in edition.months})
    jobs = all_jobs(months, steps.archive.verify)
    assets = [
        *framework_assets(steps.store_framework, steps.store_vintage),
        *intake_assets(steps.receive),
        *checking_assets(check_step.check),
        *sql_assets(steps.warehouse, queries),
        # After every table and check, not only those the pages read: readers get a copy of the whole warehouse.
        *dashboard_assets(steps.build_pages, [query.table for query in queries if not query.is_check]),
        *answer_assets(AnswerStep(steps).write),
        *release_assets(ReleaseStep(steps, check_step).publish, months),
    ]
    return dg.Definitions(
        assets=assets,
        asset_checks=[*checking_checks(check_step.not_counted), *sql_checks(steps.warehouse, queries)],
        jobs=list(jobs.values()),
        schedules=[monthly_release(jobs["publish_release"], settings)],
        sensors=[inbox_sensor(jobs["refresh"], settings)],
        executor=dg.in_process_executor,
    )


defs = build_definitions(load_settings())
