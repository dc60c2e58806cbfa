"""Tables as a workbook: title, notes and typed cells; no formula is written, whatever a text begins with."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

from assets.dashboards.table_model import Table, download_columns, download_rows

# A workbook says when it was made; the same table must give the same bytes.
_MADE = datetime(2000, 1, 1)
_COLUMN_WIDTH = (10, 44)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook_of(tables: Sequence[tuple[Table, str, str]], notes: Sequence[str]) -> bytes:
    """An .xlsx with a sheet for each (table, title, what it is about); ``notes`` stand at the head of every sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        title = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True})
        for number, (table, name, about) in enumerate(tables, start=1):
            sheet = book.add_worksheet("Table" if len(tables) == 1 else f"Table {number}")
            texts = [name, *(text for text in (about, *notes, table.legend) if text)]
            for line, text in enumerate(texts):
                sheet.write_string(line, 0, text, title if line == 0 else None)
            _fill(sheet, table, len(texts) + 1, head)
    return stream.getvalue()


def workbook_digest(tables: Sequence[tuple[Table, str, str]], notes: Sequence[str]) -> str:
    """A hash of all that ``workbook_of`` is made of: the cells, the texts, this module and the library."""
    digest = hashlib.sha256(f"{xlsxwriter.__version__} {_code()}".encode())
    for table, name, about in tables:
        columns = download_columns(table)
        digest.update(repr((name, about, table.legend, columns, list(download_rows(table)))).encode())
    digest.update(repr(list(notes)).encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _fill(sheet: Any, table: Table, top: int, head: Any) -> None:
    """The table from row ``top`` on: numbers as numbers, everything else as text, nothing where there is no value."""
    headers = [header for header, _, _ in download_columns(table)]
    widths = [len(header) for header in headers]
    for position, header in enumerate(headers):
        sheet.write_string(top, position, header, head)
    for number, row in enumerate(download_rows(table), start=top + 1):
        for position, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, position, value)
            elif value is not None:
                sheet.write_number(number, position, value)
            widths[position] = max(widths[position], len(str(value or "")))
    least, most = _COLUMN_WIDTH
    for position, width in enumerate(widths):
        sheet.set_column(position, position, min(max(width + 2, least), most))
    sheet.freeze_panes(top + 1, 1)
