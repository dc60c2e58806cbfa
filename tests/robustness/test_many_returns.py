"""Six hundred returns of fifty countries are checked in one run; time and memory stand in the log."""

from __future__ import annotations

import hashlib
import resource
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assets.checking.check_file import CheckTask
from assets.forms.writer.build import build_form
from assets.framework.names import month_name
from assets.intake.limits import Limits
from tests.forms.forms import EDITION, FORM, FRAMEWORK
from tests.robustness.bases import drawn_content, places_of
from tests.robustness.book import take_apart, zipped
from tests.shared import check_in_children

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


def _returns_of(number: int, area: str, months: Sequence[str], form: Path) -> Iterator[tuple[str, bytes]]:
    """A country's form as filled in for its first month, and with every other month put in its place."""
    language = LANGUAGES[number % len(LANGUAGES)]
    build_form(FRAMEWORK, FORM, EDITION, area, months[0], form, content=drawn_content(number), language=language)
    book = take_apart(form.read_bytes()).keep()
    sheet, row, column = places_of(book)["cover", "cover", "0", "time_period"]
    for month in months:
        other = book.copy()
        other.edit(sheet).text(row, column, month_name(month, language))
        yield month, zipped(other.parts(), zipfile.ZIP_DEFLATED)


@pytest.mark.slow
def test_six_hundred_returns_of_fifty_countries_are_checked_in_one_run(
    overlay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    areas, months = sorted(FRAMEWORK.country_by_code)[:COUNTRIES], FRAMEWORK.edition(EDITION).months[:MONTHS]
    tasks = []
    for number, area in enumerate(areas):
        for month, data in _returns_of(number, area, months, tmp_path / "form.xlsx"):
            path = tmp_path / f"{area} {month}.xlsx"
            path.write_bytes(data)
            tasks.append(CheckTask(path, path.name, hashlib.sha256(data).hexdigest(), LIMITS, overlay))
    begin, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done: list[int] = []
    files = check_in_children(tasks, 2, LIMITS, done.append)
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
