"""Runs of Dagster: its instance below the state folder, runs of a killed server ended, a job run in this process."""

from __future__ import annotations

import getpass
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import dagster as dg

from assets.framework.loader import Framework
from assets.warehouse.store import Warehouse
from pipelines.last_run import read_inputs, record
from pipelines.release_keys import add_release_keys
from pipelines.settings import PROJECT, Settings
from pipelines.state_folder import StateFolderBusy, hold_state_folder, release_state_folder
from pipelines.status import Status, read_status

# What happens is shown by the progress and kept in the run's own log: the console says nothing beside it.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_RECORDED = ("refresh", "recheck")
_PURGED = ("refresh", "recheck", "verify_archive")
_FREE_SHARE = 0.2  # of a file of Dagster's: more than that is given back
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


def purge_runs(instance: dg.DagsterInstance, settings: Settings) -> int:
    """Delete the history of refreshes, and of checks of the archive, older than is set; how many runs.

    Kept are runs of releases, by which the UI knows what was released, and the last refresh that went well.
    """
    before = datetime.now(UTC) - timedelta(days=settings.keep_runs_days)
    good = instance.get_run_records(dg.RunsFilter(job_name="refresh", statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1)
    kept = {record.dagster_run.run_id for record in good}
    old = [
        record.dagster_run.run_id
        for name in _PURGED
        for record in instance.get_run_records(dg.RunsFilter(job_name=name, created_before=before))
        if record.dagster_run.is_finished
    ]
    gone = [run_id for run_id in old if run_id not in kept]
    for run_id in gone:
        instance.delete_run(run_id)
    if gone:
        _give_back(settings.dagster_home / "history")
    return len(gone)


def _give_back(history: Path) -> None:
    """Give the room of what was deleted back to the disk, where it is much; while another process reads, another time.

    A little is filled again by the next runs: giving it back would write the whole file anew with every purge.
    """
    for path in filter(Path.is_file, (history / "runs.db", history / "runs" / "index.db")):
        with closing(sqlite3.connect(path, timeout=1)) as database, suppress(sqlite3.OperationalError):
            pages, free = (
                database.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "freelist_count")
            )
            if free > pages * _FREE_SHARE:
                database.execute("vacuum")


class Progress(Protocol):
    """Hears how a run goes on."""

    def steps(self, of: int) -> None:
        """The run has this many steps."""

    def step(self, name: str) -> None:
        """A step is done."""

    def read(self, done: int, of: int) -> None:
        """So many workbooks of so many are read."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended; ``failures`` are the steps that failed with what each said.

    ``status`` is what is in the state folder after a refresh or recheck that went well.
    """

    run_id: str
    success: bool
    failures: tuple[tuple[str, str], ...]
    status: Status | None = None


def run_job(
    settings: Settings,
    name: str,
    progress: Progress,
    *,
    ops: Mapping[str, Any] | None = None,
    partition: str | None = None,
) -> Ran:
    """Run one job to its end; ``ops`` is Dagster's configuration by step.

    Raises StateFolderBusy naming the process where another run does not end in time.
    """
    # Whatever is wrong in the framework tables is said before anything begins.
    framework = settings.framework()
    # Read before the run reads any of it: what changes from now on is new to the next run.
    inputs = _inputs(settings, framework)

    from pipelines.definitions import defs
    from pipelines.run_steps import counting

    status = None
    with dagster_instance(settings) as instance:
        end_stale_runs(instance, settings)
        add_release_keys(instance, framework, settings.releases)
        hold_state_folder(settings.home, settings.lock_seconds)
        try:
            job = defs.resolve_job_def(name)
            progress.steps(len(job.nodes))
            with counting(progress.read):
                result = job.with_hooks({_step_hook(progress)}).execute_in_process(
                    instance=instance,
                    run_config={**_QUIET, **({"ops": dict(ops)} if ops else {})},
                    partition_key=partition,
                    raise_on_error=False,
                    tags={"started by": f"jpa command, {getpass.getuser()}"},
                )
            purge_runs(instance, settings)
            if result.success and name in _RECORDED:
                status = read_status(Warehouse(settings.warehouse, settings.published_warehouse))
                if inputs is not None:
                    record(settings, inputs, status)
        finally:
            release_state_folder(settings.home)
    return Ran(result.run_id, result.success, tuple(_failures(result)), status)


def _inputs(settings: Settings, framework: Framework) -> dict[str, str] | None:
    """What a run depends on; None where something cannot be read: the run says what, or does without it."""
    try:
        return read_inputs(settings, framework)
    except OSError:
        return None


def _step_hook(progress: Progress) -> dg.HookDefinition:
    @dg.success_hook(name="progress")
    def step_done(context: dg.HookContext) -> None:
        progress.step(context.op.name)

    return step_done


def _rows_of(check: dg.AssetCheckEvaluation) -> str:
    """What a check found wrong: a text, or rows, one a line."""
    if texts := [str(value.value) for value in check.metadata.values() if isinstance(value, dg.TextMetadataValue)]:
        return "\n".join(texts)
    found = check.metadata.get("first of them")
    rows = found.records if isinstance(found, dg.TableMetadataValue) else []
    return "\n".join(", ".join(f"{name} {value}" for name, value in row.data.items()) for row in rows)


def _said(error: Any) -> str:
    """What our own exception said, below the one Dagster wraps it in; the whole trace stands in the run's log."""
    own = error.cause if error is not None and error.cause is not None else error
    return str(own.message).strip().partition(": ")[2] if own is not None else "no message"


def _failures(result: dg.ExecuteInProcessResult) -> list[tuple[str, str]]:
    failures = []
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            said = data.user_failure_data.description if data.user_failure_data else None
            failures.append((event.step_key or "", said or _said(data.error)))
    for check in result.get_asset_check_evaluations():
        if check.blocking and not check.passed:
            failures.append((check.check_name, _rows_of(check)))
    return failures
