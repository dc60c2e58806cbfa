"""Text with separators (.csv, .tsv): the encoding, the separator, and the cells, all of them text.

A byte that is not UTF-8 is never replaced: either the words of the file tell its code page, or it is refused with the
line where the byte stands.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from itertools import islice

from assets.intake.formats.code_pages import DetectedEncoding, detect_encoding
from assets.intake.limits import Limits
from assets.intake.problems import refuse
from assets.intake.sheet_facts import SheetFacts
from assets.intake.workbook import Cell, CellKind, Sheet

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 200
# What is said of a text that is not in the encoding it is read in.
_NOT = {"utf-8-sig": "text that is not UTF-8", "utf-16": "text that is not UTF-16"}
_HINT = "sep="


def decode(data: bytes) -> DetectedEncoding:
    """The text of a file in UTF-8 (with or without a byte order mark), in UTF-16 with one, or in a code page.

    ``encoding`` and ``word`` are empty but for a code page (code_pages.detect_encoding). Raises Refused F01 with
    ``line`` for other encodings and for NUL characters.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refuse("F01", kind="text", what="text in an encoding that is not read (UTF-32)", line=1)
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        detected = DetectedEncoding(data.decode(encoding), "", "")
    except UnicodeDecodeError as error:
        found = detect_encoding(data) if encoding == "utf-8-sig" else None
        if found is None:
            raise refuse(
                "F01",
                kind="text",
                what=_NOT[encoding],
                line=data.count(b"\n", 0, error.start) + 1,
                found=f"0x{data[error.start]:02X}",
            ) from error
        detected = found
    if "\0" in detected.text:
        raise refuse(
            "F01",
            kind="text",
            what="NUL characters in text",
            line=detected.text.count("\n", 0, detected.text.index("\0")) + 1,
        )
    return detected


def separator(text: str) -> str:
    """The separator that divides most records into the same number of fields; a comma where none does."""
    best, best_score = SEPARATORS[0], (0.0, 0)
    for mark in SEPARATORS:
        try:
            widths = Counter(
                len(r) for r in islice(csv.reader(io.StringIO(text, ""), delimiter=mark), _SAMPLE_RECORDS) if r
            )
        except csv.Error:
            continue
        divided = [(count, width) for width, count in widths.items() if width > 1]
        if divided:
            count, width = max(divided)
            score = (count / widths.total(), width)
            if score > best_score:
                best, best_score = mark, score
    return best


def read_text(data: bytes, name: str, limits: Limits) -> tuple[Sheet, SheetFacts, DetectedEncoding]:
    """The one sheet of a text file, and its text; rows are records, as Excel counts them. Raises Refused F01 or F03."""
    detected = decode(data)
    text = detected.text
    mark = separator(text)
    if text[:4].lower() == _HINT and text[4:5] in SEPARATORS and text[5:6] in ("\r", "\n"):
        # Excel takes the hint and does not show its line.
        mark, text = text[4], text[5:].removeprefix("\r").removeprefix("\n")
    sheet, facts = Sheet(name), SheetFacts(name)
    reader = csv.reader(io.StringIO(text, ""), delimiter=mark, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            _add(sheet, facts, number, record, limits)
    except csv.Error as error:
        raise refuse(
            "F01",
            kind="text",
            what="a quotation mark that is not closed",
            line=reader.line_num,
            detail=str(error),
        ) from error
    facts.check(limits)
    return sheet, facts, detected


def _add(sheet: Sheet, facts: SheetFacts, number: int, record: list[str], limits: Limits) -> None:
    cells = {
        column: Cell(number, column, CellKind.TEXT, text, text) for column, text in enumerate(record, start=1) if text
    }
    facts.cells += len(record)
    if cells:
        sheet.rows[number] = cells
        facts.extend_to(number, max(cells))
    if facts.cells > limits.max_cells or number > limits.max_rows:
        facts.check(limits)
