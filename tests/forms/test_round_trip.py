"""What is typed into a form is what is read from it, also after people have rearranged it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assets.forms.layout.blocks import GridBlock
from assets.forms.reader.grid import applies, grid_rows
from assets.forms.results import ReadResult
from assets.forms.writer.content import FormContent, Value
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH, outcome, put, read_changed, read_file, write_form

LISTS: dict[str, list[dict[str, Value]]] = {
    "exchanges": [
        {"counterpart": "AUS", "channel": "POLICE", "crime": "TIP", "sent": 3, "received": 0, "answered": 2},
        {"counterpart": "INTERPOL", "channel": "INTERPOL", "crime": "SOM", "sent": "<5", "received": None},
    ],
    "cases": [
        {
            "case_reference": "T-1", "record": "COMP", "shared_id": "JPA6-COMP-01", "title": "Fishing crews",
            "crime": "MIX", "other_countries": "AUS;VNM", "lead": "RSO", "opened_on": date(2023, 8, 2),
            "stage": "CHARGED", "stage_reached_on": date(2023, 9, 5), "suspects": 4, "public_summary": "YES",
        },
    ],
    "activities": [
        {"reference": "A-1", "type": "TRAINING", "role": "HOST", "host": "THA", "provider": "IOM", "officers_f": 12},
    ],
    "notes": [{"where": "CHG", "note_kind": "BREAK", "text": "New court register from this month."}],
}  # fmt: skip
COVER: dict[str, Value] = {
    "source_agency": "Coordination desk",
    "contact_office": "desk@office.example",
    "data_status": "PROVISIONAL",
    "nil_return": "NO",
    "exchanges_listed": "COMPLETE",
    "cases_listed": "COMPLETE",
    "activities_listed": "NOT_AVAILABLE",
    "completed_on": date(2023, 10, 4),
}


def full_content() -> FormContent:
    """Every cell that is asked for, all different, and rows in every list."""
    grids: dict[str, dict[tuple[str, str], Value]] = {}
    number = 0
    for block in FORM.form_blocks:
        if isinstance(block, GridBlock):
            cells: dict[tuple[str, str], Value] = {}
            for row in grid_rows(block, FRAMEWORK):
                for column in block.columns:
                    if applies(row.indicator, column):
                        number += 1
                        cells[row.key, column.key] = number
            grids[block.name] = cells
    citizenship: list[dict[str, Value]] = [
        {"citizenship": "MMR", "victim_status": "IDF", "victims": 5},
        {"citizenship": "THA", "victim_status": "POT", "victims": "<5"},
    ]
    return FormContent(COVER, grids, LISTS | {"citizenship": citizenship})


def facts_of(result: ReadResult) -> set[tuple[object, ...]]:
    """All that a reader learns, but where it stands."""
    values = {
        (
            o.indicator, o.ref_area, o.time_period, o.crime, o.victim_status, o.exploitation, o.sex, o.age,
            o.counterpart_area, o.unit_measure, o.obs_status, o.obs_value, o.upper_bound,
        )
        for o in result.observations
    }  # fmt: skip
    entries = {(e.list_name, e.field, e.value_text, e.value_number, e.obs_status) for e in result.entries}
    identity = (result.edition_id, result.ref_area, result.time_period, result.language, result.asked)
    return values | entries | {identity}


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> ReadResult:
    """A full form, read as it was written."""
    return read_file(write_form(tmp_path_factory.mktemp("forms") / "full.xlsx", full_content()))


def test_a_blank_form_is_asked_and_not_answered(file: Path) -> None:
    result = read_file(write_form(file))
    assert result.problems == []
    assert (result.kind, result.layout, result.layout_version) == ("return", "jpa_return", "1")
    assert (result.edition_id, result.ref_area, result.time_period) == (EDITION, AREA, MONTH)
    assert result.asked == len(result.observations) > 0
    assert {(o.obs_status, o.obs_value, o.raw_text) for o in result.observations} == {("O", None, "")}
    assert {e.list_name for e in result.entries} == {"cover"}


def test_every_number_comes_back_with_its_codes(as_written: ReadResult) -> None:
    assert as_written.problems == []
    content = full_content()
    wanted = [value for cells in content.grids.values() for value in cells.values()]
    found = [o.obs_value for o in as_written.observations if o.counterpart_area == "_T"]
    assert sorted(v for v in found if v is not None) == wanted
    assert len(found) == as_written.asked
    arrests = outcome(as_written, "ARR", "SOM", "M", "Y_GE18")
    assert arrests.obs_value == content.grids["outcomes"]["ARR.SOM", "M.Y_GE18"]
    assert (arrests.sheet, arrests.raw_text, arrests.unit_measure) == (
        "Outcomes",
        str(arrests.obs_value),
        "PERSON_ARREST",
    )


def test_victims_come_back_by_form_and_by_citizenship(as_written: ReadResult) -> None:
    victims = [o for o in as_written.observations if o.indicator == "VIC_ID"]
    by_citizenship = {
        (o.counterpart_area, o.victim_status): (o.obs_value, o.obs_status)
        for o in victims
        if o.counterpart_area != "_T"
    }
    assert by_citizenship == {("MMR", "IDF"): (5, "V"), ("THA", "POT"): (None, "Q")}
    assert {o.exploitation for o in victims} == {"_T", *FRAMEWORK.codelist("exploitation")}


def test_every_field_of_a_list_comes_back_as_its_code(as_written: ReadResult) -> None:
    rows = {(e.list_name, e.field): e for e in as_written.entries if e.list_name in ("cases", "notes")}
    assert rows["cases", "other_countries"].value_text == "AUS;VNM"
    assert rows["cases", "lead"].value_text == "RSO"
    assert rows["cases", "stage"].value_text == "CHARGED"
    assert rows["cases", "opened_on"].value_text == "2023-08-02"
    assert (rows["cases", "suspects"].value_number, rows["cases", "arrests"].obs_status) == (4, "O")
    assert rows["notes", "text"].raw_text == "New court register from this month."
    sent = [e for e in as_written.entries if (e.list_name, e.field) == ("exchanges", "sent")]
    assert [(e.value_number, e.obs_status) for e in sent] == [(3, "V"), (None, "Q")]
    assert sent[1].entry == sent[0].entry + 1
    assert sent[0].cell == f"E{sent[0].entry}"


def test_the_cover_comes_back(as_written: ReadResult) -> None:
    cover = {e.field: e.value_text for e in as_written.entries if e.list_name == "cover"}
    assert cover["completed_on"] == "2023-10-04"
    assert {k: v for k, v in cover.items() if k in COVER and k != "completed_on"} == {
        k: v for k, v in COVER.items() if k != "completed_on"
    }
    assert as_written.synthetic is False
    assert {e.entry for e in as_written.entries if e.list_name == "cover"} == {1}


def test_a_synthetic_form_says_so_when_it_is_read(file: Path) -> None:
    assert read_file(write_form(file, synthetic=True)).synthetic is True


@pytest.mark.parametrize("language", ["en", "id", "ms", "th", "vi"])
def test_a_form_in_any_language_says_the_same(file: Path, as_written: ReadResult, language: str) -> None:
    result = read_file(write_form(file, full_content(), language=language))
    assert result.problems == []
    assert result.language == language
    assert {f for f in facts_of(result) if language not in f} == {f for f in facts_of(as_written) if "en" not in f}


def rename_and_reorder(workbook: openpyxl.Workbook) -> None:
    for number, sheet in enumerate(workbook.worksheets):
        sheet.title = f"แผ่น {number}"
    workbook.move_sheet(workbook.worksheets[1], offset=4)


def insert_rows_and_columns(workbook: openpyxl.Workbook) -> None:
    for name in ("Outcomes", "Victims", "Cases"):
        workbook[name].insert_rows(1, amount=3)
        workbook[name].insert_cols(1)
        workbook[name].insert_cols(4)
    workbook["Outcomes"].insert_rows(14)


def translate_labels(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Outcomes"]
    for row in sheet.iter_rows(min_col=2, max_col=6):
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("label:"):
                cell.value = f"ข้อความ {cell.row}"


def swap_two_rows(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Outcomes"]
    rows = [next(c.row for line in sheet.iter_rows() for c in line if c.value == key) for key in ("ARR.TIP", "CON.SOM")]
    for column in range(1, sheet.max_column + 1):
        first, second = (sheet.cell(row, column) for row in rows)
        first.value, second.value = second.value, first.value


@pytest.mark.parametrize("change", [rename_and_reorder, insert_rows_and_columns, translate_labels, swap_two_rows])
def test_a_rearranged_form_says_the_same(file: Path, as_written: ReadResult, change: object) -> None:
    result = read_changed(file, change, content=full_content())  # type: ignore[arg-type]
    assert result.problems == []
    assert facts_of(result) == facts_of(as_written)


def test_rows_added_below_a_list_are_read(file: Path) -> None:
    def add(workbook: openpyxl.Workbook) -> None:
        sheet = workbook["Notes"]
        sheet.cell(sheet.max_row + 7, 4).value = "A note far below"

    result = read_changed(file, add)
    assert [e.value_text for e in result.entries if (e.list_name, e.field) == ("notes", "text")] == ["A note far below"]


def test_numbers_follow_the_convention_of_the_forms_language(file: Path) -> None:
    result = read_changed(file, put("Hasil", "INV_NEW.TIP", "_T._T", "1.234"), language="id")
    found = outcome(result, "INV_NEW", "TIP")
    assert (found.obs_value, found.raw_text, found.comment) == (1234, "1.234", "thousands mark .")
