"""Every number that is published equals a recount from the archived workbooks, by a second program and plain Python."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assets.framework.loader import load_framework
from tests.end_to_end.product import jpa, outcomes, samples, settle_quickly
from tests.end_to_end.test_decisions import decide
from tests.recount.compare import differences
from tests.recount.counted import Corrections, edition_of, versions_of
from tests.recount.nasty import write_nasty
from tests.recount.quality import quality_recounted, quality_said

pytestmark = [pytest.mark.slow]
NAMES = {"AUS": "Australia", "IDN": "Indonesia", "MYS": "Malaysia", "THA": "Thailand", "VNM": "Viet Nam"}
OVER_NEW_YEAR = """edition_id,name,short_name,first_day,last_day,time_zone,due_day,cut_off_day,note
JPA9,Ninth Joint Period of Action,Ninth JPA,2025-11-12,2026-03-20,Asia/Bangkok,10,15,
"""


def agree(home: Path, months: tuple[str, ...], corrections: Corrections | None = None) -> None:
    """No number differs; the failure names those that do."""
    framework = load_framework(home / "framework")
    versions = versions_of(home, outcomes(home), NAMES, corrections)
    edition = edition_of(versions, NAMES, months)
    assert differences(home / "dashboards", edition, NAMES) == []
    (of_months,) = [e for e in framework.editions if set(months) <= set(e.months)]
    recounted = quality_recounted(edition, versions, {month: of_months.due_on(month) for month in months})
    said = quality_said(home / "dashboards")
    assert {name: said[name] for name in recounted} == recounted


def take_part(home: Path, edition_id: str) -> None:
    """The five countries take part in this edition."""
    (home / "framework").mkdir(exist_ok=True)
    lines = "".join(f"{edition_id},{code},Test\n" for code in NAMES)
    (home / "framework" / "participants.csv").write_text(f"edition_id,ref_area,source\n{lines}")


def as_of(home: Path, day: date) -> None:
    """The preview as of a day; files of the inbox are whole."""
    settle_quickly(home)
    (home / "jpa.toml").write_text(f"settle_seconds = 0.0\nas_of = {day}\n")


def test_the_sample_edition(home: Path) -> None:
    take_part(home, "JPA6")
    samples(home / "inbox", countries=tuple(NAMES), months=load_framework().edition("JPA6").months)
    jpa(home, "refresh")
    agree(home, load_framework().edition("JPA6").months)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_edition_of_gaps_marks_versions_and_odd_cases_with_months_not_yet_due(home: Path, seed: int) -> None:
    take_part(home, "JPA6")
    as_of(home, date(2023, 12, 12))
    months = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")
    framework = load_framework(home / "framework")
    write_nasty(framework, framework.edition("JPA6"), home / "inbox", tuple(NAMES), months, seed)
    jpa(home, "refresh")
    agree(home, months)


def test_an_edition_over_the_new_year_with_a_withdrawal_a_correction_and_a_waiver(home: Path) -> None:
    (home / "framework").mkdir(parents=True)
    (home / "framework" / "editions.csv").write_text(OVER_NEW_YEAR)
    take_part(home, "JPA9")
    as_of(home, date(2026, 4, 30))
    framework = load_framework(home / "framework")
    months = framework.edition("JPA9").months
    write_nasty(framework, framework.edition("JPA9"), home / "inbox", tuple(NAMES), months, 3)
    names = sorted(path.name for path in (home / "inbox").glob("*.xlsx"))
    twice = next(name for name in names if name.endswith("_1.xlsx"))
    corrected, waived, *_ = [name for name in names if name.replace("_0.", "_1.") not in names]
    sha256 = {name: _retyped(home / "inbox" / name, name in (corrected, waived)) for name in names}
    place = {"sheet": "Outcomes", "cell": "O8", "expected": "7 or so"}
    decide(home, "taken-back", sha256[twice], kind="withdrawal")
    decide(home, "seven", sha256[corrected], kind="correction", corrected="7", **place)
    decide(home, "as-it-is", sha256[waived], kind="waiver", rule="E03", **place)
    jpa(home, "refresh")
    said = outcomes(home)
    assert (said[twice], said[waived]) == ("withdrawn", "accepted_with_warnings")
    # A waived cell holds no number: nothing of it is counted.
    agree(home, months, {sha256[corrected]: {("Outcomes", "O8"): 7}, sha256[waived]: {("Outcomes", "O8"): None}})


def _retyped(path: Path, broken: bool) -> str:
    """The sha256 of a file, after somebody typed words into its first total."""
    if broken:
        book = openpyxl.load_workbook(path)
        book["Outcomes"]["O8"] = "7 or so"
        book.save(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()
