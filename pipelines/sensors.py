"""New files in the inbox start a refresh."""

# Dagster reads the annotations of a context as they stand: no `from __future__ import annotations` here.

import time

import dagster as dg

from assets.intake.inbox import inbox_fingerprint
from pipelines.jobs import refresh
from pipelines.resources import SettingsResource

# How often the same content of the inbox is asked for: a run may have been killed, a file may never be taken.
_TIMES = 3
# Dagster's daemon does not look more often; inbox_seconds in the settings can only make it rarer.
_LEAST_SECONDS = 5
_UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


@dg.sensor(
    name="inbox",
    job=refresh,
    minimum_interval_seconds=_LEAST_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Looks into inbox/ every few seconds (inbox_seconds in the settings) and starts a refresh when files "
    "have come and are no longer being copied; again, a few times, where a run left them there.",
)
def inbox(context: dg.SensorEvaluationContext, settings: SettingsResource) -> dg.SensorResult | dg.SkipReason:
    """Start ``refresh`` for what is in the inbox and no longer changes."""
    try:
        now_in_force = settings.settings
    except dg.Failure as failure:
        return dg.SkipReason(failure.description)
    before, asked, looked_at = [*(context.cursor or "").split(" "), "", "", ""][:3]
    now = time.time()
    rarely = now_in_force.inbox_seconds > _LEAST_SECONDS
    if rarely and looked_at and now - float(looked_at) < now_in_force.inbox_seconds:
        return dg.SkipReason(f"The inbox is looked into every {now_in_force.inbox_seconds} s.")
    seen = inbox_fingerprint(now_in_force.inbox)
    if not seen:
        return dg.SkipReason("The inbox is empty, or a file is still being copied.")
    if seen != before:
        # Seen for the first time: a file may still be on its way, so it is taken at the next look.
        return dg.SensorResult(skip_reason=dg.SkipReason("Files are arriving."), cursor=f"{seen} 0 {now:.0f}")
    times = int(asked or 0)
    if context.instance.get_run_records(dg.RunsFilter(job_name=refresh.name, statuses=_UNDER_WAY), limit=1):
        return dg.SkipReason("A refresh is under way.")
    if times >= _TIMES:
        return dg.SkipReason(
            f"{times} runs left the same files in the inbox: see received/receipts, “left in the inbox”, for why."
        )
    # A killed run leaves its files in the inbox, and Dagster remembers a run key for ever: hence the number.
    asking = dg.RunRequest(run_key=f"{seen} {times + 1}")
    return dg.SensorResult(run_requests=[asking], cursor=f"{seen} {times + 1} {now:.0f}")
