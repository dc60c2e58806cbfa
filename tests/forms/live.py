"""What the tests of the live form share: a row without a fault, and what stands beside it in the file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl

from assets.forms.writer.content import FormContent, Value
from tests.forms.forms import place_of
from tests.forms.test_round_trip import COVER

TOTAL = "_T._T"
SUSPECTS = "SUS_ID.TIP"
# A row without a fault: the parts add up to the total, one of them withheld.
ROW: dict[tuple[str, str], Value] = {
    (SUSPECTS, "F.Y0T17"): 0, (SUSPECTS, "F.Y_GE18"): 3, (SUSPECTS, "F._U"): 0, (SUSPECTS, "M.Y0T17"): "<5",
    (SUSPECTS, "M.Y_GE18"): 9, (SUSPECTS, "M._U"): 0, (SUSPECTS, "_O._T"): 0, (SUSPECTS, "_U._T"): 0,
    (SUSPECTS, TOTAL): 14,
}  # fmt: skip
ZERO: dict[tuple[str, str], Value] = {("CHG.TIP", TOTAL): 0}


def said(file: Path, sheet: str, row: str, column: str = "label:check") -> Value:
    """The value that stands in the file, as a program sees it that does not calculate."""
    book = openpyxl.load_workbook(file, data_only=True)
    return book[sheet][place_of(book[sheet], row, column)].value or ""


def verdict(file: Path) -> str:
    book = openpyxl.load_workbook(file, data_only=True)
    row = 3 if book["Cover"]["B2"].value == "SYNTHETIC SAMPLE, no real event" else 2
    return str(book["Cover"].cell(row, 2).value)


def outcomes(cells: Mapping[tuple[str, str], Value]) -> FormContent:
    return FormContent(cover=COVER | {"exchanges_listed": "NONE", "cases_listed": "NONE"}, grids={"outcomes": cells})
