"""The files beside each chart: CSV and XLSX of exactly the numbers of its table; the same table, the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assets.dashboards.downloads.workbook import workbook_of
from assets.dashboards.table_model import Table, Value, download_columns, download_rows

# What a spreadsheet program would take for a formula when it opens a CSV.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
_KIND = "figures"


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
    """Writes the files of a site below ``root``; ``release`` stands at the head of every workbook.

    ``synthetic`` is the sentence and ``kind`` the words ("synthetic sample") that every workbook and every row of a
    CSV carry where returns are samples; both empty where none is. Figures of other sources carry neither.
    """

    def __init__(self, root: Path, release: str, synthetic: str = "", kind: str = "") -> None:
        self.root = root
        self.release = release
        self.synthetic = synthetic
        self.kind = kind

    def save(self, table: Table, name: str, title: str, about: str) -> tuple[Saved, Saved]:
        """The CSV and the workbook of a table as data/``name``.csv and .xlsx."""
        csv_file = self._write(f"data/{name}.csv", self.csv_of(table))
        return csv_file, self.save_book([(table, title, about)], name)

    def save_frame(self, frame: pd.DataFrame, name: str, *, ours: bool = True) -> Saved:
        """A long table as a CSV alone; its text columns are made inert. ``ours``: not of another source."""
        safe = frame.copy()
        for column in safe.columns:
            if safe[column].dtype == "str":
                text = safe[column]
                safe[column] = text.where(~text.str.match(_FORMULA.pattern, na=False), "'" + text)
        if self.kind and ours:
            safe[_KIND] = self.kind
        return self._write(f"data/{name}.csv", safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))

    def save_book(self, tables: Sequence[tuple[Table, str, str]], name: str) -> Saved:
        """Tables, each with title and what it is about, as the sheets of one workbook."""
        ours = all(table.ours for table, _, _ in tables)
        notes = [text for text in (self.synthetic if ours else "", self.release) if text]
        return self._write(f"data/{name}.xlsx", workbook_of(tables, notes))

    def csv_of(self, table: Table) -> bytes:
        """UTF-8 with a byte order mark, so that Excel reads names right."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        kind = [self.kind] if self.kind and table.ours else []
        writer.writerow([header for header, _, _ in download_columns(table)] + ([_KIND] if kind else []))
        for row in download_rows(table):
            writer.writerow(["" if value is None else inert(value) for value in row] + kind)
        return stream.getvalue().encode("utf-8-sig")

    def _write(self, href: str, data: bytes) -> Saved:
        path = self.root / href
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return Saved(href, href.rpartition(".")[2].upper(), len(data))
