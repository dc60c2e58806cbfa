"""A return with twenty different faults, one a cell, and where each of them stands."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from assets.forms.writer.content import Value
from tests.checking.returns import FEMALE, LISTS, MALE, TOTAL, content, place, split_row, write_return
from tests.forms.forms import put

# Each fault of Outcomes with the row and column it stands in. Rows whose parts would add up wrongly are left out of
# the sums by a blank part, so that no fault brings a second one with it.
_CELLS: dict[tuple[str, str], tuple[str, Value]] = {
    ("INV_NEW.TIP", TOTAL): ("E03", "12 (3 pending)"),
    ("INV_NEW.SOM", TOTAL): ("E03", 2.5),
    ("INV_NEW.MIX", TOTAL): ("E03", -1),
    ("INV_OPN.TIP", TOTAL): ("E03", "1.234"),
    ("INV_OPN.SOM", TOTAL): ("E03", "007"),
    ("INV_OPN.MIX", TOTAL): ("E03", 1e16),
    ("WAR_EXE.TIP", TOTAL): ("E05", "Female 18+"),
    ("WAR_EXE.SOM", TOTAL): ("E08", 100_001),
    ("NET_DIS.TIP", TOTAL): ("E08", 1_001),
    ("SUS_ID.MIX", TOTAL): ("W09", 14),
    ("ARR.TIP", TOTAL): ("E06", 8),
    ("CHG.SOM", FEMALE): ("E03", "some"),
    ("ARR_OTH.OTH", TOTAL): ("N01", "๑๒"),
}
_PERSONS = {**split_row("CON.MIX", {MALE: 7}), **split_row("MIG_SMG.SOM", {MALE: 2})}
_LISTS: dict[str, list[dict[str, Value]]] = {
    "citizenship": [*LISTS["citizenship"], {**LISTS["citizenship"][0], "victims": 0}],
    "exchanges": [{**LISTS["exchanges"][0], "counterpart": "Malasia"}],
    "cases": [{**LISTS["cases"][0], "opened_on": "03/04/2024", "stage": "nearly done"}],
    "activities": [{**LISTS["activities"][0], "officers_f": 900}],
}


def unprotected(workbook: openpyxl.Workbook) -> None:
    """The sender took the protection off, and could type into grey cells."""
    for sheet in workbook.worksheets:
        sheet.protection.sheet = False


def write_twenty_faults(path: Path) -> Path:
    """The return with its faults."""
    changed = {key: value for key, (_, value) in _CELLS.items()} | _PERSONS
    filled = content(outcomes_changed=changed, cover={"data_status": "almost"}, lists=_LISTS)
    changes = (
        unprotected,
        put("Outcomes", "WAR_EXE.MIX", TOTAL, "=1+1"),
        put("Outcomes", "NET_DIS.SOM", FEMALE, 3),
        put("Victims", "POT.LAB", FEMALE, True),
    )
    return write_return(path, filled, *changes)


def planted_in(path: Path) -> set[tuple[str, str, str]]:
    """Rule, sheet and cell of each fault, the name of the file among them (W17)."""
    book = openpyxl.load_workbook(path)
    found = {(rule, "Outcomes", place("Outcomes", *key)) for key, (rule, _) in _CELLS.items()}
    found |= {
        ("E03", "Outcomes", place("Outcomes", "WAR_EXE.MIX", TOTAL)),
        ("E02", "Outcomes", place("Outcomes", "NET_DIS.SOM", FEMALE)),
        ("W03", "Outcomes", place("Outcomes", "CON.MIX", TOTAL)),
        ("E03", "Victims", place("Victims", "POT.LAB", FEMALE)),
        ("E02", "Cover", place("Cover", "data_status", "value")),
        ("W17", "Cover", place("Cover", "time_period", "value")),
    }
    for sheet, key, row, rule in (
        ("Victims", "victims", 3, "E01"),
        ("Exchanges", "counterpart", 0, "E02"),
        ("Cases", "opened_on", 0, "E02"),
        ("Cases", "stage", 0, "E02"),
        ("Activities", "officers_f", 0, "W06"),
    ):
        found.add((rule, sheet, line_of(book[sheet], key, row)))
    return found


def line_of(page: Worksheet, key: str, row: int) -> str:
    """The address of a field in the first row of a list that holds anything, or ``row`` rows below it."""
    code = next(cell for line in page.iter_rows() for cell in line if cell.value == key)
    below = range(code.row + 1, page.max_row)
    # Rows for people only carry a machine code in column A; a row of the list carries none.
    first = next(n for n in below if page.cell(n, 1).value is None and page.cell(n, code.column).value is not None)
    return f"{code.column_letter}{first + row}"
