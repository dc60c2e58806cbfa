"""A run whose process was killed does not stand as running for ever, and does not block the queue."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.runs import dagster_instance, end_stale_runs
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
