"""How much of a grid is answered, a line of the checklist for each group of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlsxwriter.utility import xl_col_to_name

from assets.forms.writer.grid_live import STATE, GridLive
from assets.forms.writer.grid_rows import group_name
from assets.forms.writer.live_conditions import Area
from assets.forms.writer.live_counts import bounds, is_blank, withheld
from assets.forms.writer.tally import Tally
from assets.forms.writer.worksheet import LiveFormula


def grid_tallies(live: GridLive) -> Iterator[Tally]:
    """A tally for the rows that share the first of the grid's dimensions, such as all rows of an indicator."""
    grouping = live.block.grouping
    for _, lines in groupby(range(len(live.rows)), key=lambda number: live.rows[number].dimensions[grouping]):
        yield _tally(live, list(lines))


def _tally(live: GridLive, numbers: list[int]) -> Tally:
    context, block = live.page.context, live.block
    columns = range(len(block.columns))
    asked = [(lines, tuple(n for n in columns if n not in grey)) for lines, grey in live.alike(numbers)]
    typed = [live.values.get((live.rows[line].key, block.columns[n].key))
             for lines, applying in asked for line in lines for n in applying]  # fmt: skip
    areas = [_reference(live, area) for lines, applying in asked for area in live.areas(lines, applying)]
    cells = ",".join(areas)
    hidden = "+".join(withheld(area) for area in areas)
    found = bounds(typed)
    withheld_now = found.given - sum(isinstance(value, (int, float)) for value in typed)
    state = live.extra[STATE]
    states = _reference(live, (live.first_row + numbers[0], state, live.first_row + numbers[-1], state))
    return Tally(
        block=block.name,
        sheet=block.sheet,
        what=context.say(group_name(block, live.rows[numbers[0]], context.framework)),
        asked=len(typed),
        answered=LiveFormula(f"COUNTA({cells})", sum(not is_blank(value) for value in typed)),
        look=LiveFormula(f'COUNTIF({states},">0")', sum(live.states[number] > 0 for number in numbers)),
        numbers=LiveFormula(f"COUNT({cells})+{hidden}", found.given),
        reported=LiveFormula(f"SUM({cells})+{hidden}", found.low + withheld_now),
    )


def _reference(live: GridLive, area: Area) -> str:
    top, left, bottom, right = area
    return f"{live.page.reference}{xl_col_to_name(left)}{top + 1}:{xl_col_to_name(right)}{bottom + 1}"
