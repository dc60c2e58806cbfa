"""The rows and cells of a sheet while it is gone through: wanted ones get another style, missing ones are put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from assets.checking.annotated.geometry import Geometry
from assets.checking.annotated.xml_edits import Edits, is_empty, opened, tag_end, with_attributes
from assets.intake.addresses import Place, a1, place
from assets.intake.formats.xmlparts import TRUE, Attributes

Restyle = Callable[[int, Place], int]
_STYLE = re.compile(rb"\ss\s*=")
_ADDRESS = re.compile(rb"""<[^\s/>]+(?:\s+r\s*=\s*(?:"[^"]*"|'[^']*'))?""")


@dataclass(slots=True)
class _WantedRow:
    """A row with wanted cells: those not met yet, last first; the byte in front of which a missing one belongs."""

    missing: list[int]
    places: dict[int, int] = field(default_factory=dict)
    before: int | None = None
    start: int | None = None
    end: int = 0
    style: int | None = None


class CellPass:
    """Takes rows and cells in the order of the file, with the byte where each begins or ends.

    ``wanted`` are the places to restyle, ``marked`` the styles that are restyled wherever they stand;
    ``restyle(style, place)`` gives the new style. ``added`` are the places whose cells were not in the file. Nothing
    is put in before the whole table was seen: rows and cells need not be in order.
    """

    def __init__(
        self, data: bytes, edits: Edits, wanted: Collection[Place], marked: Collection[int], restyle: Restyle
    ) -> None:
        self.geometry = Geometry()
        self.added: list[Place] = []
        self.prefix = ""
        self._data, self._edits, self._restyle = data, edits, restyle
        self._marked = frozenset(str(style) for style in marked)
        self._wanted: dict[int, _WantedRow] = {}
        for row, column in sorted(set(wanted), reverse=True):
            self._wanted.setdefault(row, _WantedRow([])).missing.append(column)
        # Last row first: the next one is popped from the end.
        self._ahead = list(self._wanted)
        self._row = self._column = 0
        self._here: _WantedRow | None = None

    def begin_row(self, attributes: Attributes, start: int) -> bool:
        """Note a row; whether its cells matter."""
        self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        self.geometry.row(self._row, attributes)
        while self._ahead and self._ahead[-1] < self._row:
            self._wanted[self._ahead.pop()].before = start
        self._here = self._wanted.get(self._row)
        if self._here is not None and self._here.start is None:
            self._here.start = start
            self._here.style = int(attributes.get("s", "0")) if attributes.get("customFormat") in TRUE else None
        return self._here is not None or bool(self._marked)

    def begin_cell(self, attributes: Attributes, start: int) -> None:
        """Restyle the cell where it is wanted."""
        address = attributes.get("r")
        at = place(address) if address else None
        self._column = at[1] if at else self._column + 1
        style = attributes.get("s", "0")
        wanted = self._here is not None and self._meet(self._here, start)
        if wanted or style in self._marked:
            new = self._restyle(int(style), (self._row, self._column))
            end = tag_end(self._data, start)
            if str(new) != style:
                self._edits.replace(start, end, _styled(self._data[start:end], new))

    def _meet(self, row: _WantedRow, start: int) -> bool:
        """Whether the cell at hand is wanted; those of its row that belong in front of it are told so."""
        for column in row.missing:
            if column < self._column:
                row.places.setdefault(column, start)
        if self._column not in row.missing:
            return False
        row.missing.remove(self._column)
        return True

    def end_row(self, end: int) -> None:
        """Note where the row ends."""
        if self._here is not None and not self._here.end:
            self._here.end = end

    def end_rows(self, start: int, end: int) -> None:
        """Put in what is missing; ``start`` is where <sheetData> begins, ``end`` where its end tag does."""
        below = b""
        for number, row in sorted(self._wanted.items()):
            if row.start is not None:
                self._complete(number, row, row.start)
                continue
            cells = b"".join(self._cell(number, column, None) for column in reversed(row.missing))
            new = f'<{self.prefix}row r="{number}">'.encode() + cells + f"</{self.prefix}row>".encode()
            if row.before is None:
                below += new
            else:
                self._edits.insert(row.before, new)
        inner = tag_end(self._data, start)
        if is_empty(self._data, inner) and below:
            self._edits.replace(start, inner, opened(self._data[start:inner], below))
        else:
            self._edits.insert(end, below)

    def _complete(self, number: int, row: _WantedRow, start: int) -> None:
        """Put the missing cells of a row into it."""
        if not row.missing:
            return
        inner = tag_end(self._data, start)
        # Where the row's cells begin and end: a hint that would no longer be true.
        tag = with_attributes(self._data[start:inner], {"spans": None})
        cells = {column: self._cell(number, column, row.style) for column in reversed(row.missing)}
        if is_empty(self._data, inner):
            self._edits.replace(start, inner, opened(tag, b"".join(cells.values())))
            return
        self._edits.replace(start, inner, tag)
        for column, cell in cells.items():
            self._edits.insert(row.places.get(column, row.end), cell)

    def _cell(self, row: int, column: int, style: int | None) -> bytes:
        """A cell that is not in the file, as it looks there: like its row, or else like its column."""
        self.added.append((row, column))
        new = self._restyle(self.geometry.column_style(column) if style is None else style, (row, column))
        return f'<{self.prefix}c r="{a1(row, column)}" s="{new}"/>'.encode()


def _styled(tag: bytes, style: int) -> bytes:
    """The start tag of a cell with a style; a new one stands behind the address, where programs write it."""
    if _STYLE.search(tag):
        return with_attributes(tag, {"s": str(style)})
    cut = _ADDRESS.match(tag)
    if cut is None:
        raise ValueError(f"{tag[:40]!r} is no cell.")
    return tag[: cut.end()] + f' s="{style}"'.encode() + tag[cut.end() :]
