"""A release is frozen: again it is the same bytes, and what arrives later is a new revision that lists what changed."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.product import jpa, samples
from tests.end_to_end.test_revisions import _with_warrants

pytestmark = [pytest.mark.slow]


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_month_released_again_is_the_same_and_a_correction_is_a_new_revision(home: Path, tmp_path: Path) -> None:
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-08", "2023-09"))
    sent = tmp_path / "JPA6_THA_2023-09.xlsx"
    shutil.copy(home / "inbox" / sent.name, sent)
    jpa(home, "release", "2023-09", "--approved-by", "Secretariat")
    shelf = home / "releases" / "JPA6" / "2023-09"
    first = _files(shelf / "r1")
    assert "pages/index.html" in first

    jpa(home, "release", "2023-09", "--approved-by", "Secretariat")
    assert [path.name for path in sorted(shelf.iterdir())] == ["r1"]

    # Came before the cut-off, found after the release: what the release rests on has changed.
    _with_warrants(sent, home / "inbox" / "corrected.xlsx", 41)
    (home / "inbox" / "arrivals.csv").write_text("file_name,received_at\ncorrected.xlsx,2023-10-14T12:00:00+07:00\n")
    jpa(home, "release", "2023-09", "--approved-by", "Secretariat")
    assert _files(shelf / "r1") == first
    with (shelf / "r2" / "changes.csv").open(newline="") as stream:
        changes = {
            (row["indicator"], row["ref_area"], row["time_period"]): row["now"] for row in csv.DictReader(stream)
        }
    assert changes["WAR_EXE", "THA", "2023-09"] == "41"
    assert {indicator for indicator, _, _ in changes} == {"WAR_EXE"}
    log = [json.loads(line) for line in (home / "releases" / "log_of_releases.jsonl").read_text().splitlines()]
    assert [(line["release_id"], line["new"]) for line in log] == [
        ("JPA6-2023-09-r1", True),
        ("JPA6-2023-09-r1", False),
        ("JPA6-2023-09-r2", True),
    ]
    assert {line["approved_by"] for line in log} == {"Secretariat"}


def test_what_arrives_after_the_cut_off_does_not_enter_the_release(home: Path) -> None:
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-09",))
    late = "file_name,received_at\nJPA6_THA_2023-09.xlsx,2023-12-01T12:00:00+07:00\n"
    late += "JPA6_AUS_2023-09.xlsx,2023-10-05T12:00:00+07:00\n"
    (home / "inbox" / "arrivals.csv").write_text(late)
    jpa(home, "release", "2023-09", "--approved-by", "Secretariat")
    manifest = json.loads((home / "releases" / "JPA6" / "2023-09" / "r1" / "manifest.json").read_text())
    assert list(manifest["received_files"].values()) == ["JPA6_AUS_2023-09.xlsx"]


def test_a_month_whose_cut_off_has_not_passed_cannot_be_released(home: Path) -> None:
    (home / "jpa.toml").write_text('as_of = "2023-10-15"\nsettle_seconds = 0.0\n')
    said = jpa(home, "release", "2023-09", "--approved-by", "Secretariat", exit_code=1)
    assert "once its cut-off, 2023-10-15, has passed" in said


def test_a_release_that_an_earlier_version_froze_stands(home: Path) -> None:
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-09",))
    jpa(home, "release", "2023-09", "--approved-by", "Secretariat")
    path = home / "releases" / "JPA6" / "2023-09" / "r1" / "manifest.json"
    manifest = json.loads(path.read_text())
    # Earlier versions did not say by which queries the tables were made, and named some tables otherwise.
    del manifest["code"]
    manifest["tables"]["core.file_status"] = manifest["tables"].popitem()[1]
    path.chmod(0o644)
    path.write_text(json.dumps(manifest))
    before = _files(path.parent)
    jpa(home, "release", "2023-09", "--approved-by", "Secretariat")
    assert [folder.name for folder in path.parent.parent.iterdir()] == ["r1"]
    assert _files(path.parent) == before


def test_an_edition_is_closed_once_and_what_comes_after_is_a_late_release(home: Path, tmp_path: Path) -> None:
    samples(home / "inbox", countries=("AUS", "THA"), months=("2023-09",))
    sent = tmp_path / "JPA6_THA_2023-09.xlsx"
    shutil.copy(home / "inbox" / sent.name, sent)
    (home / "inbox" / "arrivals.csv").write_text(
        "file_name,received_at\n"
        "JPA6_THA_2023-09.xlsx,2023-10-05T12:00:00+07:00\nJPA6_AUS_2023-09.xlsx,2023-10-05T12:00:00+07:00\n"
    )
    settings = (home / "jpa.toml").read_text()
    (home / "jpa.toml").write_text(f'{settings}as_of = "2024-09-01"\n')
    said = jpa(home, "release", "JPA6-late-1", "--approved-by", "Secretariat", exit_code=1)
    assert "JPA6-closing, which was not released yet" in said
    jpa(home, "release", "JPA6-closing", "--approved-by", "Secretariat")
    closing = home / "releases" / "JPA6" / "closing"
    frozen = _files(closing)

    _with_warrants(sent, home / "inbox" / "corrected.xlsx", 41)
    (home / "inbox" / "arrivals.csv").write_text("file_name,received_at\ncorrected.xlsx,2024-09-20T12:00:00+07:00\n")
    (home / "jpa.toml").write_text(f'{settings}as_of = "2024-10-01"\n')
    jpa(home, "release", "JPA6-closing", "--approved-by", "Secretariat")
    assert _files(closing) == frozen
    jpa(home, "release", "JPA6-late-1", "--approved-by", "Secretariat")
    late = json.loads((home / "releases" / "JPA6" / "late-1" / "r1" / "manifest.json").read_text())
    assert "corrected.xlsx" in late["received_files"].values()
    log = [json.loads(line) for line in (home / "releases" / "log_of_releases.jsonl").read_text().splitlines()]
    assert [line["release_id"] for line in log] == ["JPA6-closing-r1", "JPA6-closing-r1", "JPA6-late-1-r1"]
