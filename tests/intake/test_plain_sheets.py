"""A plain workbook is read in the pass that inspects it, and to the same values as an independent reader gives."""

from __future__ import annotations

import ast
import io
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from assets.intake.addresses import a1
from assets.intake.gate import admit
from assets.intake.limits import Limits
from assets.intake.opening import open_bytes
from assets.intake.workbook import CellKind
from tests.intake import packages as p

LIMITS = Limits()
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/x-sheet"/></Types>'
)
_PLAIN_FORMULAS = (
    '<row r="1"><c r="A1"><f>B1+1</f><v>3</v></c></row><row r="2"><c r="A2"><f>B2+1</f><v>4</v></c></row>'
    '<row r="3"><c r="A3" t="str"><f>B3&amp;""</f><v>x</v></c></row>'
)
_SHARED_FORMULAS = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1+1</f><v>3</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
    '<row r="3"><c r="A3" t="str"><f t="shared" si="1"/><v>x</v></c></row>'
)


def _is_plain(data: bytes) -> bool:
    return all(facts.plain for facts in admit(data, "x", LIMITS).sheets)


def _values(data: bytes) -> dict[str, Any]:
    """Address to value, as our reader gives them."""
    sheet = open_bytes(data, "x.xlsx", LIMITS).sheets[0]
    return {cell.address: cell.value for row in sheet.rows.values() for cell in row.values()}


def _calamine(data: bytes) -> dict[str, Any]:
    """The same from calamine; lengths of time in whole seconds, as text."""
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheet = book.get_sheet_by_index(0)
        top, left = sheet.start or (0, 0)
        return {
            a1(top + i + 1, left + j + 1): value
            for i, line in enumerate(sheet.to_python())
            for j, value in enumerate(line)
            if value != ""
        }


def _with_formats(codes: list[str], cells: str, properties: str = "") -> bytes:
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    return _with_styles(f"<numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs>", cells, properties)


def _with_styles(styles: str, cells: str, properties: str = "") -> bytes:
    found = p.parts(p.sheet(f'<row r="1">{cells}</row>'))
    found["xl/_rels/workbook.xml.rels"] = p.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
    )
    found["xl/styles.xml"] = f'<styleSheet xmlns="{p.MAIN}">{styles}</styleSheet>'
    found["xl/workbook.xml"] = str(found["xl/workbook.xml"]).replace("<sheets>", f"{properties}<sheets>")
    return p.zipped(found)


def test_a_workbook_with_shared_formulas_is_plain_and_reads_like_one_without() -> None:
    plain, shared = p.xlsx(_PLAIN_FORMULAS), p.xlsx(_SHARED_FORMULAS)
    assert _is_plain(shared)
    assert _values(shared) == _values(plain) == {"A1": 3, "A2": 4, "A3": "x"}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"/>',
        '<c r="A1" s="7" t="s"/>',
        '<c r="A1"></c>',
        '<c r="A1" s="7"><v/></c>',
        '<c r="A1" cm="1"><f t="array" ref="A1">B1</f><v>1</v></c>',
        '<c r="A1"><f aca="false" ca="1">"a"&gt;"b"</f><v>1</v></c>',
        '<c r="A1" t="str"><f>HYPERLINK("http://example.org/a/","b")</f><v>b</v></c>',
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
        '<c r="A1" t="b"><v>1</v></c>',
        '<c r="A1" t="d"><v>2024-05-31</v></c>',
        '<c r="A1" t="e"><f t="shared" si="0"/><v>#DIV/0!</v></c>',
    ],
)
def test_cells_as_programs_write_them_are_plain(cell: str) -> None:
    assert _is_plain(p.xlsx(f'<row r="1" spans="1:2" ht="26.25" x14ac:dyDescent="0.25">{cell}</row>\n<row r="4"/>'))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><!-- --></row>',
        '<row r="1">text<c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1" t="n" s="1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
        '<row r="1" hidden="0" hidden="1"/>',
    ],
)
def test_whatever_else_stands_among_the_cells_is_not_plain(rows: str) -> None:
    scanned = p.xlsx(rows)
    try:
        assert not _is_plain(scanned)
    except Exception as refused:  # noqa: BLE001 - refused is not plain either
        assert "F0" in str(refused)


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
_NUMBERS = st.one_of(
    st.integers(-(2**53) + 1, 2**53 - 1).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["1E+20", ".5", "5.", "1e-400", "00012", "-0"]),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(_TEXTS.map(lambda t: ("str", t)), _NUMBERS.map(lambda n: ("n", n))), max_size=12))
def test_values_equal_those_of_another_reader(cells: list[tuple[str, str]]) -> None:
    written = "".join(
        f'<c r="{a1(1, n)}" t="{kind}"><v>{escape(value)}</v></c>' for n, (kind, value) in enumerate(cells, start=1)
    )
    data = p.xlsx(f'<row r="1">{written}</row>')
    assert _is_plain(data)
    assert _values(data) == _calamine(data)


