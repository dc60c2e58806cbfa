"""The published files by another route than the product's reader: the csv module and openpyxl, no layout."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from assets.forms.results import ReadResult
from assets.intake.addresses import a1

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "real"
needs_files = pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not on this machine")

GLOTIP = REAL / "unodc_glotip" / "data_glotip_2023-05-30.xlsx"
FBI = REAL / "usa_fbi_ucr_2016"
NRM = REAL / "uk_nrm_2023-06"
SDG = REAL / "sdg_16_2_2"
NCRB = REAL / "india_ncrb" / "42_Cases_under_crime_against_women.csv"
FIELD_LIST = REAL / "htcds" / "HTCDS Field Standards 2.0.ods"

Line = list[str]


def fates(result: ReadResult, rows: int) -> Counter[str]:
    """How many of the ``rows`` of a file had which fate; each has one, and a reason unless it is a value."""
    assert [row.row for row in result.rows] == list(range(1, rows + 1))
    assert all(row.reason for row in result.rows if row.fate != "value")
    return Counter(row.fate for row in result.rows)


def csv_lines(path: Path, separator: str = ",") -> list[Line]:
    """The records of a text file; line 1 is the first of the list."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=separator))


def csv_counts(
    path: Path, columns: range, *, first: int = 2, use: Callable[[Line], bool] = any, separator: str = ","
) -> dict[str, int]:
    """Address to number of the cells of digits, from line ``first`` on, in the lines that ``use`` takes."""
    return {
        a1(number, column + 1): int(line[column].removesuffix(".0"))
        for number, line in enumerate(csv_lines(path, separator), start=1)
        if number >= first and use(line)
        for column in columns
        if line[column].removesuffix(".0").isdigit()
    }


def last_line_with_text(path: Path, separator: str = ",") -> int:
    """The number of the last line that holds anything: where a spreadsheet program ends the sheet."""
    return max(number for number, line in enumerate(csv_lines(path, separator), start=1) if any(line))


@cache
def glotip_lines() -> list[tuple[int, tuple[str, ...]]]:
    """The data rows of the UNODC file: Excel's row number and the 13 cells as text, blank as empty."""
    book = openpyxl.load_workbook(GLOTIP, read_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return [
        (number, tuple("" if value is None else str(value) for value in row[:13]))
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        if number > 3
    ]
