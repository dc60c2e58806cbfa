"""Read a grid of the form: one count a cell, its dimensions given by the codes of its row and its column."""

from __future__ import annotations

from dataclasses import dataclass

from assets.forms.layout.blocks import Dimension, GridBlock, GridColumn, row_key
from assets.forms.observe import observe
from assets.forms.reader.field_values import Reading
from assets.forms.reader.regions import Region
from assets.forms.results import ReadResult
from assets.forms.values import STRIPPED, Parsed, parse_count, unread
from assets.framework.loader import Framework, Indicator
from assets.framework.terms import term, terms
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Cell

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


def asked_cells(block: GridBlock, framework: Framework) -> int:
    """How many value cells the grid asks for."""
    return sum(applies(row.indicator, column) for row in grid_rows(block, framework) for column in block.columns)


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

    def read(self) -> None:
        self._check_columns()
        rows = {row.key: row for row in grid_rows(self.block, self.reading.framework)}
        places: dict[str, int] = {}
        for key, number in self.region.rows:
            if key not in rows:
                self._stray(number)
            elif key in places:
                cell = self._first_cell(number)
                first = self._first_cell(places[key])
                self._problem("E01", cell, key, code=key, key=row_terms(rows[key]), first=first)
            else:
                places[key] = number
                self._read_row(rows[key], number)
        for number in (*self.region.open_rows, *self.region.tail_rows):
            self._stray(number)
        for key in (key for key in rows if key not in places):
            self._problem("F06", "", "", kind="row", code=key, key=row_terms(rows[key]))

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

    def _read_row(self, row: GridRow, number: int) -> None:
        cells = self.sheet.rows.get(number, {})
        apart = number in self.region.apart_rows
        for key, column in self.columns.items():
            place = self.region.columns[key]
            cell = cells.get(place)
            if applies(row.indicator, column):
                if apart or place in self.region.apart_columns:
                    # Whose number it is nobody knows: said at the label, and a gap here.
                    self._observe(unread(cell.text if cell else ""), row, column, a1(number, place))
                else:
                    self._read_cell(row, column, number, place, cell)
            elif apart or place in self.region.apart_columns:
                continue
            elif cell is not None and cell.text.strip(STRIPPED):
                self._problem("E02", cell.address, cell.text, kind="not_applicable")
        if apart:
            return
        for place, cell in cells.items():
            if place not in self.value_columns and place not in self.labels and place != self.region.anchor.column:
                self._stray_cell(cell)

    def _read_cell(self, row: GridRow, column: GridColumn, number: int, place: int, cell: Cell | None) -> None:
        if cell is None and self.region.merged and (over := self._covered_by(number, place)):
            parsed = unread(over)
        else:
            words = self.reading.layout.template_words
            parsed = parse_count(cell, self.reading.convention, words, sheet=self.sheet.name)
        if parsed.problem:
            self.result.problems.append(parsed.problem)
            parsed = unread(parsed.problem.found)
        self._observe(parsed, row, column, a1(number, place))

    def _observe(self, parsed: Parsed, row: GridRow, column: GridColumn, address: str) -> None:
        of_return = {
            "ref_area": self.result.ref_area,
            "time_period": self.result.time_period,
            "unit_measure": row.indicator.unit_measure,
        }
        observation = observe(parsed, self.sheet.name, address, of_return, row.dimensions, column.dimensions)
        self.result.observations.append(observation)

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
