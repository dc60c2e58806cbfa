"""The monthly release, in the time zone of its edition."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import dagster as dg

from assets.framework.loader import Framework
from pipelines.jobs import publish_release
from pipelines.release_keys import add_release_keys, key_of_month
from pipelines.resources import SettingsResource
from pipelines.runs import purge_runs

_AT = time(6)
# A machine that was off at six releases what became due on that day once it is on again.
_STILL = timedelta(hours=24)


@dg.schedule(
    name="monthly_release",
    job=publish_release,
    cron_schedule="0 * * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Releases the month before, on the day after the cut-off of its edition, at 06:00 of its time zone. "
    "It asks every hour whether one is due, so that a new edition needs no restart, and deletes old history of runs.",
)
def monthly_release(
    context: dg.ScheduleEvaluationContext, settings: SettingsResource
) -> list[dg.RunRequest] | dg.SkipReason:
    """Ask for the release of each month that is due; run keys see to it that it is asked for once."""
    try:
        framework = settings.framework
    except dg.Failure as failure:
        return dg.SkipReason(failure.description)
    add_release_keys(context.instance, framework, settings.settings.releases)
    purge_runs(context.instance, settings.settings)
    due = list(_due(framework, context.scheduled_execution_time))
    if not due:
        return dg.SkipReason("No month of an edition in editions.csv is to be released at this hour.")
    return [
        dg.RunRequest(
            run_key=key,
            partition_key=key,
            run_config={"ops": {"releases__restricted": {"config": {"approved_by": "schedule"}}}},
        )
        for key in due
    ]


def _due(framework: Framework, now: datetime) -> Iterator[str]:
    """The keys of the months whose release is due now, or was within the last day."""
    for edition in framework.editions:
        for month in edition.months:
            day = edition.cut_off_on(month) + timedelta(days=1)
            due = datetime.combine(day, _AT, ZoneInfo(edition.time_zone))
            if due <= now < due + _STILL:
                yield key_of_month(edition.edition_id, month)
