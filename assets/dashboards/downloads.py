"""The files beside each chart: CSV and XLSX of exactly the numbers of its table. The same table gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from assets.dashboards.tables import Table, Value, download_columns, download_rows

# A workbook says when it was made; the same table must give the same bytes.
_MADE = datetime(2000, 1, 1)
# What a spreadsheet program would take for a formula when it opens a CSV.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
_KIND = "figures"
_COLUMN_WIDTH = (10, 44)


@dataclass(frozen=True, slots=True)
class Saved:
    """A written file: its address below the site's root, its format and its size in bytes."""

    href: str
    format: str
    size: int

    @property
    def text(self) -> str:
        """'CSV, 1 KB'."""
        return f"{self.format}, {size_text(self.size)}"


def size_text(size: int) -> str:
    """A size for people: at least 1 KB, whole KB below 1 MB."""
    kilobytes = max(1, round(size / 1024))
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{size / 1024 / 1024:.1f} MB"


def inert(value: Value) -> Value:
    """Text that a spreadsheet program will not run as a formula; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


class Downloads:
    """Writes the files of a site below ``root``; ``notes`` stand at the head of every workbook.

    ``kind`` ("synthetic sample" or empty) stands in every row of every CSV.
    """

    def __init__(self, root: Path, notes: Sequence[str], kind: str) -> None:
        self.root = root
        self.notes = tuple(notes)
        self.kind = kind

    def save(self, table: Table, name: str, title: str, about: str) -> tuple[Saved, Saved]:
        """The CSV and the workbook of a table as data/``name``.csv and .xlsx."""
        return self._write(f"data/{name}.csv", self.csv_of(table)), self._write(
            f"data/{name}.xlsx", self.workbook_of([(table, title, about)])
        )

    def save_frame(self, frame: pd.DataFrame, name: str) -> Saved:
        """A long table as a CSV alone; its text columns are made inert."""
        safe = frame.copy()
        for column in safe.columns:
            if safe[column].dtype == "str":
                text = safe[column]
                safe[column] = text.where(~text.str.match(_FORMULA.pattern, na=False), "'" + text)
        if self.kind:
            safe[_KIND] = self.kind
        return self._write(f"data/{name}.csv", safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))

    def save_book(self, tables: Sequence[tuple[Table, str, str]], name: str) -> Saved:
        """Several tables, each with title and what it is about, as the sheets of one workbook."""
        return self._write(f"data/{name}.xlsx", self.workbook_of(tables))

    def csv_of(self, table: Table) -> bytes:
        """UTF-8 with a byte order mark, so that Excel reads names right."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        kind = [self.kind] if self.kind else []
        writer.writerow([header for header, _, _ in download_columns(table)] + ([_KIND] if kind else []))
        for row in download_rows(table):
            writer.writerow(["" if value is None else inert(value) for value in row] + kind)
        return stream.getvalue().encode("utf-8-sig")

    def workbook_of(self, tables: Sequence[tuple[Table, str, str]]) -> bytes:
        """Each table on a sheet: title, what it is about, notes, then the table with typed cells; no formula."""
        stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(stream, options) as book:
            book.set_properties({"created": _MADE})
            bold, wrap = (
                book.add_format({"bold": True}),
                book.add_format({"bold": True, "bottom": 2, "text_wrap": True}),
            )
            for number, (table, title, about) in enumerate(tables, start=1):
                sheet = book.add_worksheet("Table" if len(tables) == 1 else f"Table {number}")
                self._fill(sheet, table, (title, about), bold, wrap)
        return stream.getvalue()

    def _fill(self, sheet: xlsxwriter.worksheet.Worksheet, table: Table, texts: Sequence[str], bold, wrap) -> None:  # type: ignore[no-untyped-def]
        legend = [table.legend] if table.legend else []
        head = [texts[0], *(text for text in (texts[1], *self.notes, *legend) if text)]
        for number, text in enumerate(head):
            sheet.write_string(number, 0, text, bold if number == 0 else None)
        top = len(head) + 1
        for position, (header, _, _) in enumerate(download_columns(table)):
            sheet.write_string(top, position, header, wrap)
        widths = [len(header) for header, _, _ in download_columns(table)]
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

    def _write(self, href: str, data: bytes) -> Saved:
        path = self.root / href
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return Saved(href, href.rpartition(".")[2].upper(), len(data))
