"""What the form says by itself before it is sent: lists, the checklist, the verdict on the cover."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assets.forms.writer.build import build_form
from assets.forms.writer.content import FormContent, Value
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.workbook import CellKind
from tests.forms.contents import odd_content, sample
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH, place_of, read_file, write_form
from tests.forms.live import ROW, ZERO, outcomes, verdict
from tests.forms.test_round_trip import COVER, full_content

NO_COUNT, NO_DAY = "neither a whole number nor a mark", "no day as year-month-day"


def test_no_formula_waits_to_be_calculated(file: Path) -> None:
    for seed in range(4):
        build_form(FRAMEWORK, FORM, EDITION, AREA, MONTH, file, content=odd_content(seed), previous=sample("2023-08"))
        for sheet in open_workbook(file, file.name, Limits()).sheets:
            kinds = {cell.kind for row in sheet.rows.values() for cell in row.values()}
            assert kinds <= {CellKind.TEXT, CellKind.NUMBER, CellKind.DATE}
        with zipfile.ZipFile(file) as package:
            sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        quiet = re.findall(rb"<c [^<>]*><f>[^<]*</f><v></v></c>", b"".join(sheets))
        assert quiet and all(b't="str"' in cell for cell in quiet)


def test_a_blank_form_is_quiet_and_says_that_nothing_is_filled_in(file: Path) -> None:
    book = openpyxl.load_workbook(write_form(file), data_only=True)
    assert verdict(file) == "Nothing is filled in yet."
    for name in ("Outcomes", "Victims", "Exchanges", "Cases", "Activities", "Notes"):
        heads = [c for row in book[name].iter_rows() for c in row if c.value in ("label:check", "label:sum")]
        assert heads
        for head in heads:
            below = [book[name].cell(row, head.column).value for row in range(head.row + 2, book[name].max_row + 1)]
            assert not [value for value in below if value not in (None, "", "To look at")]
    assert book["Checklist"]["F5"].value == "Rows to look at"
    assert {book["Checklist"].cell(row, 6).value for row in range(6, 26)} == {0}


def test_a_sample_without_a_fault_can_be_sent(file: Path) -> None:
    write_form(file, sample(), synthetic=True)
    assert verdict(file) == "Nothing to look at: the form can be sent."


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("exchanges", {"counterpart": "AUS", "channel": "POLICE", "sent": 3}, ""),
        ("exchanges", {"counterpart": "AUS", "sent": 3}, "• Channel: still blank"),
        ("exchanges", {"counterpart": "Oz", "channel": "POLICE"}, "• Counterpart: not in the list"),
        ("exchanges", {"counterpart": "AUS", "channel": "POLICE", "sent": "a few"}, f"• Numbers: {NO_COUNT}"),
        ("cases", {"case_reference": "T", "record": "PLAN", "opened_on": "03/04/2024"}, f"• Opened on: {NO_DAY}"),
        ("cases", {"case_reference": "T", "record": "PLAN", "opened_on": date(2024, 4, 3)}, ""),
        ("notes", {"where": "CHG"}, "• Text: still blank"),
    ],
)  # fmt: skip
def test_a_row_of_a_list_says_what_it_lacks(file: Path, name: str, row: dict[str, Value], says: str) -> None:
    write_form(file, FormContent(cover=COVER, lists={name: [row]}))
    sheet = openpyxl.load_workbook(file, data_only=True)[name.capitalize()]
    head = next(c for line in sheet.iter_rows() for c in line if c.value == "label:check")
    assert (sheet.cell(head.row + 3, head.column).value or "") == says


def test_a_citizenship_given_twice_is_said_in_both_rows(file: Path) -> None:
    row: dict[str, Value] = {"citizenship": "MMR", "victim_status": "IDF", "victims": 2}
    write_form(file, FormContent(cover=COVER, lists={"citizenship": [row, row]}))
    book = openpyxl.load_workbook(file, data_only=True)
    assert [c.value for line in book["Victims"].iter_rows() for c in line].count("• Citizenship: twice") == 2


@pytest.mark.parametrize(
    ("cover", "cells", "field", "says"),
    [
        ({"nil_return": "YES"}, ROW, "nil_return", "“Yes”, but something is filled in on the sheets."),
        ({"nil_return": "NO"}, ZERO, "nil_return", "All numbers are 0: choose Yes if nothing happened."),
        ({"nil_return": "YES"}, ZERO, "nil_return", ""),
        ({"exchanges_listed": "COMPLETE"}, ROW, "exchanges_listed", "But its sheet holds no row."),
        ({"ref_area": "AUS"}, ROW, "ref_area", "This form was made for Thailand: is that meant?"),
        ({"time_period": "2023-10"}, ROW, "time_period", "This form was made for September 2023: is that meant?"),
        ({"data_status": "nearly"}, ROW, "data_status", "not in the list"),
        ({"completed_on": "soon"}, ROW, "completed_on", "no day as year-month-day"),
    ],
)  # fmt: skip
def test_the_cover_says_what_the_sheets_contradict(
    file: Path, cover: dict[str, Value], cells: dict[tuple[str, str], Value], field: str, says: str
) -> None:
    content = outcomes(cells)
    write_form(file, replace(content, cover=dict(content.cover) | {"activities_listed": "NONE"} | cover))
    sheet = openpyxl.load_workbook(file, data_only=True)["Cover"]
    place = place_of(sheet, field, "value")
    help_text = str(sheet[f"D{place[1:]}"].value)
    assert help_text == says if says else "Yes: nothing happened" in help_text
    assert verdict(file) == (
        "To look at before sending: 1 on Cover" if says else "Nothing to look at: the form can be sent."
    )


def test_what_is_still_blank_on_the_cover_counts_once_the_sheets_are_filled_in(file: Path) -> None:
    write_form(file, FormContent(grids={"outcomes": ROW}))
    # Everything but country and month, which are filled in, and the comments, which nobody has to write.
    assert verdict(file) == "To look at before sending: 8 on Cover"


def test_the_checklist_counts_what_is_asked_and_answered(file: Path) -> None:
    write_form(file, full_content())
    sheet = openpyxl.load_workbook(file, data_only=True)["Checklist"]
    lines = {row[2].value: [c.value for c in row[3:6]] for row in sheet.iter_rows(min_row=6)}
    asked = read_file(file).asked
    assert lines["Suspects identified (including arrested)"][:2] == [27, 27]
    assert lines["New investigations opened"][:2] == [3, 3]
    assert lines["The same victims by citizenship"][:2] == ["–", 2]
    assert sum(value[0] for name, value in lines.items() if name and isinstance(value[0], int)) == asked + 10
    total = next(row for row in sheet.iter_rows(min_row=6) if row[1].value == "All together")
    assert [c.value for c in total[3:5]] == [asked + 10, asked + 10]
