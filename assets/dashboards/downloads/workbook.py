"""Tables as a workbook: title, notes and typed cells; no formula is written, whatever a text begins with.

A site has hundreds of such sheets, all of one kind: the parts of the package (ECMA-376) are written directly, texts
within their cells. It takes a fifth of the time that a library for workbooks of any kind takes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assets.dashboards.table_model import Table, Value, download_columns, download_rows

# A zip says when its parts were changed; the same table must give the same bytes.
_MADE = (2000, 1, 1, 0, 0, 0)
_COLUMN_WIDTH = (10, 44)
# Excel holds no longer text in a cell.
_LONGEST_TEXT = 32_767
_PLAIN, _TITLE, _HEAD = "", ' s="1"', ' s="2"'

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# Cells without a style, titles in bold, heads in bold above a line and wrapped.
_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_FILLS = "".join(f'<fill><patternFill patternType="{pattern}"/></fill>' for pattern in ("none", "gray125"))
_LINE = '<bottom style="medium"><color auto="1"/></bottom>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts><fills count="2">{_FILLS}</fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border><left/><right/><top/>{_LINE}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

# What XML cannot hold as it is, and what in a workbook would read as such a mark of a character.
_UNUSUAL = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_x": "_x005F_x", "\t": "\t", "\n": "\n"}


def workbook_of(tables: Sequence[tuple[Table, str, str]], notes: Sequence[str]) -> bytes:
    """An .xlsx with a sheet for each (table, title, what it is about); ``notes`` stand at the head of every sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts(tables, notes):
            book.writestr(zipfile.ZipInfo(name, _MADE), text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _parts(tables: Sequence[tuple[Table, str, str]], notes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name and text of each part of the package."""
    numbers = range(1, len(tables) + 1)
    yield "[Content_Types].xml", _content_types(numbers)
    yield "_rels/.rels", _PACKAGE_RELATIONS
    names = ["Table"] if len(tables) == 1 else [f"Table {number}" for number in numbers]
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1))
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers] + [("styles", "styles.xml")]
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
    )
    yield "xl/styles.xml", _STYLES
    for number, (table, title, about) in zip(numbers, tables, strict=True):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(table, (title, about, *notes), first=number == 1)


def _content_types(numbers: Sequence[int]) -> str:
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _sheet(table: Table, heads: Sequence[str], *, first: bool) -> str:
    """A sheet: its texts, an empty line, then the table, of which the head and the first column stay in view."""
    texts = [text for text in (*heads, table.legend) if text]
    headers = [header for header, _, _ in download_columns(table)]
    rows = list(download_rows(table))
    letters = [_letters(position) for position in range(len(headers))]
    lines = [
        _row(number, ["A"], [text], _PLAIN if number > 1 else _TITLE) for number, text in enumerate(texts, start=1)
    ]
    top = len(texts) + 2
    lines.append(_row(top, letters, headers, _HEAD))
    lines += [_row(number, letters, row, _PLAIN) for number, row in enumerate(rows, start=top + 1)]
    selected = ' tabSelected="1"' if first else ""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{selected} workbookViewId="0">'
        f'<pane xSplit="1" ySplit="{top}" topLeftCell="B{top + 1}" activePane="bottomRight" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{_widths(headers, rows)}</cols>"
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def _row(number: int, letters: Sequence[str], values: Sequence[Value], style: str) -> str:
    """A row: numbers as numbers, everything else as text, nothing where there is no value."""
    cells = [
        f'<c r="{letter}{number}"{style} t="inlineStr">{_text(value)}</c>'
        if isinstance(value, str)
        else f'<c r="{letter}{number}"{style}><v>{value}</v></c>'
        for letter, value in zip(letters, values, strict=True)
        if value not in (None, "")
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> str:
    """Columns as wide as their longest value, within limits; in characters, and 5 pixels of 7 to a character."""
    least, most = _COLUMN_WIDTH
    columns = []
    for number, (header, *values) in enumerate(zip(headers, *rows, strict=True), start=1):
        longest = max(len(str(value or "")) for value in (header, *values))
        width = min(max(longest + 2, least), most) + 5 / 7
        columns.append(f'<col min="{number}" max="{number}" width="{width:.8f}" customWidth="1"/>')
    return "".join(columns)


@lru_cache(maxsize=4096)  # names of countries, months and indicators are in many cells
def _text(text: str) -> str:
    """A text as the content of a cell."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{space}>{_UNUSUAL.sub(_escape, text[:_LONGEST_TEXT])}</t></is>"


def _escape(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f"_x{ord(found[0]):04X}_"


def _letters(position: int) -> str:
    """A to Z, then AA, for columns counted from 0."""
    return ("" if position < 26 else _letters(position // 26 - 1)) + chr(ord("A") + position % 26)
