"""Tables: one model for the page, the CSV and the workbook, so that all three say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markupsafe import Markup

from assets.dashboards.flags import legend

Value = int | float | str | None
Kind = Literal["text", "number", "share", "day", "month", "of", "picture"]
Part = Literal["value", "whole", "flags"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``label`` heads it on the page, ``download`` (else the label) in the CSV and the workbook.

    An "of" column ("11 of 12") becomes two there; a "picture" none. ``of_label`` heads the second of the two.
    """

    label: str
    kind: Kind = "number"
    download: str = ""
    of_label: str = ""
    right: bool = False


class Cell(NamedTuple):
    """A value with its flags; ``of`` is the whole of an "of" cell, ``small`` a second line, ``html`` a picture."""

    value: Value = None
    of: int | None = None
    flags: tuple[str, ...] = ()
    small: str = ""
    href: str = ""
    bold: bool = False
    html: Markup = Markup()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns. The first column heads each row.

    ``across``: on the page the rows run across (months); downloads keep one row a month. ``total``: the last row is
    the total of those above. ``note`` stands below. ``look`` is a class of the table on the page.
    ``ours`` is False for figures that other sources publish: they are real where the returns are samples.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    across: bool = False
    total: bool = False
    look: str = ""
    ours: bool = True

    @property
    def flags(self) -> frozenset[str]:
        """Every flag that stands in the table."""
        return frozenset(flag for row in self.rows for cell in row for flag in cell.flags)

    @property
    def legend(self) -> str:
        """What those flags mean, then the table's own note."""
        return " ".join(text for text in (legend(self.flags), self.note) if text)


def download_columns(table: Table) -> list[tuple[str, int, Part]]:
    """Header, position and part (value, whole of an "of", flags) of each column of the CSV and the workbook."""
    found: list[tuple[str, int, Part]] = []
    for position, column in enumerate(table.columns):
        if column.kind == "picture":
            continue
        name = column.download or column.label
        found.append((name, position, "value"))
        if column.kind == "of":
            found.append((column.of_label or f"{name}, of", position, "whole"))
        if any(row[position].flags for row in table.rows):
            found.append((f"{name}, mark", position, "flags"))
    return found


def download_rows(table: Table) -> Iterator[list[Value]]:
    """The rows of the CSV and the workbook: numbers as numbers, flags in their own column, None for no value."""
    columns = download_columns(table)
    for row in table.rows:
        yield [_part(row[position], part) for _, position, part in columns]


def _part(cell: Cell, part: Part) -> Value:
    if part == "whole":
        return cell.of
    return " ".join(cell.flags) if part == "flags" else cell.value
