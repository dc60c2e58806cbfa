"""Old Excel files (.xls) and binary ones (.xlsb), written record by record."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from tests.intake.packages import relations, zipped

_SECTOR, _SMALL = 512, 64
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    """A BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int, value: float) -> bytes:
    """A NUMBER record; row and column from 0."""
    return record(0x203, struct.pack("<3Hd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    """A BOOLERR record with an error."""
    return record(0x205, struct.pack("<3HBB", row, column, 0, code, 1))


def stated_size(rows: int, columns: int) -> bytes:
    """A DIMENSIONS record, true or not."""
    return record(0x200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def formula_error(row: int, column: int, code: int) -> bytes:
    """A FORMULA record whose cached result is an error."""
    result = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
    return record(0x06, struct.pack("<3H", row, column, 0) + result + struct.pack("<HIH", 0, 0, 0))


def hidden_row(row: int) -> bytes:
    """A ROW record of a hidden row."""
    return record(0x208, struct.pack("<8H", row, 0, 5, 255, 0, 0, 0x20, 0x0F))


def hidden_columns(first: int, last: int) -> bytes:
    """A COLINFO record of hidden columns."""
    return record(0x7D, struct.pack("<6H", first, last, 2000, 0, 1, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    """A MERGEDCELLS record with one range."""
    return record(0xE5, struct.pack("<5H", 1, top, bottom, left, right))


def book(sheets: Sequence[tuple[str, bytes]], in_globals: bytes = b"", *, kind: int = 0, hidden: bool = False) -> bytes:
    """The stream of a BIFF8 workbook."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + in_globals
    end = record(0x0A)
    names = [struct.pack("<BB", len(n), 1) + n.encode("utf-16-le") for n, _ in sheets]
    start = len(begin) + sum(4 + 6 + len(n) for n in names) + len(end)
    bounds, bodies = b"", b""
    for name, (_, body) in zip(names, sheets, strict=True):
        bounds += record(0x85, struct.pack("<IBB", start + len(bodies), int(hidden), kind) + name)
        bodies += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + body + end
    return begin + bounds + end + bodies


def compound(streams: Sequence[tuple[str, bytes]], storages: Sequence[str] = (), *, small: bool = False) -> bytes:
    """An OLE2 file with these streams in its root, filled up to 4,096 bytes; or one that is kept as a small one."""
    sectors: list[bytes] = []
    links: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        for index, piece in enumerate(pieces):
            sectors.append(piece)
            links.append(first + index + 1 if index + 1 < len(pieces) else _END)
        return first

    entries = []
    count = len(streams) + len(storages)
    store, small_table = _END, _END
    for index, (name, data) in enumerate(streams, start=1):
        right = index + 1 if index < count else _FREE
        if small:
            pieces = -(-len(data) // _SMALL)
            store = add(data)
            small_table = add(struct.pack(f"<{pieces}I", *range(1, pieces), _END).ljust(_SECTOR, b"\xff"))
            entries.append(_entry(name, 2, 0, len(data), right=right))
        else:
            filled = data.ljust(4096, b"\0")
            entries.append(_entry(name, 2, add(filled), len(filled), right=right))
    for index, name in enumerate(storages, start=len(streams) + 1):
        entries.append(_entry(name, 1, 0, 0, right=index + 1 if index < count else _FREE))
    size = len(streams[0][1]) if small else 0
    directory = add(b"".join([_entry("Root Entry", 5, store, size, child=1), *entries]))
    tables = (len(sectors) + 128) // 127 + 1
    table_at = [len(sectors) + n for n in range(tables)]
    links += [_FAT] * tables
    packed = struct.pack(f"<{len(links)}I", *links).ljust(tables * _SECTOR, b"\xff")
    sectors += [packed[at : at + _SECTOR] for at in range(0, len(packed), _SECTOR)]
    difat = struct.pack(f"<{tables}I", *table_at).ljust(109 * 4, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, directory, 0, 4096, small_table, int(small), _END, 0)
    return header + difat + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, _FREE, right, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)


def xls(body: bytes, in_globals: bytes = b"", *, hidden: bool = False) -> bytes:
    """An .xls file with one sheet "Outcomes"."""
    return compound([("Workbook", book([("Outcomes", body)], in_globals, hidden=hidden))])


def binary(kind: int, body: bytes = b"") -> bytes:
    """A record of an .xlsb part."""
    first = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    assert len(body) < 0x80
    return first + bytes([len(body)]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_row(row: int, hidden: bool = False) -> bytes:
    """BrtRowHdr; row from 0."""
    flags = bytes([0, 0x10 if hidden else 0, 0])
    return binary(0, struct.pack("<IIH", row, 0, 300) + flags + struct.pack("<I", 0))


def binary_number(column: int, value: float) -> bytes:
    """BrtCellReal."""
    return binary(5, struct.pack("<IId", column, 0, value))


def binary_error(column: int, code: int) -> bytes:
    """BrtCellError."""
    return binary(3, struct.pack("<IIB", column, 0, code))


def xlsb(
    cells: bytes, before: bytes = b"", after: bytes = b"", extra: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An .xlsb file with one sheet "Outcomes"."""
    book_part = binary(131) + binary(143) + binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Outcomes"))
    book_part += binary(144) + binary(132)
    dimension = binary(148, struct.pack("<4I", 0, 9, 0, 9))
    sheet = binary(129) + dimension + before + binary(145) + cells + binary(146) + after + binary(130)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/_rels/workbook.bin.rels": relations(("rId1", "worksheet", "worksheets/sheet1.bin")),
            "xl/workbook.bin": book_part,
            "xl/worksheets/sheet1.bin": sheet,
            **(extra or {}),
        }
    )
