"""The files beside the charts: exact numbers, no live formula, labelled where synthetic, the same bytes every time."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets.dashboards.downloads.files import Downloads, inert, size_text
from assets.dashboards.downloads.workbook import workbook_of
from assets.dashboards.publish import SiteFolder
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import load_framework
from tests.dashboards.reading import csv_rows, zipped_csv_rows

EVIL = ("=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", " =1", "\r=1")
TABLE = Table(
    "Arrests by month",
    (
        Column("Month", "month"),
        Column("Arrests"),
        Column("Counted", "of", "counted", "expected"),
        Column("Note", "text"),
    ),
    (
        (Cell("2023-07"), Cell(1214, flags=("[p]",)), Cell(2, of=3), Cell('=HYPERLINK("http://x")')),
        (Cell("2023-08"), Cell(None, flags=("[x]",)), Cell(0, of=3), Cell(None)),
    ),
)


def test_numbers_stay_numbers_and_marks_get_a_column_of_their_own(tmp_path: Path) -> None:
    downloads = Downloads(SiteFolder(tmp_path), "Preview")
    downloads.save_csv(TABLE, "arrests")
    first, second = csv_rows(tmp_path / "data/arrests.csv")
    assert first == {
        "Month": "2023-07", "Arrests": "1214", "Arrests, mark": "[p]", "counted": "2", "expected": "3",
        "Note": "'=HYPERLINK(\"http://x\")",
    }  # fmt: skip
    assert (second["Arrests"], second["Arrests, mark"], second["Note"]) == ("", "[x]", "")


def test_the_workbook_has_title_notes_and_typed_cells(tmp_path: Path) -> None:
    saved = Downloads(SiteFolder(tmp_path), "Preview").save_book([(TABLE, "Arrests rose", "Person-arrests")], "arrests")
    sheet = openpyxl.load_workbook(tmp_path / saved.href).active
    assert sheet is not None
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [line[0] for line in lines[:3]] == ["Arrests rose", "Person-arrests", "Preview"]
    head = next(number for number, line in enumerate(lines) if line[0] == "Month")
    assert lines[head + 1] == ["2023-07", 1214, "[p]", 2, 3, '=HYPERLINK("http://x")']
    assert lines[head + 2][1] is None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("text", EVIL)
def test_no_text_of_a_csv_opens_as_a_formula(tmp_path: Path, text: str) -> None:
    assert str(inert(text)).startswith("'")
    rows = pa.table({"raw_text": [text, "12"], "n": [1, -2]})
    downloads = Downloads(SiteFolder(tmp_path), "Preview")
    downloads.save_rows(rows, "figures")
    downloads.save_packed(rows, "cells")
    for written in (csv_rows(tmp_path / "data/figures.csv"), zipped_csv_rows(tmp_path / "data/cells.zip")):
        assert written == [{"raw_text": f"'{text}", "n": "1"}, {"raw_text": "12", "n": "-2"}]
    assert pq.read_table(tmp_path / "data/cells.parquet").column("raw_text").to_pylist() == [text, "12"]


def test_the_same_cells_give_the_same_bytes(tmp_path: Path) -> None:
    rows = pa.table({"raw_text": ["5", "<5"], "n": [5, None]})
    for name in ("one", "two"):
        Downloads(SiteFolder(tmp_path / name), "Preview").save_packed(rows, "cells")
    for file in ("cells.zip", "cells.parquet"):
        assert (tmp_path / "one/data" / file).read_bytes() == (tmp_path / "two/data" / file).read_bytes()


def test_a_negative_number_is_left_alone() -> None:
    assert inert(-4) == -4 and inert("12") == "12" and inert(None) is None


def test_the_same_table_gives_the_same_workbook() -> None:
    one, two = (workbook_of([(TABLE, "Title", "")], ["Preview"]) for _ in range(2))
    assert one == two


def test_every_file_of_a_synthetic_edition_says_so(site: Path) -> None:
    files = sorted((site / "data").rglob("*"))
    assert len(files) > 100
    for path in files:
        if path.name == "national-context.csv":
            continue
        if path.suffix in (".csv", ".zip"):
            rows = csv_rows(path) if path.suffix == ".csv" else zipped_csv_rows(path)
            assert all(row["figures"] == "synthetic sample" for row in rows), path.name
        elif path.suffix == ".parquet":
            assert set(pq.read_table(path).column("figures").to_pylist()) == {"synthetic sample"}
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                assert b"Synthetic figures." in book.read("xl/sharedStrings.xml"), path.name


def test_figures_of_another_source_are_never_called_synthetic(tmp_path: Path) -> None:
    downloads = Downloads(SiteFolder(tmp_path), "Preview", "Synthetic figures.", "synthetic sample")
    theirs = replace(TABLE, ours=False)
    assert "figures" not in csv_rows(tmp_path / downloads.save_csv(theirs, "context").href)[0]
    with zipfile.ZipFile(tmp_path / downloads.save_book([(theirs, "National context", "")], "context").href) as book:
        assert b"Synthetic" not in book.read("xl/sharedStrings.xml")
    assert "figures" in csv_rows(tmp_path / downloads.save_csv(TABLE, "ours").href)[0]


def test_the_whole_edition_has_one_row_a_figure(site: Path) -> None:
    rows = csv_rows(site / "data/figures.csv")
    keys = [(r["INDICATOR"], r["REF_AREA"], r["TIME_PERIOD"]) for r in rows]
    indicators = [indicator.indicator for indicator in load_framework().indicators]
    months = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")
    assert sorted(keys) == sorted(product(indicators, ("MYS", "NZL", "THA", "VNM"), months))
    (held,) = [r for r in rows if (r["INDICATOR"], r["REF_AREA"], r["TIME_PERIOD"]) == ("ARR", "MYS", "2023-10")]
    assert (held["OBS_VALUE"], held["why_no_value"]) == ("", "return held for correction")


@pytest.mark.parametrize(("size", "text"), [(10, "1 KB"), (2600, "3 KB"), (2_500_000, "2.4 MB")])
def test_sizes_are_written_for_people(size: int, text: str) -> None:
    assert size_text(size) == text
