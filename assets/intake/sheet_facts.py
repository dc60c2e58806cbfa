"""What the gate learns about one sheet: its size, what is hidden, and the cells a fast reader would hide.

calamine gives '' for error cells and for formulas without a cached result, and says nothing of hidden rows
and columns. They are collected here and laid over its values in opening.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assets.intake.addresses import Place
from assets.intake.limits import Limits
from assets.intake.problems import within


@dataclass(slots=True)
class SheetFacts:
    """One sheet as the gate saw it; places are (row, column) from 1.

    ``plain`` is False where the XML needs rewriting before the fast reader may see it. ``cells`` counts every
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
    misleading_styles: dict[int, str] = field(default_factory=dict)
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
