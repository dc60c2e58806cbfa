"""Read a grid of the form: one count a cell, its dimensions given by the codes of its row and its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assets.forms.layout.blocks import Dimension, GridBlock, GridColumn, row_key
from assets.forms.layout.layout import Layout
from assets.forms.reader.field_values import Reading
from assets.forms.reader.regions import Region
from assets.forms.results import Observation, ReadResult, observe
from assets.forms.values import BLANK, STRIPPED, Parsed, parse_count, unread
from assets.framework.loader import Framework, Indicator
from assets.framework.terms import term, terms
from assets.intake.addresses import a1, column_letters
from assets.intake.problems import Problem
from assets.intake.workbook import EXACT_LIMIT, Cell, CellKind

# Columns for people: labels, what the parts add up to, what to look at.
LABEL_CODE = "label:"
SUM, CHECK = f"{LABEL_CODE}sum", f"{LABEL_CODE}check"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A declared row: its dimensions with the fixed ones, and its indicator."""

    key: str
    dimensions: dict[Dimension, str]
    indicator: Indicator


def grid_rows(block: GridBlock, framework: Framework) -> tuple[GridRow, ...]:
    """The rows of a grid with their indicators, in the order of the form."""
    indicators = {i.indicator: i for i in framework.indicators}
    return tuple(
        GridRow(row_key(row), block.fixed | row, indicators[(block.fixed | row)["indicator"]])
        for row in block.expanded_rows()
    )


def row_terms(row: GridRow) -> str:
    """What a person sees of a row, as terms: its dimensions without those that all rows of the grid share."""
    codes = row.key.split(".")
    return terms(term(name, code) for name, code in row.dimensions.items() if code in codes)


