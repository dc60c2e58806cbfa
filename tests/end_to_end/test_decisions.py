"""What officers decide, over whole runs: a waiver, a correction, a withdrawal, and each where it no longer fits."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.product import jpa, outcomes, query, samples
from tests.end_to_end.test_revisions import _value, _with_warrants

pytestmark = [pytest.mark.slow]
NAME = "JPA6_THA_2023-09.xlsx"
BROKEN = "12 (3 pending)"


def decide(home: Path, name: str, sha256: str, **said: str) -> None:
    lines = {"sha256": sha256, "author": "Data desk", "reason": "Confirmed by the ministry in writing.", **said}
    text = "".join(f'{key} = "{value}"\n' for key, value in lines.items()) + "date = 2024-01-15\n"
    (home / "decisions").mkdir(exist_ok=True)
    (home / "decisions" / f"{name}.toml").write_text(text)


def cell_of(home: Path) -> str:
    """The cell that holds the faulty number."""
    ((cell,),) = query(home, f"select distinct cell from core.findings where found = '{BROKEN}'")
    return str(cell)


@pytest.fixture
def held(home: Path, tmp_path: Path) -> tuple[Path, str]:
    """A state folder whose return of Thailand is held for one cell, and the return's sha256."""
    samples(tmp_path / "sent", countries=("THA",), months=("2023-09",))
    (home / "inbox").mkdir()
    _with_warrants(tmp_path / "sent" / NAME, home / "inbox" / NAME, BROKEN)
    sha256 = hashlib.sha256((home / "inbox" / NAME).read_bytes()).hexdigest()
    jpa(home, "refresh")
    assert outcomes(home)[NAME] == "held"
    return home, sha256


def test_a_waiver_lets_the_return_count_and_fails_the_run_once_it_does_not_fit(held: tuple[Path, str]) -> None:
    home, sha256 = held
    place = {"rule": "E03", "sheet": "Outcomes", "cell": cell_of(home)}
    decide(home, "as-agreed", sha256[:16], kind="waiver", expected=BROKEN, **place)
    jpa(home, "refresh")
    assert outcomes(home)[NAME] == "accepted_with_warnings"
    assert query(home, "select rule from core.findings where severity = 'info' and rule = 'N03'") == [("N03",)]

    decide(home, "as-agreed", sha256[:16], kind="waiver", expected="13 (3 pending)", **place)
    said = jpa(home, "refresh", exit_code=1)
    assert "as-agreed" in said and "no such finding" in said
    assert outcomes(home)[NAME] == "accepted_with_warnings", "what was published before stands"


def test_a_correction_counts_until_a_newer_version_comes(held: tuple[Path, str], tmp_path: Path) -> None:
    home, sha256 = held
    said = {"kind": "correction", "sheet": "Outcomes", "cell": cell_of(home), "expected": BROKEN, "corrected": "12"}
    decide(home, "twelve", sha256, **said)
    jpa(home, "refresh")
    assert _value(home) == 12
    assert query(home, "select raw_text from core.observations where obs_value = 12 and indicator = 'WAR_EXE'") == [
        (BROKEN,)
    ]
    _with_warrants(tmp_path / "sent" / NAME, home / "inbox" / "newer.xlsx", 15)
    newer = hashlib.sha256((home / "inbox" / "newer.xlsx").read_bytes()).hexdigest()
    complaint = jpa(home, "refresh", exit_code=1)
    assert "twelve" in complaint and "superseded_by" in complaint
    decide(home, "twelve", sha256, superseded_by=newer[:12], **said)
    jpa(home, "refresh")
    assert _value(home) == 15


def test_a_withdrawn_version_gives_way_to_the_one_before(home: Path, tmp_path: Path) -> None:
    samples(tmp_path / "sent", countries=("THA",), months=("2023-09",))
    shutil.copytree(tmp_path / "sent", home / "inbox")
    jpa(home, "refresh")
    first = _value(home)
    _with_warrants(tmp_path / "sent" / NAME, home / "inbox" / "wrong month.xlsx", 41)
    sha256 = hashlib.sha256((home / "inbox" / "wrong month.xlsx").read_bytes()).hexdigest()
    jpa(home, "refresh")
    assert _value(home) == 41
    decide(home, "wrong-month", sha256[:12], kind="withdrawal")
    jpa(home, "refresh")
    assert _value(home) == first
    assert outcomes(home)["wrong month.xlsx"] == "withdrawn"
    shutil.rmtree(home / "decisions")
    decide(home, "nobody", "0" * 12, kind="withdrawal")
    assert "no file with this sha256 was received" in jpa(home, "refresh", exit_code=1)


def test_a_decision_that_cannot_be_read_is_named(home: Path) -> None:
    decide(home, "unclear", "0" * 12, kind="whim")
    said = jpa(home, "refresh", exit_code=1)
    assert "unclear.toml" in said and "kind" in said
