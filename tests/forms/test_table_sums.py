"""Columns that have to add up, and published totals that must not be passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.forms.results import ReadResult
from tests.forms.tables import SUMS, SUMS_HEAD, fates, read_text


def read(tmp_path: Path, rows: str, layout: str = SUMS) -> ReadResult:
    return read_text(tmp_path, SUMS_HEAD + rows, layout)


def test_parts_above_their_total_are_a_finding_and_none_of_the_cells_is_used(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023,9,5,5\nMYS,2023,9,4,5\n")
    assert [(p.code, p.cell, p.facts["parts"], p.facts["total"]) for p in result.problems] == [("E06", "C2", 10, 9)]
    assert fates(result)[2] == ("finding", "E06 at C2")
    assert {o.ref_area for o in result.observations} == {"MYS"}


def test_parts_below_their_total_are_a_warning_and_all_are_used(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023,9,4,4\n")
    assert [(p.code, p.cell, p.facts["missing"]) for p in result.problems] == [("W09", "C2", 1)]
    assert (fates(result)[2][0], len(result.observations)) == ("value", 3)


def test_parts_that_are_not_all_there_may_be_less(tmp_path: Path) -> None:
    layout = SUMS.replace('parts = ["Women", "Men"]', 'parts = ["Women", "Men"], complete = false')
    assert read(tmp_path, "THA,2023,9,4,4\n", layout).problems == []
    assert [p.code for p in read(tmp_path, "THA,2023,9,5,5\n", layout).problems] == ["E06"]


@pytest.mark.parametrize("row", ["THA,2023,,5,5", "THA,2023,9,,8", "THA,2023,9,<5,8", "THA,2023,<5,1,1"])
def test_a_row_with_a_blank_or_withheld_cell_says_nothing_of_its_sum(tmp_path: Path, row: str) -> None:
    assert [p.code for p in read(tmp_path, row + "\n").problems] == []


def test_a_broken_part_is_said_once(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023,9,many,8\n")
    assert [(p.code, p.cell) for p in result.problems] == [("E03", "D2")]
    assert {o.cell for o in result.observations} == {"C2", "E2"}


def test_a_column_that_passes_the_published_total_is_not_used(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2022,60,30,30\nTHA,2023,60,30,30\n")
    assert [(p.code, p.cell, p.facts["parts"], p.facts["total"]) for p in result.problems] == [("E06", "C1", 120, 100)]
    assert {o.cell[0] for o in result.observations} == {"D", "E"}
    assert {fate for row, (fate, _) in fates(result).items() if row > 1} == {"finding"}


def test_rows_that_repeat_count_once_toward_the_published_total(tmp_path: Path) -> None:
    assert read(tmp_path, "THA,2022,60,30,30\nTHA,2022,60,30,30\n").problems == []


def test_a_shifted_row_says_why_it_may_have_moved(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023,1956,9,4,5\n")
    assert [(p.code, p.cell, p.facts["because"]) for p in result.problems] == [
        ("E02", "F2", "a comma was taken for a separator")
    ]
    assert (fates(result)[2][0], result.observations) == ("finding", [])
