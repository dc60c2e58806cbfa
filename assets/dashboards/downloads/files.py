"""The files beside each chart: CSV and XLSX of exactly the numbers of its table; the same table, the same bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.dashboards.downloads.workbook import workbook_digest, workbook_of
from assets.dashboards.publish import SiteFolder
from assets.dashboards.table_model import Table, Value, download_columns, download_rows

# What a spreadsheet program would take for a formula when it opens a CSV.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
_KIND = "figures"
_LINE_END = "\r\n"
# Rows of a long table that are put into lines together.
_BATCH = 100_000
# A zip says when its file was changed; the same table must give the same bytes.
_DATE = (2000, 1, 1, 0, 0, 0)


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
    """Writes the files of a site into ``folder``; ``release`` stands at the head of every workbook.

    ``synthetic`` is the sentence and ``kind`` the words ("synthetic sample") that every workbook and every row of a
    CSV carry where returns are samples; both empty where none is. Figures of other sources carry neither.
    """

    def __init__(self, folder: SiteFolder, release: str, synthetic: str = "", kind: str = "") -> None:
        self.folder = folder
        self.release = release
        self.synthetic = synthetic
        self.kind = kind
        # The downloads of the whole edition: what each is, and the file.
        self.edition: list[tuple[str, Saved]] = []

    def save_csv(self, table: Table, name: str) -> Saved:
        """A table as data/``name``.csv."""
        return self._write(f"data/{name}.csv", self.csv_of(table))

    def save_rows(self, rows: pa.Table, name: str, *, ours: bool = True) -> Saved:
        """A long table as a CSV alone; its texts are made inert. ``ours``: not of another source."""
        return self._write(f"data/{name}.csv", self._long_csv(rows, ours))

    def save_packed(self, rows: pa.Table, name: str) -> tuple[Saved, Saved]:
        """A very long table as a CSV in a zip, and as Parquet with every text as it is."""
        packed = self._write(f"data/{name}.zip", _zip_of(f"{name}.csv", self._long_csv(rows, ours=True)))
        stream = io.BytesIO()
        marked = rows.append_column(_KIND, pa.array([self.kind] * len(rows), pa.string())) if self.kind else rows
        pq.write_table(marked, stream, compression="zstd", store_schema=False)
        return replace(packed, format="CSV in a ZIP"), self._write(f"data/{name}.parquet", stream.getvalue())

    def _long_csv(self, rows: pa.Table, ours: bool) -> bytes:
        if self.kind and ours:
            rows = rows.append_column(_KIND, pa.repeat(self.kind, len(rows)))
        parts = [_csv_line(rows.column_names).encode("utf-8-sig")]
        for batch in rows.to_batches(max_chunksize=_BATCH):
            lines = pc.binary_join_element_wise(*(_csv_column(column) for column in batch.columns), ",")
            ended = pc.binary_join_element_wise(lines, "", _LINE_END)
            parts.append(ended.buffers()[2][: pc.sum(pc.binary_length(ended)).as_py()].to_pybytes())
        return b"".join(parts)

    def save_book(self, tables: Sequence[tuple[Table, str, str]], name: str) -> Saved:
        """Tables, each with title and what it is about, as the sheets of one workbook."""
        ours = all(table.ours for table, _, _ in tables)
        notes = [text for text in (self.synthetic if ours else "", self.release) if text]
        href = f"data/{name}.xlsx"
        size = self.folder.write_once(href, workbook_digest(tables, notes), lambda: workbook_of(tables, notes))
        return Saved(href, "XLSX", size)

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
        self.folder.write(href, data)
        return Saved(href, href.rpartition(".")[2].upper(), len(data))


def _csv_column(column: pa.Array) -> pa.Array:
    """The fields of a column as csv.writer writes them, texts made inert; each different value is looked at once."""
    if pa.types.is_integer(column.type):
        return column.cast(pa.string()).fill_null("")
    encoded = column.dictionary_encode()
    fields = [_csv_line([inert(value), ""]).removesuffix(f",{_LINE_END}") for value in encoded.dictionary.to_pylist()]
    return pa.array(fields, pa.string()).take(encoded.indices).fill_null("")


def _csv_line(values: Sequence[Value]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=_LINE_END).writerow(values)
    return stream.getvalue()


def _zip_of(name: str, data: bytes) -> bytes:
    """A zip of one file; the same file gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
