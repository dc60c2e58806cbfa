"""Read the fields of the cover and of the lists: text, codes, countries, months, days and counts."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from assets.forms.codes import CodeBook
from assets.forms.dates import parse_day, parse_month
from assets.forms.layout.blocks import FormField
from assets.forms.layout.layout import Layout
from assets.forms.results import Entry
from assets.forms.values import STRIPPED, Convention, Status, parse_count
from assets.framework.loader import Framework
from assets.framework.terms import term, terms
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind

# A list of choices longer than this is not printed in a message: the nearest one is.
CHOICES_SHOWN = 16
# What a field that is no count, list or day may hold.
TEXT = term("text", "text")


@dataclass(frozen=True)
class Reading:
    """What is needed to read the cells of one return; ``buddhist``: its years may be of the Buddhist Era."""

    layout: Layout
    framework: Framework
    book: CodeBook
    convention: Convention
    edition_id: str = ""
    buddhist: bool = False


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field as read; where ``problem`` is given nothing else of it may be used."""

    status: Status = "O"
    text: str = ""
    number: int | None = None
    raw_text: str = ""
    problem: Problem | None = None


def read_field(cell: Cell | None, item: FormField, reading: Reading, sheet: str) -> FieldValue:
    """The value of a field; blank is status O. Problems: E02 (code, month or day), E03 (count or broken cell)."""
    if item.kind == "count":
        parsed = parse_count(cell, reading.convention, reading.layout.template_words, sheet=sheet)
        return FieldValue(
            parsed.status, _mark(parsed.raw_text, parsed.value), parsed.value, parsed.raw_text, parsed.problem
        )
    if cell is None or not cell.text.strip(STRIPPED):
        return FieldValue()
    if cell.kind in (CellKind.ERROR, CellKind.UNCACHED_FORMULA, CellKind.BOOLEAN, CellKind.MISLEADING_FORMAT):
        facts: dict[str, str | int] = {"why": cell.kind.value, "allowed": TEXT, "field": item.name}
        return FieldValue(raw_text=cell.text, problem=Problem("E03", sheet, cell.address, cell.text, facts))
    if item.kind == "text":
        return FieldValue("V", cell.text.strip(STRIPPED), None, cell.text)
    if not item.identifies and (mark := cell.text.strip(STRIPPED).casefold()) in ("..", "n/a"):
        return FieldValue("O" if mark == ".." else "M", "", None, cell.text)
    code = _code(cell, item, reading)
    if code:
        return FieldValue("V", code, None, cell.text)
    return FieldValue(raw_text=cell.text, problem=_unknown(cell, item, reading, sheet))


def shared_value(holder: Cell, item: FormField, reading: Reading, sheet: str, cell: str) -> FieldValue:
    """A field under a merged cell that is for others as well: E03 at the field itself."""
    allowed = reading.convention.allowed if item.kind == "count" else TEXT
    facts: dict[str, str | int] = {"why": "merged", "allowed": allowed, "field": item.name}
    return FieldValue(raw_text=holder.text, problem=Problem("E03", sheet, cell, holder.text, facts))


def entry_of(list_name: str, row: int, column: int, item: FormField, value: FieldValue, sheet: str) -> Entry:
    """The entry of a field that was read without a problem."""
    number = 1 if list_name == "cover" else row
    cell = a1(row, column)
    return Entry(list_name, number, item.name, sheet, cell, value.raw_text, value.text, value.number, value.status)


def _mark(raw_text: str, value: int | None) -> str:
    return str(value) if value is not None else raw_text.strip(STRIPPED)


def _code(cell: Cell, item: FormField, reading: Reading) -> str:
    if item.kind == "month":
        return parse_month(cell, reading.book.language, buddhist=reading.buddhist)
    if item.kind == "date":
        return parse_day(cell, reading.book.language, buddhist=reading.buddhist)
    if item.kind == "countries":
        parts = [part for part in cell.text.replace("\n", ";").replace(",", ";").split(";") if part.strip(STRIPPED)]
        codes = [reading.book.code_of(item, part) for part in parts]
        return ";".join(codes) if codes and all(codes) else ""
    return reading.book.code_of(item, cell.text)


def _unknown(cell: Cell, item: FormField, reading: Reading, sheet: str) -> Problem:
    facts: dict[str, str | int] = {"what": item.label or item.name, "field": item.name}
    if item.kind in ("month", "date"):
        facts["allowed"] = term("as", "2023-09" if item.kind == "month" else "2023-09-30")
        facts["kind"] = item.kind
        if reading.buddhist:
            facts["calendar"] = "buddhist"
        return Problem("E02", sheet, cell.address, cell.text, facts)
    codes = {word: code for code, word in reading.book.options(item, reading.edition_id)}
    near = get_close_matches(cell.text.strip(STRIPPED), codes, n=1, cutoff=0.6)
    facts["kind"] = "code"
    facts["allowed"] = choices(item, reading) or term("text", "a name from the drop-down list")
    if near:
        facts["nearest"] = term_of(item, codes[near[0]])
    return Problem("E02", sheet, cell.address, cell.text, facts)


def choices(item: FormField, reading: Reading) -> str:
    """What may be chosen in a field, as terms; empty where it is free, or the list too long for a message."""
    options = reading.book.options(item, reading.edition_id)
    if not 0 < len(options) <= CHOICES_SHOWN:
        return ""
    if item.kind == "participant":
        return term("participants", reading.edition_id)
    return term("options", item.codelist) if item.kind == "code" else terms(term_of(item, code) for code, _ in options)


def term_of(item: FormField, value: str) -> str:
    """What a field holds, as a term: codes and countries have names, anything else is as it was typed."""
    if item.kind in ("participant", "country", "area"):
        return term("ref_area", value)
    return term(item.codelist or "as", value)
