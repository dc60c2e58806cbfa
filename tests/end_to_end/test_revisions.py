"""The same bytes again, the same file under another name, a corrected return, a held one after an accepted one."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.product import jpa, outcomes, query

pytestmark = [pytest.mark.slow]


def _value(home: Path) -> object:
    rows = query(
        home,
        "select obs_value from outcomes.indicator_country_month "
        "where indicator = 'WAR_EXE' and ref_area = 'THA' and time_period = '2023-09'",
    )
    return rows[0][0]


def _with_warrants(source: Path, target: Path, value: object) -> None:
    """The same return with another number of search warrants for trafficking, in the total of its row."""
    book = openpyxl.load_workbook(source)
    sheet = book["Outcomes"]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    for crime in ("TIP", "SOM", "MIX"):
        cell = sheet.cell(places[f"WAR_EXE.{crime}"].row, places["_T._T"].column)
        cell.value = value if crime == "TIP" else 0
    book.save(target)


def test_only_new_bytes_are_a_revision_and_a_held_one_removes_nothing(two_returns: tuple[Path, Path]) -> None:
    home, sent = two_returns[0], two_returns[1] / "JPA6_THA_2023-09.xlsx"
    inbox, first = home / "inbox", _value(home)

    shutil.copy(sent, inbox / sent.name)
    shutil.copy(sent, inbox / "the same under another name.xlsx")
    jpa(home, "refresh")
    assert _value(home) == first
    assert query(home, "select max(version) from core.returns where ref_area = 'THA'") == [(1,)]

    _with_warrants(sent, inbox / "corrected.xlsx", 41)
    jpa(home, "refresh")
    assert _value(home) == 41
    assert query(home, "select max(version) from core.returns where ref_area = 'THA'") == [(2,)]
    assert ("WAR_EXE", first, 41) in query(home, "select indicator, previous_value, obs_value from outcomes.revisions")

    _with_warrants(sent, inbox / "broken.xlsx", "12 (3 pending)")
    jpa(home, "refresh")
    assert outcomes(home)["broken.xlsx"] == "held"
    assert _value(home) == 41
