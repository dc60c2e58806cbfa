"""Open a received file: the gate, which reads the cells of .xlsx and text; calamine for the cells of other formats.

The result says what stands in the file and nothing of what it means.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
)

from assets.intake.addresses import corners
from assets.intake.formats.fast_sheet_scan import moment_cell
from assets.intake.formats.number_formats import Duration
from assets.intake.gate import GateReport, admit, read_bytes
from assets.intake.limits import Limits
from assets.intake.problems import Refused, refuse
from assets.intake.sheet_facts import SheetFacts
from assets.intake.workbook import Cell, CellKind, Rows, Sheet, Workbook

__all__ = ["Refused", "open_bytes", "open_workbook"]

# Most numbers of a return are small: their whole form is made once.
_SMALL = {float(number): (number, str(number)) for number in range(10_000)}


def open_workbook(path: Path, file_name: str, limits: Limits) -> Workbook:
    """The sheets and cells of a file; ``file_name`` is what the sender called it. Raises Refused with a Problem."""
    return open_bytes(read_bytes(path, limits), file_name, limits)


def open_bytes(data: bytes, file_name: str, limits: Limits) -> Workbook:
    """The same from the bytes of a file."""
    admitted = admit(data, PurePath(file_name).stem, limits)
    if admitted.text_sheet is not None:
        sheets = [admitted.text_sheet]
        return Workbook(file_name, admitted.format, sheets, admitted.encoding, admitted.decisive_word)
    return Workbook(file_name, admitted.format, list(_sheets(admitted)))


def _sheets(admitted: GateReport) -> Iterator[Sheet]:
    if admitted.package is not None:
        # The gate has read the cells in the pass that inspected them.
        by_part = {facts.part: facts for facts in admitted.sheets}
        for part in admitted.parts:
            if part.role == "worksheet":
                yield _sheet(admitted.package.rows.pop(part.part), by_part[part.part])
        return
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(admitted.data)) as book:
            names = set(book.sheet_names)
            for facts in admitted.sheets:
                if facts.name not in names:
                    raise refuse("F01", sheet=facts.name, what="a sheet that cannot be found")
                found = book.get_sheet_by_name(facts.name)
                top, left = found.start or (0, 0)
                yield _sheet(_rows(found.to_python(), top + 1, left + 1) if found.start else {}, facts)
    except PasswordError as error:
        raise refuse("F04", what="a password") from error
    except CalamineError as error:
        raise refuse("F01", what="a workbook that cannot be read", detail=str(error)[:200]) from error
    except BaseException as error:
        # A panic of the Rust code is no Exception; anything else is not ours to catch.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse("F01", what="a workbook that cannot be read", detail=str(error)[:200]) from error


def _sheet(rows: Rows, facts: SheetFacts) -> Sheet:
    sheet = Sheet(
        facts.name,
        facts.visible,
        rows,
        frozenset(facts.hidden_rows),
        frozenset(facts.hidden_columns),
        tuple(facts.merged_ranges),
    )
    _overlay(sheet, facts)
    _mark_merged(sheet, facts)
    return sheet


def _rows(values: list[list[Any]], top: int, left: int) -> dict[int, dict[int, Cell]]:
    """The cells of a sheet by row and column, blanks left out. Written for speed: a file has up to a million cells."""
    new, text_kind, number_kind, small = tuple.__new__, CellKind.TEXT, CellKind.NUMBER, _SMALL
    rows = {}
    for row, line in enumerate(values, start=top):
        cells: dict[int, Cell] = {}
        for column, value in enumerate(line, start=left):
            if value == "":
                continue
            kind = type(value)
            if kind is str:
                cells[column] = new(Cell, (row, column, text_kind, value, value, False))
            elif kind is float and value in small:
                number, text = small[value]
                cells[column] = new(Cell, (row, column, number_kind, number, text, False))
            else:
                cells[column] = _other(row, column, value)
        if cells:
            rows[row] = cells
    return rows


def _other(row: int, column: int, value: Any) -> Cell:
    if isinstance(value, float):
        return _number(row, column, value)
    if isinstance(value, bool):
        return Cell(row, column, CellKind.BOOLEAN, value, "TRUE" if value else "FALSE")
    if isinstance(value, int):
        return Cell(row, column, CellKind.NUMBER, value, str(value))
    if isinstance(value, timedelta):
        value = Duration(round(value.total_seconds()))
    return moment_cell(row, column, value)


def _number(row: int, column: int, value: float) -> Cell:
    if value.is_integer():
        whole = int(value)
        return Cell(row, column, CellKind.NUMBER, whole, str(whole))
    if not math.isfinite(value):
        return Cell(row, column, CellKind.TEXT, str(value), str(value))
    return Cell(row, column, CellKind.NUMBER, value, repr(value))


def _overlay(sheet: Sheet, facts: SheetFacts) -> None:
    """Put in the cells that calamine gives as blank, and mark numbers that people see as something else."""
    for (row, column), text in facts.errors.items():
        sheet.rows.setdefault(row, {})[column] = Cell(row, column, CellKind.ERROR, text, text)
    for (row, column), text in facts.uncached.items():
        sheet.rows.setdefault(row, {})[column] = Cell(row, column, CellKind.UNCACHED_FORMULA, text, text)
    for (row, column), value in facts.booleans.items():
        cell = Cell(row, column, CellKind.BOOLEAN, value, "TRUE" if value else "FALSE")
        sheet.rows.setdefault(row, {})[column] = cell
    for row, column in facts.misleading:
        seen = sheet.rows.get(row, {}).get(column)
        if seen is not None and seen.kind in (CellKind.NUMBER, CellKind.TEXT):
            sheet.rows[row][column] = seen._replace(kind=CellKind.MISLEADING_FORMAT)
    touched = {row for row, _ in (*facts.errors, *facts.uncached, *facts.booleans)}
    for row in touched:
        sheet.rows[row] = dict(sorted(sheet.rows[row].items()))
    if touched:
        sheet.rows = dict(sorted(sheet.rows.items()))


def _mark_merged(sheet: Sheet, facts: SheetFacts) -> None:
    # Ranges that do not overlap cover the used area once at the most; 10,000 that do would take minutes.
    free = facts.rows * facts.columns
    for text in sheet.merged_ranges:
        (top, left), (bottom, right) = corners(text)
        columns = range(left, min(right, facts.columns) + 1)
        rows = range(top, min(bottom, facts.rows) + 1)
        free -= len(rows) * len(columns)
        if free < 0:
            raise refuse("F08", sheet=sheet.name, found=text, kind="merged_overlap", what="merged ranges that overlap")
        for row in rows:
            cells = sheet.rows.get(row, {})
            for column in columns:
                if column in cells:
                    cells[column] = cells[column]._replace(merged=True)
