"""What somebody sees who opens the marked workbook: which cells are coloured, what their notes say."""

from __future__ import annotations

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from tests.checking.answers import RED, YELLOW, fills, finding, loaded, look, marked, notes, saved, simple

OUTCOMES = "Outcomes"


def test_a_cell_with_an_error_is_red_and_its_note_says_what_is_wrong_and_what_to_do() -> None:
    sheet = loaded(marked(saved(simple()), finding("B2")))[OUTCOMES]
    assert fills(sheet) == {"B2": RED}
    (text,) = notes(sheet).values()
    assert "Error E03" in text
    assert "“12 (3 pending)” cannot be counted." in text
    assert "What to do: Type one whole number." in text


def test_a_cell_with_a_warning_is_yellow_and_one_with_both_is_red_once_with_one_note_for_all() -> None:
    found = [finding("B2", severity="warning", rule="W01", message="Look again."), finding("B2")]
    sheet = loaded(marked(saved(simple()), *found, finding("C3", severity="warning", rule="W01")))[OUTCOMES]
    assert fills(sheet) == {"B2": RED, "C3": YELLOW}
    assert "Look again." in notes(sheet)["B2"] and "cannot be counted" in notes(sheet)["B2"]


def test_what_was_only_understood_while_reading_gets_a_note_and_no_colour() -> None:
    sheet = loaded(marked(saved(simple()), finding("B2", severity="info", rule="N01")))[OUTCOMES]
    assert fills(sheet) == {}
    assert list(notes(sheet)) == ["B2"]


def test_the_cell_keeps_its_format_apart_from_the_fill() -> None:
    workbook = simple()
    cell = workbook[OUTCOMES]["B2"]
    cell.font = Font(name="Courier New", sz=17, italic=True, color="FF00AA00")
    cell.border = Border(left=Side("thick", color="FF0000FF"))
    cell.alignment = Alignment(horizontal="center", wrap_text=True)
    cell.number_format = "0.000"
    cell.fill = PatternFill("solid", fgColor="FF112233")
    before = loaded(saved(workbook))[OUTCOMES]["B2"]
    after = loaded(marked(saved(workbook), finding("B2")))[OUTCOMES]["B2"]
    assert after.fill.fgColor.rgb == RED
    assert look(after) == look(before)


def test_white_letters_become_dark_on_a_mark() -> None:
    workbook = simple()
    workbook[OUTCOMES]["B2"].font = Font(name="Arial", sz=14, bold=True, color="FFFFFFFF")
    font = loaded(marked(saved(workbook), finding("B2")))[OUTCOMES]["B2"].font
    assert font.color.rgb == "FF000000"
    assert (font.name, font.sz, font.b) == ("Arial", 14, True)


def test_a_blank_cell_and_a_row_that_is_not_there_are_marked_too() -> None:
    sheet = loaded(marked(saved(simple()), finding("E2"), finding("B9"), finding("A9"), finding("Z1")))[OUTCOMES]
    assert fills(sheet) == {"E2": RED, "B9": RED, "A9": RED, "Z1": RED}
    assert sheet.dimensions == "A1:Z9"


def test_a_blank_cell_keeps_the_look_of_its_row_or_column() -> None:
    workbook = simple()
    sheet = workbook[OUTCOMES]
    sheet.column_dimensions["F"].number_format = "0.0"
    sheet.row_dimensions[7].number_format = "0.00"
    after = loaded(marked(saved(workbook), finding("F9"), finding("F7")))[OUTCOMES]
    assert after["F9"].number_format == "0.0"
    assert after["F7"].number_format == "0.00"


def test_a_finding_inside_merged_cells_is_shown_at_the_only_one_that_is_seen() -> None:
    workbook = simple()
    workbook[OUTCOMES].merge_cells("B2:D4")
    after = loaded(marked(saved(workbook), finding("C3"), finding("D4", severity="warning")))
    assert fills(after[OUTCOMES]) == {"B2": RED}
    assert list(notes(after[OUTCOMES])) == ["B2"]
    assert [str(r) for r in after[OUTCOMES].merged_cells.ranges] == ["B2:D4"]


def test_a_note_of_the_sender_stays_and_ours_is_put_behind_it() -> None:
    workbook = simple()
    workbook[OUTCOMES]["B2"].comment = Comment("Counted by\nthe courts & police", "Somchai")
    workbook[OUTCOMES]["A1"].comment = Comment("Untouched", "Somchai")
    after = loaded(marked(saved(workbook), finding("B2")))[OUTCOMES]
    assert notes(after)["B2"].startswith("Counted by\nthe courts & police\n")
    assert "cannot be counted" in notes(after)["B2"]
    assert notes(after)["A1"] == "Untouched"
    assert after["A1"].comment is not None and after["A1"].comment.author == "Somchai"


def test_a_protected_sheet_stays_protected_and_is_marked() -> None:
    workbook = simple()
    workbook[OUTCOMES].protection.sheet = True
    workbook[OUTCOMES].protection.password = "secret"
    after = loaded(marked(saved(workbook), finding("B2")))[OUTCOMES]
    assert after.protection.sheet and after.protection.password == workbook[OUTCOMES].protection.password
    assert fills(after) == {"B2": RED} and list(notes(after)) == ["B2"]


@pytest.mark.parametrize("name", ["Findings", "O'Brien", "Üb er & <sicht>", "ผลลัพธ์", "a!b", "x" * 31])
def test_a_sheet_is_found_whatever_it_is_called(name: str) -> None:
    workbook = simple()
    workbook.create_sheet(name)["A1"] = 1
    after = loaded(marked(saved(workbook), finding("A1", sheet=name)))
    assert fills(after[name]) == {"A1": RED}
    index = next(sheet for sheet in after if sheet.title.startswith("Findings") and sheet.title != name)
    (link,) = (cell.hyperlink for row in index for cell in row if cell.hyperlink)
    quoted = name.replace("'", "''")
    assert link.location == f"'{quoted}'!A1"


def test_letters_and_signs_of_every_kind_are_shown_as_they_were_typed() -> None:
    message = 'ไม่ใช่จำนวนเต็ม <5 & "x" \x0b _x0041_ \U0001f9ee'
    after = loaded(marked(saved(simple()), finding("B2", message=message)))
    shown = message.replace("\x0b", "")
    assert shown in notes(after[OUTCOMES])["B2"].replace("_x005F_", "_")
    assert shown in {str(cell.value).replace("_x005F_", "_") for row in after["Findings"] for cell in row}
