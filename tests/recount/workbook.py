"""A return read with openpyxl alone: its cells by machine code, its lists line by line, as the sender typed them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

Interval = tuple[int, int | None]
# What a mark leaves possible; None: it cannot be counted there.
_MARKS: dict[Any, Interval | None] = {None: (0, None), "": (0, None), "..": (0, None), "<5": (0, 4), "n/a": None}


@dataclass(frozen=True)
class Sent:
    """One return: what stands on each sheet."""

    cover: dict[str, Any]
    grids: dict[str, dict[tuple[str, str], Any]]
    lists: dict[str, list[dict[str, Any]]]

    @property
    def is_nil(self) -> bool:
        return bool(self.cover.get("nil_return") == "Yes")

    def complete(self, list_name: str) -> bool:
        said = self.cover.get(f"{list_name}_listed")
        return self.is_nil or said in ("Listed below or on its sheet", "None this month")

    def listed(self, list_name: str) -> bool:
        return bool(self.cover.get(f"{list_name}_listed") == "Listed below or on its sheet")


def interval(value: Any, *, nil: bool = False) -> Interval | None:
    """The numbers that a cell may stand for."""
    if isinstance(value, int):
        return value, value
    return (0, 0) if nil and value in (None, "") else _MARKS[value]


def read(path: Path, corrections: dict[tuple[str, str], int | None]) -> Sent:
    """The workbook at ``path``; ``corrections`` are cells (sheet, A1) with the number that an officer put there."""
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, data_only=True)
    cover: dict[str, Any] = {}
    grids: dict[str, dict[tuple[str, str], Any]] = {}
    lists: dict[str, list[dict[str, Any]]] = {}
    for sheet in book.worksheets:
        kind, name, heads = "", "", {}
        for row in sheet.iter_rows():
            first = row[0].value
            if isinstance(first, str) and first.startswith(("jpa:fields", "jpa:grid", "jpa:list")):
                _, kind, name = first.split(":")
                heads = {c.column: c.value for c in row[1:] if c.value and not str(c.value).startswith("label:")}
            elif first == "jpa:end":
                kind = ""
            elif first == "jpa:label" or not kind:
                continue
            elif kind == "list":
                line = {heads[c.column]: c.value for c in row[1:] if c.column in heads and c.value is not None}
                if line:
                    lists.setdefault(name, []).append(line)
            elif first:
                for cell in row[1:]:
                    if cell.column in heads:
                        value = corrections.get((sheet.title, cell.coordinate), cell.value)
                        if kind == "fields":
                            cover[first] = value
                        elif not cell.protection.locked:
                            grids.setdefault(name, {})[first, heads[cell.column]] = value
    return Sent(cover, grids, lists)
