"""What the gate learns about one sheet: its size, what is hidden, and the cells a fast reader would hide.

calamine gives '' for error cells and for formulas without a cached result, and says nothing of hidden rows
and columns. They are collected here and laid over its values in opening.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assets.intake.addresses import Place, is_range
from assets.intake.limits import Limits
from assets.intake.problems import refuse, within


@dataclass(slots=True)
class SheetFacts:
    """One sheet as the gate saw it; places are (row, column) from 1.

    ``plain`` is False where the XML has to be parsed strictly before it may be read. ``cells`` counts every
    cell element, ``rows`` and ``columns`` are the last ones that hold a value. ``misleading_styles`` are
    the styles whose format does not show every number as it is, with its code; ``misleading`` are the cells where that
    is so.
    ``calculated`` is False where the program that wrote the file asks the next one to calculate: it may have left 0
    for every result.
    """

    name: str
    part: str = ""
    visible: bool = True
    plain: bool = True
    cells: int = 0
    rows: int = 0
    columns: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    booleans: dict[Place, bool] = field(default_factory=dict)
    uncached: dict[Place, str] = field(default_factory=dict)
    calculated: bool = True
    misleading_styles: Mapping[int, str] = field(default_factory=dict)
    misleading: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged_ranges: list[str] = field(default_factory=list)

    @property
    def no_result(self) -> bytes:
        """What the value of a formula consists of where it is no result."""
        return b" " if self.calculated else b" 0."

    def extend_to(self, row: int, column: int) -> None:
        """Note that a value stands at this place."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)

    def hide_columns(self, first: int, last: int, limits: Limits) -> None:
        """Note hidden columns, as far as a sheet may reach."""
        self.hidden_columns.update(range(max(first, 1), min(last, limits.max_columns) + 1))

    def merge(self, text: str, limits: Limits) -> None:
        """Note a merged range; raises Refused F01 where it is none, F03 where there are too many."""
        text = text.replace("$", "")
        if not is_range(text):
            raise refuse("F01", sheet=self.name, found=text[:40], what="a merged range that is no range")
        self.merged_ranges.append(text)
        within("max_merged_ranges", len(self.merged_ranges), limits.max_merged_ranges, self.name)

    def hide_column(self, attributes: Mapping[str, str], limits: Limits) -> None:
        """Note the columns that an element ``col`` of a sheet hides."""
        if attributes.get("hidden") in ("1", "true") or is_zero(attributes.get("width", "")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.hide_columns(int(first), int(last), limits)

    def check(self, limits: Limits) -> None:
        """Raise Refused (F03) where the sheet is larger than the limits."""
        within("max_rows", self.rows, limits.max_rows, self.name)
        within("max_columns", self.columns, limits.max_columns, self.name)
        within("max_area", self.rows * self.columns, limits.max_area, self.name)
        within("max_cells", self.cells, limits.max_cells, self.name)
        within(
            "max_merged_ranges",
            len(self.merged_ranges),
            limits.max_merged_ranges,
            self.name,
        )


def check_together(sheets: Iterable[SheetFacts], limits: Limits) -> None:
    """Raise Refused (F03) where the sheets together hold too many cells, or are too many."""
    found = list(sheets)
    within("max_sheets", len(found), limits.max_sheets)
    within("max_cells", sum(sheet.cells for sheet in found), limits.max_cells)


def is_zero(size: str) -> bool:
    """Whether a width or a height is written and is 0: what has it is as good as hidden."""
    return size != "" and size.strip("0.") == ""
