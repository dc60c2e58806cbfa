"""The rows and cells of a sheet while it is gone through: wanted ones get another style, missing ones are put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from assets.checking.annotate_geometry import Geometry
from assets.checking.annotate_xml import Edits, is_empty, opened, tag_end, with_attributes
from assets.intake.addresses import place
from assets.intake.facts import Place
from assets.intake.workbook import a1
from assets.intake.xmlparts import Attributes

Restyle = Callable[[int, Place], int]
_TRUE = ("1", "true")
_STYLE = re.compile(rb"\ss\s*=")
_ADDRESS = re.compile(rb"""<[^\s/>]+(?:\s+r\s*=\s*(?:"[^"]*"|'[^']*'))?""")


class CellPass:
    """Takes rows and cells in the order of the file, with the byte where each begins or ends.

    ``wanted`` are the places to restyle, ``marked`` the styles that are restyled wherever they stand;
    ``restyle(style, place)`` gives the new style. ``added`` are the places whose cells were not in the file.
    """

    def __init__(
        self, data: bytes, edits: Edits, wanted: Collection[Place], marked: Collection[int], restyle: Restyle
    ) -> None:
        self.geometry = Geometry()
        self.added: list[Place] = []
        self.prefix = ""
        self._data, self._edits, self._restyle = data, edits, restyle
        self._marked = frozenset(str(style) for style in marked)
        # Last row and column first: the next one is popped from the end.
        self._missing: dict[int, list[int]] = {}
        for row, column in sorted(set(wanted), reverse=True):
            self._missing.setdefault(row, []).append(column)
        self._rows = list(self._missing)
        self._row = self._column = self._row_start = 0
        self._row_style: int | None = None
        self._columns: list[int] = []
        self._new_in_row = b""

    def begin_row(self, attributes: Attributes, start: int) -> bool:
        """Note a row and put in the rows in front of it; whether its cells matter."""
        self._row, self._column, self._row_start = int(attributes.get("r", self._row + 1)), 0, start
        self.geometry.row(self._row, attributes)
        self._edits.insert(start, self._rows_before(self._row))
        self._row_style = int(attributes.get("s", "0")) if attributes.get("customFormat") in _TRUE else None
        self._columns = []
        if self._rows and self._rows[-1] == self._row:
            self._columns = self._missing[self._rows.pop()]
        self._new_in_row = b""
        return bool(self._columns or self._marked)

    def begin_cell(self, attributes: Attributes, start: int) -> None:
        """Restyle the cell where it is wanted, and put in the cells in front of it."""
        address = attributes.get("r")
        at = place(address) if address else None
        self._column = at[1] if at else self._column + 1
        self._insert(start, self._cells_before(self._column))
        style = attributes.get("s", "0")
        wanted = bool(self._columns) and self._columns[-1] == self._column
        if wanted:
            self._columns.pop()
        if wanted or style in self._marked:
            new = self._restyle(int(style), (self._row, self._column))
            end = tag_end(self._data, start)
            if str(new) != style:
                self._edits.replace(start, end, _styled(self._data[start:end], new))

    def end_row(self, end: int) -> None:
        """Put in what is missing at the end of the row."""
        inner = tag_end(self._data, self._row_start)
        tag, rest = self._data[self._row_start : inner], self._cells_before(None)
        if is_empty(self._data, inner) and rest:
            self._edits.replace(self._row_start, inner, opened(with_attributes(tag, {"spans": None}), rest))
            return
        self._insert(end, rest)
        if self._new_in_row:
            # Where the row's cells begin and end: a hint that would no longer be true.
            self._edits.replace(self._row_start, inner, with_attributes(tag, {"spans": None}))

    def end_rows(self, start: int, end: int) -> None:
        """Put in the rows below the last one; ``start`` is where <sheetData> begins, ``end`` where its end tag does."""
        inner, rest = tag_end(self._data, start), self._rows_before(None)
        if is_empty(self._data, inner) and rest:
            self._edits.replace(start, inner, opened(self._data[start:inner], rest))
        else:
            self._edits.insert(end, rest)

    def _insert(self, at: int, cells: bytes) -> None:
        self._new_in_row += cells
        self._edits.insert(at, cells)

    def _rows_before(self, row: int | None) -> bytes:
        written, self._row_style = b"", None
        while self._rows and (row is None or self._rows[-1] < row):
            number = self._rows.pop()
            self._columns = self._missing[number]
            cells = self._cells_before(None, number)
            written += f'<{self.prefix}row r="{number}">'.encode() + cells + f"</{self.prefix}row>".encode()
        return written

    def _cells_before(self, column: int | None, row: int = 0) -> bytes:
        written = ""
        while self._columns and (column is None or self._columns[-1] < column):
            at = (row or self._row, self._columns.pop())
            below = self.geometry.column_style(at[1]) if self._row_style is None else self._row_style
            self.added.append(at)
            written += f'<{self.prefix}c r="{a1(*at)}" s="{self._restyle(below, at)}"/>'
        return written.encode()


def _styled(tag: bytes, style: int) -> bytes:
    """The start tag of a cell with a style; a new one stands behind the address, where programs write it."""
    if _STYLE.search(tag):
        return with_attributes(tag, {"s": str(style)})
    cut = _ADDRESS.match(tag)
    if cut is None:
        raise ValueError(f"{tag[:40]!r} is no cell.")
    return tag[: cut.end()] + f' s="{style}"'.encode() + tag[cut.end() :]
