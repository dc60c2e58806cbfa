"""Published files are read whole. They are read where they lie and are no part of the project."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.pool import ROOT, run_guarded
from assets.intake.workbook import Sheet, Workbook

REAL = ROOT.parent / "shared" / "data" / "real"
LIMITS = Limits()

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not on this machine")


def _open(name: str) -> Workbook:
    return open_workbook(REAL / name, Path(name).name, LIMITS)


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [cell.text for cell in sheet.rows[row].values()]


def read_size(path: Path) -> tuple[int, int]:
    """Rows and cells of the first sheet."""
    sheet = open_workbook(path, path.name, LIMITS).sheets[0]
    return len(sheet.rows), sum(map(len, sheet.rows.values()))


def test_glotip_of_46559_rows_is_read_whole() -> None:
    sheet = _open("unodc_glotip/data_glotip_2023-05-30.xlsx").sheets[0]
    assert sheet.name == "data_glotip_1"
    assert (max(sheet.rows), len(sheet.rows)) == (46_559, 46_559)
    assert _texts(sheet, 3)[:4] == ["Iso3_code", "Country", "Region", "Subregion"]
    column = next(c.column for c in sheet.rows[3].values() if c.text == "txtVALUE")
    values = Counter(sheet.rows[row][column].text for row in range(4, 46_560))
    assert 0.4 < values["<5"] / values.total() < 0.6
    assert "0" not in values


def test_glotip_is_read_within_the_limits_of_a_child() -> None:
    path = REAL / "unodc_glotip/data_glotip_2023-05-30.xlsx"
    outcomes = run_guarded(
        read_size, [path], workers=1, memory_bytes=LIMITS.max_memory_bytes, seconds=LIMITS.max_seconds
    )
    assert outcomes[0].failure is None
    assert outcomes[0].result is not None
    assert outcomes[0].result[0] == 46_559


def test_fbi_table_is_read_with_its_merged_heads() -> None:
    book = _open("usa_fbi_ucr_2016/fbi_2016_table1_offenses_clearances.xls")
    sheet = book.sheets[0]
    assert (book.format, sheet.name) == ("xls", "16tbl01")
    assert {"A4:A5", "B4:D4", "E4:G4"} <= set(sheet.merged_ranges)
    assert _texts(sheet, 1) == ["Table 1"]
    assert sheet.rows[4][1].text == "State"
    assert sheet.rows[4][1].merged


def test_fbi_table_is_the_same_as_xls_and_as_csv() -> None:
    old, text = (
        _open(f"usa_fbi_ucr_2016/fbi_2016_table1_offenses_clearances.{kind}").sheets[0] for kind in ("xls", "csv")
    )
    assert set(old.rows) == set(text.rows)
    assert len(old.rows) > 40
    for row in sorted(old.rows)[5:]:
        assert [t.replace(",", "") for t in _texts(old, row)] == [t.replace(",", "") for t in _texts(text, row)]


def _records(path: Path) -> dict[int, list[str]]:
    """The filled fields of each record by its number, as Python's own reader finds them."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    # These files have tabs or commas; where a head has a tab, commas are part of what is written.
    delimiter = "\t" if "\t" in text.splitlines()[0] else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    filled = {number: [field for field in record if field] for number, record in enumerate(records, start=1)}
    return {number: fields for number, fields in filled.items() if fields}


@pytest.mark.parametrize("path", sorted(REAL.glob("**/*.csv")), ids=lambda p: p.name)
def test_every_csv_is_read_with_all_its_records(path: Path) -> None:
    sheet = open_workbook(path, path.name, LIMITS).sheets[0]
    assert sheet.name == path.stem
    assert {row: _texts(sheet, row) for row in sheet.rows} == _records(path)


def test_nrm_counts_of_women_are_negative_in_the_source() -> None:
    sheet = _open("uk_nrm_2023-06/NRM referrals by age and sex.csv").sheets[0]
    assert [_texts(sheet, row)[1] for row in (1, 2, 3)] == ["Female", "-1671", "-1143"]


def test_ncrb_tabs_win_over_the_unquoted_comma() -> None:
    sheet = _open("india_ncrb/42_Cases_under_crime_against_women.csv").sheets[0]
    assert _texts(sheet, 1)[:3] == ["Area_Name", "Year", "Group_Name"]


def test_htcds_ods_is_read() -> None:
    book = _open("htcds/HTCDS Field Standards 2.0.ods")
    assert (book.format, book.sheets[0].name) == ("ods", "Field_Standards")
    assert _texts(book.sheets[0], 1)[:3] == ["Section", "Status", "Core"]
