"""A kill at any moment loses no file and counts none twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from assets.intake.archive import Archive
from assets.intake.pool import ROOT
from tests.intake.inboxes import NOW, collected, left_in

# Four files, archived two at a time: each step, and how often it is come to.
_STEPS = {
    "os.replace": 3,
    "os.fsync": 9,
    "archive.Archive._append": 2,
    "inbox._Round._take_out": 4,
    "pathlib.Path.unlink": 4,
}
_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import pathlib
from assets.intake import archive, inbox
from assets.intake.limits import Limits
step, count = sys.argv[2], int(sys.argv[3])
owner_name, _, name = step.rpartition(".")
owner = eval(owner_name)
real, calls = getattr(owner, name), 0
def counted(*args, **more):
    global calls
    calls += 1
    if calls == count:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **more)
setattr(owner, name, counted)
inbox._TOGETHER = 2
folder = Path(sys.argv[1])
now = datetime(2024, 5, 31, 9, 30, tzinfo=UTC)
inbox.collect(folder / "inbox", archive.Archive(folder / "archive"), now=now, settle_seconds=0, limits=Limits())
"""


@pytest.mark.parametrize(("step", "count"), [(step, n) for step, most in _STEPS.items() for n in range(1, most + 1)])
def test_kill_at_any_step_loses_nothing_and_counts_nothing_twice(
    step: str, count: int, inbox: Path, archive: Archive, tmp_path: Path
) -> None:
    for number in range(3):
        (inbox / f"{number}.xlsx").write_bytes(f"file {number}".encode())
    (inbox / "again.xlsx").write_bytes(b"file 0")
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), step, str(count)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    collected(inbox, archive, NOW + timedelta(hours=1))
    assert sorted(r.file_name for r in archive.receipts()) == ["0.xlsx", "1.xlsx", "2.xlsx", "again.xlsx"]
    assert (archive.verify(), left_in(inbox)) == ([], [])
