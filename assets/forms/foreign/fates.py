"""The fate of every row of somebody else's workbook: exactly one, changed only for the worse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from assets.forms.results import RowFate


class Fates:
    """The fates of the rows, in the order in which they were first told."""

    def __init__(self) -> None:
        self._fates: dict[tuple[str, int], RowFate] = {}

    def tell(self, sheet: str, row: int, fate: Literal["value", "skipped", "finding"], reason: str) -> None:
        """The fate of a row that has none yet, or another one in its place."""
        self._fates[sheet, row] = RowFate(sheet, row, fate, reason)

    def is_told(self, sheet: str, row: int) -> bool:
        """Whether the row has a fate."""
        return (sheet, row) in self._fates

    def is_value(self, sheet: str, row: int) -> bool:
        """Whether the row is a value so far."""
        return self._fates[sheet, row].fate == "value"

    def find(self, sheet: str, row: int, reason: str) -> None:
        """Make a finding of a row that was read; reasons add up."""
        before = self._fates[sheet, row]
        said = f"{before.reason}; {reason}" if before.fate == "finding" else reason
        self.tell(sheet, row, "finding", said)

    def __iter__(self) -> Iterator[RowFate]:
        return iter(self._fates.values())
