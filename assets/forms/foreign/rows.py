"""Read the rows of somebody else's table: words to codes, counts to observations, sums compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assets.forms.codes import code_book, plain
from assets.forms.foreign.header import Header
from assets.forms.foreign.table_rules import RowFilter, sum_problem
from assets.forms.foreign.words import Meaning, WordReader
from assets.forms.layout.table_blocks import TableBlock
from assets.forms.layout.table_columns import TableColumn
from assets.forms.results import Observation, observe
from assets.forms.values import STRIPPED, Parsed, parse_count
from assets.framework.loader import Framework
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet

_SAME = (CellKind.TEXT, CellKind.NUMBER)


@dataclass(slots=True)
class ReadRow:
    """One row as read: its observations, its problems, and why it is a finding (empty where it is none)."""

    observations: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    finding: str = ""
    noted: bool = False


class RowReader:
    """Reads the data rows of one table on one sheet.

    ``always`` is what the layout says of every count outside its tables, ``codes`` those that an attribute may have.
    """

    def __init__(
        self,
        sheet: Sheet,
        block: TableBlock,
        header: Header,
        framework: Framework,
        always: Mapping[str, str],
        codes: Mapping[str, frozenset[str]],
    ) -> None:
        self.sheet = sheet
        self.block = block
        self._header = header
        columns = header.columns
        book = code_book(framework, block.language)
        words = [
            WordReader(c, columns, book, codes.get(c.to)) for c in block.columns if c.to != "obs_value" and c.matters
        ]
        self._words = [(word, word.place, word.remembered if word.is_plain else {}) for word in words]
        self._values = [(columns[plain(c.label)], c) for c in block.columns if c.to == "obs_value"]
        self._refusals = {place: [(re.compile(r.pattern), r.because) for r in c.refuse] for place, c in self._values}
        self._counts: dict[str, Parsed] = {}
        self._declared = frozenset(columns.values())
        self._last = max(self._declared | header.unknown.keys())
        self.skipped = RowFilter(sheet, block, header).skipped
        self._sums = [
            (rule, columns[plain(rule.total)], [columns[plain(p)] for p in rule.parts]) for rule in block.sums
        ]
        self._places: dict[str, int] = {c.to: columns[plain(c.label)] for c in block.columns}
        # What must be said of every count, where it is not said by a dimension of the column itself.
        self._needed = [name for name in ("indicator", "ref_area", "time_period") if name in self._places]
        self._always: dict[str, Any] = dict(always)
        self._always |= {"unit_measure": block.unit_measure, "reporting_mode": block.reporting_mode}
        self._always.update((str(name), code) for name, code in block.fixed.items())

    def read(self, row: int, cells: dict[int, Cell]) -> ReadRow:
        """One row; with a word that is not understood, or a cell under no known heading, none of it is used."""
        if not cells.keys() <= self._declared and (moved := self._out_of_place(row, cells)):
            return moved
        if len(cells) == 1 and (lonely := self._lonely(row, cells)):
            return lonely
        known, read = dict(self._always), ReadRow()
        for word, place, remembered in self._words:
            # Written for speed: a file has up to a million words, and most were seen before.
            cell = cells.get(place)
            meaning = remembered.get(cell.text) if cell is not None and cell.kind in _SAME else None
            if meaning is None and (meaning := word.read(cells)) is None:
                continue
            if meaning.wrong:
                problem = word.problem(meaning, self.sheet.name, row, cells)
                read.problems.append(problem)
                read.finding = _joined(read.finding, _said(problem))
            elif word.to == "comment":
                read.noted = bool(meaning.value)
                known |= {"comment": meaning.value} if meaning.value else {}
            elif word.to:
                known[word.to] = meaning.value
        if not read.finding and (unsaid := next((name for name in self._needed if not known.get(name)), "")):
            # No entry of the layout speaks of this row.
            column = next(c.label for c in self.block.columns if c.to == unsaid)
            facts: dict[str, str | int] = {"column": column, "field": unsaid, "kind": "unsaid"}
            read.problems.append(Problem("E02", self.sheet.name, a1(row, self._places[unsaid]), "", facts))
            read.finding = _said(read.problems[-1])
        if not read.finding:
            self._count(row, cells, known, read)
        return read

    def _count(self, row: int, cells: dict[int, Cell], known: dict[str, Any], read: ReadRow) -> None:
        parsed = {place: self._parse(place, column, cells) for place, column in self._values}
        useless: set[int] = set()
        for place, count in parsed.items():
            if count.problem:
                read.problems.append(count.problem)
                read.finding = _joined(read.finding, _said(count.problem))
                useless.add(place)
        for rule, total, parts in self._sums:
            counts = [parsed[place] for place in parts]
            if problem := sum_problem(rule, parsed[total], counts, self.sheet.name, a1(row, total)):
                read.problems.append(problem)
                if problem.code == "E06":
                    read.finding = _joined(read.finding, _said(problem))
                    useless |= {total, *parts}
        read.observations = [
            observe(parsed[place], self.sheet.name, a1(row, place), known, column.dimensions)
            for place, column in self._values
            if place not in useless
        ]

    def _parse(self, place: int, column: TableColumn, cells: dict[int, Cell]) -> Parsed:
        cell = cells.get(place)
        for pattern, because in self._refusals[place]:
            if cell is not None and pattern.search(cell.text):
                facts: dict[str, str | int] = {"why": "refused", "because": because, "column": column.label}
                return Parsed(problem=Problem("E03", self.sheet.name, cell.address, cell.text, facts))
        if cell is None or cell.kind is not CellKind.TEXT or cell.merged:
            return parse_count(cell, self.block.convention, sheet=self.sheet.name)
        count = self._counts.get(cell.text)
        if count is None:
            count = parse_count(cell, self.block.convention, sheet=self.sheet.name)
            if count.problem is None:
                self._counts[cell.text] = count
        return count

    def _lonely(self, row: int, cells: dict[int, Cell]) -> ReadRow | None:
        """A row with nothing but a free text: a note, or the heading of a group. It is no row of missing counts."""
        words = [word for word, place, _ in self._words if place in cells]
        if not words or not all(word.is_free for word in words):
            return None
        problem = words[0].problem(Meaning(wrong="E02"), self.sheet.name, row, cells)
        return ReadRow(problems=[problem], finding=_said(problem))

    def _out_of_place(self, row: int, cells: dict[int, Cell]) -> ReadRow | None:
        """A row with a cell under a heading that is unknown (said once, there) or under none (said here)."""
        strays = [
            cell for place, cell in sorted(cells.items()) if place not in self._declared and cell.text.strip(STRIPPED)
        ]
        if not strays:
            return None
        for cell in strays:
            if cell.column in self._header.unknown:
                return ReadRow(finding=f"{self._header.unknown[cell.column]}: a column that the layout does not know")
        cell = strays[0]
        facts: dict[str, str | int] = {"kind": "beside"}
        if cell.column > self._last and self.block.shifted:
            facts = {"kind": "shifted", "because": self.block.shifted}
        problem = Problem("E02", self.sheet.name, cell.address, cell.text, facts)
        return ReadRow(problems=[problem], finding=_said(problem))


def _said(problem: Problem) -> str:
    because = problem.facts.get("because", "")
    return f"{problem.code} at {problem.cell}" + (f": {because}" if because else "")


def _joined(said: str, more: str) -> str:
    return f"{said}; {more}" if said else more
