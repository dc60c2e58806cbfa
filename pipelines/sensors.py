"""New files in the inbox start a refresh."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

from typing import TYPE_CHECKING

import dagster as dg

from assets.intake.inbox import inbox_fingerprint
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.private_api import Job

# How often the same content of the inbox is asked for: a run may have been killed, a file may never be taken.
_TIMES = 3
_UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def inbox_sensor(job: "Job", settings: Settings) -> dg.SensorDefinition:
    """Starts ``refresh`` for what lies still in the inbox; again, a few times, where a run left it there."""

    @dg.sensor(
        name="inbox",
        job=job,
        minimum_interval_seconds=settings.inbox_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Looks into {settings.inbox.name}/ every {settings.inbox_seconds} s and starts a refresh when "
        "files have come and are no longer being copied.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        seen = inbox_fingerprint(settings.inbox)
        if not seen:
            return dg.SkipReason("The inbox is empty, or a file is still being copied.")
        before, _, asked = (context.cursor or "").partition(" ")
        if seen != before:
            # Seen for the first time: a file may still be on its way, so it is taken at the next look.
            return dg.SensorResult(skip_reason=dg.SkipReason("Files are arriving."), cursor=f"{seen} 0")
        times = int(asked or 0)
        if context.instance.get_run_records(dg.RunsFilter(job_name=job.name, statuses=_UNDER_WAY), limit=1):
            return dg.SkipReason("A refresh is under way.")
        if times >= _TIMES:
            return dg.SkipReason(
                f"{times} runs left the same files in the inbox: see received/receipts, “left in the inbox”, for why."
            )
        # A killed run leaves its files in the inbox, and Dagster remembers a run key for ever: hence the number.
        asking = dg.RunRequest(run_key=f"{seen} {times + 1}")
        return dg.SensorResult(run_requests=[asking], cursor=f"{seen} {times + 1}")

    return sensor
