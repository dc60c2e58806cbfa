"""The first sheet of the marked workbook: what became of the file, and the list of what was found."""

from __future__ import annotations

import pytest
from openpyxl.workbook.defined_name import DefinedName

from assets.checking.annotated import index as annotate_index
from assets.checking.annotated.annotate import annotate
from tests.checking.answers import facts, fills, finding, index_rows, loaded, marked, saved, simple

FINDINGS = "Findings"


def text_of(data: bytes) -> str:
    return "\n".join(str(cell.value) for row in loaded(data)[FINDINGS] for cell in row if cell.value)


def test_it_is_the_first_sheet_and_the_one_that_is_shown() -> None:
    workbook = simple()
    workbook.create_sheet("Last")
    workbook.active = 1
    after = loaded(marked(saved(workbook), finding("B2")))
    assert after.sheetnames == [FINDINGS, "Outcomes", "Last"]
    assert after.active is after[FINDINGS]
    # Two selected sheets are a group: what is typed into one is typed into the other.
    assert [sheet.title for sheet in after if sheet.sheet_view.tabSelected] == [FINDINGS]


def test_it_says_what_became_of_the_file_and_how_to_send_it_again() -> None:
    text = text_of(marked(saved(simple()), finding("B2"), finding("A1", severity="warning")))
    for said in (
        "Needs correction",
        "Thailand, September 2023",
        "Nothing in this file is counted yet.",
        "Errors: 1 · Warnings: 1",
        "How to send it again",
        "THA September.xlsx",
        "2 October 2023, 15:04 (UTC+07:00)",
        "5e" * 32,
    ):
        assert said in text


def test_errors_come_first_then_by_sheet_row_and_column() -> None:
    workbook = simple()
    workbook.create_sheet("Cases")
    found = [
        finding("A1", severity="warning"),
        finding("B10", sheet="Cases"),
        finding("AA2", sheet="Cases"),
        finding("B2", sheet="Cases"),
        finding("C3"),
        finding("", sheet="Cases"),
        finding("", sheet=""),
        finding("A1", severity="info", rule="N01"),
    ]
    where = [row[0] for row in index_rows(marked(saved(workbook), *found))]
    errors = ["The whole file", "Outcomes, C3", "Cases, the whole sheet", "Cases, B2", "Cases, AA2", "Cases, B10"]
    assert where == [*errors, "Outcomes, A1", "Outcomes, A1"]


def test_each_row_says_where_what_is_wrong_what_to_do_what_stands_there_and_the_rule() -> None:
    (row,) = index_rows(marked(saved(simple()), finding("B2", found="12 (3 pending)")))
    wrong = "“12 (3 pending)” cannot be counted."
    assert row == ["Outcomes, B2", wrong, "Type one whole number.", "“12 (3 pending)”", "E03"]


def test_what_the_sender_typed_is_never_a_formula_nor_a_code_of_the_form() -> None:
    found = [finding("B2", found="=HYPERLINK(1)"), finding("C2", found="jpa:grid:outcomes"), finding("D2", found="")]
    data = marked(saved(simple()), *found)
    cells = [cell for row in loaded(data)[FINDINGS] for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert not [cell.value for cell in cells if str(cell.value).startswith(("jpa:", "="))]
    assert [row[3] for row in index_rows(data)] == ["“=HYPERLINK(1)”", "“jpa:grid:outcomes”", "(blank)"]


def test_a_link_leads_to_the_cell_but_not_to_one_that_nobody_can_reach() -> None:
    workbook = simple()
    workbook.create_sheet("Lists").sheet_state = "veryHidden"
    workbook["Outcomes"].row_dimensions[3].hidden = True
    workbook["Outcomes"].column_dimensions["E"].hidden = True
    found = [
        finding("B2"),
        finding("C3"),
        finding("E1"),
        finding("A1", sheet="Lists"),
        finding("A1", sheet="Gone"),
        finding("", sheet="Outcomes"),
    ]
    data = marked(saved(workbook), *found)
    index = loaded(data)[FINDINGS]
    links = {row[1].value: row[1].hyperlink.location for row in index if row[1].hyperlink}
    assert links == {
        "Outcomes, B2": "'Outcomes'!B2",
        "Outcomes, C3 (in a hidden row or column)": "'Outcomes'!C3",
        "Outcomes, E1 (in a hidden row or column)": "'Outcomes'!E1",
    }
    where = {row[0] for row in index_rows(data)}
    assert {"Lists, A1 (a hidden sheet)", "Gone, A1", "Outcomes, the whole sheet"} <= where
    assert loaded(data)["Lists"].sheet_state == "veryHidden"


def test_an_accepted_file_without_findings_says_so() -> None:
    data = annotate(saved(simple()), "xlsx", [], facts("accepted"))
    assert "Nothing was found that has to be corrected." in text_of(data)
    assert "How to send it again" not in text_of(data)


def test_names_of_one_sheet_still_belong_to_it() -> None:
    workbook = simple()
    other = workbook.create_sheet("Other")
    workbook["Outcomes"].print_area = "A1:C3"
    other.print_title_rows = "1:1"
    other.defined_names["mine"] = DefinedName("mine", attr_text="Other!$A$1")
    workbook.defined_names["all"] = DefinedName("all", attr_text="Outcomes!$A$1:$C$3")
    after = loaded(marked(saved(workbook), finding("B2")))
    assert after["Outcomes"].print_area == "'Outcomes'!$A$1:$C$3"
    assert after["Other"].print_title_rows == "$1:$1"
    assert list(after["Other"].defined_names) == ["mine"]
    assert not after[FINDINGS].print_area and not after[FINDINGS].defined_names
    assert after.defined_names["all"].attr_text == "Outcomes!$A$1:$C$3"


def test_findings_of_earlier_months_are_named() -> None:
    before = {("E03", "Outcomes", "B2"): ("2023-07", "2023-08")}
    data = annotate(saved(simple()), "xlsx", [finding("B2"), finding("C2")], facts(), before=before)
    said = {row[0]: row[1] for row in index_rows(data)}
    assert said["Outcomes, B2"].endswith("\nThis was there in July and August 2023 too.")
    assert "too" not in said["Outcomes, C2"]


def test_more_findings_than_anybody_reads_are_cut_short_but_every_cell_is_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotate_index, "MOST_LISTED", 10)
    data = marked(saved(simple()), *(finding(f"A{number}") for number in range(1, 13)))
    assert len(index_rows(data)) == 10
    assert "2 more are not listed here" in text_of(data)
    assert len(fills(loaded(data)["Outcomes"])) == 12


def test_the_same_input_gives_the_same_bytes() -> None:
    original = saved(simple())
    assert marked(original, finding("B2")) == marked(original, finding("B2"))
