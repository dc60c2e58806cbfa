"""The cells that turn amber while the form is filled in.

Every condition looks at its own sheet alone (Excel refuses others), and has a range of its own, so that what its
formula means does not hang on how a program reads several ranges.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from assets.forms.writer.live_counts import no_answer
from assets.forms.writer.live_lists import BULLET
from assets.forms.writer.live_rows import RowPlace, RowState, misfits_below
from assets.forms.writer.sheet import FormSheet

Area = tuple[int, int, int, int]


def highlight_when(page: FormSheet, area: Area, condition: str, style: str = "look") -> None:
    """Amber (or another style) over an area, from 0, where the condition holds for its first cell."""
    options = {"type": "formula", "criteria": f"={condition}", "format": page.context.styles[style]}
    page.sheet.conditional_format(*area, options)


def amber_over_grid(
    page: FormSheet, values: Area, state: int, check: int, greys: Sequence[Area], places: Sequence[RowPlace]
) -> None:
    """Values that are none, totals that do not fit, grey cells that hold something, and the words beside them.

    ``places`` are the rows to which the rows below them add up.
    """
    first, left, last, total = values
    state_cell = f"${xl_col_to_name(state)}{first + 1}"
    highlight_when(page, values, no_answer(_cell(first, left), page.context.layout.marks))
    highlight_when(
        page, (first, total, last, total), f"AND({state_cell}>={RowState.NO_TOTAL:d},{state_cell}<={RowState.FAR:d})"
    )
    for area in greys:
        highlight_when(page, area, f"NOT(ISBLANK({_cell(*area[:2])}))")
    for place in places:
        row = place.row - 1
        for condition in misfits_below(place, xl_col_to_name(left)):
            highlight_when(page, (row, left, row, total), condition)
    highlight_when(page, (first, check, last, check), f"{state_cell}>0")


def amber_over_list(page: FormSheet, area: Area, head_row: int, check: int, counts: Sequence[Area]) -> None:
    """Cells whose heading the words beside the row name, counts that are none, and those words."""
    first, left, last, _ = area
    said = f"${xl_col_to_name(check)}{first + 1}"
    heading = f"{xl_col_to_name(left)}${head_row + 1}"
    highlight_when(page, area, f'ISNUMBER(FIND("{BULLET}"&{heading}&":",{said}))')
    for count_area in counts:
        highlight_when(page, count_area, no_answer(_cell(*count_area[:2]), page.context.layout.marks))
    highlight_when(page, (first, check, last, check), f'{said}<>""')


def _cell(row: int, column: int) -> str:
    return f"{xl_col_to_name(column)}{row + 1}"
