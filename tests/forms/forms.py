"""Build, change and read forms for the tests: XlsxWriter writes them, openpyxl changes them as a sender would."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from assets.forms.layout.layout import Layout, load_layouts
from assets.forms.read import read_workbook
from assets.forms.results import Observation, ReadResult
from assets.forms.writer.build import build_form, form_layout
from assets.forms.writer.content import FormContent
from assets.framework.loader import Framework, load_framework
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.problems import Problem

FRAMEWORK: Framework = load_framework()
# Those shipped, and those of published figures whose countries take no part: they show what a layout can declare.
FIXTURES = Path(__file__).parent / "layouts"
LAYOUTS: tuple[Layout, ...] = load_layouts(FIXTURES)
FORM: Layout = form_layout(LAYOUTS)
EDITION, AREA, MONTH = "JPA6", "THA", "2023-09"

Change = Callable[[openpyxl.Workbook], None]


def write_form(
    path: Path, content: FormContent | None = None, *, language: str = "en", synthetic: bool = False
) -> Path:
    """A form of Thailand for September 2023."""
    build_form(
        FRAMEWORK, FORM, EDITION, AREA, MONTH, path, content=content, language=language, synthetic=synthetic
    )  # fmt: skip
    return path


def read_file(path: Path) -> ReadResult:
    """The file as the product reads it, through the gate."""
    return read_workbook(open_workbook(path, path.name, Limits()), FRAMEWORK, LAYOUTS)


def read_changed(path: Path, *changes: Change, content: FormContent | None = None, language: str = "en") -> ReadResult:
    """A form that somebody changed by hand, as the product reads it."""
    write_form(path, content, language=language)
    workbook = openpyxl.load_workbook(path)
    for change in changes:
        change(workbook)
    workbook.save(path)
    return read_file(path)


def place_of(sheet: Worksheet, row_code: str, column_code: str) -> str:
    """The A1 address of a cell by its machine codes; the first row that carries the code."""
    column = next(c.coordinate for row in sheet.iter_rows() for c in row if c.value == column_code)
    row = next(c.row for line in sheet.iter_rows() for c in line if c.value == row_code)
    return f"{''.join(filter(str.isalpha, column))}{row}"


def put(sheet_name: str, row_code: str, column_code: str, value: object) -> Change:
    """Type a value into the cell with these machine codes."""

    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook[sheet_name]
        cell = sheet[place_of(sheet, row_code, column_code)]
        assert not isinstance(cell, MergedCell)
        cell.value = value

    return change


def outcome(result: ReadResult, indicator: str, crime: str, sex: str = "_T", age: str = "_T") -> Observation:
    """The one observation of a cell of Outcomes."""
    found = [
        o
        for o in result.observations
        if (o.indicator, o.crime, o.sex, o.age) == (indicator, crime, sex, age) and o.counterpart_area == "_T"
    ]
    assert len(found) == 1
    return found[0]


def codes(problems: Iterable[Problem]) -> list[str]:
    """The codes of the problems, in order."""
    return [problem.code for problem in problems]
