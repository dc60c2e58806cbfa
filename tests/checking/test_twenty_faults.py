"""One return with many different faults: each is found, at its own cell, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assets.checking.findings import CheckedFile
from tests.checking.returns import check, content, write_return
from tests.checking.twenty_faults import planted_in, write_twenty_faults


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_twenty_faults(tmp_path_factory.mktemp("faults") / "THA 2023-08.xlsx")


@pytest.fixture(scope="module")
def file(path: Path) -> CheckedFile:
    return check(path)


def test_each_fault_is_found_at_its_cell_and_nothing_else_is(path: Path, file: CheckedFile) -> None:
    expected = planted_in(path)
    assert {(f.rule, f.sheet, f.cell) for f in file.findings} == expected
    assert len(file.findings) == len(expected) >= 20
    assert file.file_status == "held"


def test_each_finding_quotes_what_stands_in_the_cell(path: Path, file: CheckedFile) -> None:
    workbook = openpyxl.load_workbook(path)
    for finding in file.findings:
        shown = workbook[finding.sheet][finding.cell].value
        if not isinstance(shown, (bool, float)) and shown is not None:
            assert finding.found == str(shown), finding


def test_mended_cell_by_cell_the_return_is_accepted(path: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(path)
    right = openpyxl.load_workbook(write_return(tmp_path / "right.xlsx", content()))
    for sheet in right.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if workbook[sheet.title][cell.coordinate].value != cell.value:
                    workbook[sheet.title][cell.coordinate].value = cell.value
    workbook.save(tmp_path / "mended.xlsx")
    mended = check(tmp_path / "mended.xlsx")
    assert (mended.file_status, mended.findings) == ("accepted", ())
