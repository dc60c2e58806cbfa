"""The workbook the product writes: what an official finds when it is opened."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assets.forms.build import build_form
from assets.forms.content import FormContent
from assets.forms.form_making import SYNTHETIC
from assets.forms.layout import LayoutError
from assets.framework.loader import FrameworkError
from assets.framework.names import country_name
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, LAYOUTS, MONTH, place_of, write_form

SHEETS = ["Cover", "Outcomes", "Victims", "Exchanges", "Cases", "Activities", "Notes", "Checklist", "Lists"]


def test_it_has_all_sheets_and_the_lists_are_hidden(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    assert workbook.sheetnames == SHEETS
    assert [s.title for s in workbook if s.sheet_state != "visible"] == ["Lists"]


def test_no_merged_cell_no_formula_to_type_over_no_macro(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    for sheet in workbook:
        assert not sheet.merged_cells.ranges
        formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert all(cell.protection.locked for cell in formulas)
    with zipfile.ZipFile(file) as package:
        assert not [name for name in package.namelist() if "vba" in name.casefold() or "external" in name.casefold()]


def test_machine_codes_are_out_of_sight(file: Path) -> None:
    for sheet in openpyxl.load_workbook(write_form(file)).worksheets[:-1]:
        assert sheet.column_dimensions["A"].hidden
        for row in sheet.iter_rows():
            if any(str(cell.value).startswith(("jpa:grid", "jpa:list", "jpa:fields")) for cell in row):
                assert sheet.row_dimensions[row[0].row].hidden


def test_cells_to_fill_in_are_unlocked_and_all_others_are_protected_without_a_password(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    sheet = workbook["Outcomes"]
    assert all(s.protection.sheet and not s.protection.password for s in workbook)
    assert not sheet[place_of(sheet, "ARR.TIP", "F.Y0T17")].protection.locked
    assert not sheet[place_of(sheet, "INV_NEW.TIP", "_T._T")].protection.locked
    grey = sheet[place_of(sheet, "INV_NEW.TIP", "F.Y0T17")]
    assert grey.protection.locked and grey.fill.fgColor.rgb == "FFD5D9DD"
    assert not workbook["Exchanges"]["C12"].protection.locked
    assert sheet[place_of(sheet, "ARR.TIP", "label:code:indicator")].protection.locked


def test_heads_are_frozen_and_each_sheet_prints_one_page_wide(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    for name in SHEETS[:-1]:
        sheet = workbook[name]
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # one page is what the file format means by nothing
        assert sheet.page_setup.fitToHeight == 0
        if name != "Cover":
            assert sheet.freeze_panes and sheet.print_title_rows


def test_number_cells_take_whole_numbers_and_the_marks(file: Path) -> None:
    sheet = openpyxl.load_workbook(write_form(file))["Outcomes"]
    checks = [v for v in sheet.data_validations.dataValidation if v.type == "custom"]
    address = place_of(sheet, "CON.MIX", "_T._T")
    assert any(address in v.sqref for v in checks)
    assert all(f'="{mark}"' in checks[0].formula1 for mark in ("..", "n/a", "<5"))
    assert "ISNUMBER" in checks[0].formula1


def test_codes_are_chosen_from_drop_downs(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    sheet = workbook["Cover"]
    country = place_of(sheet, "ref_area", "value")
    source = next(v.formula1 for v in sheet.data_validations.dataValidation if country in v.sqref)
    cells = workbook["Lists"][source.partition("!")[2].replace("$", "")]
    choices = {row[0].value for row in cells}
    assert choices == {country_name(FRAMEWORK, code) for code in FRAMEWORK.participants_of(EDITION)}


def test_a_sample_says_on_every_sheet_that_it_is_synthetic(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file, synthetic=True))
    for name in SHEETS[:-1]:
        assert SYNTHETIC in {cell.value for row in workbook[name].iter_rows() for cell in row}


def test_a_real_form_does_not_say_that_it_is_synthetic(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    assert not [c for s in workbook for row in s.iter_rows() for c in row if "SYNTHETIC" in str(c.value)]


def test_country_and_month_are_named_in_the_language_of_the_form(file: Path) -> None:
    sheet = openpyxl.load_workbook(write_form(file, language="th"))["หน้าปก"]
    assert sheet[place_of(sheet, "ref_area", "value")].value == "ไทย"
    assert "กันยายน" in str(sheet[place_of(sheet, "time_period", "value")].value)


def test_text_that_looks_like_a_formula_or_a_link_stays_text(file: Path) -> None:
    notes = [{"where": "=1+1", "text": "https://example.org"}]
    sheet = openpyxl.load_workbook(write_form(file, FormContent(lists={"notes": notes})))["Notes"]
    found = {c.value: c for row in sheet.iter_rows() for c in row if c.value}
    assert found["=1+1"].data_type == "s"
    assert found["https://example.org"].hyperlink is None


def test_more_records_than_ready_rows_get_rows_of_their_own(file: Path) -> None:
    notes = [{"text": f"note {n}"} for n in range(60)]
    sheet = openpyxl.load_workbook(write_form(file, FormContent(lists={"notes": notes})))["Notes"]
    assert "note 59" in {c.value for row in sheet.iter_rows() for c in row}


def test_the_same_form_is_the_same_bytes(tmp_path: Path) -> None:
    content = FormContent(cover={"completed_on": date(2023, 10, 2)})
    first, second = (write_form(tmp_path / name, content).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


@pytest.mark.parametrize(("area", "month"), [("XXX", MONTH), (AREA, "2022-01")])
def test_a_country_or_month_that_does_not_exist_is_refused(file: Path, area: str, month: str) -> None:
    with pytest.raises(FrameworkError, match=area if area == "XXX" else month):
        build_form(FRAMEWORK, FORM, EDITION, area, month, file)


def test_a_language_or_layout_that_cannot_be_written_is_refused(file: Path) -> None:
    with pytest.raises(LayoutError, match="conventions: xx"):
        build_form(FRAMEWORK, FORM, EDITION, AREA, MONTH, file, language="xx")
    context = next(layout for layout in LAYOUTS if layout.kind == "context")
    with pytest.raises(LayoutError, match="kind return"):
        build_form(FRAMEWORK, context, EDITION, AREA, MONTH, file)
