"""What the pages' files say, for comparison with the recount: figures with their marks, by what they are about."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl

Said = tuple[int | None, bool]


def rows(site: Path, name: str) -> list[dict[str, str]]:
    """The rows of data/name.csv; none where there is no such file."""
    path = site / "data" / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def said(row: dict[str, str], column: str) -> Said:
    """A figure and whether it is marked as a lower bound."""
    number = row[column]
    return (int(number) if number else None), "[≥]" in row.get(f"{column}, mark", "")


def mark(row: dict[str, str], column: str) -> str:
    """The marks beside a figure."""
    return row.get(f"{column}, mark", "")


def book(site: Path, name: str) -> dict[str, list[dict[str, Any]]]:
    """The tables of a workbook by their title, each row by the heads of its columns."""
    found = {}
    for sheet in openpyxl.load_workbook(site / "data" / f"{name}.xlsx").worksheets:
        lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        top = next(n for n, line in enumerate(lines) if n and not any(lines[n - 1]) and any(line))
        heads = [head for head in lines[top] if head]
        found[str(lines[0][0])] = [dict(zip(heads, line, strict=False)) for line in lines[top + 1 :]]
    return found