@settings(deadline=None, max_examples=200)
@given(st.lists(_TEXTS, min_size=1, max_size=12), st.booleans())
def test_shared_texts_equal_those_of_another_reader(texts: list[str], keep: bool) -> None:
    space = ' xml:space="preserve"' if keep else ""
    items = "".join(f"<si><t{space}>{escape(text)}</t></si>" for text in texts)
    cells = "".join(f'<c r="{a1(1, n + 1)}" t="s"><v>{n}</v></c>' for n in range(len(texts)))
    data = p.zipped(p.strings(f'<sst xmlns="{p.MAIN}">{items}</sst>', f'<row r="1">{cells}</row>'))
    assert _values(data) == _calamine(data)


@pytest.mark.parametrize("system", ["", '<workbookPr date1904="1"/>'])
@settings(deadline=None, max_examples=200)
@given(
    st.one_of(st.integers(0, 2_957_003).map(float), st.floats(0, 2_957_003)), st.sampled_from(["yyyy-mm-dd", "[h]:mm"])
)
def test_days_and_times_equal_those_of_another_reader(system: str, number: float, code: str) -> None:
    data = _with_formats([code], f'<c r="A1" s="0"><v>{number!r}</v></c>', system)
    ours, other = _values(data)["A1"], _calamine(data)["A1"]
    if isinstance(other, timedelta):
        seconds = round(other.total_seconds())
        assert ours == f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    elif type(other) is date or type(ours) is date:
        assert ours == other
    else:
        # To the millisecond, which calamine takes from below or above.
        assert type(ours) is type(other)
        assert abs(_instant(ours) - _instant(other)) <= timedelta(milliseconds=1)


def _instant(value: datetime | time) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(date(2000, 1, 1), value)


@pytest.mark.parametrize(
    "code",
    ["yyyy-mm-dd", "h:mm AM/PM", "A/P", "[Red]0", "[$-409]d mmm", "0.0", '"day"0', r"\d0", "General", "_d0", "am/pm",
     "0;d", "[$d]0", "#,##0.00", "d;0", "[hh]", "[mm]", "[ss].00", "[$-F800]dddd", "@", '0 "x" d', "ss.000", "0E+00",
     "[Color5]d"],
)  # fmt: skip
def test_a_format_is_one_of_days_and_times_where_another_reader_says_so(code: str) -> None:
    data = _with_formats([code], '<c r="A1" s="0"><v>45000.5</v></c>')
    cell = open_bytes(data, "x.xlsx", LIMITS).sheets[0].rows[1][1]
    assert (cell.kind is CellKind.DATE) == (not isinstance(_calamine(data)["A1"], float))


def test_formats_known_by_their_number_are_days_and_times_where_another_reader_says_so() -> None:
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in range(82))
    cells = "".join(f'<c r="{a1(1, n + 1)}" s="{n}"><v>45000.5</v></c>' for n in range(82))
    data = _with_styles(f"<cellXfs>{styles}</cellXfs>", cells)
    row = open_bytes(data, "x.xlsx", LIMITS).sheets[0].rows[1]
    other = _calamine(data)
    assert {c.address for c in row.values() if c.kind is CellKind.DATE} == {
        address for address, value in other.items() if not isinstance(value, float)
    }


def test_the_gate_names_the_parts_that_the_values_come_from() -> None:
    found = p.strings(f'<sst xmlns="{p.MAIN}"><si><t>a</t></si></sst>', '<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    found["[Content_Types].xml"] = _TYPES
    report = admit(p.zipped(found), "x", LIMITS)
    assert [(part.role, part.sheet, part.part, part.content_type) for part in report.parts] == [
        ("workbook", "", "xl/workbook.xml", "application/xml"),
        ("worksheet", "Outcomes", "xl/worksheets/sheet1.xml", "application/x-sheet"),
        ("sharedStrings", "", "xl/sharedStrings.xml", "application/xml"),
    ]


def test_the_workbook_is_the_one_that_spreadsheet_programs_show() -> None:
    # They follow the root relationship; what stands where a workbook usually does is a decoy.
    other = p.zipped(
        {
            **p.parts(),
            "_rels/.rels": p.relations(("rId1", "officeDocument", "ab/workbook.xml")),
            "ab/workbook.xml": p.workbook("Outcomes"),
            "ab/_rels/workbook.xml.rels": p.relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
            "ab/worksheets/sheet1.xml": p.sheet('<row r="1"><c r="A1"><v>77</v></c></row>'),
        }
    )
    assert [part.part for part in admit(other, "x", LIMITS).parts] == ["ab/workbook.xml", "ab/worksheets/sheet1.xml"]
    assert _values(other) == {"A1": 77}


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python 3.11.0 to 3.11.4 loses its place behind such a group: with 3.11.2 every return was refused."""
    root = Path(__file__).parents[2]
    groups = re.compile(r"(?<!\\)\)(?:[?*+]|\{[\d,]+\})\+")
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for room in ("assets", "pipelines")
        for path in (root / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        if groups.search(node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
    ]
    assert not found
