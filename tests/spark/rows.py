"""Two results of one query, row by row: no matter in which order, each row as often as it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Row: TypeAlias = Sequence[object]
# Engines add floating-point numbers up in different orders.
_DECIMAL_PLACES = 9


def rows_that_differ(left: Iterable[Row], right: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that only ``left`` holds, and those that only ``right`` holds; both empty where they are equal.

    Kinds of values differ, too: true is not 1, a date is not its text, a missing value is not an empty text.
    """
    left_rows, right_rows = Counter(map(_comparable, left)), Counter(map(_comparable, right))
    return _plain(left_rows - right_rows), _plain(right_rows - left_rows)


def _plain(rows: Counter[tuple[tuple[str, object], ...]]) -> list[Row]:
    ordered = sorted(rows.elements(), key=str)
    return [tuple(value for _, value in row) for row in ordered]


def _comparable(row: Row) -> tuple[tuple[str, object], ...]:
    return tuple(map(_with_kind, row))


def _with_kind(value: object) -> tuple[str, object]:
    if value is None:
        return "missing", None
    if isinstance(value, float | Decimal):
        # Adding zero makes -0.0 equal to 0.0; as text, one NaN equals another.
        return "number", f"{round(float(value), _DECIMAL_PLACES) + 0.0:.{_DECIMAL_PLACES}f}"
    if isinstance(value, bool | int | date | str):
        return type(value).__name__, value
    raise TypeError(f"No rule how to compare a {type(value).__name__}")
