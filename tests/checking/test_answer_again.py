"""A marked workbook that is corrected and sent again: it is read like any other, and the next answer starts clean."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from assets.checking.annotated.annotate import annotate
from tests.checking.answers import (
    RED,
    YELLOW,
    facts,
    fills,
    finding,
    index_rows,
    loaded,
    look,
    marked,
    notes,
    parts,
    saved,
    sheets_of,
    simple,
)

OUTCOMES = "Outcomes"


def coloured() -> bytes:
    """A workbook whose cells have fills of their own, and two notes."""
    workbook = simple()
    sheet = workbook[OUTCOMES]
    sheet["B2"].fill = PatternFill("solid", fgColor="FF336699")
    sheet["B2"].font = Font(name="Arial", color="FFFFFFFF", bold=True)
    sheet["C3"].fill = PatternFill("lightGrid", fgColor="FF00FF00", bgColor="FFFFFFFF")
    sheet["B2"].comment = Comment("From the courts", "Somchai")
    sheet["A1"].comment = Comment("Untouched", "Somchai")
    return saved(workbook)


def test_the_second_answer_on_the_same_findings_is_the_first_one_again() -> None:
    found = [finding("B2"), finding("C3", severity="warning"), finding("F7"), finding("A2", severity="info")]
    first = marked(coloured(), *found)
    assert marked(first, *found) == first


def test_marks_do_not_pile_up_where_other_cells_are_wrong_the_second_time() -> None:
    first = marked(coloured(), finding("B2"), finding("C3", severity="warning"), finding("F7"))
    second = marked(first, finding("A3", severity="warning"))
    sheet = loaded(second)[OUTCOMES]
    assert fills(sheet) == {"A3": YELLOW}
    assert list(notes(sheet)) == ["A1", "B2", "A3"]
    assert notes(sheet)["B2"] == "From the courts"
    assert loaded(second).sheetnames == ["Findings", OUTCOMES]
    assert [row[0] for row in index_rows(second)] == ["Outcomes, A3"]


def test_a_cell_that_was_corrected_looks_as_it_did_before() -> None:
    before = coloured()
    first = marked(before, finding("B2"), finding("C3", severity="warning"), finding("A1"))
    after = loaded(annotate(first, "xlsx", [], facts("accepted")))[OUTCOMES]
    for address in ("A1", "B2", "C3"):
        assert look(after[address], fill=True) == look(loaded(before)[OUTCOMES][address], fill=True)


def test_the_same_holds_after_another_program_saved_the_marked_workbook() -> None:
    before = coloured()
    workbook = loaded(marked(before, finding("B2"), finding("C3", severity="warning"), finding("F7")))
    # openpyxl writes all styles anew, all texts into one table, notes and their drawings in its own way.
    workbook[OUTCOMES]["B2"].value = 3
    workbook[OUTCOMES]["B2"].number_format = "0.00"
    workbook[OUTCOMES]["C3"].comment.text += "\nThe total is right, I asked."
    second = marked(saved(workbook), finding("C3"))
    sheet = loaded(second)[OUTCOMES]
    assert fills(sheet) == {"C3": RED}
    assert sheet["B2"].fill.fgColor.rgb == "FF336699"
    assert sheet["B2"].font.color.rgb == "FFFFFFFF"
    assert sheet["B2"].number_format == "0.00"
    assert notes(sheet)["B2"] == "From the courts"
    assert notes(sheet)["C3"].startswith("The total is right, I asked.\n")
    assert notes(sheet)["C3"].count("JPA") == 1
    assert "F7" not in notes(sheet)
    assert loaded(second).sheetnames == ["Findings", OUTCOMES]


def test_the_index_is_known_again_under_another_name_and_in_another_place() -> None:
    workbook = loaded(marked(coloured(), finding("B2")))
    index = workbook["Findings"]
    index.title = "Old answer"
    workbook.move_sheet(index, 1)
    after = loaded(marked(saved(workbook), finding("C3")))
    assert after.sheetnames == [OUTCOMES, "Findings"]
    assert after.active is after["Findings"]
    assert fills(after[OUTCOMES]) == {"C3": RED}


def test_marks_go_too_where_the_index_was_deleted() -> None:
    workbook = loaded(marked(coloured(), finding("B2"), finding("F7")))
    del workbook["Findings"]
    sheet = loaded(marked(saved(workbook), finding("C3")))[OUTCOMES]
    assert fills(sheet) == {"C3": RED}
    # What it looked like before stood on the sheet that is gone.
    assert sheet["B2"].fill.fill_type is None
    assert "F7" not in notes(sheet)


def test_a_copied_mark_goes_as_well() -> None:
    workbook = loaded(marked(coloured(), finding("B2")))
    sheet = workbook[OUTCOMES]
    sheet["D9"]._style = sheet["B2"]._style
    assert fills(loaded(marked(saved(workbook), finding("C3")))[OUTCOMES]) == {"C3": RED}


def test_the_index_and_the_marks_change_nothing_of_what_is_read() -> None:
    before = coloured()
    after = marked(before, finding("B2"), finding("F7"), finding("A1", severity="warning"))
    assert [(s.name, s.rows) for s in sheets_of(after)] == [(s.name, s.rows) for s in sheets_of(before)]


def test_nothing_of_the_notes_is_left_where_all_of_them_were_ours() -> None:
    before = saved(simple())
    after = annotate(marked(before, finding("B2")), "xlsx", [], facts("accepted"))
    assert not [name for name in parts(after) if "comments" in name or name.endswith(".vml")]
    assert b"legacyDrawing" not in parts(after)["xl/worksheets/sheet1.xml"]
    assert b"comments" not in parts(after)["[Content_Types].xml"]
