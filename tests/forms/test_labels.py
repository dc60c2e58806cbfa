"""Where what people see and the hidden codes have come apart, nothing is read by the code alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assets.forms.results import ReadResult
from assets.intake.problems import Problem
from tests.forms.forms import Change, codes, place_of, put, read_changed
from tests.forms.test_round_trip import facts_of, full_content, translate_labels

LANGUAGES = ("en", "id", "ms", "th", "vi")


def row_of(sheet: Worksheet, code: str) -> int:
    return next(int(cell.row) for cell in sheet["A"] if cell.value == code)


def sort_without_the_codes(workbook: openpyxl.Workbook) -> None:
    """Rows as a person sorts them: everything that is seen, not the hidden first column."""
    sheet = workbook.worksheets[1]
    one, other = row_of(sheet, "ARR.TIP"), row_of(sheet, "CON.SOM")
    for column in range(2, sheet.max_column + 1):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def move_a_column_without_its_code(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.worksheets[1]
    top = row_of(sheet, "jpa:label")
    columns = [place_of(sheet, "ARR.TIP", key)[:-2] for key in ("F.Y_GE18", "M.Y_GE18")]
    for row in range(top, sheet.max_row + 1):
        first, second = (sheet[f"{column}{row}"] for column in columns)
        first.value, second.value = second.value, first.value


def observed(result: ReadResult) -> set[tuple[str, str, str]]:
    return {(o.indicator, o.crime, f"{o.sex}.{o.age}") for o in result.observations if o.obs_value is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_sorted_apart_from_their_codes_are_asked_back(file: Path, language: str) -> None:
    result = read_changed(file, sort_without_the_codes, content=full_content(), language=language)
    assert codes(result.problems) == ["E05", "E05"]
    assert {problem.facts["key"] for problem in result.problems} == {
        "indicator=ARR\ncrime=TIP",
        "indicator=CON\ncrime=SOM",
    }
    assert {"ARR", "CON"} & {
        i for i, crime, _ in observed(result) if (i, crime) in (("ARR", "TIP"), ("CON", "SOM"))
    } == set()


def test_a_column_moved_apart_from_its_code_is_asked_back(file: Path) -> None:
    result = read_changed(file, move_a_column_without_its_code, content=full_content())
    assert [(p.code, p.found, p.facts["key"]) for p in result.problems] == [
        ("E05", "Male 18+", "text=Female 18+"),
        ("E05", "Female 18+", "text=Male 18+"),
    ]
    assert not {"F.Y_GE18", "M.Y_GE18"} & {split for _, crime, split in observed(result) if crime == "TIP"} - {
        split for indicator, _, split in observed(result) if indicator == "VIC_ID"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_in_words_of_their_own_prove_nothing(file: Path, language: str) -> None:
    before = read_changed(file, content=full_content(), language="en")
    after = read_changed(file, translate_labels, content=full_content(), language="en")
    assert after.problems == []
    assert facts_of(after) == facts_of(before)
    assert read_changed(file, content=full_content(), language=language).problems == []


def one(result: ReadResult) -> Problem:
    assert len(result.problems) == 1, result.problems
    return result.problems[0]


def paste_over_the_label(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Outcomes"]
    sheet[place_of(sheet, "ARR.TIP", "label:counted_when:indicator")].value = 7


def paste_over_the_heading(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Outcomes"]
    sheet[place_of(sheet, "jpa:label", "M._U")].value = "<5"


def paste_beside_the_total(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Outcomes"]
    sheet[place_of(sheet, "INV_NEW.TIP", "label:sum")].value = 7


def paste_beside_a_record(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Exchanges"]
    sheet[place_of(sheet, "jpa:list:exchanges", "label:check").rstrip("0123456789") + "8"].value = 7


def type_over_the_line_below(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Exchanges"]
    row = max(cell.row for cell in sheet["A"] if cell.value == "jpa:label")
    sheet.cell(row, 2).value, sheet.cell(row, 3).value = "Australia", "Police to police"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (paste_over_the_label, "7"),
        (paste_over_the_heading, "<5"),
        (paste_beside_the_total, "7"),
        (paste_beside_a_record, "7"),
        (type_over_the_line_below, "Police to police"),
    ],
)
def test_a_value_where_the_form_has_its_own_words_is_not_lost(file: Path, change: Change, found: str) -> None:
    problem = one(read_changed(file, change, content=full_content()))
    assert (problem.code, problem.found, problem.facts["kind"]) == ("E02", found, "label")


def test_a_row_whose_label_was_pasted_over_is_not_read(file: Path) -> None:
    result = read_changed(file, paste_over_the_label, content=full_content())
    numbers = [o for o in result.observations if o.indicator == "ARR" and o.crime == "TIP"]
    assert {(o.obs_value, o.obs_status, bool(o.raw_text)) for o in numbers} == {(None, "O", True)}, "gaps, no blanks"


def test_a_label_of_the_cover_beside_another_code_is_asked_back(file: Path) -> None:
    def swap(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Cover"]
        one, other = row_of(sheet, "exchanges_listed"), row_of(sheet, "cases_listed")
        sheet.cell(one, 1).value, sheet.cell(other, 1).value = "cases_listed", "exchanges_listed"

    result = read_changed(file, swap, content=full_content())
    assert codes(result.problems) == ["E05", "E05"]
    assert not {"exchanges_listed", "cases_listed"} & {e.field for e in result.entries if e.list_name == "cover"}


@pytest.mark.parametrize("field", ["crime", "channel", "sent"])
def test_one_cell_merged_over_two_records_is_asked_back_for_both(file: Path, field: str) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Exchanges"]
        column = place_of(sheet, "jpa:list:exchanges", field).rstrip("0123456789")
        sheet.merge_cells(f"{column}8:{column}9")

    problems = read_changed(file, merge, content=full_content()).problems
    assert [(p.code, p.facts["why"], p.cell[1:]) for p in problems] == [("E03", "merged", "8"), ("E03", "merged", "9")]


def test_a_field_of_the_cover_over_its_neighbour_is_read(file: Path) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Cover"]
        row = row_of(sheet, "source_agency")
        sheet.merge_cells(f"C{row}:D{row}")

    assert read_changed(file, merge, content=full_content()).problems == []


def test_two_fields_of_the_cover_in_one_cell_are_asked_back(file: Path) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        row = row_of(workbook["Cover"], "exchanges_listed")
        workbook["Cover"].merge_cells(f"C{row}:C{row + 1}")

    problems = read_changed(file, merge, content=full_content()).problems
    assert [(p.code, p.facts["why"]) for p in problems] == [("E03", "merged")] * 2


def test_a_number_shown_as_a_percentage_is_asked_back(file: Path) -> None:
    def percent(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Outcomes"]
        sheet[place_of(sheet, "CHG.TIP", "_T._T")].number_format = "0%"

    problem = one(read_changed(file, put("Outcomes", "CHG.TIP", "_T._T", 3), percent))
    assert (problem.code, problem.found, problem.facts["why"]) == ("E03", "3", "format")
