"""What stands in a file is what is read, at its address and of its kind."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import xlsxwriter

from assets.intake.addresses import column_letters
from tests.intake.packages import Opener, shown


def _xlsxwriter_values() -> tuple[bytes, dict[str, str]]:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Outcomes")
    plain, bold = None, book.add_format({"bold": True, "num_format": "#,##0"})
    expected = {}
    for row in range(3, 40):
        for column in range(2, 30):
            value: int | str = row * column if (row + column) % 3 else f"text <{row}> & {column}"
            sheet.write(row, column, value, bold if row % 2 else plain)
            expected[f"{column_letters(column + 1)}{row + 1}"] = str(value)
        sheet.write_blank(row, 40, None, bold)
    book.close()
    return stream.getvalue(), expected


def test_every_value_of_xlsxwriter_is_read_at_its_address(opened: Opener) -> None:
    data, expected = _xlsxwriter_values()
    book = opened(data)
    assert (book.format, book.file_name) == ("xlsx", "THA 2023-09.xlsx")
    assert {address: text for address, (_, _, text) in shown(book.sheets[0]).items()} == expected


def test_every_value_of_openpyxl_is_read_at_its_address(opened: Opener) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    expected = {}
    for row in range(5, 25):
        for column in range(1, 20, 2):
            sheet.cell(row, column, row * 1000 + column)
            expected[f"{column_letters(column)}{row}"] = str(row * 1000 + column)
    stream = io.BytesIO()
    book.save(stream)
    assert {a: text for a, (_, _, text) in shown(opened(stream.getvalue()).sheets[0]).items()} == expected


def test_kinds_of_cells_are_kept_apart(opened: Opener) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    moment, hours = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"num_format": "[h]:mm"})
    sheet.write("B2", 5)
    sheet.write("B3", 2.5)
    sheet.write("B4", "12")
    sheet.write("B5", True)
    sheet.write("B6", date(2023, 9, 1))
    sheet.write("B7", datetime(2023, 9, 1, 12, 30), moment)
    sheet.write("B8", time(5, 6), book.add_format({"num_format": "hh:mm"}))
    sheet.write("B9", timedelta(hours=30), hours)
    sheet.write_formula("B10", "=1+1", None, 2)
    sheet.write_formula("B11", "=1/0", None, "#DIV/0!")
    sheet.write("B13", 0)
    sheet.write("B14", -0.0)
    sheet.write("B15", 1e20)
    book.close()
    assert shown(opened(stream.getvalue()).sheets[0]) == {
        "B2": ("number", 5, "5"),
        "B3": ("number", 2.5, "2.5"),
        "B4": ("text", "12", "12"),
        "B5": ("boolean", True, "TRUE"),
        "B6": ("date", date(2023, 9, 1), "2023-09-01"),
        "B7": ("date", datetime(2023, 9, 1, 12, 30), "2023-09-01 12:30:00"),
        "B8": ("date", time(5, 6), "05:06:00"),
        "B9": ("date", "30:00:00", "30:00:00"),
        "B10": ("number", 2, "2"),
        "B11": ("error", "#DIV/0!", "#DIV/0!"),
        "B13": ("number", 0, "0"),
        "B14": ("number", 0, "0"),
        "B15": ("number", 10**20, "100000000000000000000"),
    }
