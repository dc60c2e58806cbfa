"""A sheet that colours its own cells by conditions: our marks are seen all the same, and its conditions stay."""

from __future__ import annotations

from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from assets.checking.annotated.annotate import annotate
from tests.checking.answers import RED, YELLOW, changed_parts, facts, finding, loaded, marked, parts, saved, simple
from tests.checking.test_answer_packages import B2, one_sheet
from tests.intake.packages import MAIN, sheet

AMBER = PatternFill(bgColor="FFFFD166")


def painted() -> bytes:
    """A workbook whose cells turn amber by two conditions."""
    workbook = simple()
    conditions = workbook["Outcomes"].conditional_formatting
    conditions.add("A1:C3", CellIsRule(operator="greaterThan", formula=["5"], fill=AMBER))
    conditions.add("B2:B9", FormulaRule(formula=["B2<>1"], fill=AMBER, stopIfTrue=True))
    return saved(workbook)


def rules(found: Worksheet) -> list[tuple[str, int, list[str], str]]:
    """Cells, number, formula and colour of every condition, first things first."""
    listed = [
        (str(area.sqref), rule.priority, rule.formula, rule.dxf.fill.bgColor.rgb)
        for area in found.conditional_formatting
        for rule in area.rules
    ]
    return sorted(listed, key=lambda rule: rule[1])


def test_our_mark_goes_before_every_condition_of_the_sheet() -> None:
    after = marked(painted(), finding("B2"), finding("C3", severity="warning"), finding("D9"))
    always = ['"jpa-mark"<>""']
    assert rules(loaded(after)["Outcomes"]) == [
        ("B2 D9", 1, always, RED),
        ("C3", 2, always, YELLOW),
        ("A1:C3", 3, ["5"], "FFFFD166"),
        ("B2:B9", 4, ["B2<>1"], "FFFFD166"),
    ]


def test_conditions_of_ours_are_replaced_in_the_next_round_and_go_at_the_end() -> None:
    found = [finding("B2"), finding("C3", severity="warning")]
    first = marked(painted(), *found)
    assert marked(first, *found) == first
    second = marked(saved(loaded(first)), finding("A1"))
    assert [rule[0] for rule in rules(loaded(second)["Outcomes"])] == ["A1", "A1:C3", "B2:B9"]
    last = annotate(second, "xlsx", [], facts("accepted"))
    assert [rule[0] for rule in rules(loaded(last)["Outcomes"])] == ["A1:C3", "B2:B9"]
    assert b"jpa-mark" not in parts(last)["xl/worksheets/sheet1.xml"]


def test_a_sheet_without_conditions_gets_none() -> None:
    after = marked(saved(simple()), finding("B2"))
    assert b"conditionalFormatting" not in parts(after)["xl/worksheets/sheet1.xml"]
    assert b"dxf>" not in parts(after)["xl/styles.xml"]


def test_a_sheet_with_conditions_in_which_nothing_was_found_is_not_touched() -> None:
    workbook = loaded(painted())
    workbook.create_sheet("Cases")
    workbook.active = 1
    workbook["Outcomes"].sheet_view.tabSelected = False
    before = saved(workbook)
    after = marked(before, finding("A1", sheet="Cases"))
    assert "xl/worksheets/sheet1.xml" not in changed_parts(before, after)


def test_conditions_that_only_newer_programs_know_are_numbered_too() -> None:
    newer = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    extension = (
        f'<pageMargins left="1"/><extLst><ext uri="u" xmlns:x14="{newer}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting><x14:cfRule type="expression" priority="1" id="{1}"/></x14:conditionalFormatting>'
        "</x14:conditionalFormattings></ext></extLst>"
    )
    text = parts(marked(one_sheet(sheet(B2, after=extension)), finding("B2")))["xl/worksheets/sheet1.xml"].decode()
    assert '<x14:cfRule type="expression" priority="3" id="{1}"/>' in text
    assert text.index("</sheetData>") < text.index("<conditionalFormatting sqref") < text.index("<pageMargins")


def test_under_a_prefix_ours_have_it_too() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData/><x:conditionalFormatting sqref="B2"><x:cfRule type="expression" '
        'priority="7"><x:formula>1</x:formula></x:cfRule></x:conditionalFormatting></x:worksheet>'
    )
    after = marked(one_sheet(xml), finding("B2"))
    assert [rule.priority for area in loaded(after)["Outcomes"].conditional_formatting for rule in area.rules] == [1, 7]
