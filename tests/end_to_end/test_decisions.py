"""What officers decide, over whole runs: a waiver, a correction, a withdrawal, and each where it no longer fits."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.end_to_end.product import copied, jpa, outcomes, query, samples, settle_quickly
from tests.end_to_end.test_revisions import _value, _with_warrants
from tests.shared import built_once

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


@pytest.fixture(scope="session")
def held_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A state folder whose return of Thailand is held for one cell, and the return's sha256."""

    def refreshed(folder: Path) -> str:
        home = folder / "state"
        settle_quickly(home)
        samples(folder / "sent", countries=("THA",), months=("2023-09",))
        (home / "inbox").mkdir()
        _with_warrants(folder / "sent" / NAME, home / "inbox" / NAME, BROKEN)
        sha256 = hashlib.sha256((home / "inbox" / NAME).read_bytes()).hexdigest()
        jpa(home, "refresh")
        assert outcomes(home)[NAME] == "held"
        return sha256

    return built_once(tmp_path_factory, "held", refreshed)


@pytest.fixture
def held(held_once: tuple[Path, str], tmp_path: Path) -> tuple[Path, Path, str]:
    """A copy of that state folder, the return as it was before the cell was broken, and the sha256 of the held one."""
    folder, sha256 = held_once
    return copied(folder / "state", tmp_path / "state"), folder / "sent" / NAME, sha256


def test_a_waiver_lets_the_return_count_and_fails_the_run_once_it_does_not_fit(held: tuple[Path, Path, str]) -> None:
    home, _, sha256 = held
    place = {"rule": "E03", "sheet": "Outcomes", "cell": cell_of(home)}
    decide(home, "as-agreed", sha256[:16], kind="waiver", expected=BROKEN, **place)
    jpa(home, "refresh")
    assert outcomes(home)[NAME] == "accepted_with_warnings"
    assert query(home, "select rule from core.findings where severity = 'info' and rule = 'N03'") == [("N03",)]

    decide(home, "as-agreed", sha256[:16], kind="waiver", expected="13 (3 pending)", **place)
    said = jpa(home, "refresh", exit_code=1)
    assert "as-agreed" in said and "no such finding" in said
    assert outcomes(home)[NAME] == "accepted_with_warnings", "what was published before stands"


def test_a_correction_counts_until_a_newer_version_comes(held: tuple[Path, Path, str]) -> None:
    home, sent, sha256 = held
    said = {"kind": "correction", "sheet": "Outcomes", "cell": cell_of(home), "expected": BROKEN, "corrected": "12"}
    decide(home, "twelve", sha256, **said)
    jpa(home, "refresh")
    assert _value(home) == 12
    assert query(home, "select raw_text from core.observations where obs_value = 12 and indicator = 'WAR_EXE'") == [
        (BROKEN,)
    ]
    _with_warrants(sent, home / "inbox" / "newer.xlsx", 15)
    newer = hashlib.sha256((home / "inbox" / "newer.xlsx").read_bytes()).hexdigest()
    complaint = jpa(home, "refresh", exit_code=1)
    assert "twelve" in complaint and "superseded_by" in complaint
    decide(home, "twelve", sha256, superseded_by=newer[:12], **said)
    jpa(home, "refresh")
    assert _value(home) == 15


def test_a_withdrawn_version_gives_way_to_the_one_before(two_returns: tuple[Path, Path]) -> None:
    home, sent = two_returns
    first = _value(home)
    _with_warrants(sent / NAME, home / "inbox" / "wrong month.xlsx", 41)
    sha256 = hashlib.sha256((home / "inbox" / "wrong month.xlsx").read_bytes()).hexdigest()
    jpa(home, "refresh")
    assert _value(home) == 41
    decide(home, "wrong-month", sha256[:12], kind="withdrawal")
    jpa(home, "refresh")
    assert _value(home) == first
    assert outcomes(home)["wrong month.xlsx"] == "withdrawn"


def test_a_decision_that_cannot_be_read_is_named(home: Path) -> None:
    decide(home, "unclear", "0" * 12, kind="whim")
    said = jpa(home, "refresh", exit_code=1)
    assert "unclear.toml" in said and "kind" in said
