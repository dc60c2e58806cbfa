"""The monthly release, in the edition's time zone."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from typing import TYPE_CHECKING

import dagster as dg

from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.private_api import Job


def monthly_release(job: "Job", settings: Settings) -> dg.ScheduleDefinition:
    """On the day after the cut-off, at six in the morning, the release of the month before."""
    edition = settings.current_edition(settings.framework())

    @dg.schedule(
        name="monthly_release",
        job=job,
        cron_schedule=f"0 6 {edition.cut_off_day + 1} * *",
        execution_timezone=edition.time_zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Releases the month before, on day {edition.cut_off_day + 1} at 06:00 ({edition.time_zone}).",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        now = context.scheduled_execution_time
        year, month = (now.year, now.month - 1) if now.month > 1 else (now.year - 1, 12)
        wanted = f"{year:04d}-{month:02d}"
        if settings.framework().edition_of(wanted) is None:
            return dg.SkipReason(f"No edition in editions.csv has the month {wanted}: there is nothing to release.")
        return dg.RunRequest(
            run_key=wanted,
            partition_key=wanted,
            run_config={"ops": {"releases__restricted": {"config": {"approved_by": "schedule"}}}},
        )

    return schedule
