"""Runs that are killed, and two runs at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assets.forms.sample.returns import SampleSet
from pipelines.settings import PROJECT
from tests.end_to_end.product import content, differing, jpa, settle_quickly, started

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("run_once")]
RunOnce = tuple[Path, str, SampleSet]

_HOLD = """
import sys, time
from pathlib import Path
from pipelines.state_folder import hold_state_folder
hold_state_folder(Path(sys.argv[1]), 0)
print("held", flush=True)
time.sleep(60)
"""


def test_a_run_killed_at_any_moment_and_run_again_equals_an_undisturbed_one(
    run_once: RunOnce, returns: tuple[Path, SampleSet], tmp_path: Path
) -> None:
    home = tmp_path / "killed"
    settle_quickly(home)
    shutil.copytree(returns[0], home / "inbox")
    for seconds in (1.5, 2.5, 3.5, 4.5, 6.0):
        process = started(home, "refresh")
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    jpa(home, "refresh")
    assert differing(content(home), content(run_once[0])) == set()


def test_a_second_run_says_which_process_it_waits_for(home: Path) -> None:
    settle_quickly(home, lock_seconds=0.5)
    other = subprocess.Popen([sys.executable, "-c", _HOLD, str(home)], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        said = jpa(home, "refresh", exit_code=1)
        assert f"Process {other.pid} is running over" in said
    finally:
        other.kill()
        other.wait()
    assert "files received" in jpa(home, "refresh")


def test_an_empty_state_folder_gives_pages_that_say_so(home: Path) -> None:
    said = jpa(home, "refresh")
    assert "0 files received" in said
    assert (home / "dashboards" / "index.html").is_file()
