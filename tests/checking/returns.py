"""Returns for the tests of the checks: a consistent one, changed in one place, checked as the product checks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from assets.checking.check_file import CheckTask, check_file
from assets.checking.findings import CheckedFile, Finding
from assets.forms.layout.blocks import GridBlock
from assets.forms.reader.grid import applies, grid_rows
from assets.forms.writer.build import build_form
from assets.forms.writer.content import FormContent, Value
from assets.intake.limits import Limits
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH, Change, place_of

LIMITS = Limits()
FEMALE_CHILD, FEMALE, MALE, TOTAL = "F.Y0T17", "F.Y_GE18", "M.Y_GE18", "_T._T"
PARTS = ("F.Y0T17", "F.Y_GE18", "F._U", "M.Y0T17", "M.Y_GE18", "M._U", "_O._T", "_U._T")
FORMS = ("SEX", "LAB", "DOM", "FMA", "CRI", "BEG", "ORG", "OTH", "_U")
CRIMES = ("TIP", "SOM", "MIX")
Grid = dict[tuple[str, str], Value]


def split_row(row: str, parts: Mapping[str, int]) -> Grid:
    """A row split by sex and age: the parts that are named, 0 elsewhere, and their sum."""
    cells: Grid = {(row, column): parts.get(column, 0) for column in PARTS}
    return cells | {(row, TOTAL): sum(parts.values())}


def _zeros() -> Grid:
    block = next(b for b in FORM.form_blocks if isinstance(b, GridBlock) and b.name == "outcomes")
    grid: Grid = {}
    for row in grid_rows(block, FRAMEWORK):
        grid |= split_row(row.key, {}) if applies(row.indicator, block.columns[0]) else {(row.key, TOTAL): 0}
    return grid


def outcomes() -> Grid:
    """A consistent sheet Outcomes: fewer arrests and charges than suspects, nothing round, 0 in rows not named here."""
    grid = _zeros()
    for crime in CRIMES:
        for row, value in (("INV_NEW", 4), ("INV_OPN", 17), ("WAR_EXE", 3), ("NET_DIS", 0)):
            grid[f"{row}.{crime}", TOTAL] = value
        grid |= split_row(f"SUS_ID.{crime}", {FEMALE: 3, MALE: 8})
        grid |= split_row(f"ARR.{crime}", {FEMALE: 2, MALE: 7})
        grid |= split_row(f"CHG.{crime}", {MALE: 6})
        grid |= split_row(f"CON.{crime}", {MALE: 1})
    grid["ARR_OTH.OTH", TOTAL] = 2
    return grid | split_row("VIC_AST.TIP", {FEMALE: 7}) | split_row("MIG_SMG.SOM", {FEMALE: 13, MALE: 21})


def victims() -> Grid:
    """A consistent sheet Victims: 12 formally identified, 6 potential."""
    grid: Grid = {}
    for status, forms in (("IDF", {"SEX": 7, "CRI": 5}), ("POT", {"LAB": 6})):
        for form in FORMS:
            grid |= split_row(f"{status}.{form}", {FEMALE: forms.get(form, 0)})
        grid |= split_row(f"{status}._T", {FEMALE: sum(forms.values())})
    return grid


COVER: dict[str, Value] = {
    "source_agency": "National desk",
    "contact_office": "desk@office.example",
    "data_status": "FINAL",
    "nil_return": "NO",
    "exchanges_listed": "COMPLETE",
    "cases_listed": "COMPLETE",
    "activities_listed": "COMPLETE",
}
LISTS: dict[str, list[dict[str, Value]]] = {
    "citizenship": [
        {"citizenship": "MMR", "victim_status": "IDF", "victims": 9},
        {"citizenship": "THA", "victim_status": "IDF", "victims": 3},
        {"citizenship": "LAO", "victim_status": "POT", "victims": 6},
    ],
    "exchanges": [{"counterpart": "MYS", "channel": "POLICE", "crime": "TIP", "sent": 3, "received": 1, "answered": 1}],
    "cases": [
        {"case_reference": "T-1", "record": "COMP", "shared_id": "JPA6-COMP-01", "stage": "CHARGED", "suspects": 4,
         "arrests": 3, "charged": 2, "convicted": 0, "victims": 6},
    ],
    "activities": [
        {"reference": "A-1", "type": "TRAINING", "role": "HOST", "officers_f": 4, "officers_m": 9,
         "officers_not_stated": 0},
    ],
}  # fmt: skip


def content(
    *,
    outcomes_changed: Mapping[tuple[str, str], Value] | None = None,
    victims_changed: Mapping[tuple[str, str], Value] | None = None,
    cover: Mapping[str, Value] | None = None,
    lists: Mapping[str, Sequence[Mapping[str, Value]]] | None = None,
) -> FormContent:
    """The consistent return with some cells, fields or lists replaced."""
    grids = {
        "outcomes": outcomes() | dict(outcomes_changed or {}),
        "victims": victims() | dict(victims_changed or {}),
    }
    return FormContent(COVER | dict(cover or {}), grids, LISTS | dict(lists or {}))


def write_return(
    path: Path, filled: FormContent, *changes: Change, area: str = AREA, month: str = MONTH, language: str = "en"
) -> Path:
    """A form with this content, changed by hand afterwards."""
    build_form(FRAMEWORK, FORM, EDITION, area, month, path, content=filled, language=language)
    if changes:
        workbook = openpyxl.load_workbook(path)
        for change in changes:
            change(workbook)
        workbook.save(path)
    return path


def check(path: Path, limits: Limits = LIMITS, name: str | None = None) -> CheckedFile:
    """The file as the product judges it."""
    digest = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return check_file(CheckTask(path, name or path.name, digest, limits))


def cells_of(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Rule, sheet and cell of each finding."""
    return [(finding.rule, finding.sheet, finding.cell) for finding in findings]


def without_notes(file: CheckedFile) -> list[Finding]:
    """The findings that are not only for information."""
    return [finding for finding in file.findings if finding.severity != "info"]


@cache
def _blank_form() -> openpyxl.Workbook:
    with TemporaryDirectory() as folder:
        return openpyxl.load_workbook(write_return(Path(folder) / "blank.xlsx", FormContent()))


@cache
def place(sheet: str, row: str, column: str) -> str:
    """The A1 address of a cell of the form in English, by its machine codes, as another program sees it."""
    return place_of(_blank_form()[sheet], row, column)


def put_on_cover(field: str, value: object) -> Change:
    """Type a value into a field of the cover, whatever the sheet is called."""

    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet[place_of(sheet, field, "value")].value = value

    return change
