"""The synthetic returns: the planted faults are found, each at its cell, and nothing is found that is not there."""

from __future__ import annotations

import csv
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from assets.checking.check_file import CheckTask
from assets.checking.findings import CheckedFile
from assets.forms.sample.returns import SampleSet, write_samples
from tests.checking.returns import LIMITS, TOTAL, cells_of
from tests.checking.series import MONTHS, found_between, framed, receipts_of
from tests.forms.forms import FRAMEWORK, LAYOUTS, place_of
from tests.shared import check_in_children

COUNTRIES = FRAMEWORK.participants_of("JPA6")[:5]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module")
def samples(folder: Path) -> SampleSet:
    return write_samples(FRAMEWORK, LAYOUTS, folder, countries=COUNTRIES, months=MONTHS[:5])


@pytest.fixture(scope="module")
def checked(folder: Path, samples: SampleSet) -> dict[str, CheckedFile]:
    paths = [folder / file.file_name for file in samples.files]
    tasks = [CheckTask(path, path.name, sha256(path.read_bytes()).hexdigest(), LIMITS) for path in paths]
    return {file.file_name: file for file in check_in_children(tasks, 2, LIMITS)}


def planted(samples: SampleSet, fault: str) -> list[str]:
    return [file.file_name for file in samples.files if file.fault == fault]


def test_only_the_planted_faults_hold_or_refuse_a_return(samples: SampleSet, checked: dict[str, CheckedFile]) -> None:
    not_counted = {name: file.file_status for name, file in checked.items() if file.file_status in ("held", "refused")}
    (held,), (refused,) = planted(samples, "needs_correction"), planted(samples, "unreadable")
    assert not_counted == {held: "held", refused: "refused"}


def test_the_return_that_needs_correction_is_marked_at_its_two_cells(
    folder: Path, samples: SampleSet, checked: dict[str, CheckedFile]
) -> None:
    (name,) = planted(samples, "needs_correction")
    errors = [finding for finding in checked[name].findings if finding.severity == "error"]
    outcomes = openpyxl.load_workbook(folder / name)["Outcomes"]
    assert cells_of(errors) == [
        ("E03", "Outcomes", place_of(outcomes, "CHG.TIP", TOTAL)),
        ("E06", "Outcomes", place_of(outcomes, "SUS_ID.TIP", TOTAL)),
    ]


def test_all_other_returns_are_clean_by_themselves(samples: SampleSet, checked: dict[str, CheckedFile]) -> None:
    faulty = {*planted(samples, "needs_correction"), *planted(samples, "unreadable")}
    found = {name: cells_of(file.findings) for name, file in checked.items() if name not in faulty and file.findings}
    assert found == {}


def test_compared_with_each_other_none_is_held(samples: SampleSet, checked: dict[str, CheckedFile]) -> None:
    frames = framed(list(checked.values()))
    with samples.arrivals.open(encoding="utf-8", newline="") as stream:
        arrivals = list(csv.DictReader(stream))
    receipts = receipts_of(
        (checked[row["file_name"]].sha256, row["file_name"], datetime.fromisoformat(row["received_at"]))
        for row in arrivals
    )
    found = found_between(frames, receipts)
    assert set(found["severity"]) <= {"warning"}
    # Two countries that count their enquiries differently are part of the samples.
    assert "W11" in set(found["rule"])
