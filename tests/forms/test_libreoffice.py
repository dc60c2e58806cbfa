"""A form opened, calculated, filled in and saved by LibreOffice is read like the one that was sent out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assets.forms.writer.build import build_form
from tests.forms.contents import odd_content
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH, codes, outcome, place_of, read_file, write_form
from tests.forms.libreoffice import SOFFICE, convert, python_of_libreoffice, type_into
from tests.forms.test_round_trip import facts_of, full_content

LANGUAGES = tuple(FORM.conventions)
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine"),
]
needs_typing = pytest.mark.skipif(
    not python_of_libreoffice(), reason="No Python on this machine can drive LibreOffice (Debian: python3-uno)"
)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_form_saved_by_libreoffice_says_the_same(tmp_path: Path, ending: str) -> None:
    sent = [write_form(tmp_path / f"form_{language}.xlsx", full_content(), language=language) for language in LANGUAGES]
    for form, saved in zip(sent, convert(sent, ending, tmp_path / "saved"), strict=True):
        result = read_file(saved)
        assert result.problems == []
        assert facts_of(result) == facts_of(read_file(form))


@pytest.mark.slow
def test_libreoffice_calculates_what_the_form_says_already(tmp_path: Path) -> None:
    """Every formula, in every language, over every kind of mistake: the value in the file is the one calculated."""
    sent: list[Path] = []
    for seed in range(10):
        sent.append(tmp_path / f"odd_{seed}.xlsx")
        earlier = odd_content(100 + seed) if seed % 2 else None
        build_form(
            FRAMEWORK, FORM, EDITION, AREA, MONTH, sent[-1],
            language=LANGUAGES[seed % len(LANGUAGES)], content=odd_content(seed), previous=earlier,
        )  # fmt: skip
    sent.append(write_form(tmp_path / "blank.xlsx"))
    compared = 0
    for form, saved in zip(sent, convert(sent, "xlsx", tmp_path / "saved", calculate=True), strict=True):
        written = openpyxl.load_workbook(form, data_only=True)
        calculated = openpyxl.load_workbook(saved, data_only=True)
        for sheet in openpyxl.load_workbook(form):
            for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
                said = [book[sheet.title][cell.coordinate].value for book in (written, calculated)]
                assert (said[0] or "") == (said[1] or ""), (form.name, sheet.title, cell.coordinate, cell.value)
                compared += 1
    assert compared > 4000


def test_every_sheet_prints_in_libreoffice(tmp_path: Path) -> None:
    [printed] = convert([write_form(tmp_path / "form.xlsx", full_content())], "pdf", tmp_path)
    assert printed.read_bytes().startswith(b"%PDF")


@needs_typing
@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_a_form_filled_in_by_hand_in_libreoffice_is_read_as_typed(tmp_path: Path, ending: str) -> None:
    form = write_form(tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(form)
    outcomes, cover = book["Outcomes"], book["Cover"]
    suspects = {column: place_of(outcomes, "SUS_ID.TIP", column) for column in ("F.Y_GE18", "M.Y_GE18", "_T._T")}
    typed = {
        "Outcomes": {suspects["F.Y_GE18"]: 3, suspects["M.Y_GE18"]: "<5", suspects["_T._T"]: 7},
        "Cover": {place_of(cover, "source_agency", "value"): "Desk", place_of(cover, "data_status", "value"): "Final"},
        "Exchanges": {"B9": "Australia", "C9": "Police to police", "E9": 2},
    }
    type_into(form, typed, tmp_path / f"filled{ending}", tmp_path)
    result = read_file(tmp_path / f"filled{ending}")
    assert result.problems == []
    cell = outcome(result, "SUS_ID", "TIP")
    assert (cell.obs_value, outcome(result, "SUS_ID", "TIP", "M", "Y_GE18").obs_status) == (7, "Q")
    rows = {e.field: e.value_text for e in result.entries if e.list_name == "exchanges" and e.value_text}
    assert rows == {"counterpart": "AUS", "channel": "POLICE", "sent": "2"}
    assert {e.value_text for e in result.entries if e.field == "data_status"} == {"FINAL"}


@pytest.mark.slow
@needs_typing
def test_the_warnings_appear_and_go_while_one_types(tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    sheet = openpyxl.load_workbook(form)["Outcomes"]
    part, total = place_of(sheet, "ARR.TIP", "M.Y_GE18"), place_of(sheet, "ARR.TIP", "_T._T")
    says = place_of(sheet, "ARR.TIP", "label:check")
    wrong = type_into(form, {"Outcomes": {part: 9, total: 4}}, tmp_path / "wrong.xlsx", tmp_path)
    assert wrong["Outcomes"][says] == "The parts exceed the total"
    assert "1 on Outcomes" in str(wrong["Cover"]["B2"])
    right = type_into(tmp_path / "wrong.xlsx", {"Outcomes": {total: 9}}, tmp_path / "right.xlsx", tmp_path)
    assert says not in right["Outcomes"]
    assert "Outcomes" not in str(right["Cover"]["B2"])


@needs_typing
def test_a_grey_cell_and_a_label_cannot_be_typed_into(tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    sheet = openpyxl.load_workbook(form)["Outcomes"]
    grey, label = place_of(sheet, "INV_NEW.TIP", "F.Y0T17"), place_of(sheet, "INV_NEW.TIP", "label:name:indicator")
    shown = type_into(form, {"Outcomes": {grey: 5, label: "changed"}}, tmp_path / "typed.xlsx", tmp_path)
    assert grey not in shown["Outcomes"]
    assert shown["Outcomes"][label] == "New investigations opened"
    assert codes(read_file(tmp_path / "typed.xlsx").problems) == []


@needs_typing
def test_a_day_typed_in_libreoffice_is_that_day(tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    place = place_of(openpyxl.load_workbook(form)["Cover"], "completed_on", "value")
    serial = (date(2023, 10, 4) - date(1899, 12, 30)).days
    type_into(form, {"Cover": {place: serial}}, tmp_path / "typed.xlsx", tmp_path)
    found = [e.value_text for e in read_file(tmp_path / "typed.xlsx").entries if e.field == "completed_on"]
    assert found == ["2023-10-04"]
