"""What the form says by itself about the rows of a list: as a formula beside each row, and as Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assets.forms.layout.blocks import FormField, ListBlock
from assets.forms.writer.content import Value
from assets.forms.writer.live_counts import is_answer, no_answers, spaceless

# Stands in the formula of a row for the row's number.
ROW = "#"
BLANK, NOT_LISTED, NO_DAY, NO_COUNT, TWICE = (
    "still blank", "not in the list", "no day as year-month-day", "neither a whole number nor a mark", "twice",
)  # fmt: skip
TEXTS = (BLANK, NOT_LISTED, NO_DAY, NO_COUNT, TWICE)
NUMBERS = "Numbers"
# A part of a message begins so; conditional formats look for it together with the column's heading.
BULLET = "• "
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_FIRST_SERIAL, _LAST_SERIAL = 1, 73415
_ISO_DAY = re.compile(r".{4}-.{2}-.{2}", re.DOTALL)
_FIELD_MARKS = ("..", "n/a")


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a list stands: the letter of each field's column, the row of the headings and the ready rows (from 1).

    ``choices`` are the cells with codes and words of each field that has a drop-down; ``texts`` the cell of each
    of ``TEXTS`` and of ``NUMBERS``; ``keys`` the fields that may stand together once only.
    """

    columns: Mapping[str, str]
    head_row: int
    first_row: int
    last_row: int
    choices: Mapping[str, str]
    texts: Mapping[str, str]
    keys: tuple[str, ...] = ()


def list_message_formula(block: ListBlock, place: ListPlace, marks: tuple[str, ...]) -> str:
    """What is to be looked at in a row of the list; ``ROW`` stands for the number of the row."""
    told = [_told(item, place) for item in block.fields]
    if areas := count_areas(block, place.columns):
        wrong = "+".join(no_answers(f"{first}{ROW}:{last}{ROW}", marks) for first, last in areas)
        told.append(f'IF({wrong}>0,"{BULLET}"&{place.texts[NUMBERS]}&": "&{place.texts[NO_COUNT]}&" ","")')
    if place.keys:
        told.append(_twice(place))
    first, last = place.columns[block.fields[0].name], place.columns[block.fields[-1].name]
    row = f"COUNTA({first}{ROW}:{last}{ROW})=0"
    return f'IFERROR(IF({row},"",TRIM({"&".join(part for part in told if part)})),{place.texts[NO_COUNT]})'


def day_condition(cell: str) -> str:
    """The condition under which a cell that holds something is a day or a mark that may stand for one."""
    iso = f'AND(LEN({cell})=10,MID({cell},5,1)="-",MID({cell},8,1)="-")'
    is_mark = ",".join(f'TRIM({cell})="{mark}"' for mark in ("", *_FIELD_MARKS))
    within = f"AND({cell}>={_FIRST_SERIAL},{cell}<={_LAST_SERIAL})"
    return f"IF(ISNUMBER({cell}),{within},OR({is_mark},{iso}))"


def _told(item: FormField, place: ListPlace) -> str:
    column = place.columns[item.name]
    cell = f"{column}{ROW}"
    tests: list[tuple[str, str]] = []
    if item.required:
        tests.append((f'TRIM({cell})=""', BLANK))
    if item.kind == "date":
        tests.append((f"NOT({day_condition(cell)})", NO_DAY))
    if item.name in place.choices:
        listed = f"COUNTIF({place.choices[item.name]},TRIM({cell}))>0"
        known = ",".join(f'TRIM({cell})="{mark}"' for mark in ("", *_FIELD_MARKS))
        tests.append((f"NOT(OR({known},{listed}))", NOT_LISTED))
    formula = '""'
    for test, text in reversed(tests):
        formula = f'IF({test},"{BULLET}"&{column}${place.head_row}&": "&{place.texts[text]}&" ",{formula})'
    return formula if tests else ""


def _twice(place: ListPlace) -> str:
    """Compared cell by cell: COUNTIFS would take the text 01 for 1, and * for anything."""
    columns = [place.columns[name] for name in place.keys]
    equal = "*".join(f"(${c}${place.first_row}:${c}${place.last_row}={c}{ROW})" for c in columns)
    head = f'"{BULLET}"&{columns[0]}${place.head_row}&": "&{place.texts[TWICE]}'
    return f'IF({columns[0]}{ROW}<>"",IF(IFERROR(SUMPRODUCT({equal}),0)>1,{head},""),"")'


def count_areas(block: ListBlock, columns: Mapping[str, str]) -> list[tuple[str, str]]:
    """The first and last column of each run of columns that hold counts."""
    runs = groupby(block.fields, key=lambda item: item.kind == "count")
    counts = [[columns[item.name] for item in run] for is_count, run in runs if is_count]
    return [(run[0], run[-1]) for run in counts]


def list_message(
    block: ListBlock,
    shown: Mapping[str, Value],
    translate: Callable[[str], str],
    marks: tuple[str, ...],
    choices: Mapping[str, frozenset[str]],
    *,
    twice: bool,
) -> str:
    """The value of ``list_message_formula``: ``shown`` are the values of a row as they stand in its cells.

    ``choices`` are the words and codes of each field with a drop-down, case-folded.
    """
    if all(value in (None, "") for value in shown.values()):
        return ""
    parts: list[str] = []
    for item in block.fields:
        text = _what_is_wrong(item, shown.get(item.name), choices)
        parts += [f"{BULLET}{translate(item.label)}: {translate(text)}"] if text else []
    if not all(is_answer(shown.get(item.name), marks) for item in block.fields if item.kind == "count"):
        parts.append(f"{BULLET}{translate(NUMBERS)}: {translate(NO_COUNT)}")
    if twice:
        parts.append(f"{BULLET}{translate(block.fields[0].label)}: {translate(TWICE)}")
    return " ".join(parts)


def _what_is_wrong(item: FormField, value: Value, choices: Mapping[str, frozenset[str]]) -> str:
    text = spaceless(value)
    if not text:
        return BLANK if item.required else ""
    if item.kind == "date":
        return "" if is_day(value) else NO_DAY
    if item.name in choices and text not in _FIELD_MARKS and text not in choices[item.name]:
        return NOT_LISTED
    return ""


def is_day(value: Value) -> bool:
    """Whether ``day_condition`` holds for a value that is not blank."""
    if isinstance(value, date):
        return _FIRST_DAY <= value <= _LAST_DAY
    if isinstance(value, (int, float)):
        return _FIRST_SERIAL <= value <= _LAST_SERIAL
    return spaceless(value) in _FIELD_MARKS or _ISO_DAY.fullmatch(str(value)) is not None
