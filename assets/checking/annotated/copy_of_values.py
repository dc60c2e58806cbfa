"""An .xlsx of the values that were read from a file of another format, so that they can be marked.

Values keep their type and place; a text is never a live formula or a link. Formats, formulas and pictures are not
copied, hidden rows, columns and sheets stay hidden: the form's machine codes stand there.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import PurePath

from xlsxwriter import Workbook as NewWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assets.checking.annotated.book import free_name
from assets.intake.addresses import corners
from assets.intake.limits import Limits
from assets.intake.opening import open_bytes
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook

_CREATED = datetime(2000, 1, 1)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
# Spreadsheet programs keep 15 digits of a number, and know no day before 1900-03-01 for sure.
_MOST_DIGITS = 10**15
_FIRST_DAY = date(1900, 3, 1)
_LONGEST_TEXT = 32_767
_NARROWEST, _WIDEST = 9, 60
_ERRORS = frozenset(("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"))
_LARGEST_MERGE = 10_000


def copy_of_values(original: bytes, file_name: str, limits: Limits) -> tuple[bytes, Mapping[str, str]]:
    """The .xlsx, and the names of its sheets by the names in the file: some names are not allowed in an .xlsx.

    Raises Refused where the file cannot be read.
    """
    workbook = open_bytes(original, file_name, limits)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    new = NewWorkbook(stream, options)
    new.set_properties({"title": PurePath(file_name).stem, "created": _CREATED})
    names = _allowed_names(workbook)
    formats = {kind: new.add_format({"num_format": form, "align": "left"}) for kind, form in _MOMENTS.items()}
    for sheet in workbook.sheets:
        page = new.add_worksheet(names[sheet.name])
        if not sheet.visible:
            page.hide()
        _write_sheet(page, sheet, formats)
    new.close()
    return stream.getvalue(), names


_MOMENTS: dict[type, str] = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss"}


def _allowed_names(workbook: Workbook) -> dict[str, str]:
    # Excel keeps the name History for itself.
    names: dict[str, str] = {}
    for sheet in workbook.sheets:
        wanted = _FORBIDDEN.sub("_", sheet.name)[:_LONGEST_NAME].strip("'")
        names[sheet.name] = free_name(wanted if wanted.strip() else "_", ["History", *names.values()])
    return names


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Mapping[type, Format]) -> None:
    for text in _separate(sheet.merged_ranges):
        (top, left), (bottom, right) = corners(text)
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    widths: dict[int, int] = {}
    for cells in sheet.rows.values():
        for column, cell in cells.items():
            _write_cell(page, cell, formats)
            widths[column] = max(widths.get(column, _NARROWEST), len(cell.text) + 2)
    for column in sorted(widths.keys() | sheet.hidden_columns):
        hidden = {"hidden": column in sheet.hidden_columns}
        page.set_column(column - 1, column - 1, min(widths.get(column, _NARROWEST), _WIDEST), None, hidden)
    for row in sheet.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})


def _separate(ranges: Iterable[str]) -> list[str]:
    """The merged ranges that do not overlap an earlier one and are not a whole sheet."""
    kept: list[str] = []
    taken: set[tuple[int, int]] = set()
    for text in ranges:
        (top, left), (bottom, right) = corners(text)
        if not 1 < (bottom - top + 1) * (right - left + 1) <= _LARGEST_MERGE:
            continue
        places = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if taken.isdisjoint(places):
            taken |= places
            kept.append(text)
    return kept


def _write_cell(page: Worksheet, cell: Cell, formats: Mapping[type, Format]) -> None:
    at, value = (cell.row - 1, cell.column - 1), cell.value
    if cell.kind is CellKind.BOOLEAN:
        page.write_boolean(*at, bool(value))
    elif cell.kind is CellKind.ERROR and cell.text in _ERRORS:
        # The literal itself is the formula: the cell stays an error and computes nothing.
        page.write_formula(*at, f"={cell.text}", None, cell.text)
    elif cell.kind is CellKind.NUMBER and isinstance(value, (int, float)) and abs(value) < _MOST_DIGITS:
        page.write_number(*at, value)
    elif cell.kind is CellKind.MISLEADING_FORMAT:
        # The looks that were asked about are not copied: as a plain number it would be read without a question.
        page.write_string(*at, f"{cell.text[: _LONGEST_TEXT - 2]} ?")
    elif cell.kind is CellKind.DATE and _is_kept(value):
        page.write_datetime(*at, value, formats[type(value)])
    else:
        page.write_string(*at, cell.text[:_LONGEST_TEXT])


def _is_kept(value: object) -> bool:
    day = value.date() if isinstance(value, datetime) else value
    return isinstance(value, time) or (isinstance(day, date) and day >= _FIRST_DAY)
