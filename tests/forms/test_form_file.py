"""The workbook the product writes: what an official finds when it is opened."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from assets.forms.layout.blocks import GridBlock
from assets.forms.layout.layout import LayoutError
from assets.forms.writer.build import build_form
from assets.forms.writer.content import FormContent
from assets.forms.writer.form_context import SYNTHETIC
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
            assert sheet.freeze_panes
            # The list below the grid has headings of its own.
            assert bool(sheet.print_title_rows) == (name != "Victims")


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


@pytest.mark.parametrize("language", tuple(FORM.conventions))
def test_another_program_opens_it_without_a_warning(file: Path, language: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        openpyxl.load_workbook(write_form(file, language=language, synthetic=True))


def cells_of(ranges: object) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in str(ranges).split():
        left, top, right, bottom = range_boundaries(part)
        found += [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return found


def test_every_input_cell_has_at_most_one_check_and_every_choice_and_number_has_one(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    for sheet in workbook.worksheets[:-1]:
        checked = [cell for check in sheet.data_validations.dataValidation for cell in cells_of(check.sqref)]
        assert len(checked) == len(set(checked))
        unlocked = {(c.row, c.column) for row in sheet.iter_rows() for c in row if not c.protection.locked}
        without = {cell for cell in unlocked - set(checked) if sheet.cell(*cell).number_format != "@"}
        assert not without


def test_what_turns_amber_lies_within_the_cells_that_are_written(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    for sheet in workbook.worksheets[:-1]:
        ranges = [cells_of(found.sqref) for found in sheet.conditional_formatting]
        assert ranges or sheet.title == "Checklist"
        for cells in ranges:
            assert max(row for row, _ in cells) <= sheet.max_row
            assert max(column for _, column in cells) <= sheet.max_column
        formulas = [f for found in sheet.conditional_formatting for rule in found.rules for f in rule.formula]
        # Excel refuses a condition that looks at another sheet.
        assert not [formula for formula in formulas if "!" in formula]


def test_every_value_cell_of_a_grid_may_turn_amber(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    for name in ("Outcomes", "Victims"):
        sheet = workbook[name]
        covered = {cell for found in sheet.conditional_formatting for cell in cells_of(found.sqref)}
        first = sheet[place_of(sheet, "SUS_ID.TIP" if name == "Outcomes" else "IDF.SEX", "F.Y0T17")]
        grid = [c for row in sheet.iter_rows(min_row=first.row, max_row=first.row + 2) for c in row]
        assert all((c.row, c.column) in covered for c in grid if not c.protection.locked)


def test_rows_cannot_be_inserted_and_the_form_says_how_many_are_ready(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    assert all(sheet.protection.insertRows for sheet in workbook)  # locked
    said = [str(c.value) for row in workbook["Exchanges"].iter_rows() for c in row if "rows are ready" in str(c.value)]
    assert [line.split()[0] for line in said] == ["60"]
    unlocked = {c.row for row in workbook["Exchanges"].iter_rows() for c in row if not c.protection.locked}
    assert len(unlocked) == 60


def test_print_says_country_month_sheet_and_page(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file, synthetic=True))
    for sheet in workbook.worksheets[:-1]:
        assert "Thailand" in sheet.oddHeader.left.text and "September 2023" in sheet.oddHeader.left.text
        assert sheet.title in sheet.oddHeader.right.text and SYNTHETIC in sheet.oddHeader.right.text
        assert sheet.oddFooter.right.text.strip() == "Page &P of &N"


def test_a_country_with_an_ampersand_is_printed_as_it_is_named(file: Path) -> None:
    build_form(FRAMEWORK, FORM, EDITION, "BIH", MONTH, file)
    with zipfile.ZipFile(file) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert "Bosnia &amp;&amp; Herzegovina" in xml


def test_each_name_of_a_sheet_leads_to_that_sheet(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file, language="vi"))
    links = {c.value: c.hyperlink for row in workbook.worksheets[0].iter_rows() for c in row if c.hyperlink}
    assert set(links) == set(workbook.sheetnames[1:-1])
    assert all(link.location == f"'{name}'!A1" and not link.target for name, link in links.items())


def test_typing_begins_in_the_first_cell_to_fill_in(file: Path) -> None:
    workbook = openpyxl.load_workbook(write_form(file))
    for sheet in workbook.worksheets[:-2]:
        pane = sheet.sheet_view.selection[-1]
        assert not sheet[pane.activeCell].protection.locked, sheet.title
    assert workbook.active.title == "Cover"


def test_marks_colours_and_counting_rules_stand_on_the_first_sheet(file: Path) -> None:
    sheet = openpyxl.load_workbook(write_form(file))["Cover"]
    said = [str(c.value) for row in sheet.iter_rows() for c in row if c.value]
    assert {"0", "(blank)", "..", "n/a", "<5"} <= set(said)
    assert "Counting rules" in said
    assert any(line.startswith("Type 0 where there were none") for line in said)
    assert any(line.startswith("amber cell") for line in said)


def test_every_field_has_help_beside_it(file: Path) -> None:
    fields = [item for block in FORM.form_blocks if not isinstance(block, GridBlock) for item in block.fields]
    assert not [item.name for item in fields if not item.hidden and not item.help]
    said = {
        str(c.value) for sheet in openpyxl.load_workbook(write_form(file), data_only=True) for r in sheet for c in r
    }
    assert {item.help for item in fields if item.help} <= said
