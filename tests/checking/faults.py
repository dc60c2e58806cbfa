"""Faulty files for every rule and every case of its wording, really read; the problems that come of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from assets.checking.decided import correct, waive
from assets.checking.decisions import Correction, Waiver
from assets.checking.rules.declared import finding_of
from assets.checking.within_return.notes import encoding_problems
from assets.checking.within_return.problems import problems_within_return
from assets.forms.layout.layout import load_layout
from assets.forms.read import read_workbook
from assets.forms.results import ReadResult
from assets.forms.writer.content import FormContent, Value
from assets.framework.terms import term
from assets.intake.archive import Archive
from assets.intake.inbox import ARRIVALS, collect
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.pool import run_guarded
from assets.intake.problems import Problem, Refused
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook
from tests.checking.returns import (
    FEMALE,
    FEMALE_CHILD,
    LIMITS,
    MALE,
    PARTS,
    TOTAL,
    content,
    put_on_cover,
    split_row,
    write_return,
)
from tests.checking.series import MONTHS, Series
from tests.forms.forms import FORM, FRAMEWORK, LAYOUTS, Change, place_of, put
from tests.forms.tables import FAULTY_TABLES, HEAD, LAYOUT
from tests.intake import packages
from tests.intake.child_tasks import obey
from tests.intake.hostile_active import CLOSED_OR_ACTIVE
from tests.intake.hostile_broken import BROKEN, NO_SPREADSHEET
from tests.intake.hostile_unsafe import UNSAFE

_MERGED = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
HOSTILE = UNSAFE | CLOSED_OR_ACTIVE | NO_SPREADSHEET | BROKEN


def all_problems(folder: Path) -> Iterator[Problem]:
    """Every problem that the readers and the rules give for the faulty files of this module."""
    for name in ("hostile", "form", "table", "inbox"):
        (folder / name).mkdir()
    yield from _refused(folder / "hostile")
    yield from _killed()
    yield from _forms(folder / "form")
    yield from _tables(folder / "table")
    yield from _code_pages(folder / "table")
    yield from _inbox(folder / "inbox")
    yield from _compared()
    yield from _decided()


def read(path: Path, limits: Limits = LIMITS) -> list[Problem]:
    """The problems of one file, those of the rules included."""
    try:
        workbook = open_workbook(path, path.name, limits)
    except Refused as refusal:
        return [refusal.problem]
    result = read_workbook(workbook, FRAMEWORK, LAYOUTS)
    layout = FORM if result.kind == "return" else None
    found = [*result.problems, *problems_within_return(result, path.name, FRAMEWORK, layout)]
    return [*found, *encoding_problems(workbook)]


def _decided() -> Iterator[Problem]:
    """The notes that officers' decisions leave: a corrected cell, a waived finding."""
    error = Problem(
        "E03", "Outcomes", "O18", "12 (3 pending)", {"why": "text", "allowed": term("text", "a whole number")}
    )
    said = {"sha256": "ab" * 32, "author": "Data desk", "reason": "Confirmed in writing.", "date": date(2024, 1, 15)}
    place = {"sheet": "Outcomes", "cell": "O18", "expected": error.found, **said}
    book = Workbook(
        "THA.xlsx", "xlsx", [Sheet("Outcomes", rows={18: {15: Cell(18, 15, CellKind.TEXT, *[error.found] * 2)}})]
    )
    yield from correct(book, [Correction(kind="correction", name="twelve", corrected="12", **place)])[0]
    for finding in waive([finding_of(error)], [Waiver(kind="waiver", name="as-agreed", rule="E03", **place)]):
        yield Problem(finding.rule, finding.sheet, finding.cell, finding.found, finding.facts)


def _refused(folder: Path) -> Iterator[Problem]:
    for name, hostile in HOSTILE.items():
        path = folder / name
        path.write_bytes(hostile.make())
        yield from read(path)
    yield from read(folder / "a file that is gone")
    good = folder / "good.xlsx"
    good.write_bytes(packages.xlsx(packages.ONE_CELL + '<row r="2"><c r="B2"><v>1</v></c></row>', after=_MERGED))
    yield from read(good)
    for limit in (field.name for field in fields(Limits) if field.name.startswith("max_")):
        yield from read(good, replace(LIMITS, **{limit: 0}))


