"""Read the rows of somebody else's table: columns to dimensions and values, words to codes."""

from __future__ import annotations

import re
from typing import Any

from assets.forms.codes import plain
from assets.forms.layout import Layout
from assets.forms.layout_blocks import SkipRule, TableBlock, TableColumn
from assets.forms.observe import observe
from assets.forms.results import Observation
from assets.forms.table_header import Header
from assets.forms.values import STRIPPED, digits_of_one_script, parse_count
from assets.framework.loader import Framework
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet, a1

_YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_WORDS = (CellKind.TEXT, CellKind.NUMBER)


class RowReader:
    """Reads the data rows of one sheet; what a word means is looked up once and remembered."""

    def __init__(self, sheet: Sheet, layout: Layout, block: TableBlock, header: Header, framework: Framework) -> None:
        self.sheet = sheet
        self.block = block
        self._columns = header.columns
        self._countries = framework.country_by_code
        place = {id(column): header.columns[plain(column.label)] for column in block.columns}
        self._values = [(place[id(c)], c) for c in block.columns if c.to == "obs_value"]
        self._words = [(place[id(c)], c, dict[str, tuple[str, str]]()) for c in block.columns if c.to != "obs_value"]
        self._declared = set(place.values())
        self._first = min(self._declared)
        self._skip = [(header.columns.get(plain(rule.column), 0), rule) for rule in block.skip]
        self._patterns = {id(c): re.compile(c.refuse) for c in block.columns if c.refuse}
        self._always: dict[str, Any] = dict(block.fixed) | {
            "unit_measure": block.unit_measure,
            "reporting_mode": block.reporting_mode,
            "source_agency": layout.source.name if layout.source else "",
        }

    def skipped(self, cells: dict[int, Cell]) -> str:
        """The reason for which the layout skips this row, or empty."""
        for column, rule in self._skip:
            if self._meant(column, rule, cells):
                return rule.reason
        return ""

    def read(self, row: int, cells: dict[int, Cell]) -> tuple[list[Observation], list[Problem]]:
        """The observations of one row and its problems; with a word that is not understood none of it is used."""
        problems: list[Problem] = []
        known = dict(self._always)
        for place, column, remembered in self._words:
            cell = cells.get(place)
            meaning = remembered.get(cell.text) if cell is not None and cell.kind in _WORDS else None
            if meaning is None:
                meaning = self._meaning(cell, column)
                if cell is not None and cell.kind in _WORDS:
                    remembered[cell.text] = meaning
            code, value = meaning
            if code:
                problems.append(self._problem(code, row, place, cell, column))
            elif column.to:
                known[column.to] = value
        problems += [self._stray(cells[place]) for place in sorted(cells.keys() - self._declared)]
        if problems:
            return [], problems
        return self._observations(row, cells, known)

    def _observations(
        self, row: int, cells: dict[int, Cell], known: dict[str, Any]
    ) -> tuple[list[Observation], list[Problem]]:
        found: list[Observation] = []
        problems: list[Problem] = []
        for place, column in self._values:
            parsed = parse_count(cells.get(place), self.block.convention, sheet=self.sheet.name)
            if parsed.problem:
                problems.append(parsed.problem)
                continue
            found.append(observe(parsed, self.sheet.name, a1(row, place), known, column.dimensions))
        return found, problems

    def _meaning(self, cell: Cell | None, column: TableColumn) -> tuple[str, str]:
        """The code of a problem or empty, and the value."""
        if cell is not None and cell.kind not in _WORDS:
            return "E03", ""
        text = cell.text.strip(STRIPPED) if cell is not None else ""
        pattern = self._patterns.get(id(column))
        if pattern and pattern.search(text):
            return "E03", ""
        if column.expect and plain(text) != plain(column.expect):
            return "E02", ""
        if column.values:
            value = column.values.get(text, column.otherwise)
            return ("", value) if value is not None else ("E02", "")
        if column.read_as == "country":
            return ("", text) if text in self._countries else ("E02", "")
        if column.read_as == "year":
            year = digits_of_one_script(text)[0]
            return ("", year) if _YEAR.fullmatch(year) else ("E02", "")
        return "", text

    def _meant(self, column: int, rule: SkipRule, cells: dict[int, Cell]) -> bool:
        if not rule.column:
            return len(cells) == 1 and self._first in cells
        cell = cells.get(column)
        text = cell.text.strip(STRIPPED) if cell is not None else ""
        return text in rule.values or bool(rule.pattern and re.search(rule.pattern, text))

    def _problem(self, code: str, row: int, place: int, cell: Cell | None, column: TableColumn) -> Problem:
        facts: dict[str, str | int] = {"what": column.label, "field": column.to, "kind": column.read_as}
        if code == "E03":
            facts |= {"why": "text" if cell is None or cell.kind in _WORDS else cell.kind.value}
            facts["allowed"] = "a name without a number" if column.refuse else "text"
        else:
            facts["allowed"] = column.expect or "; ".join(column.values) or _ALLOWED.get(column.read_as, "")
        return Problem(code, self.sheet.name, a1(row, place), cell.text if cell else "", facts)

    def _stray(self, cell: Cell) -> Problem:
        facts: dict[str, str | int] = {"what": "column heading", "kind": "column", "allowed": "a cell below a heading"}
        return Problem("E02", self.sheet.name, cell.address, cell.text, facts)


_ALLOWED = {"country": "an ISO 3166 alpha-3 code", "year": "a year from 1900 to 2099"}
