"""The index of an earlier answer in a workbook that comes back, and what its marked cells looked like before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from assets.checking.annotated.book import Book, SheetPart
from assets.checking.annotated.index import MARK, MARKER
from assets.checking.annotated.package import Package
from assets.checking.annotated.xml_edits import Element, parse_tree


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """The sheet that holds the index; ``before`` is the style of a marked cell before that, by sheet and cell."""

    sheet: SheetPart
    before: dict[tuple[str, str], int]


def find_earlier(package: Package, book: Book) -> EarlierAnswer | None:
    """The earlier answer in this workbook, or None. Found by what stands in the sheet, not by its name or place."""
    marker = MARKER.encode()
    strings = package[book.strings] if book.strings else b""
    if marker not in strings and not any(marker in package[sheet.part] for sheet in book.sheets):
        return None
    table = _table(book.strings, strings) if marker in strings else []
    for sheet in book.sheets:
        data = package[sheet.part]
        if marker not in data and not table:
            continue
        found = {address: (text, style) for address, text, style in _first_column(sheet.part, data, table)}
        if found.get("A1", ("", 0))[0] == MARKER:
            marks = (value for value in found.values() if value[0].startswith(MARK))
            return EarlierAnswer(sheet, {_place(text): style for text, style in marks})
    return None


def _place(text: str) -> tuple[str, str]:
    sheet, _, cell = text.removeprefix(MARK).rpartition("!")
    return sheet, cell


def _table(part: str, strings: bytes) -> list[str]:
    return [_text(strings, item) for item in parse_tree(part, strings).all("si")]


def _first_column(part: str, data: bytes, table: list[str]) -> Iterator[tuple[str, str, int]]:
    """Address, text and style of the cells in column A that hold a text."""
    rows = parse_tree(part, data).child("sheetData")
    for row in rows.all("row") if rows else []:
        for cell in row.all("c")[:1]:
            value, inside = cell.child("v"), cell.child("is")
            text = ""
            if cell.get("t") == "s" and value:
                number = int(data[value.inner : value.close])
                text = table[number] if number < len(table) else ""
            elif inside:
                text = _text(data, inside)
            yield cell.get("r"), text, int(cell.get("s", "0"))


def _text(data: bytes, item: Element) -> str:
    parts = [item.child("t"), *(run.child("t") for run in item.all("r"))]
    return "".join(unescape(data[part.inner : part.close].decode()) for part in parts if part)
