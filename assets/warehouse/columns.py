"""Columns as they are declared: those of tables that Python fills in tables.py, those of sql/ in sql/columns.csv.

In that file a column is described once, under the table ``*``: a name means the same wherever it is a column. Each
table lists its columns in their order, with a type or a description of their own only where they differ.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_EVERY_TABLE = "*"


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column: ``type`` as DuckDB names it, what it holds, and which values may stand in it.

    Text must be the whole ``pattern``, one of ``values``, or a code of one of the framework's ``codelists`` or of
    ``also``, where these are given; a number must be at least ``least``.
    """

    description: str
    nullable: bool = False
    pattern: str = ""
    values: tuple[str, ...] = ()
    codelists: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    least: int | None = None
    name: str = ""
    type: str = ""

    @property
    def constraints(self) -> tuple[str, ...]:
        """What holds of its values, in words."""
        said = [] if self.nullable else ["not missing"]
        if self.values:
            said.append("one of " + ", ".join(self.values))
        if self.pattern:
            said.append(f"matches {self.pattern}")
        if self.least is not None:
            said.append(f"at least {self.least}")
        if self.codelists:
            lists = " or ".join(f"{name} code" for name in self.codelists)
            said.append(", or ".join([lists, *map(repr, self.also)]))
        return tuple(said)


def load_columns(path: Path) -> dict[str, tuple[Column, ...]]:
    """The columns of each table of sql/ (schema.name), as ``path`` declares them; none where there is no such file.

    Raises ValueError for a column that is not described.
    """
    rows = _rows(path)
    meanings = {name: (kind, description) for table, name, kind, description in rows if table == _EVERY_TABLE}
    tables: dict[str, list[Column]] = {}
    for table, name, kind, description in rows:
        if table == _EVERY_TABLE:
            continue
        usual_kind, usual_description = meanings.get(name, ("", ""))
        column = Column(description or usual_description, nullable=True, name=name, type=kind or usual_kind)
        if not (column.type and column.description):
            raise ValueError(
                f"{path}: {table}.{name} has no type or no description: give it a row {_EVERY_TABLE},{name}."
            )
        tables.setdefault(table, []).append(column)
    return {table: tuple(columns) for table, columns in tables.items()}


def as_struct(columns: Iterable[Column]) -> str:
    """Columns as DuckDB writes the type of a row of them."""
    return f"STRUCT({', '.join(f'{column.name} {column.type.upper()}' for column in columns)})"


def _rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
