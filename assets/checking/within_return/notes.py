"""What was changed while reading: a number in another way of writing, a code page, a Buddhist year.

Notes never change the outcome; they let the sender see how a cell was understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assets.checking.decided import CORRECTED
from assets.checking.within_return.counts import counted_fields
from assets.forms.dates import BUDDHIST
from assets.forms.results import ReadResult
from assets.forms.values import STRIPPED, digits_of_one_script
from assets.framework.loader import Framework
from assets.intake.problems import Problem
from assets.intake.workbook import Workbook

_DAY_OR_MONTH = re.compile(r"([0-9]{4})-[0-9]{2}(?:-[0-9]{2})?", re.ASCII)


def note_problems(result: ReadResult, framework: Framework) -> Iterator[Problem]:
    """A note for every cell that was read otherwise than it is written."""
    listed = counted_fields(framework)
    for cell in result.observations:
        # A corrected cell has its own note (N02), which says what it counts as.
        if cell.comment and CORRECTED not in cell.comment.split("; "):
            value = "<5" if cell.obs_value is None else cell.obs_value
            yield Problem("N01", cell.sheet, cell.cell, cell.raw_text, {"value": value, "how": cell.comment})
    for entry in result.entries:
        written = entry.raw_text.strip(STRIPPED)
        if entry.value_number is not None:
            if (entry.list_name, entry.field) in listed and written != str(entry.value_number):
                facts: dict[str, str | int] = {"value": entry.value_number, "how": ""}
                yield Problem("N01", entry.sheet, entry.cell, entry.raw_text, facts)
        elif (read := _DAY_OR_MONTH.fullmatch(entry.value_text)) and _is_buddhist(written, int(read[1])):
            yield Problem("W14", entry.sheet, entry.cell, entry.raw_text, {"read": entry.value_text})


def encoding_problems(workbook: Workbook) -> Iterator[Problem]:
    """A note where a text was no Unicode and its code page had to be told from its words."""
    if workbook.encoding:
        kind = "word" if workbook.decisive_word else "alike"
        yield Problem("N04", found=workbook.decisive_word, facts={"encoding": workbook.encoding, "kind": kind})


def _is_buddhist(written: str, year: int) -> bool:
    return str(year + BUDDHIST) in digits_of_one_script(written)[0]
