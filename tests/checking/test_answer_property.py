"""Whatever is in a workbook and whatever was found: marking changes the fill of the marked cells, and nothing else."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Border, Font, PatternFill, Side
from xlsxwriter import Workbook

from assets.checking.annotated.annotate import annotate
from assets.checking.findings import Finding
from assets.intake.addresses import a1
from tests.checking.answers import facts, fills, finding, loaded, look, marked, notes, saved, sheets_of

PLACES = st.tuples(st.integers(1, 12), st.integers(1, 30))
VALUES = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
        lambda text: not text.startswith("=") and text.strip() == text and not text.startswith("#")
    ),
)
COLOURS = st.sampled_from(["FFFFFFFF", "FF000000", "FF12436D", "FFEAF1F7", "FFFFC7CE"])
CELLS = st.dictionaries(PLACES, st.tuples(VALUES, st.none() | COLOURS, st.none() | COLOURS, st.booleans()), max_size=25)
NAMES = st.lists(st.sampled_from(["Outcomes", "Findings", "O'Brien", "a b", "ผล", "Lists"]), min_size=1, unique=True)
FINDINGS = st.lists(
    st.tuples(st.integers(0, 5), PLACES, st.sampled_from(["error", "warning", "info"])), min_size=1, max_size=15
)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook of random sheets, cells and styles, written by one of two programs."""
    names = draw(NAMES)
    tables = [draw(CELLS) for _ in names]
    return (_by_openpyxl if draw(st.booleans()) else _by_xlsxwriter)(names, tables)


def _by_openpyxl(names: list[str], tables: list[dict]) -> bytes:  # type: ignore[type-arg]
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, cells in zip(names, tables, strict=True):
        sheet = workbook.create_sheet(name)
        for at, (value, back, letters, bold) in cells.items():
            cell = sheet.cell(*at, value)
            if back:
                cell.fill = PatternFill("solid", fgColor=back)
            cell.font = Font(color=letters, b=bold)
            cell.border = Border(left=Side("thin") if bold else None)
    return saved(workbook)


def _by_xlsxwriter(names: list[str], tables: list[dict]) -> bytes:  # type: ignore[type-arg]
    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    for name, cells in zip(names, tables, strict=True):
        sheet = workbook.add_worksheet(name)
        for (row, column), (value, back, letters, bold) in cells.items():
            looks = {"bold": bold, **({"bg_color": f"#{back[2:]}"} if back else {})}
            looks |= {"font_color": f"#{letters[2:]}"} if letters else {}
            sheet.write(row - 1, column - 1, value, workbook.add_format(looks))
    workbook.close()
    return stream.getvalue()


def _found(drawn: list[tuple], names: list[str]) -> list[Finding]:  # type: ignore[type-arg]
    return [finding(a1(*at), names[number % len(names)], severity) for number, at, severity in drawn]


@settings(max_examples=40)
@given(workbooks(), FINDINGS)
def test_other_cells_keep_their_values_and_looks(before: bytes, drawn: list) -> None:  # type: ignore[type-arg]
    old = loaded(before)
    found = _found(drawn, old.sheetnames)
    after = marked(before, *found)
    new = loaded(after)
    assert new.sheetnames[1:] == old.sheetnames
    for name in old.sheetnames:
        wanted = {one.cell for one in found if one.sheet == name and one.severity != "info"}
        assert set(fills(new[name])) == wanted
        assert set(notes(new[name])) == {one.cell for one in found if one.sheet == name}
        for row in old[name].iter_rows():
            for cell in row:
                twin = new[name][cell.coordinate]
                if cell.coordinate not in wanted:
                    assert look(twin, fill=True) == look(cell, fill=True)
                else:
                    assert twin.value == cell.value and twin.number_format == cell.number_format
                    assert repr(twin.border) == repr(cell.border) and twin.font.b == cell.font.b


@pytest.mark.slow
@settings(max_examples=25)
@given(workbooks(), FINDINGS, FINDINGS)
def test_marks_come_and_go_and_leave_the_workbook_as_it_was(before: bytes, one: list, other: list) -> None:  # type: ignore[type-arg]
    old = loaded(before)
    first = marked(before, *_found(one, old.sheetnames))
    second = marked(first, *_found(other, old.sheetnames))
    third = annotate(second, "xlsx", [], facts("accepted"))
    assert marked(second, *_found(other, old.sheetnames)) == second
    new = loaded(third)
    index = next(name for name in new.sheetnames if name not in old.sheetnames)
    assert [(s.name, s.rows) for s in sheets_of(third, index)] == [(s.name, s.rows) for s in sheets_of(before, "")]
    for name in old.sheetnames:
        assert not fills(new[name]) and not notes(new[name])
        for row in old[name].iter_rows():
            for cell in row:
                assert look(new[name][cell.coordinate], fill=True) == look(cell, fill=True)
