"""Read one framework table from its CSV file; whatever is wrong is named by file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from assets.framework.rows import Row


class FrameworkError(ValueError):
    """A framework table is missing, has another header or holds a row that cannot be used."""


@dataclass(frozen=True)
class Table:
    """A table as read: the path of its file, and its rows by the line on which each begins."""

    path: Path
    rows: dict[int, Row]

    def error(self, line: int, column: str, what: str) -> FrameworkError:
        """The error that says where in the file something is wrong."""
        return FrameworkError(f"{self.path}, line {line}, column {column}: {what}")


def read_table(path: Path, model: type[Row], key: tuple[str, ...]) -> Table:
    """Every row of the file as ``model``; ``key`` are the columns that tell rows apart."""
    table = Table(path, dict(_read(path, model)))
    _check_key(table, key)
    return table


def check_column(table: Table, column: str, known: Collection[str], what: str) -> None:
    """Raises FrameworkError where the column holds something that is not ``known``; ``what`` says what it is then."""
    for line, row in table.rows.items():
        value = getattr(row, column)
        if value not in known:
            raise table.error(line, column, f"{value} is {what}.")


def _read(path: Path, model: type[Row]) -> Iterator[tuple[int, Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from _rows(path, csv.DictReader(stream, strict=True), model)
    except FileNotFoundError as error:
        raise FrameworkError(f"{path}: the file is missing.") from error
    except UnicodeDecodeError as error:
        raise FrameworkError(f"{path}: the file is not saved as UTF-8.") from error
    except csv.Error as error:
        raise FrameworkError(f"{path}: the file is no CSV file: {error}.") from error


def _rows(path: Path, reader: csv.DictReader[str], model: type[Row]) -> Iterator[tuple[int, Row]]:
    expected = list(model.model_fields)
    if reader.fieldnames != expected:
        raise FrameworkError(f"{path}, line 1: the header must read {','.join(expected)}.")
    before = reader.line_num
    for row in reader:
        # A note may run over several lines: a row is where it begins.
        line, before = before + 1, reader.line_num
        if len(row) > len(expected) or None in row.values():
            cells = sum(value is not None for name, value in row.items() if name) + len(row.get(None) or ())
            raise FrameworkError(f"{path}, line {line}: {len(expected)} cells are needed, there are {cells}.")
        try:
            yield line, model.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            column = ".".join(map(str, first["loc"])) or "more than one"
            raise FrameworkError(f"{path}, line {line}, column {column}: {first['msg']}.") from error


def _check_key(table: Table, key: tuple[str, ...]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in table.rows.items():
        values = tuple(getattr(row, column) for column in key)
        if values in seen:
            raise table.error(line, key[-1], f"{', '.join(values)} stands on line {seen[values]} already.")
        seen[values] = line