def _killed() -> Iterator[Problem]:
    tasks = ["fail", "abort", "eat", "spin"]
    for outcome in run_guarded(obey, tasks, workers=2, memory_bytes=LIMITS.max_memory_bytes, seconds=1.0):
        assert outcome.failure
        yield outcome.failure


def _forms(folder: Path) -> Iterator[Problem]:
    for number, (filled, changes, area) in enumerate(FAULTY_FORMS):
        yield from read(write_return(folder / f"{number} JPA6_{area}_2023-08.xlsx", filled, *changes, area=area))


def _tables(folder: Path) -> Iterator[Problem]:
    layout = folder / "harbour.toml"
    refuse = 'refuse = [{ pattern = "[0-9]", because = "a number stands where a country belongs" }]'
    named = LAYOUT.replace('to = "ref_area"', f'to = "ref_area"\n{refuse}')
    layout.write_text(named, encoding="utf-8")
    (folder / "other.toml").write_text(LAYOUT.replace('"1"', '"2"', 1), encoding="utf-8")
    rows = "THA;2023;4;5\nTHA;2023;4;6\nXYZ;2023;1;1\n;2023;1;1\nT4;2023;1;1\nMYS;2023;1;1;stray\nMYS;2022;many;1\n"
    for text in (HEAD + rows, HEAD.replace("Women;Men", "Women;Men;Men;Children"), HEAD.replace("Men", "Boys")):
        yield from _table(folder, text, layout).problems
    yield from _table(folder, HEAD + rows, layout, folder / "other.toml").problems
    for respelt in (HEAD.replace("Year", "Years"), HEAD.replace("Area", "").replace("Year", "")):
        yield from _table(folder, respelt + rows, layout).problems
    for number, (declared, text) in enumerate(FAULTY_TABLES):
        own = folder / f"{number}.toml"
        own.write_text(declared, encoding="utf-8")
        yield from _table(folder, text, own).problems


def _code_pages(folder: Path) -> Iterator[Problem]:
    for text, encoding in (("ประเทศ;n\nไทย;5\n", "cp874"), ("from – to;5\n", "cp1252")):
        (folder / "code page.csv").write_bytes(text.encode(encoding))
        yield from read(folder / "code page.csv")


def _table(folder: Path, text: str, *layouts: Path) -> ReadResult:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_workbook(open_workbook(path, path.name, LIMITS), FRAMEWORK, [load_layout(one) for one in layouts])


def _inbox(folder: Path) -> Iterator[Problem]:
    inbox, archive = folder / "inbox", Archive(folder / "archive")
    inbox.mkdir()
    (inbox / "link.xlsx").symlink_to(inbox)
    (inbox / "a.xlsx").write_bytes(b"a")
    (inbox / ARRIVALS).write_text("file_name,received_at\na.xlsx,yesterday\n", encoding="utf-8")
    now = datetime.now(UTC) + timedelta(seconds=5)
    arrivals = collect(inbox, archive, now=now, settle_seconds=0, limits=LIMITS, keep=True)
    yield from arrivals.problems
    for receipt in archive.receipts():
        archive.path_of(receipt.sha256).unlink()
    yield from archive.verify()


def _compared() -> Iterator[Problem]:
    series = Series()
    case = {"record": "COMP", "case_reference": "T-1", "shared_id": "X-1", "suspects": 5}
    raid = {"record": "OPER", "case_reference": "T-2", "opened_on": "2023-07-14", "other_countries": "MYS",
            "crime": "TIP", "shared_id": ""}  # fmt: skip
    rows = {("VIC_AST", "TIP"): 20, ("VIC_ID", "IDF"): 2, ("VIC_ID", "POT"): 2}
    ask = {"counterpart": "MYS", "sent": 4, "received": 2}
    series.add("THA", MONTHS[0], rows, cases=[case, raid], exchanges=[ask])
    theirs = [{**raid, "other_countries": "THA"}]
    series.add("MYS", MONTHS[0], cases=theirs, exchanges=[{"counterpart": "THA", "sent": 1, "received": 1}])
    for number, month in enumerate(MONTHS[1:6]):
        value = (number + 1) * 8
        series.add(
            "THA", month, {("ARR", "TIP"): value, ("CHG", "TIP"): value}, cover={"source_agency": f"Desk {number}"}
        )
    series.add("THA", MONTHS[6], {("ARR", "TIP"): 2, ("CHG", "TIP"): 900}, cases=[{**case, "suspects": 4}])
    series.add("THA", MONTHS[3], {}, cases=[{**case, "suspects": 9}])
    series.add("THA", MONTHS[2], {}, cases=[{**case, "suspects": 12}])
    series.add("LKA", MONTHS[0])
    series.together.add(series.add("LKA", MONTHS[0], {("ARR", "TIP"): 2}))
    found = series.findings()
    for row in found.itertuples():
        yield Problem(row.rule, row.sheet, row.cell, row.found, json.loads(row.facts))


