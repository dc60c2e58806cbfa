"""What the form says by itself of a grid: sums, the earlier month, what to look at, how much is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from xlsxwriter.utility import xl_col_to_name

from assets.forms.layout.blocks import GridBlock
from assets.forms.reader.grid import CHECK, LABEL_CODE, SUM, GridRow
from assets.forms.writer.content import Value
from assets.forms.writer.grid_rows import grid_plan, group_name
from assets.forms.writer.live_conditions import Area, amber_over_grid
from assets.forms.writer.live_counts import bounds, is_blank, number_of_value, sum_formula, sum_value, withheld
from assets.forms.writer.live_rows import STATE_TEXTS, RowPlace, RowState, state_formula, state_value
from assets.forms.writer.sheet import FIRST_COLUMN, FormSheet
from assets.forms.writer.worksheet import LiveFormula, Tally

EARLIER, STATE = (f"{LABEL_CODE}{name}" for name in ("earlier", "state"))


class GridLive:
    """Beside the values of one grid. ``first_row`` (from 0) is set when the headings are written."""

    def __init__(self, page: FormSheet, block: GridBlock) -> None:
        context = page.context
        self.page = page
        self.block = block
        self.marks = context.layout.marks
        self.values: Mapping[tuple[str, str], Value] = context.content.grids.get(block.name, {})
        self.plan = grid_plan(block, context.layout, context.framework)
        self.rows = self.plan.rows
        self.first_row = 0
        self.first_value = FIRST_COLUMN + len(block.row_labels)
        self.total = self.first_value + len(block.columns) - 1
        shown = [SUM, *([EARLIER] if context.previous else []), CHECK, STATE]
        self.extra = {code: self.total + n for n, code in enumerate(shown, start=1)}
        self.letters = [xl_col_to_name(self.first_value + n) for n in range(len(block.columns))]
        self.states: list[RowState] = []
        self._earlier = context.previous.grids.get(block.name, {}) if context.previous else {}
        self._words = [context.translate(text) for text in STATE_TEXTS.values()]
        texts = context.options.texts(self._words)
        self._texts = f"{texts[0]}:{texts[-1].partition('!')[2]}"

    @property
    def value_area(self) -> Area:
        """First row and column, last row and column of the cells for values, from 0."""
        return self.first_row, self.first_value, self.first_row + len(self.rows) - 1, self.total

    def write(self, number: int, border: str) -> None:
        """The cells beside a row."""
        page, row, place = self.page, self.rows[number], self._place(number)
        at = place.row - 1
        typed = self._typed(row)
        if len(place.grey) < len(place.parts):
            value = sum_value([typed[column] for column in place.parts])
            page.write_formula(at, self.extra[SUM], LiveFormula(sum_formula(place.part_area), value), f"sum{border}")
        else:
            page.put(at, self.extra[SUM], None, f"not_asked{border}")
        earlier = self._earlier_total(row)
        if EARLIER in self.extra:
            page.put(at, self.extra[EARLIER], earlier, f"earlier{border}")
        below = [self._typed(line) for line in self.rows[number + 1 : number + 1 + place.below]]
        state = state_value(place, typed, self.marks, earlier, below)
        self.states.append(state)
        state_cell = f"{xl_col_to_name(self.extra[STATE])}{place.row}"
        said = LiveFormula(
            f'IF({state_cell}=0,"",INDEX({self._texts},{state_cell}))', self._words[state - 1] if state else ""
        )
        page.write_formula(at, self.extra[CHECK], said, "check")
        page.write_formula(at, self.extra[STATE], LiveFormula(state_formula(place, self.marks), int(state)), "machine")
        page.totals.append((row.dimensions, f"{place.total}{place.row}", typed[place.total]))

    def write_conditions(self) -> None:
        """What turns amber."""
        greys = [area for lines, grey in self.alike(range(len(self.rows))) for area in self.areas(lines, grey)]
        places = [self._place(number) for number in self.plan.below]
        amber_over_grid(self.page, self.value_area, self.extra[STATE], self.extra[CHECK], greys, places)

    def alike(self, numbers: range | list[int]) -> Iterator[tuple[list[int], tuple[int, ...]]]:
        """Rows that follow each other with the same grey columns, and those columns (from 0, of the block)."""
        for grey, lines in groupby(numbers, key=lambda number: self.plan.grey[number]):
            yield list(lines), grey

    def areas(self, rows: list[int], columns: tuple[int, ...]) -> Iterator[Area]:
        """The areas of these columns (from 0, of the block) over rows that follow each other."""
        for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
            found = [self.first_value + column for _, column in run]
            yield self.first_row + rows[0], found[0], self.first_row + rows[-1], found[-1]

    def _typed(self, row: GridRow) -> dict[str, Value]:
        columns = zip(self.letters, self.block.columns, strict=True)
        return {letter: self.values.get((row.key, column.key)) for letter, column in columns}

    def _earlier_total(self, row: GridRow) -> Value:
        return self._earlier.get((row.key, self.block.columns[-1].key))

    def _place(self, number: int) -> RowPlace:
        compared = EARLIER in self.extra and number_of_value(self._earlier_total(self.rows[number])) is not None
        return RowPlace(
            row=self.first_row + number + 1,
            parts=tuple(self.letters[:-1]),
            total=self.letters[-1],
            grey=tuple(self.letters[n] for n in self.plan.grey[number]),
            earlier=xl_col_to_name(self.extra[EARLIER]) if compared else "",
            below=self.plan.below.get(number, 0),
        )


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
        what=context.translate(group_name(block, live.rows[numbers[0]], context.framework)),
        asked=len(typed),
        answered=LiveFormula(f"COUNTA({cells})", sum(not is_blank(value) for value in typed)),
        look=LiveFormula(f'COUNTIF({states},">0")', sum(live.states[number] > 0 for number in numbers)),
        numbers=LiveFormula(f"COUNT({cells})+{hidden}", found.given),
        reported=LiveFormula(f"SUM({cells})+{hidden}", found.low + withheld_now),
    )


def _reference(live: GridLive, area: Area) -> str:
    top, left, bottom, right = area
    return f"{live.page.reference}{xl_col_to_name(left)}{top + 1}:{xl_col_to_name(right)}{bottom + 1}"
