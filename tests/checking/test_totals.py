"""Parts against totals: every inconsistency at its cell, and none that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.checking.within_return.intervals import rows_of
from assets.checking.within_return.totals import total_problems
from assets.forms.results import Observation, ReadResult
from assets.intake.problems import Problem
from tests.checking.returns import (
    FEMALE,
    FEMALE_CHILD,
    FORMS,
    LISTS,
    MALE,
    PARTS,
    TOTAL,
    cells_of,
    check,
    content,
    outcomes,
    place,
    victims,
    write_return,
)
from tests.checking.wording import said
from tests.forms.forms import AREA, FORM, FRAMEWORK, MONTH

Cell = int | str | None
Grid = dict[tuple[str, str], Cell]
COUNTS = st.integers(0, 40)
# What a sender may type into a part: a number, a withheld one, not available, cannot be counted.
MARKS = st.sampled_from(["<5", None, "n/a", ".."])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "return.xlsx"


def found(path: Path, **changed: Grid) -> list[tuple[str, str, str]]:
    return cells_of(check(write_return(path, content(**changed))).findings)  # type: ignore[arg-type]


def test_parts_above_their_total_are_an_error_at_the_total(path: Path) -> None:
    assert found(path, outcomes_changed={("CHG.SOM", FEMALE): 1}) == [
        ("E06", "Outcomes", place("Outcomes", "CHG.SOM", TOTAL))
    ]


def test_parts_below_their_total_are_a_warning_at_the_total(path: Path) -> None:
    assert found(path, outcomes_changed={("CHG.SOM", TOTAL): 7}) == [
        ("W09", "Outcomes", place("Outcomes", "CHG.SOM", TOTAL))
    ]


@pytest.mark.parametrize("mark", [None, "n/a", "..", "some"])
def test_parts_of_which_one_is_not_known_may_be_below_the_total(path: Path, mark: str | None) -> None:
    rules = [rule for rule, _, _ in found(path, outcomes_changed={("CHG.SOM", TOTAL): 7, ("CHG.SOM", "_U._T"): mark})]
    assert rules == (["E03"] if mark == "some" else [])


@pytest.mark.parametrize(("total", "rules"), [(5, ["E06"]), (6, []), (10, []), (11, ["W09"])])
def test_a_withheld_part_is_anything_from_0_to_4(path: Path, total: int, rules: list[str]) -> None:
    changed: Grid = {("CHG.SOM", FEMALE): "<5", ("CHG.SOM", TOTAL): total}
    assert [rule for rule, _, _ in found(path, outcomes_changed=changed)] == rules


@pytest.mark.parametrize(("part", "rules"), [(4, []), (5, ["E06"])])
def test_a_withheld_total_is_4_at_the_most(path: Path, part: int, rules: list[str]) -> None:
    changed: Grid = {("CON.SOM", MALE): part, ("CON.SOM", TOTAL): "<5"}
    assert [rule for rule, _, _ in found(path, outcomes_changed=changed)] == rules


def test_a_missing_total_is_no_fault(path: Path) -> None:
    assert found(path, outcomes_changed={("CHG.SOM", TOTAL): None}) == []


def test_forms_of_exploitation_are_held_against_all_forms_column_by_column(path: Path) -> None:
    grid: Grid = {("POT.SEX", FEMALE_CHILD): 2, ("POT.SEX", TOTAL): 2}
    assert found(path, victims_changed=grid) == [
        ("E06", "Victims", place("Victims", "POT._T", FEMALE_CHILD)),
        ("E06", "Victims", place("Victims", "POT._T", TOTAL)),
    ]


def test_victims_under_no_form_are_noted(path: Path) -> None:
    grid: Grid = {("POT._T", FEMALE): 8, ("POT._T", TOTAL): 8}
    rules = found(path, victims_changed=grid)
    assert rules == [
        ("W09", "Victims", place("Victims", "POT._T", FEMALE)),
        ("W09", "Victims", place("Victims", "POT._T", TOTAL)),
        # By citizenship there are 6 as well.
        ("W09", "Victims", place("Victims", "POT._T", TOTAL)),
    ]


@pytest.mark.parametrize(("victims_listed", "rule"), [(10, "E06"), (8, "W09")])
def test_the_list_by_citizenship_is_held_against_all_victims(path: Path, victims_listed: int, rule: str) -> None:
    rows = [{**LISTS["citizenship"][0], "victims": victims_listed}, *LISTS["citizenship"][1:]]
    file = check(write_return(path, content(lists={"citizenship": rows})))
    assert cells_of(file.findings) == [(rule, "Victims", place("Victims", "IDF._T", TOTAL))]
    assert "citizenship" in said(file.findings[0])


def test_no_list_by_citizenship_is_no_fault(path: Path) -> None:
    assert check(write_return(path, content(lists={"citizenship": []}))).findings == ()


def test_a_citizenship_row_that_cannot_be_read_leaves_the_sum_open(path: Path) -> None:
    rows = [{**LISTS["citizenship"][0], "victims": "nine"}, *LISTS["citizenship"][1:]]
    file = check(write_return(path, content(lists={"citizenship": rows})))
    assert [finding.rule for finding in file.findings] == ["E03"]


# From here on without workbooks: the reader's observations are made by hand, and a slow oracle says what is right.

GRIDS = {"outcomes": outcomes(), "victims": victims()}
COLUMNS = {
    column.key: column.dimensions for block in FORM.form_blocks if block.kind == "grid" for column in block.columns
}


def read_back(grid: Grid) -> ReadResult:
    """The observations that the reader gives for cells of Outcomes and Victims."""
    result = ReadResult("jpa_return", FORM.version, "return", "JPA6", AREA, MONTH, "en")
    for number, ((row, column), value) in enumerate(grid.items()):
        first, second = row.split(".")
        codes = {"victim_status": first, "exploitation": second} if first in ("IDF", "POT") else {"crime": second}
        indicator = "VIC_ID" if first in ("IDF", "POT") else first
        status = {None: "O", "..": "O", "n/a": "M", "<5": "Q"}.get(value, "V")  # type: ignore[call-overload]
        bounds = {"lower_bound": 0, "upper_bound": 4} if status == "Q" else {}
        count = value if isinstance(value, int) else None
        cell = f"A{number + 1}"
        observation = Observation(
            indicator, AREA, MONTH, "S", cell, str(value or ""), count, status, **bounds, **codes, **COLUMNS[column]
        )  # type: ignore[arg-type]
        result.observations.append(observation)
    return result


def problems(grid: Grid) -> list[Problem]:
    result = read_back(grid)
    return list(total_problems(result, rows_of(result, FRAMEWORK, FORM), len(FORMS)))


def possible(parts: list[Cell], total: Cell) -> Iterator[str]:
    """E06 or W09 where no choice of numbers for the marks lets the parts meet the total: tried one by one."""
    if not isinstance(total, int) and total != "<5":
        return
    sums = {0}
    for part in parts:
        choices = [part] if isinstance(part, int) else range(5) if part == "<5" else range(200)
        sums = {known + choice for known in sums for choice in choices}
    totals = [total] if isinstance(total, int) else range(5)
    if min(sums) > max(totals):
        yield "E06"
    elif max(sums) < min(totals):
        yield "W09"


@given(st.lists(st.one_of(COUNTS, MARKS), min_size=8, max_size=8), st.one_of(COUNTS, MARKS))
@settings(max_examples=300)
def test_a_row_is_faulty_exactly_where_no_numbers_would_make_it_right(parts: list[Cell], total: Cell) -> None:
    grid: Grid = {("CHG.TIP", column): part for column, part in zip(PARTS, parts, strict=True)}
    grid["CHG.TIP", TOTAL] = total
    assert [problem.code for problem in problems(grid)] == list(possible(parts, total))


@given(st.lists(st.lists(COUNTS, min_size=8, max_size=8), min_size=9, max_size=9), st.data())
@settings(max_examples=60)
def test_a_consistent_grid_has_no_finding_and_one_bumped_cell_has_exactly_its_own(
    counts: list[list[int]], data: st.DataObject
) -> None:
    grid: Grid = {}
    for form, row in zip(FORMS, counts, strict=True):
        grid |= {(f"IDF.{form}", column): count for column, count in zip(PARTS, row, strict=True)}
        grid[f"IDF.{form}", TOTAL] = sum(row)
    sums = [sum(column) for column in zip(*counts, strict=True)]
    grid |= {("IDF._T", column): count for column, count in zip(PARTS, sums, strict=True)}
    grid["IDF._T", TOTAL] = sum(sums)
    assert problems(grid) == []

    row = data.draw(st.sampled_from([*FORMS, "_T"]))
    column = data.draw(st.sampled_from([*PARTS, TOTAL]))
    address = {key: f"A{number}" for number, key in enumerate(grid, start=1)}
    own_total, all_forms = address[f"IDF.{row}", TOTAL], address["IDF._T", column]
    bumped = {**grid, (f"IDF.{row}", column): grid[f"IDF.{row}", column] + 1}  # type: ignore[operator]
    # One more in a part lifts the parts over the total; one more in a total leaves the parts below it.
    along = ("W09" if column == TOTAL else "E06", own_total)
    down = ("W09" if row == "_T" else "E06", all_forms)
    assert sorted((p.code, p.cell) for p in problems(bumped)) == sorted([along, down])
