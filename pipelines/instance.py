"""Dagster's own state below the state folder: settings put in place, and runs of a killed server ended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.lock import StateFolderBusy, hold_state_folder, release_state_folder
from pipelines.settings import PROJECT, Settings

_UNFINISHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


@contextmanager
def dagster_instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Dagster's instance of the state folder, with the settings of the project's dagster.yaml."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    wanted = (PROJECT / "dagster.yaml").read_bytes()
    in_place = home / "dagster.yaml"
    if not in_place.is_file() or in_place.read_bytes() != wanted:
        in_place.write_bytes(wanted)
    # Processes that Dagster starts (the daemon, a run) find both by these.
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["JPA_HOME"] = str(settings.home)
    with dg.DagsterInstance.get() as instance:
        yield instance


def end_stale_runs(instance: dg.DagsterInstance, settings: Settings) -> list[str]:
    """End the runs that are marked as running though no process works on the state folder; their ids.

    Dagster leaves the run of a killed server STARTED for ever, and the queue behind it blocked. A run that is alive
    holds the state folder: while it is held nothing is ended.
    """
    try:
        hold_state_folder(settings.home, wait_seconds=0)
    except StateFolderBusy:
        return []
    try:
        stale = instance.get_run_records(dg.RunsFilter(statuses=_UNFINISHED))
        for record in stale:
            instance.report_run_failed(
                record.dagster_run, message="The process of this run ended before the run did. Start it again."
            )
        return [record.dagster_run.run_id for record in stale]
    finally:
        release_state_folder(settings.home)
