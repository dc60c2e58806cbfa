"""What a row of a grid says by itself, and that the rules say the same of it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import openpyxl
import pytest

from assets.checking.within_return.intervals import rows_of
from assets.checking.within_return.totals import total_problems
from assets.forms.writer.build import build_form
from assets.forms.writer.content import FormContent, Value
from assets.forms.writer.live_rows import STATE_TEXTS, RowState
from tests.forms.contents import FAULTLESS, drawn_grids
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH, place_of, read_file, write_form
from tests.forms.live import ROW, SUSPECTS, TOTAL, outcomes, said, verdict
from tests.forms.test_round_trip import COVER, facts_of


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({}, ""),
        ({(SUSPECTS, "F.Y_GE18"): 8}, "The parts exceed the total"),
        ({(SUSPECTS, TOTAL): 11}, "The parts exceed the total"),
        ({(SUSPECTS, TOTAL): 12}, ""),
        ({(SUSPECTS, TOTAL): 16}, ""),
        ({(SUSPECTS, TOTAL): 17}, "The parts are below the total"),
        ({(SUSPECTS, TOTAL): 17, (SUSPECTS, "_U._T"): None}, ""),
        ({(SUSPECTS, TOTAL): 17, (SUSPECTS, "_U._T"): "n/a"}, ""),
        ({(SUSPECTS, TOTAL): "<5"}, "The parts exceed the total"),
        ({(SUSPECTS, TOTAL): "..", (SUSPECTS, "F.Y_GE18"): ".."}, ""),
        ({(SUSPECTS, TOTAL): None}, "The total is missing"),
        ({(SUSPECTS, TOTAL): "12 (3 pending)"}, "Neither a whole number nor a mark"),
        ({(SUSPECTS, "M._U"): -1}, "Neither a whole number nor a mark"),
        ({(SUSPECTS, "M._U"): 0.5}, "Neither a whole number nor a mark"),
        ({("INV_NEW.TIP", "F.Y0T17"): 1}, ""),
    ],
)
def test_a_row_says_what_does_not_fit(file: Path, cells: dict[tuple[str, str], Value], says: str) -> None:
    write_form(file, outcomes(ROW | cells))
    assert said(file, "Outcomes", SUSPECTS) == says


def test_something_in_a_grey_cell_is_said_in_its_row(file: Path) -> None:
    write_form(file, outcomes({("INV_NEW.TIP", "F.Y0T17"): 1}))
    assert said(file, "Outcomes", "INV_NEW.TIP") == "Something stands in a grey cell"


def test_beside_each_row_stands_what_its_parts_add_up_to(file: Path) -> None:
    write_form(file, outcomes(ROW | {("ARR.TIP", "F.Y0T17"): 2, ("ARR.TIP", "M._U"): 3, ("CHG.TIP", TOTAL): 5}))
    assert said(file, "Outcomes", SUSPECTS, "label:sum") == "12–16"
    assert said(file, "Outcomes", "ARR.TIP", "label:sum") == 5
    assert said(file, "Outcomes", "CHG.TIP", "label:sum") == ""


def test_forms_of_exploitation_that_exceed_all_forms_are_said(file: Path) -> None:
    victims: dict[tuple[str, str], Value] = {("IDF._T", TOTAL): 3, ("IDF.SEX", TOTAL): 2, ("IDF.LAB", TOTAL): 2}
    write_form(file, FormContent(cover=COVER, grids={"victims": victims}))
    assert said(file, "Victims", "IDF._T") == "The rows below do not add up to this row"
    write_form(file, FormContent(cover=COVER, grids={"victims": victims | {("IDF._T", TOTAL): 4}}))
    assert said(file, "Victims", "IDF._T") == ""


def citizenship_line(file: Path, victims: int) -> tuple[str, str]:
    rows: list[dict[str, Value]] = [{"citizenship": "MMR", "victim_status": "IDF", "victims": victims}]
    grids: dict[str, dict[tuple[str, str], Value]] = {"victims": {("IDF._T", TOTAL): 4}}
    write_form(file, FormContent(cover=COVER, grids=grids, lists={"citizenship": rows}))
    cells = [c.value for row in openpyxl.load_workbook(file, data_only=True)["Victims"].iter_rows() for c in row]
    return next(str(v) for v in cells if "are listed here" in str(v)), verdict(file)


def test_victims_by_citizenship_are_compared_with_all_victims(file: Path) -> None:
    for victims, looked_at in ((4, False), (5, True), (3, True)):
        line, first = citizenship_line(file, victims)
        assert line == f"Formally identified: {victims} of 4 are listed here"
        assert ("on Victims" in first) == looked_at


def test_an_earlier_month_stands_beside_the_totals_and_is_not_read(file: Path) -> None:
    content = outcomes(ROW | {("INV_NEW.TIP", TOTAL): 60, ("INV_OPN.TIP", TOTAL): 9})
    earlier: dict[tuple[str, str], Value] = {("INV_NEW.TIP", TOTAL): 11, ("INV_OPN.TIP", TOTAL): "n/a"}
    previous = FormContent(grids={"outcomes": earlier | {(SUSPECTS, TOTAL): 13}})
    write_form(file, content)
    alone = facts_of(read_file(file))
    build_form(FRAMEWORK, FORM, EDITION, AREA, MONTH, file, content=content, previous=previous)
    assert read_file(file).problems == []
    assert facts_of(read_file(file)) == alone
    assert said(file, "Outcomes", "INV_NEW.TIP", "label:earlier") == 11
    assert said(file, "Outcomes", "INV_NEW.TIP") == "Far from the earlier month: is it right?"
    assert said(file, "Outcomes", "INV_OPN.TIP", "label:earlier") == "n/a"
    assert said(file, "Outcomes", "INV_OPN.TIP") == ""
    sheet = openpyxl.load_workbook(file)["Outcomes"]
    assert sheet[place_of(sheet, "INV_NEW.TIP", "label:earlier")].protection.locked
    heads = [c.value for row in sheet.iter_rows() for c in row if str(c.value).startswith("Earlier")]
    assert heads == ["Earlier: August 2023"]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_amber_in_a_grid_is_what_the_rules_report(file: Path, seed: int) -> None:
    """E06 and W09 by another route: the checks that run when the return has arrived."""
    content = FormContent(cover=COVER, grids=drawn_grids(Random(seed), FAULTLESS))
    result = read_file(write_form(file, content))
    assert result.problems == []
    problems = total_problems(result, rows_of(result, FRAMEWORK, FORM), forms=9)
    reported = {(p.sheet, int("".join(filter(str.isdigit, p.cell)))) for p in problems}
    book = openpyxl.load_workbook(file, data_only=True)
    messages = {
        (name, c.row): str(c.value)
        for name in ("Outcomes", "Victims")
        for row in book[name].iter_rows()
        for c in row
        if c.value in STATE_TEXTS.values()
    }
    about_sums = {STATE_TEXTS[state] for state in (RowState.EXCEEDED, RowState.SHORT, RowState.ROWS_BELOW)}
    assert reported
    assert {place for place, message in messages.items() if message in about_sums} <= reported <= set(messages)
