"""Read the cover: whose return this is, and the statements that go with it."""

from __future__ import annotations

from dataclasses import replace

from assets.forms.codes import code_book
from assets.forms.layout.blocks import FormField
from assets.forms.layout.layout import Layout
from assets.forms.reader.field_values import FieldValue, Reading, entry_of, read_field, shared_value
from assets.forms.reader.regions import Region
from assets.forms.results import ReadResult
from assets.framework.loader import Framework
from assets.framework.terms import term
from assets.intake.addresses import a1
from assets.intake.problems import Problem

VALUE = "value"
# Returns of Thailand, and returns in Thai, may count their years from the Buddhist Era.
_BUDDHIST_AREA, _BUDDHIST_LANGUAGE = "THA", "th"


def read_cover(region: Region | None, layout: Layout, framework: Framework, result: ReadResult) -> Reading:
    """Read the cover into ``result`` and return what the other sheets need: language, conventions, edition.

    F07 where edition, country or month is missing or cannot be read; E02 where a country is unknown or takes
    no part; E04 where the month lies outside the edition; E01 where a field stands twice.
    """
    language = _language(region, layout)
    result.language = language
    convention, book = layout.convention(language), code_book(framework, language)
    reading = Reading(layout, framework, book, convention, buddhist=language == _BUDDHIST_LANGUAGE)
    for item in layout.cover.fields:
        reading = _read_one(item, region, reading, result)
    _check_month(region, reading, result)
    return reading


def _language(region: Region | None, layout: Layout) -> str:
    if region is None:
        return "en"
    row = dict(reversed(region.rows)).get("language", 0)
    cell = region.sheet.cell(row, region.columns.get(VALUE, 0))
    said = cell.text.strip() if cell else ""
    return said if said in layout.conventions else "en"


def _read_one(item: FormField, region: Region | None, reading: Reading, result: ReadResult) -> Reading:
    places = [row for code, row in region.rows if code == item.name] if region else []
    column = region.columns.get(VALUE) if region else None
    if region is None or not places or column is None:
        if item.identifies:
            result.problems.append(_no_identity(item, region.sheet.name if region else "", "", ""))
        elif not item.hidden and region is not None:
            facts: dict[str, str | int] = {"kind": "field", "code": item.name, "key": term("text", item.label)}
            result.problems.append(Problem("F06", region.sheet.name, facts=facts))
        return reading
    if places[0] in region.apart_rows:
        return reading
    sheet = region.sheet.name
    for row in places[1:]:
        facts = {"key": term("text", item.label or item.name), "first": a1(places[0], column)}
        result.problems.append(Problem("E01", sheet, a1(row, column), item.label, facts))
    if shared := region.shared(places[0], column):
        value = shared_value(shared, item, reading, sheet, a1(places[0], column))
    else:
        value = read_field(region.sheet.cell(places[0], column), item, reading, sheet)
    if value.problem:
        result.problems.append(_identity_problem(value.problem, item) if item.identifies else value.problem)
        return reading
    result.entries.append(entry_of("cover", places[0], column, item, value, sheet))
    if item.identifies and value.status != "V":
        result.problems.append(_no_identity(item, sheet, a1(places[0], column), value.raw_text))
    return _take(item, value, a1(places[0], column), sheet, reading, result)


def _take(item: FormField, value: FieldValue, cell: str, sheet: str, reading: Reading, result: ReadResult) -> Reading:
    match item.name:
        case "edition_id":
            result.edition_id = value.text
            return replace(reading, edition_id=value.text)
        case "ref_area":
            result.ref_area = value.text
            _check_taking_part(item, value, cell, sheet, reading, result)
            return replace(reading, buddhist=reading.buddhist or value.text == _BUDDHIST_AREA)
        case "time_period":
            result.time_period = value.text
        case "synthetic":
            result.synthetic = value.text == "YES"
    return reading


def _check_taking_part(
    item: FormField, value: FieldValue, cell: str, sheet: str, reading: Reading, result: ReadResult
) -> None:
    if not reading.edition_id or not value.text:
        return
    if value.text not in reading.framework.participants_of(reading.edition_id):
        facts: dict[str, str | int] = {
            "field": item.name,
            "kind": "participant",
            "edition": reading.edition_id,
            "allowed": term("participants", reading.edition_id),
        }
        result.problems.append(Problem("E02", sheet, cell, value.raw_text, facts))


def _check_month(region: Region | None, reading: Reading, result: ReadResult) -> None:
    if region is None or not result.time_period or not result.edition_id:
        return
    months = reading.framework.edition(result.edition_id).months
    if result.time_period in months:
        return
    entry = next(e for e in result.entries if e.list_name == "cover" and e.field == "time_period")
    facts: dict[str, str | int] = {
        "month": result.time_period,
        "edition": result.edition_id,
        "first_month": months[0],
        "last_month": months[-1],
    }
    result.problems.append(Problem("E04", entry.sheet, entry.cell, entry.raw_text, facts))


def _identity_problem(problem: Problem, item: FormField) -> Problem:
    if problem.code == "E02" and item.kind != "month":
        return problem
    return Problem("F07", problem.sheet, problem.cell, problem.found, problem.facts | {"what": item.label})


def _no_identity(item: FormField, sheet: str, cell: str, found: str) -> Problem:
    return Problem("F07", sheet, cell, found, {"what": item.label, "field": item.name})
