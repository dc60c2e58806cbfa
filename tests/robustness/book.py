"""A workbook as text that is changed in no time: the cells by row and column, and the rest of each sheet as it was.

Nothing of the product is used to take it apart or to put it together again.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>(.*?)</c>)', re.DOTALL)
_SHOWN = re.compile(r"<(?:v|t)(?: [^>]*)?>([^<]*)</(?:v|t)>")
_HIDDEN = ' hidden="1"'


class Piece(NamedTuple):
    """One cell: style number, type as the file writes it, and what stands between its tags."""

    style: str
    kind: str
    inner: str


@dataclass
class Leaf:
    """One sheet: ``head`` and ``tail`` are the XML before and after the cells."""

    name: str
    state: str
    head: str
    tail: str
    rows: dict[int, dict[int, Piece]]
    attributes: dict[int, str]
    kept: str = ""

    def copy(self) -> Leaf:
        """A sheet that can be changed without changing this one."""
        rows = {n: dict(row) for n, row in self.rows.items()}
        return replace(self, rows=rows, attributes=dict(self.attributes), kept="")

    def xml(self) -> str:
        """The sheet as a part of a package."""
        if self.kept:
            return self.kept
        lines = []
        for number in sorted(self.rows.keys() | self.attributes.keys()):
            cells = "".join(
                _cell_xml(number, column, piece) for column, piece in sorted(self.rows.get(number, {}).items())
            )
            lines.append(f'<row r="{number}"{self.attributes.get(number, "")}>{cells}</row>')
        return f"{self.head}<sheetData>{''.join(lines)}</sheetData>{self.tail}"

    def put(self, row: int, column: int, kind: str, inner: str, style: str | None = None) -> None:
        """Put a cell in its place; it keeps the style that was there."""
        before = self.rows.setdefault(row, {}).get(column)
        self.rows[row][column] = Piece(style if style is not None else before.style if before else "0", kind, inner)

    def clear(self, row: int, column: int) -> None:
        """Empty a cell."""
        self.rows.get(row, {}).pop(column, None)

    def number(self, row: int, column: int, value: int | float | str, style: str | None = None) -> None:
        """A number, as the file is to write it."""
        self.put(row, column, "n", f"<v>{value}</v>", style)

    def text(self, row: int, column: int, value: str, style: str | None = None) -> None:
        """A text."""
        self.put(row, column, "inlineStr", f'<is><t xml:space="preserve">{escape(value)}</t></is>', style)

    def move(self, rows: Mapping[int, int], columns: Mapping[int, int] | None = None) -> None:
        """Rows and columns to their new places; those that are not named stay."""
        across = columns or {}
        moved = {rows.get(n, n): {across.get(c, c): piece for c, piece in row.items()} for n, row in self.rows.items()}
        self.attributes = {rows.get(n, n): text for n, text in self.attributes.items()}
        self.rows = moved

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Blank rows before row ``at``."""
        self.move({n: n + count for n in self.rows.keys() | self.attributes.keys() if n >= at})

    def delete_row(self, at: int) -> None:
        """Take a row away; those below move up."""
        self.rows.pop(at, None)
        self.attributes.pop(at, None)
        self.insert_rows(at + 1, -1)

    def insert_columns(self, at: int, count: int = 1) -> None:
        """Blank columns before column ``at``."""
        taken = {c for row in self.rows.values() for c in row}
        self.move({}, {c: c + count for c in taken if c >= at})

    def delete_column(self, at: int) -> None:
        """Take a column away; those right of it move left."""
        for row in self.rows.values():
            row.pop(at, None)
        self.insert_columns(at + 1, -1)

    def hide_row(self, row: int) -> None:
        """Hide a row."""
        self.attributes[row] = self.attributes.get(row, "").replace(_HIDDEN, "") + _HIDDEN

    def hide_column(self, column: int) -> None:
        """Hide a column."""
        more = f'<col min="{column}" max="{column}" width="9" hidden="1"/></cols>'
        if "</cols>" in self.head:
            self.head = self.head.replace("</cols>", more)
        else:
            self.head += "<cols>" + more

    def merge(self, *ranges: str) -> None:
        """Merge ranges of cells."""
        merged = "".join(f'<mergeCell ref="{some}"/>' for some in ranges)
        at = self.tail.find("/>") + 2 if self.tail.startswith("<sheetProtection") else 0
        self.tail = f"{self.tail[:at]}<mergeCells>{merged}</mergeCells>{self.tail[at:]}"


