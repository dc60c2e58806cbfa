"""Digits that are raised, lowered or struck out are no part of a number: 1² is not 12, a crossed-out 15 is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.intake import packages as p
from tests.intake.packages import Opener, shown

Written = Callable[[str], bytes]
RAISED = [
    '<vertAlign val="superscript"/>', '<sz val="9"/><vertAlign val="subscript"/>', "<strike/>", '<strike val="1"/>',
]  # fmt: skip
HARMLESS = ["<b/>", '<vertAlign val="baseline"/>', '<strike val="0"/>', '<strike val="false"/>', '<sz val="9"/>']
CELL = '<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="s"><v>1</v></c></row>'


def pieces(looks: str, first: str = "1", second: str = "2") -> str:
    return f"<r><t>{first}</t></r><r><rPr>{looks}</rPr><t>{second}</t></r>"


def shared(content: str) -> bytes:
    return p.zipped(p.strings(f'<sst xmlns="{p.MAIN}"><si><t>5</t></si><si>{content}</si></sst>', CELL))


def in_place(content: str) -> bytes:
    return p.xlsx(f'<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="inlineStr"><is>{content}</is></c></row>')


@pytest.mark.parametrize("looks", RAISED)
@pytest.mark.parametrize("written", [shared, in_place])
def test_a_number_with_a_raised_or_struck_piece_is_asked_back(written: Written, looks: str, opened: Opener) -> None:
    found = shown(opened(written(pieces(looks))).sheets[0])
    assert found["B2"] == ("format", "12", "12") and found["A2"] == ("number", 7, "7")


@pytest.mark.parametrize("looks", HARMLESS)
@pytest.mark.parametrize("written", [shared, in_place])
def test_other_looks_change_nothing(written: Written, looks: str, opened: Opener) -> None:
    assert shown(opened(written(pieces(looks))).sheets[0])["B2"] == ("text", "12", "12")


@pytest.mark.parametrize("written", [shared, in_place])
def test_words_may_have_raised_pieces(written: Written, opened: Opener) -> None:
    """A title or a note is not counted: its looks are nobody's business."""
    found = shown(opened(written(pieces(RAISED[0], "Operation 1", "st"))).sheets[0])
    assert found["B2"] == ("text", "Operation 1st", "Operation 1st")


def test_the_reading_aid_of_a_text_is_no_piece_of_it(opened: Opener) -> None:
    content = f'{pieces("<b/>")}<rPh sb="0" eb="1"><t>3</t></rPh>'
    assert shown(opened(shared(content)).sheets[0])["B2"] == ("text", "12", "12")


@pytest.mark.parametrize(
    ("looks", "kind"),
    [
        ('s:text-position="super 58%"', "format"),
        ('s:text-position="-33% 58%"', "format"),
        ('s:text-line-through-type="single"', "format"),
        ('s:text-line-through-style="solid"', "format"),
        ('s:text-position="0% 100%"', "text"),
        ('s:text-line-through-style="none"', "text"),
    ],
)
def test_the_same_in_an_open_document(looks: str, kind: str, opened: Opener) -> None:
    style = f'<s:style xmlns:s="urn:s" s:name="T1"><s:text-properties {looks}/></s:style>'
    words = '<text:p>1<text:span text:style-name="T1">2</text:span></text:p>'
    cell = f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
    row = f"<table:table-row>{p.ods_cell(7)}{cell}</table:table-row>"
    assert shown(opened(p.ods(row, head=style)).sheets[0])["B1"] == (kind, "12", "12")