def applies(indicator: Indicator, column: GridColumn) -> bool:
    """Whether a cell is asked for: an indicator that is not split by sex or age has its total alone."""
    splits = indicator.splits
    return all(code == "_T" or dimension in splits for dimension, code in column.dimensions.items())


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A declared row with its cells in the order of the block's columns.

    ``cells`` has what an observation of that cell says behind its ``expected``: the codes of row and column, mode, unit
    (all fields of Observation but the last, the comment); None where nothing is asked for. ``split``: a part is asked.
    """

    row: GridRow
    cells: tuple[tuple[str, ...] | None, ...]
    split: bool


@dataclass(frozen=True, slots=True)
class GridPlan:
    """What a grid asks for, worked out once for all files: its rows by key, and the number of cells asked for."""

    rows: dict[str, PlannedRow]
    asked: int


_PLANS: dict[tuple[str, str, str], GridPlan] = {}
_MOST_PLANS = 32
# Where the codes of a cell begin and end in an observation.
_CODES = slice(Observation._fields.index("expected") + 1, Observation._fields.index("comment"))


def grid_plan(block: GridBlock, layout: Layout, framework: Framework) -> GridPlan:
    """The plan of a grid; kept, because every file of the layout asks for the same cells."""
    key = (framework.digest, layout.digest, block.name)
    if key not in _PLANS:
        if len(_PLANS) >= _MOST_PLANS:
            _PLANS.clear()
        rows = {row.key: _planned(row, block) for row in grid_rows(block, framework)}
        _PLANS[key] = GridPlan(rows, sum(cell is not None for row in rows.values() for cell in row.cells))
    return _PLANS[key]


def _planned(row: GridRow, block: GridBlock) -> PlannedRow:
    cells = tuple(_codes(row, column) if applies(row.indicator, column) else None for column in block.columns)
    split = any(cell is not None for cell, column in zip(cells, block.columns, strict=True) if not column.is_total)
    return PlannedRow(row, cells, split)


def _codes(row: GridRow, column: GridColumn) -> tuple[str, ...]:
    known: dict[Any, Any] = {"unit_measure": row.indicator.unit_measure, **row.dimensions, **column.dimensions}
    observation: tuple[Any, ...] = observe(BLANK, "", "", {"ref_area": "", "time_period": ""}, known)
    return observation[_CODES]


def read_grid(region: Region, block: GridBlock, reading: Reading, result: ReadResult) -> None:
    """Read every cell that applies; what stands where nothing is asked for becomes a problem, never lost.

    E01 a row or column twice, E02 a code that is unknown or a cell that does not apply, E03 and E05 from the
    cell, F06 a row or column that is gone.
    """
    _Grid(region, block, reading, result).read()


class _Grid:
    def __init__(self, region: Region, block: GridBlock, reading: Reading, result: ReadResult) -> None:
        self.region = region
        self.block = block
        self.reading = reading
        self.result = result
        self.sheet = region.sheet
        self.columns = {c.key: c for c in block.columns if c.key in region.columns}
        self.labels = {n for code, n in region.columns.items() if code.startswith(LABEL_CODE)}
        self.value_columns = {region.columns[key] for key in self.columns}
        self.own_columns = self.value_columns | self.labels | {region.anchor.column}
        self.plan = grid_plan(block, reading.layout, reading.framework)
        # Of each column that is there: its place in the plan, its number, its letters.
        self.places = [
            (index, region.columns[column.key], column_letters(region.columns[column.key]))
            for index, column in enumerate(block.columns)
            if column.key in self.columns
        ]
        self.is_plain = not region.apart_columns and not region.merged

    def read(self) -> None:
        self._check_columns()
        rows = self.plan.rows
        found: dict[str, int] = {}
        for key, number in self.region.rows:
            if key not in rows:
                self._stray(number)
            elif key in found:
                cell = self._first_cell(number)
                first = self._first_cell(found[key])
                self._problem("E01", cell, key, code=key, key=row_terms(rows[key].row), first=first)
            else:
                found[key] = number
                self._read_row(rows[key], number)
        for number in (*self.region.open_rows, *self.region.tail_rows):
            self._stray(number)
        for key in (key for key in rows if key not in found):
            self._problem("F06", "", "", kind="row", code=key, key=row_terms(rows[key].row))

    def _check_columns(self) -> None:
        known = {column.key: term("text", column.label) for column in self.block.columns}
        for cell in self.region.repeated_columns:
            key = known.get(cell.text, term("as", cell.text))
            self._problem("E01", cell.address, cell.text, code=cell.text, key=key, first="")
        for code, number in self.region.columns.items():
            if code not in known and not code.startswith(LABEL_CODE):
                self._problem("E02", a1(self.region.anchor.row, number), code, kind="unknown_column")
        for key in sorted(known.keys() - self.columns.keys()):
            self._problem("F06", "", "", kind="column", code=key, key=known[key])

    def _read_row(self, row: PlannedRow, number: int) -> None:
        cells = self.sheet.rows.get(number, {})
        apart = number in self.region.apart_rows
        if apart or not self.is_plain:
            self._read_with_care(row, number, cells, apart=apart)
        else:
            self._read_plainly(row, number, cells)
        if not apart:
            for place, cell in cells.items():
                if place not in self.own_columns:
                    self._stray_cell(cell)

    def _read_plainly(self, row: PlannedRow, number: int, cells: dict[int, Cell]) -> None:
        """A row without merged cells, all of whose columns are to be read: most cells are blank or whole numbers."""
        result, new = self.result, tuple.__new__
        indicator, area, month = row.row.indicator.indicator, result.ref_area, result.time_period
        sheet = self.sheet.name
        append = result.observations.append
        for index, place, letters in self.places:
            codes, cell = row.cells[index], cells.get(place)
            if codes is None:
                if cell is not None and cell.text.strip(STRIPPED):
                    self._problem("E02", cell.address, cell.text, kind="not_applicable")
                continue
            value: int | None = None
            if cell is None:
                text, status = "", "O"
            elif cell.kind is CellKind.NUMBER and type(cell.value) is int and 0 <= cell.value < EXACT_LIMIT:
                text, value, status = cell.text, cell.value, "V"
            else:
                self._read_cell(indicator, codes, number, place, cell)
                continue
            of_cell = (indicator, area, month, sheet, f"{letters}{number}", text, value, status)
            append(new(Observation, (*of_cell, None, None, "exact", False, *codes, "")))

    def _read_with_care(self, row: PlannedRow, number: int, cells: dict[int, Cell], *, apart: bool) -> None:
        indicator = row.row.indicator.indicator
        for index, place, _ in self.places:
            codes, cell = row.cells[index], cells.get(place)
            not_read = apart or place in self.region.apart_columns
            if codes is None:
                if not not_read and cell is not None and cell.text.strip(STRIPPED):
                    self._problem("E02", cell.address, cell.text, kind="not_applicable")
            elif not_read:
                # Whose number it is nobody knows: said at the label, and a gap here.
                self._observe(unread(cell.text if cell else ""), indicator, codes, a1(number, place))
            else:
                self._read_cell(indicator, codes, number, place, cell)

    def _read_cell(self, indicator: str, codes: tuple[str, ...], number: int, place: int, cell: Cell | None) -> None:
        if cell is None and self.region.merged and (over := self._covered_by(number, place)):
            parsed = unread(over)
        else:
            words = self.reading.layout.template_words
            parsed = parse_count(cell, self.reading.convention, words, sheet=self.sheet.name)
        if parsed.problem:
            self.result.problems.append(parsed.problem)
            parsed = unread(parsed.problem.found)
        self._observe(parsed, indicator, codes, a1(number, place))

    def _observe(self, parsed: Parsed, indicator: str, codes: tuple[str, ...], address: str) -> None:
        result = self.result
        place = (indicator, result.ref_area, result.time_period, self.sheet.name, address)
        read = (parsed.raw_text, parsed.value, parsed.status, parsed.lower_bound, parsed.upper_bound)
        how = (parsed.qualifier, parsed.expected, *codes, parsed.note)
        self.result.observations.append(Observation._make((*place, *read, *how)))

    def _covered_by(self, number: int, place: int) -> str:
        """What stands in the merged cell that a blank cell is hidden under, or empty; that is said once."""
        text = self.region.merged_range(number, place)
        if not text:
            return ""
        (top, left), _, _ = next(m for m in self.region.merged if m[2] == text)
        holder = self.sheet.cell(top, left)
        if holder is None:
            return ""
        # The holder says it itself where it is read as a value; a label or a heading is not.
        if left not in self.value_columns or top in self.region.label_rows or top <= self.region.anchor.row:
            allowed = self.reading.convention.allowed
            self._problem("E03", a1(number, place), holder.text, why="merged", allowed=allowed)
        return holder.text

    def _stray(self, number: int) -> None:
        for place in sorted(self.value_columns):
            cell = self.sheet.cell(number, place)
            if cell is not None and cell.text.strip(STRIPPED):
                self._problem("E02", cell.address, cell.text, kind="row")

    def _stray_cell(self, cell: Cell) -> None:
        text = cell.text.strip(STRIPPED)
        if any(c.isdecimal() for c in text) or text.casefold() in self.reading.convention.marks:
            self._problem("E02", cell.address, cell.text, kind="beside")

    def _first_cell(self, number: int) -> str:
        return a1(number, min(self.value_columns, default=self.region.anchor.column + 1))

    def _problem(self, rule: str, cell: str, found: str, **facts: str | int) -> None:
        self.result.problems.append(Problem(rule, self.sheet.name, cell, found, facts))
