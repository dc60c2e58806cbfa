"""New files in the inbox start a refresh."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

import dagster as dg

from assets.intake.inbox import inbox_fingerprint
from pipelines.jobs import Job
from pipelines.settings import Settings


def inbox_sensor(job: Job, settings: Settings) -> dg.SensorDefinition:
    """Starts ``refresh`` once for each content of the inbox, when it has not changed since the last look."""

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
            return dg.SkipReason("The inbox is empty.")
        if seen != context.cursor:
            # Seen for the first time: a file may still be on its way, so it is taken at the next look.
            return dg.SensorResult(skip_reason=dg.SkipReason("Files are arriving."), cursor=seen)
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=seen)], cursor=seen)

    return sensor
