"""Find the blocks of our form in a workbook by the machine codes in hidden rows and columns.

Grammar of the codes, each a text cell of its own:

- ``jpa:layout:<id>:<version>`` on the cover names the form
- ``jpa:fields:<block>``, ``jpa:grid:<block>``, ``jpa:list:<block>``: the anchor of a block. The rest of its row
  holds the code of each column; below it, in its column, stands the code of each row
- ``jpa:label`` below an anchor: a row for people only; ``jpa:end``: the block's rows end above it

Sheet names, labels, the order of sheets, rows and columns play no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from assets.intake.addresses import corners
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook

PREFIX = "jpa:"
LABEL = "jpa:label"
END = "jpa:end"
_KINDS = ("fields", "grid", "list")


@dataclass(slots=True)
class Region:
    """Where one block stands: ``columns`` code to column, ``rows`` (code, row) in order, repeats apart.

    ``open_rows`` are rows between anchor and end without a code, ``tail_rows`` those from the end marker on,
    ``label_rows`` those for people only. ``apart_rows`` and ``apart_columns`` are not to be read (labels.py).
    """

    kind: str
    block: str
    sheet: Sheet
    anchor: Cell
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[str, int]] = field(default_factory=list)
    open_rows: list[int] = field(default_factory=list)
    tail_rows: list[int] = field(default_factory=list)
    label_rows: list[int] = field(default_factory=list)
    apart_rows: set[int] = field(default_factory=set)
    apart_columns: set[int] = field(default_factory=set)
    repeated_columns: list[Cell] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int], str]] = field(default_factory=list)

    def merged_range(self, row: int, column: int) -> str:
        """The merged range a cell lies in, or empty."""
        for (top, left), (bottom, right), text in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return text
        return ""

    def shared(self, row: int, column: int) -> Cell | None:
        """What stands in a merged cell that reaches over another field as well: for which one cannot be known."""
        for (top, left), (bottom, right), _ in self.merged:
            if top <= row <= bottom and left <= column <= right:
                holder = self.sheet.cell(top, left)
                others = (place for place in self.columns.values() if left <= place <= right and place != column)
                return holder if bottom > top or any(others) else None
        return None


def anchor_name(kind: str, block: str) -> str:
    """The machine code of a block's anchor."""
    return f"{PREFIX}{kind}:{block}"


def machine_cells(sheet: Sheet) -> list[Cell]:
    """The cells of a sheet that hold a machine code, in reading order."""
    text, prefix, length = CellKind.TEXT, PREFIX, len(PREFIX)
    found = [
        cell
        for cells in sheet.rows.values()
        for cell in cells.values()
        # A slice: most cells of a workbook are looked at here, and nowhere else.
        if cell.text[:length] == prefix and cell.kind is text
    ]
    return sorted(found, key=attrgetter("row"))


def find_regions(workbook: Workbook, codes_by_sheet: Sequence[list[Cell]]) -> list[Region]:
    """Every block of the form in the workbook, in reading order; a block that stands twice is given twice.

    ``codes_by_sheet`` has the machine cells of each sheet.
    """
    regions: list[Region] = []
    for sheet, codes in zip(workbook.sheets, codes_by_sheet, strict=True):
        anchors = [cell for cell in codes if _kind(cell)]
        merged = [(*corners(text), text) for text in sheet.merged_ranges] if anchors else []
        for number, anchor in enumerate(anchors):
            below = anchors[number + 1].row if number + 1 < len(anchors) else max(sheet.rows) + 1
            region = _region(sheet, anchor, below)
            region.merged = merged
            regions.append(region)
    return regions


def _kind(cell: Cell) -> str:
    kind = cell.text.removeprefix(PREFIX).partition(":")[0]
    return kind if kind in _KINDS else ""


def _region(sheet: Sheet, anchor: Cell, below: int) -> Region:
    region = Region(_kind(anchor), anchor.text.strip().rpartition(":")[2], sheet, anchor)
    for column, cell in sorted(sheet.rows[anchor.row].items()):
        code = cell.text.strip()
        if column == anchor.column or not code or code.startswith(PREFIX):
            continue
        if code in region.columns:
            region.repeated_columns.append(cell)
        else:
            region.columns[code] = column
    ended = False
    for row in sorted(r for r in sheet.rows if anchor.row < r < below):
        coded = sheet.cell(row, anchor.column)
        code = coded.text.strip() if coded else ""
        ended = ended or code == END
        if ended:
            region.tail_rows.append(row)
        elif not code:
            region.open_rows.append(row)
        elif code == LABEL:
            region.label_rows.append(row)
        else:
            region.rows.append((code, row))
    return region
