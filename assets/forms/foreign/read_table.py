"""Read somebody else's table as its layout declares; every row of the file gets exactly one fate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from assets.forms.codes import plain
from assets.forms.foreign.cumulative import differences
from assets.forms.foreign.fates import Counted, Fates, resolve_duplicates
from assets.forms.foreign.header import Header, find_header
from assets.forms.foreign.own_return import OwnReturn
from assets.forms.foreign.rows import RowReader
from assets.forms.foreign.table_rules import over_published
from assets.forms.layout.layout import Layout
from assets.forms.layout.table_blocks import TableBlock, known_codes
from assets.forms.recognise import sheets_of
from assets.forms.results import Observation, ReadResult
from assets.forms.values import STRIPPED
from assets.framework.loader import Framework
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Sheet, Workbook


@dataclass(slots=True)
class _Table:
    """A table on a sheet: where its rows are (``end`` is the row after its last), and what they gave.

    ``noted`` are the rows in which the source says something in a column of comments.
    """

    sheet: Sheet
    block: TableBlock
    header: Header
    end: int
    counted: list[Counted] = field(default_factory=list)
    noted: set[int] = field(default_factory=set)


def read_tables(workbook: Workbook, layout: Layout, framework: Framework, result: ReadResult) -> None:
    """Read the tables of every sheet that the layout fits.

    Of rows that repeat a key, those that say the same are skipped but the first; where they differ all of
    them are findings (E01) and none is used. Other findings: E02 an unknown word or a cell out of place, E03 no count,
    E06 and W09 columns that do not add up, E07 a cumulative count that falls, F06 the heading; of a country's own
    sheet also E04 and F07, the month.
    """
    _Reader(workbook, layout, framework, result).read()


class _Reader:
    def __init__(self, workbook: Workbook, layout: Layout, framework: Framework, result: ReadResult) -> None:
        self.workbook = workbook
        self.layout = layout
        self.framework = framework
        self.result = result
        self.fates = Fates()
        kind: Literal["national", "context"] = "national" if layout.identity else "context"
        self._codes = known_codes(framework, kind)
        self.own = OwnReturn(layout.identity, framework, result) if layout.identity else None

    def read(self) -> None:
        tables = list(self._tables())
        if self.own:
            self.own.find_month([table.sheet for table in tables], self.workbook.sheets)
        for sheet in self.workbook.sheets:
            self._read_sheet(sheet, [table for table in tables if table.sheet is sheet])
        counted = [pair for table in tables for pair in table.counted]
        self.result.observations = resolve_duplicates(counted, self.fates, self.result.problems)
        for table in tables:
            self._check_published(table)
            if table.block.reporting_mode == "CUM":
                self._take_differences(table)
        if self.own:
            self.own.keep_month(counted, self.fates)
        self.result.rows = list(self.fates)

    def _tables(self) -> Iterator[_Table]:
        """Every table that is found, in the order of the layout; F06 for one that is on none of its sheets."""
        for block in self.layout.tables:
            headers = [(sheet, find_header(sheet, block)) for sheet in sheets_of(self.workbook, self.layout, block)]
            whole = [(sheet, header) for sheet, header in headers if not header.missing]
            for sheet, header in whole:
                self.result.problems += header.problems
                yield _Table(sheet, block, header, max(sheet.rows) + 1)
            if not whole:
                self._no_table(block, headers)

    def _no_table(self, block: TableBlock, headers: list[tuple[Sheet, Header]]) -> None:
        nearest = min(headers, key=lambda found: len(found[1].missing), default=None)
        sheet = nearest[0].name if nearest else ""
        missing = nearest[1].missing if nearest else [column.label for column in block.columns]
        facts: dict[str, str | int] = {
            "kind": "headings" if sheet else "table",
            "headings": ", ".join(dict.fromkeys(missing)),
        }
        self.result.problems.append(Problem("F06", sheet, facts=facts))
        for found, _ in headers:
            for row in range(1, max(found.rows) + 1):
                self.fates.record(found.name, row, "finding", "F06: the heading of the table is not complete")

    def _read_sheet(self, sheet: Sheet, tables: list[_Table]) -> None:
        tables.sort(key=lambda table: table.header.first_row)
        for table, below in pairwise(tables):
            table.end = below.header.first_row
        above = tables[0].header.first_row if tables else max(sheet.rows, default=0) + 1
        reason = "title above the table" if tables else "the sheet holds no table of this layout"
        for row in range(1, above):
            if not self.fates.has_fate(sheet.name, row):
                self.fates.record(
                    sheet.name, row, "skipped", reason if row in sheet.rows or not tables else "blank row"
                )
        for table in tables:
            self._read_rows(table)

    def _read_rows(self, table: _Table) -> None:
        sheet, header, problems, record = table.sheet, table.header, self.result.problems, self.fates.record
        reader = RowReader(sheet, table.block, header, self.framework, self._always(), self._codes)
        for row in range(header.first_row, header.last_row + 1):
            record(sheet.name, row, "skipped", "column headings" if row in sheet.rows else "blank row")
        for row in range(header.last_row + 1, table.end):
            cells = sheet.rows.get(row)
            if not cells or not any(cell.text.strip(STRIPPED) for cell in cells.values()):
                record(sheet.name, row, "skipped", "blank row")
            elif reason := reader.skipped(cells):
                record(sheet.name, row, "skipped", reason)
            else:
                read = reader.read(row, cells)
                problems += read.problems
                table.counted += [(observation, row) for observation in read.observations]
                if read.noted:
                    table.noted.add(row)
                record(sheet.name, row, "finding" if read.finding else "value", read.finding)

    def _always(self) -> dict[str, str]:
        agency = self.layout.source.name if self.layout.source else ""
        return {"source_agency": agency} | (self.own.attributes() if self.own else {})

    def _check_published(self, table: _Table) -> None:
        for column in table.block.columns:
            if column.at_most is None:
                continue
            place = table.header.columns[plain(column.label)]
            cells = {a1(row, place): row for _, row in table.counted}
            counted = [o for o in self.result.observations if o.sheet == table.sheet.name and o.cell in cells]
            problem = over_published(column, counted, table.sheet.name, a1(table.header.last_row, place))
            if problem:
                self.result.problems.append(problem)
                self._drop(counted)
                for observation in counted:
                    because = f"E06 at {problem.cell}: together above the published total"
                    self.fates.record_finding(observation.sheet, cells[observation.cell], because)

    def _take_differences(self, table: _Table) -> None:
        rows = {id(observation): row for observation, row in table.counted}
        counted = [observation for observation in self.result.observations if id(observation) in rows]
        found = differences(table.block, counted, lambda observation: rows[id(observation)] in table.noted)
        self._drop(observation for observation, _ in found.decreased)
        for observation, problem in found.decreased:
            self.result.problems.append(problem)
            because = f"E07 at {problem.cell}: below {problem.facts['other']} in {problem.facts['first']}"
            self.fates.record_finding(observation.sheet, rows[id(observation)], because)
        self.result.observations += found.monthly

    def _drop(self, useless: Iterable[Observation]) -> None:
        gone = {id(observation) for observation in useless}
        self.result.observations = [o for o in self.result.observations if id(o) not in gone]
