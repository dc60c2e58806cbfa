"""One pass over the XML of a sheet: its cells, its size, whether it is the one shown first, where its notes hang.

Cells are found by their place, written or implied, under any prefix; everything else keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assets.checking.annotated.cells import CellPass, Restyle
from assets.checking.annotated.xml_edits import Edits, is_empty, prefix_and_name, tag_end, with_attributes
from assets.intake.addresses import Place, a1, corners, is_range
from assets.intake.formats.xmlparts import SEPARATOR, TRUE, Attributes, feed, local, new_parser

_MERGED = re.compile(rb"""<(?:[^\s/>:]+:)?mergeCell\s[^>]*?ref\s*=\s*["']([^"']+)""")
# What follows <legacyDrawing> in a sheet (ISO/IEC 29500-1, 18.3.1.99); programs wrap some of it for older ones.
_AFTER_NOTES = {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
                "extLst", "AlternateContent"}  # fmt: skip


def merged_places(data: bytes) -> list[tuple[Place, Place]]:
    """First and last cell of the merged ranges of a sheet; the first one is the only one that is shown."""
    tail = data[max(data.rfind(b"sheetData>"), data.rfind(b"sheetData/>"), 0) :]
    return [corners(text.decode().replace("$", "")) for text in _MERGED.findall(tail)]


def without_selection(part: str, data: bytes) -> bytes:
    """The sheet, or chart sheet, no longer one of those shown first. What stands behind its head is not looked at."""
    if b"tabSelected" not in data:
        return data
    return SheetPass(data, (), (), lambda style, at: style).run(part, head_only=True)


class SheetPass:
    """Goes through a whole sheet; ``cells`` and ``edits`` hold what was found and changed.

    ``notes_id`` is the relationship of the drawing that holds the notes, empty where the sheet has none.
    """

    def __init__(self, data: bytes, wanted: Collection[Place], marked: Collection[int], restyle: Restyle) -> None:
        self.edits = Edits()
        self.cells = CellPass(data, self.edits, wanted, marked, restyle)
        self.notes_id = ""
        self._notes: tuple[int, int] | None = None
        self._notes_place = 0
        self._data = data
        self._depth = 0
        self._top = self._row_name = self._cell_name = ""
        self._top_start = 0
        self._in_row = False
        self._dimension: tuple[int, str] | None = None
        self.root_tag = b""
        self.tail_start = 0

    @property
    def tail(self) -> bytes:
        """What stands behind the table of cells."""
        return self._data[self.tail_start :]

    def run(self, part: str, *, head_only: bool = False) -> bytes:
        """Go through the sheet, or through what stands in front of its cells; the sheet as it is changed so far.

        Raises Refused F01 for broken XML.
        """
        self._parser = new_parser(part)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        head = self._data.partition(b"sheetData")[0] if head_only else self._data
        feed(self._parser, part, head, not head_only)
        self._widen_dimension()
        return self.edits.apply(self._data)

    def hang_notes(self, identity: str, relations: str) -> None:
        """Point to a new drawing of notes; ``relations`` is the namespace of relationships."""
        prefix = self.cells.prefix
        element = f'<{prefix}legacyDrawing xmlns:r="{relations}" r:id="{identity}"/>'
        self.edits.insert(self._notes_place, element.encode())

    def drop_notes(self) -> None:
        """Point to no drawing of notes any more."""
        if self._notes:
            self.edits.replace(*self._notes, b"")

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == 4:
            if self._in_row and name == self._cell_name:
                self.cells.begin_cell(attributes, self._parser.CurrentByteIndex)
        elif self._depth == 3:
            if name == self._row_name and self._top == "sheetData":
                self._in_row = self.cells.begin_row(attributes, self._parser.CurrentByteIndex)
            elif local(name) == "sheetView":
                self._leave_to_others(attributes)
            elif local(name) == "col" and self._top == "cols":
                self.cells.geometry.column(attributes)
        elif self._depth == 2:
            self._begin_top(local(name), attributes, self._parser.CurrentByteIndex)
        elif self._depth == 1:
            self._begin_sheet(name)

    def _end(self, _: str) -> None:
        if self._depth == 3 and self._in_row:
            self.cells.end_row(self._parser.CurrentByteIndex)
            self._in_row = False
        elif self._depth == 2 and self._top == "sheetData":
            end = self._parser.CurrentByteIndex
            self.cells.end_rows(self._top_start, end)
            inner = tag_end(self._data, self._top_start)
            self.tail_start = inner if is_empty(self._data, inner) else tag_end(self._data, end)
        elif self._depth == 1:
            self._notes_place = self._notes_place or self._parser.CurrentByteIndex
        self._depth -= 1

    def _begin_sheet(self, name: str) -> None:
        space = name.rpartition(SEPARATOR)[0]
        self._row_name, self._cell_name = f"{space}{SEPARATOR}row", f"{space}{SEPARATOR}c"
        start = self._parser.CurrentByteIndex
        self.root_tag = self._data[start : tag_end(self._data, start)]
        self.cells.prefix = prefix_and_name(self.root_tag)[0].decode()

    def _begin_top(self, tag: str, attributes: Attributes, start: int) -> None:
        self._top, self._top_start = tag, start
        if tag == "dimension" and is_range(attributes.get("ref", "")):
            self._dimension = (start, attributes["ref"])
        elif tag == "sheetFormatPr":
            self.cells.geometry.defaults(attributes)
        elif tag == "legacyDrawing":
            self._notes = (start, tag_end(self._data, start))
            self.notes_id = next((value for key, value in attributes.items() if local(key) == "id"), "")
        elif tag in _AFTER_NOTES and not self._notes_place:
            self._notes_place = start

    def _leave_to_others(self, attributes: Attributes) -> None:
        """Two sheets that are both shown first form a group: what is typed into one would be typed into both."""
        if attributes.get("tabSelected") in TRUE:
            start = self._parser.CurrentByteIndex
            end = tag_end(self._data, start)
            self.edits.replace(start, end, with_attributes(self._data[start:end], {"tabSelected": None}))

    def _widen_dimension(self) -> None:
        if self._dimension is None or not self.cells.added:
            return
        start, text = self._dimension
        places = [*corners(text), *self.cells.added]
        rows, columns = [row for row, _ in places], [column for _, column in places]
        reach = f"{a1(min(rows), min(columns))}:{a1(max(rows), max(columns))}"
        end = tag_end(self._data, start)
        if reach != text:
            self.edits.replace(start, end, with_attributes(self._data[start:end], {"ref": reach}))