@dataclass
class Book:
    """Sheets in order, the table of texts, and the styles. A copy shares its sheets until one is edited."""

    leaves: list[Leaf]
    texts: list[str]
    styles: str
    strings: str
    properties: str = ""
    calculation: str = ""

    @property
    def date_style(self) -> str:
        """The number of the style that shows days."""
        formats = self.styles[self.styles.index("<cellXfs") : self.styles.index("</cellXfs>")].split("<xf ")[1:]
        return str(next(n for n, xf in enumerate(formats) if 'numFmtId="165"' in xf))

    def copy(self) -> Book:
        """A workbook that can be changed without changing this one."""
        return replace(self, leaves=list(self.leaves))

    def edit(self, index: int) -> Leaf:
        """The sheet with this index, to be changed."""
        self.leaves[index] = self.leaves[index].copy()
        return self.leaves[index]

    def shown(self, piece: Piece | None) -> str:
        """The text of a cell."""
        if piece is None:
            return ""
        said = "".join(_SHOWN.findall(piece.inner))
        return self.texts[int(said)] if piece.kind == "s" and said else unescape(said)

    def parts(self) -> dict[str, str]:
        """The parts of the package."""
        numbers = range(1, len(self.leaves) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(leaf.name)} sheetId="{n}" state="{leaf.state}" r:id="rId{n}"/>'
            for n, leaf in zip(numbers, self.leaves, strict=True)
        )
        workbook = (
            f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><workbookPr {self.properties}/><sheets>{sheets}</sheets>'
            f"{self.calculation}</workbook>"
        )
        related = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        related += [("rId900", "styles", "styles.xml"), ("rId901", "sharedStrings", "sharedStrings.xml")]
        return {
            "[Content_Types].xml": _content_types(len(self.leaves)),
            "_rels/.rels": _related([("rId1", "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": _related(related),
            "xl/styles.xml": self.styles,
            "xl/sharedStrings.xml": self.strings,
        } | {f"xl/worksheets/sheet{n}.xml": leaf.xml() for n, leaf in zip(numbers, self.leaves, strict=True)}

    def keep(self) -> Book:
        """Say that the sheets are ready: each is written once for all copies that do not edit it."""
        for leaf in self.leaves:
            leaf.kept = leaf.xml()
        return self

    def write(self) -> bytes:
        """The bytes of the .xlsx file."""
        return zipped(self.parts())


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Parts as a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def take_apart(data: bytes, leave_out: tuple[str, ...] = (), *, blanks: bool = True) -> Book:
    """A form as its sheets and cells; without ``blanks`` only cells that hold something are kept."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    strings = found["xl/sharedStrings.xml"]
    items = re.findall(r"<si>(.*?)</si>", strings, re.DOTALL)
    texts = [unescape("".join(_SHOWN.findall(item))) for item in items]
    leaves = []
    for tag in re.findall(r"<sheet [^>]*>", found["xl/workbook.xml"]):
        said = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        if unescape(said["name"]) not in leave_out:
            xml = found[f"xl/worksheets/sheet{said['r:id'].removeprefix('rId')}.xml"]
            leaves.append(_leaf(unescape(said["name"]), said.get("state", "visible"), xml, blanks))
    return Book(leaves, texts, found["xl/styles.xml"], strings)


def _leaf(name: str, state: str, xml: str, blanks: bool) -> Leaf:
    head, _, rest = xml.partition("<sheetData>")
    data, _, tail = rest.partition("</sheetData>")
    rows: dict[int, dict[int, Piece]] = {}
    attributes: dict[int, str] = {}
    for number, said, cells in _ROW.findall(data):
        attributes[int(number)] = re.sub(r' spans="[^"]*"', "", said)
        rows[int(number)] = {
            column_number(letters): Piece(style or "0", kind or "n", inner)
            for letters, style, kind, inner in _CELL.findall(cells)
            if blanks or ("".join(_SHOWN.findall(inner)) or ("<f>" not in inner and inner))
        }
    return Leaf(name, state, head, tail, rows, attributes)


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    return (column_letters((number - 1) // 26) if number > 26 else "") + chr(65 + (number - 1) % 26)


def address(row: int, column: int) -> str:
    """The A1 address."""
    return f"{column_letters(column)}{row}"


def _cell_xml(row: int, column: int, piece: Piece) -> str:
    kind = "" if piece.kind == "n" else f' t="{piece.kind}"'
    return f'<c r="{address(row, column)}" s="{piece.style}"{kind}>{piece.inner}</c>'


def _related(items: list[tuple[str, str, str]]) -> str:
    body = "".join(f'<Relationship Id="{i}" Type="{_RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in items)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _content_types(sheets: int) -> str:
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles", "/xl/sharedStrings.xml": "sharedStrings"}
    kinds |= {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    body = "".join(f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats'
        f'-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{body}</Types>'
    )
