"""A workbook as .xlsb, which no free program writes: binary records, by [MS-XLSB] sections 2.1 and 2.4."""

from __future__ import annotations

import re
import struct
from html import unescape

from tests.intake.packages import relations
from tests.robustness.book import Book, Leaf, Piece, zipped

_STATES = {"visible": 0, "hidden": 1, "veryHidden": 2}


def record(kind: int, body: bytes = b"") -> bytes:
    """One record: type and length in seven bits a byte."""
    first = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return first + size + body


def _wide(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def as_xlsb(book: Book) -> bytes:
    """The same sheets, values and number formats."""
    sheets = b"".join(
        record(156, struct.pack("<II", _STATES[leaf.state], n) + _wide(f"rId{n}") + _wide(leaf.name))
        for n, leaf in enumerate(book.leaves, start=1)
    )
    workbook = record(131) + record(143) + sheets + record(144) + record(132)
    targets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(book.leaves) + 1)]
    targets += [("rId900", "styles", "styles.bin")]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relations(*targets),
        "xl/workbook.bin": workbook,
        "xl/styles.bin": _styles(book.styles),
    }
    for number, leaf in enumerate(book.leaves, start=1):
        parts[f"xl/worksheets/sheet{number}.bin"] = _sheet(book, leaf)
    return zipped(parts)


def _styles(xml: str) -> bytes:
    formats = re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', xml)
    own = b"".join(record(44, struct.pack("<H", int(number)) + _wide(unescape(code))) for number, code in formats)
    used = re.findall(r'<xf numFmtId="(\d+)"', xml[xml.index("<cellXfs") : xml.index("</cellXfs>")])
    styles = b"".join(record(47, struct.pack("<HH", 0, int(number)) + bytes(12)) for number in used)
    counts = [struct.pack("<I", len(found)) for found in (formats, used)]
    return record(278) + record(615, counts[0]) + own + record(616) + record(617, counts[1]) + styles + record(618)


def _sheet(book: Book, leaf: Leaf) -> bytes:
    last = max((c for row in leaf.rows.values() for c in row), default=1)
    dimension = struct.pack("<4I", 0, max(leaf.rows, default=1) - 1, 0, last - 1)
    cells = b""
    for number, row in sorted(leaf.rows.items()):
        hidden = 0x10 if 'hidden="1"' in leaf.attributes.get(number, "") else 0
        cells += record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, hidden, 0, 0))
        cells += b"".join(_cell(book, column, piece) for column, piece in sorted(row.items()))
    return record(129) + record(148, dimension) + record(145) + cells + record(146) + record(130)


def _cell(book: Book, column: int, piece: Piece) -> bytes:
    place = struct.pack("<II", column - 1, int(piece.style))
    said = book.shown(piece)
    if piece.kind == "n" and said:
        return record(5, place + struct.pack("<d", float(said)))
    return record(6, place + _wide(said)) if said else record(1, place)
