"""A refresh that finds nothing new ends at once; one that would find anything is made."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest

from pipelines.runs import dagster_instance
from pipelines.settings import PROJECT, Settings
from tests.end_to_end.product import content, copied, differing, environment, jpa, samples, started
from tests.end_to_end.test_decisions import decide

pytestmark = [pytest.mark.slow]
NOTHING = "Nothing is new since the refresh of"


@pytest.fixture(scope="module")
def refreshed(two_returns_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder after a refresh over two returns. Every test that changes it ends where nothing is new again."""
    home = copied(two_returns_once / "state", tmp_path_factory.mktemp("refreshed") / "state")
    # A copy is another folder, whose files were never looked at.
    assert NOTHING not in jpa(home, "refresh")
    return home


def _runs(home: Path) -> int:
    with dagster_instance(Settings(home=home)) as instance:
        return len(instance.get_runs(dg.RunsFilter(job_name="refresh")))


def test_with_nothing_new_it_says_so_and_what_status_says_and_starts_no_run(refreshed: Path) -> None:
    before, runs = content(refreshed), _runs(refreshed)
    said = jpa(refreshed, "refresh")
    assert said.startswith(NOTHING)
    assert said.partition("\n")[2] == jpa(refreshed, "status")
    assert (_runs(refreshed), differing(content(refreshed), before)) == (runs, set())


def test_with_nothing_new_the_large_libraries_are_not_loaded(refreshed: Path) -> None:
    code = (
        "import sys; from pipelines.cli.main import app; app(['refresh'], standalone_mode=False); "
        "print([name for name in ('dagster', 'duckdb', 'pandas', 'pyarrow', 'plotly') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment(refreshed), capture_output=True, text=True
    )
    assert ran.stdout.startswith(NOTHING) and ran.stdout.splitlines()[-1] == "[]", ran.stderr


def test_what_was_published_and_is_gone_comes_back(refreshed: Path) -> None:
    before = content(refreshed)
    answer = next(path for path in (refreshed / "answers").iterdir() if path.is_dir())
    # Of each alone tests/pipelines/test_last_run.py sees that it is missed.
    for gone in (("warehouse/jpa.duckdb", f"answers/{answer.name}"), ("dashboards/data", "dashboards"), ("working",)):
        paths = [refreshed / name for name in gone]
        for path in paths:
            path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
        assert NOTHING not in jpa(refreshed, "refresh"), gone
        assert all(path.exists() for path in paths) and differing(content(refreshed), before) == set(), gone
        assert answer.is_dir()
    assert NOTHING in jpa(refreshed, "refresh")


def test_a_new_day_and_a_file_that_came_are_new(
    refreshed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = copied(refreshed, tmp_path / "state")
    monkeypatch.setattr("tests.end_to_end.product.environment", lambda home: {**environment(home), "JPA_AS_OF": day})
    day = "2023-11-20"
    assert NOTHING not in jpa(home, "refresh")
    assert NOTHING in jpa(home, "refresh")
    day = "2023-11-21"
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-10",))
    assert "4 files received" in jpa(home, "refresh")


def test_after_a_run_that_failed_one_is_made_until_one_goes_well(refreshed: Path) -> None:
    decide(refreshed, "nobody", "0" * 12, kind="withdrawal")
    for _ in range(2):
        assert "no file with this sha256 was received" in jpa(refreshed, "refresh", exit_code=1)
    (refreshed / "decisions" / "nobody.toml").unlink()
    assert NOTHING not in jpa(refreshed, "refresh")
    assert NOTHING in jpa(refreshed, "refresh")


def test_recheck_is_always_made_and_one_that_was_killed_is_made_up_for(refreshed: Path) -> None:
    record = refreshed / "working" / "last_run.json"
    assert NOTHING not in jpa(refreshed, "recheck")
    assert record.is_file()
    process = started(refreshed, "recheck")
    give_up = time.monotonic() + 120
    while record.exists():
        assert process.poll() is None and time.monotonic() < give_up
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert NOTHING not in jpa(refreshed, "refresh")
    assert NOTHING in jpa(refreshed, "refresh")
