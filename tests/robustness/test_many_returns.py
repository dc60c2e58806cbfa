"""Six hundred returns of fifty countries are checked in one run; time and memory stand in the log."""

from __future__ import annotations

import hashlib
import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from assets.checking.check_file import CheckTask, check_files
from assets.forms.writer.build import build_form
from assets.intake.limits import Limits
from tests.forms.forms import EDITION, FORM, FRAMEWORK
from tests.robustness.bases import drawn_content

COUNTRIES, MONTHS = 50, 12
LANGUAGES = tuple(FORM.conventions)
LIMITS = Limits()


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of participants with fifty countries."""
    folder = tmp_path_factory.mktemp("framework")
    lines = [f"{EDITION},{area},test" for area in sorted(FRAMEWORK.country_by_code)[:COUNTRIES]]
    (folder / "participants.csv").write_text("\n".join(["edition_id,ref_area,source", *lines]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_six_hundred_returns_of_fifty_countries_are_checked_in_one_run(
    overlay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    areas, months = sorted(FRAMEWORK.country_by_code)[:COUNTRIES], FRAMEWORK.edition(EDITION).months[:MONTHS]
    tasks = []
    for number, (area, month) in enumerate((area, month) for area in areas for month in months):
        path = tmp_path / f"{area} {month}.xlsx"
        language = LANGUAGES[number % len(LANGUAGES)]
        build_form(FRAMEWORK, FORM, EDITION, area, month, path, content=drawn_content(number), language=language)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        tasks.append(CheckTask(path, path.name, digest, LIMITS, overlay))
    begin, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done: list[int] = []
    files = check_files(tasks, workers=2, limits=LIMITS, progress=done.append)
    seconds, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    with capsys.disabled():
        processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
        print(
            f"\n{len(files)} returns of {COUNTRIES} countries in 2 children: {seconds:.1f} s, {processor:.1f} s of "
            f"processor time, {after.ru_maxrss / 1024:.0f} MiB at most in one child of these tests"
        )
    assert len(files) == COUNTRIES * MONTHS == 600
    assert done == list(range(1, 601))
    outcomes = Counter(file.file_status for file in files)
    assert outcomes.keys() <= {"accepted", "accepted_with_warnings"}, outcomes
    assert [f.file_name for f in files] == [task.file_name for task in tasks]
    assert {(f.result.ref_area, f.result.time_period) for f in files} == {(a, m) for a in areas for m in months}
