"""What is to be looked at in a row of a grid, as a formula and as Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assets.forms.writer.content import Value
from assets.forms.writer.live_counts import (
    are_short_of,
    bounds,
    do_exceed,
    exceeds,
    is_answer,
    is_blank,
    no_answers,
    number_of_value,
    short_of,
    spaceless,
    withheld,
)  # fmt: skip
from assets.framework.thresholds import FAR_FEWEST, FAR_TIMES


class RowState(IntEnum):
    """What is to be looked at in a row of a grid: the first that holds."""

    QUIET = 0
    NO_COUNT = 1
    GREY = 2
    NO_TOTAL = 3
    EXCEEDED = 4
    SHORT = 5
    FAR = 6
    ROWS_BELOW = 7


STATE_TEXTS = {
    RowState.NO_COUNT: "Neither a whole number nor a mark",
    RowState.GREY: "Something stands in a grey cell",
    RowState.NO_TOTAL: "The total is missing",
    RowState.EXCEEDED: "The parts exceed the total",
    RowState.SHORT: "The parts are below the total",
    RowState.FAR: "Far from the earlier month: is it right?",
    RowState.ROWS_BELOW: "The rows below do not add up to this row",
}


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where the cells of a row of a grid stand: its number (from 1), and letters of columns.

    ``parts`` are all columns before the total, ``grey`` those of them that do not apply. ``earlier`` is the column of
    another month's total, empty where there is nothing to compare. ``below`` is how many rows right below add up to it.
    """

    row: int
    parts: tuple[str, ...]
    total: str
    grey: tuple[str, ...] = ()
    earlier: str = ""
    below: int = 0

    @property
    def part_area(self) -> str:
        """The cells of the parts."""
        return f"{self.parts[0]}{self.row}:{self.parts[-1]}{self.row}"

    def area_below(self, column: str) -> str:
        """The cells of a column that add up to this row's."""
        return f"{column}{self.row + 1}:{column}{self.row + self.below}"


def state_formula(place: RowPlace, marks: Sequence[str]) -> str:
    """The number of the row's state."""
    parts, total = place.part_area, f"{place.total}{place.row}"
    asked = len(place.parts) - len(place.grey)
    tests = [(f"{no_answers(f'{place.parts[0]}{place.row}:{total}', marks)}>0", RowState.NO_COUNT)]
    if place.grey:
        grey = parts if not asked else ",".join(f"{column}{place.row}" for column in place.grey)
        tests.append((f"COUNTA({grey})>0", RowState.GREY))
    if asked:
        tests += [
            (f'AND(TRIM({total})="",COUNT({parts})+{withheld(parts)}>0)', RowState.NO_TOTAL),
            (exceeds(f"SUM({parts})", total), RowState.EXCEEDED),
            (short_of(parts, total, asked), RowState.SHORT),
        ]
    if place.earlier:
        earlier = f"{place.earlier}{place.row}"
        far = f"OR(N({total})>{FAR_TIMES}*{earlier},{FAR_TIMES}*N({total})<{earlier})"
        tests.append((f"AND(ISNUMBER({total}),MAX({total},{earlier})>={FAR_FEWEST},{far})", RowState.FAR))
    if place.below:
        misfits = [misfit for column in (*place.parts, place.total) for misfit in misfits_below(place, column)]
        tests.append((f"OR({','.join(misfits)})", RowState.ROWS_BELOW))
    nested = "".join(f"IF({test},{state:d}," for test, state in tests)
    return f"IFERROR({nested}0{')' * len(tests)},{RowState.NO_COUNT:d})"


def misfits_below(place: RowPlace, column: str) -> tuple[str, str]:
    """The two conditions under which the rows below do not fit this row's cell in a column."""
    area, cell = place.area_below(column), f"{column}{place.row}"
    return exceeds(f"SUM({area})", cell), short_of(area, cell, place.below)


def state_value(
    place: RowPlace,
    row: Mapping[str, Value],
    marks: Sequence[str],
    earlier: Value = None,
    below: Sequence[Mapping[str, Value]] = (),
) -> RowState:
    """The value of ``state_formula``; ``row`` and each row ``below`` map letters of columns to values."""
    total = row.get(place.total)
    parts = bounds([row.get(column) for column in place.parts])
    asked = len(place.parts) - len(place.grey)
    if not all(is_answer(row.get(column), marks) for column in (*place.parts, place.total)):
        return RowState.NO_COUNT
    if not all(is_blank(row.get(column)) for column in place.grey):
        return RowState.GREY
    if asked and spaceless(total) == "" and parts.given:
        return RowState.NO_TOTAL
    if asked and do_exceed(parts, total):
        return RowState.EXCEEDED
    if asked and are_short_of(parts, total, asked):
        return RowState.SHORT
    if place.earlier and _far(number_of_value(total), number_of_value(earlier)):
        return RowState.FAR
    if place.below and any(_misfits(row, below, column) for column in (*place.parts, place.total)):
        return RowState.ROWS_BELOW
    return RowState.QUIET


def _far(now: int | float | None, earlier: int | float | None) -> bool:
    if now is None or earlier is None or max(now, earlier) < FAR_FEWEST:
        return False
    return now > FAR_TIMES * earlier or FAR_TIMES * now < earlier


def _misfits(row: Mapping[str, Value], below: Sequence[Mapping[str, Value]], column: str) -> bool:
    found = bounds([line.get(column) for line in below])
    return do_exceed(found, row.get(column)) or are_short_of(found, row.get(column), len(below))