def _sheet(workbook: openpyxl.Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _error_cells(workbook: openpyxl.Workbook) -> None:
    sheet = _sheet(workbook, "Outcomes")
    for row, value in (("INV_NEW.TIP", "#REF!"), ("INV_NEW.SOM", True), ("INV_NEW.MIX", "=1+1")):
        sheet[place_of(sheet, row, TOTAL)].value = value
    sheet[place_of(sheet, "INV_NEW.TIP", TOTAL)].data_type = "e"
    sheet[place_of(sheet, "INV_OPN.TIP", TOTAL)].value = datetime(2023, 9, 1)


def _labels(workbook: openpyxl.Workbook) -> None:
    """A label of another row, a number over a heading, a number shown as a percentage."""
    sheet = _sheet(workbook, "Outcomes")
    sheet[place_of(sheet, "CHG.TIP", "label:name:indicator")].value = "Persons convicted"
    sheet[place_of(sheet, "jpa:label", FEMALE)].value = 12
    sheet[place_of(sheet, "INV_OPN.SOM", TOTAL)].number_format = "0%"


def _merge(workbook: openpyxl.Workbook) -> None:
    sheet = _sheet(workbook, "Outcomes")
    sheet.merge_cells(f"{place_of(sheet, 'ARR.TIP', FEMALE_CHILD)}:{place_of(sheet, 'ARR.TIP', FEMALE)}")


def _copy_row(workbook: openpyxl.Workbook) -> None:
    sheet = _sheet(workbook, "Outcomes")
    row = next(cell.row for cell in sheet["A"] if cell.value == "ARR.TIP")
    below = next(cell.row for cell in sheet["A"] if cell.value == "MIG_SMG.SOM") + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(below, column).value = copy(sheet.cell(row, column).value)


def _column(key: str) -> Change:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = _sheet(workbook, "Outcomes")
        head = sheet[place_of(sheet, "INV_NEW.TIP", FEMALE)]
        code = next(cell for line in sheet.iter_rows() for cell in line if cell.value == FEMALE)
        assert head.row
        code.value = key

    return change


def _without(sheet: str, key: str) -> Change:
    def change(workbook: openpyxl.Workbook) -> None:
        row = next(cell.row for cell in _sheet(workbook, sheet)["A"] if cell.value == key)
        _sheet(workbook, sheet).delete_rows(row)

    return change


def _beside(workbook: openpyxl.Workbook) -> None:
    sheet = _sheet(workbook, "Outcomes")
    row = next(cell.row for cell in sheet["A"] if cell.value == "ARR.TIP")
    sheet.cell(row, 60).value = "5 more"


def _row_without_code(workbook: openpyxl.Workbook) -> None:
    sheet = _sheet(workbook, "Outcomes")
    place = place_of(sheet, "MIG_SMG.SOM", TOTAL)
    sheet[f"{place.rstrip('0123456789')}{sheet.max_row + 2}"].value = 6


def _newer(workbook: openpyxl.Workbook) -> None:
    _sheet(workbook, "Cover")["A1"].value = "jpa:layout:jpa_return:99"


_NUMBERS: dict[tuple[str, str], Value] = {
    ("CHG.TIP", TOTAL): "12 (3 pending)",
    ("CHG.SOM", TOTAL): 2.5,
    ("CHG.MIX", TOTAL): -1,
    ("CON.TIP", TOTAL): 10.0**16,
    ("CON.SOM", TOTAL): "1.234",
    ("CON.MIX", TOTAL): "007",
    ("NET_DIS.TIP", TOTAL): 5000,
    ("ARR_OTH.OTH", TOTAL): "๑๒",
    ("SUS_ID.SOM", MALE): "Female 18+",
}
_PERSONS = {
    **split_row("SUS_ID.TIP", {MALE: 3}),
    **split_row("ARR.TIP", {MALE: 4}),
    **split_row("CHG.TIP", {MALE: 5}),
    **split_row("CON.TIP", {MALE: 6}),
    ("SUS_ID.SOM", TOTAL): 4,
    ("SUS_ID.MIX", TOTAL): 40,
    ("ARR.SOM", FEMALE): "<5",
    ("ARR.SOM", TOTAL): 6,
    ("ARR.MIX", FEMALE): "<5",
    ("ARR.MIX", TOTAL): 60,
}
_VICTIMS: dict[tuple[str, str], Value] = {("IDF.SEX", FEMALE): 9, ("POT._T", FEMALE): 8, ("POT._T", TOTAL): 8}
_LISTS: dict[str, list[dict[str, Value]]] = {
    "citizenship": [
        {"citizenship": "MMR", "victim_status": "IDF", "victims": 40},
        {"citizenship": "MMR", "victim_status": "IDF", "victims": 1},
    ],
    "exchanges": [{"sent": 4}, {"counterpart": "Malasia", "channel": "POLICE", "sent": "1,024"}],
    "cases": [
        {"case_reference": "T-1", "record": "PLAN", "opened_on": "03/04/2024"},
        {"case_reference": "T-2", "record": "PLAN", "opened_on": "2566-09-14", "stage": "qqqq"},
    ],
    "activities": [{"reference": "A", "type": "TRAINING", "role": "ATTENDED", "officers_f": 900}],
}  # fmt: skip
_ROUND = FormContent({"nil_return": "NO"}, {"outcomes": {("SUS_ID.TIP", key): 10 for key in PARTS}
                     | {("ARR.TIP", key): 5 for key in PARTS}})  # fmt: skip
_FEW: dict[str, list[dict[str, Value]]] = {
    "citizenship": [{"citizenship": "LAO", "victim_status": "POT", "victims": 1}]
}
_ZEROS = FormContent({"nil_return": "NO"}, {"outcomes": {("ARR_OTH.OTH", TOTAL): 0}})

# Content, changes by hand afterwards, country.
FAULTY_FORMS: tuple[tuple[FormContent, tuple[Change, ...], str], ...] = (
    (content(outcomes_changed=_NUMBERS), (_error_cells, _merge, _beside, _row_without_code, _copy_row), "THA"),
    (content(outcomes_changed=_PERSONS, victims_changed=_VICTIMS, lists=_LISTS), (), "MYS"),
    (content(cover={"data_status": "almost", "activities_listed": "NONE"}), (), "VNM"),
    (content(cover={"nil_return": "YES", "completed_on": "2566-10-04"}), (put_on_cover("ref_area", "France"),), "THA"),
    (content(cover={"completed_on": "2566-10-04"}), (put_on_cover("time_period", "2566-09"),), "THA"),
    (content(), (put_on_cover("time_period", "2566-09"),), "MYS"),
    (content(), (put_on_cover("time_period", "2025-09"), put_on_cover("ref_area", "Tailand")), "MYS"),
    (content(), (put_on_cover("time_period", "last month"), put_on_cover("ref_area", None)), "THA"),
    (content(), (lambda workbook: workbook.copy_worksheet(workbook["Victims"]) and None, _column("_T._T")), "THA"),
    (content(), (_column("X.Y"), put("Outcomes", "INV_NEW.TIP", FEMALE_CHILD, 3)), "THA"),
    (content(), (lambda workbook: workbook.remove(workbook["Victims"]), put_on_cover("ref_area", "Thailand")), "MYS"),
    (content(), (_newer,), "THA"),
    (content(), (_without("Outcomes", "MIG_SMG.SOM"), _without("Cover", "comments")), "THA"),
    (content(), (_labels,), "THA"),
    (content(lists=_FEW), (), "THA"),
    (FormContent(), (), "THA"),
    (_ROUND, (), "THA"),
    (_ZEROS, (), "THA"),
)
