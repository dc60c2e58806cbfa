"""What people do to a form: each fault is named at its cell, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path

import openpyxl
import pytest

from assets.forms.results import ReadResult
from assets.forms.writer.content import FormContent, Value
from tests.forms.forms import Change, codes, outcome, place_of, put, read_changed, read_file, write_form


def row_of(workbook: openpyxl.Workbook, sheet: str, code: str) -> int:
    return next(c.row for line in workbook[sheet].iter_rows() for c in line if c.value == code)


def only(result: ReadResult, code: str) -> tuple[str, str, str, dict[str, str | int]]:
    assert codes(result.problems) == [code]
    problem = result.problems[0]
    return problem.sheet, problem.cell, problem.found, problem.facts


def test_a_number_with_words_is_asked_back_and_the_other_cells_are_read(file: Path) -> None:
    result = read_changed(
        file, put("Outcomes", "CHG.TIP", "_T._T", "12 (3 pending)"), put("Outcomes", "CON.TIP", "_T._T", 2)
    )
    sheet, _, found, facts = only(result, "E03")
    assert (sheet, found, facts["why"]) == ("Outcomes", "12 (3 pending)", "text")
    assert outcome(result, "CON", "TIP").obs_value == 2
    # It is kept as a cell without a number: waived, it is a gap, and no total looks complete without it.
    broken = outcome(result, "CHG", "TIP")
    assert (broken.obs_value, broken.obs_status, broken.raw_text) == (None, "O", "12 (3 pending)")
    assert len(result.observations) == result.asked


def test_a_formula_that_was_never_calculated_is_not_a_blank(file: Path) -> None:
    result = read_changed(file, put("Outcomes", "CHG.TIP", "_T._T", "=1+1"))
    assert only(result, "E03")[3]["why"] == "uncached_formula"


def test_a_value_in_a_grey_cell_is_not_lost(file: Path) -> None:
    _, cell, found, facts = only(read_changed(file, put("Outcomes", "INV_NEW.TIP", "F.Y0T17", 3)), "E02")
    assert (found, facts["kind"]) == ("3", "not_applicable")
    assert cell


def test_a_heading_pasted_into_a_value_cell_is_named(file: Path) -> None:
    assert only(read_changed(file, put("Outcomes", "ARR.TIP", "F.Y0T17", "Female 0–17")), "E05")[2] == "Female 0–17"


def test_a_row_copied_with_its_code_is_a_key_twice(file: Path) -> None:
    def copy_row(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Outcomes"]
        row, below = row_of(workbook, "Outcomes", "ARR.TIP"), row_of(workbook, "Outcomes", "MIG_SMG.SOM") + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(below, column).value = copy(sheet.cell(row, column).value)

    assert only(read_changed(file, copy_row), "E01")[3]["key"] == "indicator=ARR\ncrime=TIP"


def test_a_sheet_copied_for_a_second_month_is_a_key_twice(file: Path) -> None:
    sheet, _, _, facts = only(read_changed(file, lambda w: w.copy_worksheet(w["Outcomes"]) and None), "E01")
    assert (sheet, facts["first"]) == ("Outcomes Copy", "Outcomes")


def test_a_number_in_a_row_without_a_code_is_not_lost(file: Path) -> None:
    def add_row(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Outcomes"]
        row = row_of(workbook, "Outcomes", "CHG.TIP")
        sheet.insert_rows(row)
        sheet.cell(row, 2).value = "Persons cautioned"
        sheet.cell(row, 15).value = 6

    sheet, _, found, facts = only(read_changed(file, add_row), "E02")
    assert (sheet, found, facts["kind"]) == ("Outcomes", "6", "row")


def test_a_number_below_the_rows_of_the_grid_is_not_lost(file: Path) -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        workbook["Outcomes"].cell(row_of(workbook, "Outcomes", "jpa:end") + 3, 15).value = 6

    assert only(read_changed(file, add), "E02")[2] == "6"


def test_a_number_in_a_column_without_a_code_is_not_lost(file: Path) -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        workbook["Outcomes"].cell(row_of(workbook, "Outcomes", "ARR.TIP"), 20).value = "5 more"

    assert only(read_changed(file, add), "E02")[3]["kind"] == "beside"


def test_words_beside_the_grid_do_no_harm(file: Path) -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        workbook["Outcomes"].cell(row_of(workbook, "Outcomes", "ARR.TIP"), 20).value = "checked"

    assert read_changed(file, add).problems == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda w: w["Outcomes"].delete_rows(row_of(w, "Outcomes", "ARR.SOM")), "indicator=ARR\ncrime=SOM"),
        (lambda w: w["Outcomes"].delete_cols(9), "text=Female, age unknown"),
        (lambda w: w.remove(w["Victims"]), "text=Victims"),
        (lambda w: w["Exchanges"].delete_cols(5), "text=Enquiries sent"),
    ],
)
def test_a_part_of_the_form_that_is_gone_is_named_and_not_read_as_blank(file: Path, change: Change, named: str) -> None:
    problems = read_changed(file, change).problems
    assert problems and set(codes(problems)) == {"F06"}
    assert named in {problem.facts["key"] for problem in problems}


def test_a_value_under_a_merged_cell_is_asked_back(file: Path) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Outcomes"]
        sheet[place_of(sheet, "ARR.TIP", "F.Y0T17")].value = 8
        sheet.merge_cells(f"{place_of(sheet, 'ARR.TIP', 'F.Y0T17')}:{place_of(sheet, 'ARR.TIP', 'M._U')}")

    result = read_changed(file, merge)
    assert only(result, "E03")[3]["why"] == "merged"
    assert [o.obs_value for o in result.observations if o.raw_text == "8"] == [None] * 6


def test_a_number_lost_under_a_merged_heading_is_asked_back(file: Path) -> None:
    """Merging keeps the heading and drops the number below it: the cell is no blank that somebody left."""

    def merge(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Outcomes"]
        cell = sheet[place_of(sheet, "INV_NEW.TIP", "_T._T")]
        sheet.merge_cells(start_row=cell.row - 1, end_row=cell.row, start_column=cell.column, end_column=cell.column)

    result = read_changed(file, merge)
    _, cell, found, facts = only(result, "E03")
    assert (found, facts["why"]) == ("Total", "merged")
    assert [(o.obs_value, o.raw_text) for o in result.observations if o.cell == cell] == [(None, "Total")]


@pytest.mark.parametrize("field", ["edition_id", "ref_area", "time_period"])
def test_a_return_that_does_not_say_whose_it_is_has_no_identity(file: Path, field: str) -> None:
    sheet, cell, _, facts = only(read_changed(file, put("Cover", field, "value", None)), "F07")
    assert (sheet, facts["field"]) == ("Cover", field)
    assert cell.startswith("C")


def test_a_cover_that_is_gone_is_no_form_at_all(file: Path) -> None:
    result = read_changed(file, lambda w: w.remove(w["Cover"]))
    assert (result.kind, codes(result.problems)) == ("unknown", ["F06"])


def test_a_month_that_cannot_be_read_is_no_identity(file: Path) -> None:
    assert only(read_changed(file, put("Cover", "time_period", "value", "last month")), "F07")[2] == "last month"


def test_a_month_outside_the_edition_says_which_months_belong_to_it(file: Path) -> None:
    _, _, found, facts = only(read_changed(file, put("Cover", "time_period", "value", "2025-09")), "E04")
    assert (found, facts["first_month"], facts["last_month"]) == ("2025-09", "2023-07", "2024-07")


def test_a_country_that_is_misspelt_gets_the_nearest_name(file: Path) -> None:
    _, _, found, facts = only(read_changed(file, put("Cover", "ref_area", "value", "Tailand")), "E02")
    assert (found, facts["nearest"]) == ("Tailand", "ref_area=THA")
    assert facts["allowed"] == "participants=JPA6"


def test_a_country_that_takes_no_part_is_named(file: Path) -> None:
    assert only(read_changed(file, put("Cover", "ref_area", "value", "France")), "E02")[3]["kind"] == "participant"


@pytest.mark.parametrize("typed", ["THA", "tha", " thailand ", "Thailand\u00a0"])
def test_a_country_may_be_typed_as_code_or_name(file: Path, typed: str) -> None:
    result = read_changed(file, put("Cover", "ref_area", "value", typed))
    assert (result.problems, result.ref_area) == ([], "THA")


def test_an_unknown_choice_lists_the_choices(file: Path) -> None:
    _, _, _, facts = only(read_changed(file, put("Cover", "data_status", "value", "almost final")), "E02")
    assert facts["allowed"] == "options=data_status"


def test_a_list_row_without_what_it_needs_is_asked_back(file: Path) -> None:
    content = FormContent(lists={"exchanges": [{"sent": 4}]})
    problems = read_file(write_form(file, content)).problems
    assert codes(problems) == ["E02", "E02"]
    assert {problem.facts["field"] for problem in problems} == {"counterpart", "channel"}


def test_a_citizenship_given_twice_is_a_key_twice(file: Path) -> None:
    row: dict[str, Value] = {"citizenship": "MMR", "victim_status": "IDF", "victims": 2}
    result = read_file(write_form(file, FormContent(lists={"citizenship": [row, row]})))
    assert only(result, "E01")[3]["key"] == "ref_area=MMR\nvictim_status=IDF"


EXCHANGE: Mapping[str, Value] = {"counterpart": "MYS", "channel": "POLICE", "sent": 3}
CASE: Mapping[str, Value] = {"case_reference": "T-1", "record": "OPER", "suspects": 4}
ACTIVITY: Mapping[str, Value] = {"reference": "A-1", "type": "TRAINING", "role": "HOST", "officers_f": 4}


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("exchanges", {**EXCHANGE, "crime": "TIP"}, {**EXCHANGE, "crime": "TIP", "sent": 5}),
        ("exchanges", EXCHANGE, EXCHANGE),
        ("cases", CASE, {**CASE, "case_reference": "t-1 "}),
        ("activities", ACTIVITY, {**ACTIVITY, "officers_f": 5}),
    ],
)
def test_a_record_pasted_twice_is_a_key_twice(
    file: Path, name: str, one: Mapping[str, Value], other: Mapping[str, Value]
) -> None:
    """Enquiries and officers of a row that stands twice would count twice."""
    result = read_changed(file, content=FormContent(lists={name: [one, {}, other]}))
    (problem,) = result.problems
    row = int(str(problem.facts["first"])[1:])
    assert (problem.code, problem.cell) == ("E01", f"B{row + 2}")


@pytest.mark.parametrize(
    ("name", "one", "changed"),
    [
        ("exchanges", EXCHANGE, {"crime": "SOM"}),
        ("exchanges", EXCHANGE, {"channel": "INTERPOL"}),
        ("cases", CASE, {"record": "PLAN"}),
        ("activities", ACTIVITY, {"first_day": "2023-09-04"}),
        ("activities", {**ACTIVITY, "reference": None}, {}),
    ],
)
def test_records_that_differ_or_have_no_reference_are_two(
    file: Path, name: str, one: Mapping[str, Value], changed: Mapping[str, Value]
) -> None:
    result = read_changed(file, content=FormContent(lists={name: [one, {**one, **changed}]}))
    assert not result.problems
    assert len({entry.entry for entry in result.entries if entry.list_name == name}) == 2


def test_words_beside_a_list_are_not_lost(file: Path) -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        workbook["Exchanges"].cell(12, 9).value = "answer due in May"

    assert "E02" in codes(read_changed(file, add).problems)


def test_a_day_that_could_be_two_days_is_asked_back(file: Path) -> None:
    row = {"case_reference": "T-1", "record": "PLAN", "opened_on": "03/04/2024"}
    facts = only(read_file(write_form(file, FormContent(lists={"cases": [row]}))), "E02")[3]
    assert (facts["kind"], facts["field"]) == ("date", "opened_on")


def test_a_later_version_of_the_form_says_what_was_looked_for(file: Path) -> None:
    def newer(workbook: openpyxl.Workbook) -> None:
        workbook["Cover"]["A1"].value = "jpa:layout:jpa_return:2"

    result = read_changed(file, newer)
    assert result.kind == "unknown"
    assert only(result, "F06")[3] == {"kind": "version", "known": "jpa:layout:jpa_return:1"}
    assert only(result, "F06")[2] == "jpa:layout:jpa_return:2"
