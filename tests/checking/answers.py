"""What the tests of answers share: findings at chosen cells, facts, and looking into packages part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from assets.checking.annotated.annotate import annotate
from assets.checking.annotated.fills import MARKS
from assets.checking.answer.facts import AnswerFacts
from assets.checking.findings import FileStatus, Severity, WordedFinding
from assets.intake.limits import Limits
from assets.intake.opening import open_bytes
from assets.intake.workbook import Sheet

BANGKOK = timezone(timedelta(hours=7))
RED, YELLOW = MARKS["error"], MARKS["warning"]


def finding(
    cell: str = "B2",
    sheet: str = "Outcomes",
    severity: Severity = "error",
    rule: str = "E03",
    found: str = "12 (3 pending)",
    message: str = "",
    action: str = "Type one whole number.",
) -> WordedFinding:
    """A finding at a cell."""
    said = message or f"“{found}” cannot be counted."
    return WordedFinding(rule, severity, sheet, cell, found, message=said, action=action)


def facts(outcome: FileStatus = "held", language: str = "en", file_name: str = "THA September.xlsx") -> AnswerFacts:
    """An arrival of a return of Thailand, in the afternoon of 2 October 2023."""
    return AnswerFacts(
        file_name=file_name,
        size=38_408,
        sha256="5e" * 32,
        received_at=datetime(2023, 10, 2, 15, 4, tzinfo=BANGKOK),
        file_status=outcome,
        what_it_is="Thailand, September 2023",
        version=2,
        edition_id="JPA6",
        ref_area="THA",
        time_period="2023-09",
        layout="jpa_return",
        language=language,
    )


def marked(data: bytes, *findings: WordedFinding, language: str = "en") -> bytes:
    """The workbook with these findings marked."""
    return annotate(data, "xlsx", findings, facts(language=language))


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The names of the parts whose bytes differ, or that are in one package only."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def sheets_of(data: bytes, without: str = "Findings") -> list[Sheet]:
    """The sheets as the product reads them, through the gate, without the index."""
    return [sheet for sheet in open_bytes(data, "file.xlsx", Limits()).sheets if sheet.name != without]


def loaded(data: bytes) -> openpyxl.Workbook:
    """The workbook as a second, independent program reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(workbook: openpyxl.Workbook) -> bytes:
    """A workbook of openpyxl as bytes."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def simple() -> openpyxl.Workbook:
    """A workbook with one sheet "Outcomes" of nine numbers."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Outcomes"
    for row in range(1, 4):
        for column in range(1, 4):
            sheet.cell(row, column, 10 * row + column)
    return workbook


def look(cell: Cell | MergedCell, *, fill: bool = False) -> tuple[str, ...]:
    """How a cell looks and what it holds, as texts that can be compared across workbooks; its fill on request."""
    value = vars(cell.value) if isinstance(cell.value, ArrayFormula) else cell.value
    aligned = cell.alignment
    # What is not written means the same as these words.
    alignment = (
        aligned.horizontal or "general",
        aligned.vertical or "bottom",
        bool(aligned.wrap_text),
        aligned.indent,
        aligned.text_rotation,
    )
    names = ("font", "border", "number_format", "protection")
    return (repr(value), repr(alignment), *(repr(getattr(cell, name)) for name in names), _filled(cell) if fill else "")


def _filled(cell: Cell | MergedCell) -> str:
    """The fill as it is seen: a plain one has no second colour."""
    found = cell.fill
    return repr((found.fill_type, found.fgColor)) if found.fill_type == "solid" else repr(found)


def fills(sheet: Worksheet) -> dict[str, str]:
    """Address to colour of the cells that carry one of our marks."""
    colours = ((cell.coordinate, cell.fill.fgColor.rgb) for row in sheet.iter_rows() for cell in row)
    return {address: colour for address, colour in colours if colour in MARKS.values()}


def notes(sheet: Worksheet) -> dict[str, str]:
    """Address to text of the notes of a sheet."""
    found: Iterable[tuple[str, Comment | None]] = (
        (cell.coordinate, cell.comment) for row in sheet.iter_rows() for cell in row
    )
    return {address: comment.text for address, comment in found if comment}


def index_rows(data: bytes, sheet: str = "Findings") -> list[list[str]]:
    """The rows of the index below its table's head, blanks as empty texts, section heads left out."""
    rows = [[str(value or "") for value in row] for row in loaded(data)[sheet].iter_rows(min_col=2, values_only=True)]
    first = next(number for number, row in enumerate(rows) if row[-1] == "Rule") + 1
    return [row for row in rows[first:] if row[-1]]


def elsewhere(one: WordedFinding, sheet: str) -> WordedFinding:
    """The finding on another sheet."""
    return replace(one, sheet=sheet)
