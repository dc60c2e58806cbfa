"""A run whose process was killed does not stand as running for ever, and does not block the queue."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipelines.release_keys import add_release_keys
from pipelines.runs import dagster_instance, end_stale_runs, purge_runs
from pipelines.settings import PROJECT, Settings

_HOLD = """
import sys, time
from pathlib import Path
from pipelines.state_folder import hold_state_folder
hold_state_folder(Path(sys.argv[1]), 0)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    kept = {name: os.environ.get(name) for name in ("DAGSTER_HOME", "JPA_HOME")}
    yield Settings(home=tmp_path)
    for name, value in kept.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _left_running(instance: dg.DagsterInstance) -> str:
    @dg.job
    def refresh() -> None: ...

    run = instance.create_run_for_job(refresh, status=dg.DagsterRunStatus.STARTED)
    return run.run_id


def test_a_run_left_behind_is_ended_with_a_reason(settings: Settings) -> None:
    with dagster_instance(settings) as instance:
        run_id = _left_running(instance)
        assert end_stale_runs(instance, settings) == [run_id]
        ended = instance.get_run_by_id(run_id)
        assert ended is not None and ended.status is dg.DagsterRunStatus.FAILURE
        assert end_stale_runs(instance, settings) == []


def test_a_run_that_is_alive_is_left_alone(settings: Settings) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(settings.home)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with dagster_instance(settings) as instance:
            run_id = _left_running(instance)
            assert end_stale_runs(instance, settings) == []
            alive = instance.get_run_by_id(run_id)
            assert alive is not None and alive.status is dg.DagsterRunStatus.STARTED
    finally:
        other.kill()
        other.wait()


def _ran(instance: dg.DagsterInstance, job: str, days_ago: int) -> str:
    """A run that went well, so many days ago."""

    @dg.asset(name="made")
    def made() -> None: ...

    job_def = dg.Definitions([made], jobs=[dg.define_asset_job(job)]).resolve_job_def(job)
    run_id = job_def.execute_in_process(instance=instance).run_id
    then = datetime.now(UTC) - timedelta(days=days_ago)
    with closing(sqlite3.connect(Path(instance.root_directory) / "history" / "runs.db")) as database:
        database.execute("update runs set create_timestamp = ? where run_id = ?", (f"{then:%Y-%m-%d %H:%M:%S}", run_id))
        database.commit()
    return run_id


def test_the_history_of_old_refreshes_is_deleted_and_its_room_given_back(settings: Settings) -> None:
    with dagster_instance(settings) as instance:
        old = [_ran(instance, "refresh", 91) for _ in range(20)]
        release = _ran(instance, "publish_release", 200)
        young = _ran(instance, "refresh", 89)
        assert purge_runs(instance, settings) == len(old)
        assert {run.run_id for run in instance.get_runs()} == {release, young}
        files = {path.name for path in (settings.dagster_home / "history" / "runs").iterdir()}
        assert not [name for name in files if any(run_id in name for run_id in old)]
        assert instance.fetch_materializations(dg.AssetKey("made"), limit=9).records
        assert purge_runs(instance, settings) == 0
        index = settings.dagster_home / "history" / "runs" / "index.db"
        with closing(sqlite3.connect(index)) as database:
            assert database.execute("pragma freelist_count").fetchone() == (0,), "the room is given back"


def test_the_last_good_refresh_is_kept_however_old(settings: Settings) -> None:
    with dagster_instance(settings) as instance:
        last = _ran(instance, "refresh", 400)
        assert purge_runs(instance, settings) == 0
        assert [run.run_id for run in instance.get_runs()] == [last]


def test_what_was_frozen_before_stands_as_released_under_its_new_key(settings: Settings) -> None:
    frozen = settings.releases / "JPA6" / "2023-09" / "r1"
    frozen.mkdir(parents=True)
    (frozen / "manifest.json").write_text("{}")
    (settings.releases / "JPA6" / "late-1" / "r1").mkdir(parents=True)
    released = dg.AssetKey(["releases", "restricted"])
    with dagster_instance(settings) as instance:
        for _ in range(2):
            add_release_keys(instance, settings.framework(), settings.releases)
            records = instance.fetch_materializations(released, limit=9).records
            assert [record.partition_key for record in records] == ["JPA6-2023-09"]
        keys = instance.get_dynamic_partitions("releases")
    assert {"JPA6-2023-09", "JPA6-2024-07", "JPA6-closing", "JPA6-late-1", "JPA6-late-2"} <= set(keys)
