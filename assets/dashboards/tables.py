"""Tables: one model for the page, the CSV and the workbook, so that all three say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup, escape

from assets.dashboards.marks import legend
from assets.dashboards.words import Words

Value = int | float | str | None
Kind = Literal["text", "number", "share", "day", "month", "of", "picture"]
Part = Literal["value", "whole", "marks"]


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


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its marks; ``of`` is the whole of an "of" cell, ``small`` a second line, ``html`` a picture."""

    value: Value = None
    of: int | None = None
    marks: tuple[str, ...] = ()
    small: str = ""
    href: str = ""
    bold: bool = False
    html: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns. The first column heads each row.

    ``across``: on the page the rows run across (months); downloads keep one row a month. ``total``: the last row is
    the total of those above. ``note`` stands below. ``look`` is a class of the table on the page.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    across: bool = False
    total: bool = False
    look: str = ""

    @property
    def marks(self) -> frozenset[str]:
        """Every mark that stands in the table."""
        return frozenset(mark for row in self.rows for cell in row for mark in cell.marks)

    @property
    def legend(self) -> str:
        """What those marks mean, then the table's own note."""
        return " ".join(text for text in (legend(self.marks), self.note) if text)


def cell_text(cell: Cell, kind: Kind, words: Words) -> Markup:
    """A cell as it reads on the page, marks behind the value."""
    text = escape(plain_text(cell, kind, words))
    if cell.bold:
        text = Markup("<b>{}</b>").format(text)
    if cell.href:
        text = Markup('<a href="{}">{}</a>').format(cell.href, text)
    for mark in cell.marks:
        text += Markup('{}<span class="mark">{}</span>').format(" " if text else "", mark)
    if cell.small:
        text += Markup('<span class="small">{}</span>').format(cell.small)
    return text


def plain_text(cell: Cell, kind: Kind, words: Words) -> str:
    """The value of a cell in words and digits, without its marks; "none" where there is neither."""
    value = cell.value
    if value is None:
        return "" if cell.marks else "none"
    if isinstance(value, str):
        return words.day(value) if kind == "day" and value else words.month(value) if kind == "month" else value
    if kind == "of" and cell.of is not None:
        return words.of(int(value), cell.of)
    return words.percent(value) if kind == "share" else words.number(value)


def html_table(table: Table, words: Words, *, caption: bool = False) -> Markup:
    """The table as HTML, inside a box that scrolls by itself where it is too wide."""
    body = _across(table, words) if table.across else _down(table, words)
    name = "across" if table.across else table.look
    look = Markup(' class="{}"').format(name) if name else Markup()
    shown = "" if caption else ' class="away"'
    return Markup(
        '<div class="scroll" tabindex="0" role="region" '
        'aria-label="{}"><table{}><caption{}>{}</caption>{}</table></div>'
    ).format(table.caption, look, Markup(shown), table.caption, body)


def _down(table: Table, words: Words) -> Markup:
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_class(column), column.label) for column in table.columns
    )
    rows = [
        _row(row, table.columns, words, Markup(' class="total"') if table.total and row is table.rows[-1] else Markup())
        for row in table.rows
    ]
    return Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody>").format(head, Markup("").join(rows))


def _row(row: Sequence[Cell], columns: Sequence[Column], words: Words, attributes: Markup) -> Markup:
    cells = Markup("").join(
        Markup("<{0}{1}>{2}</{3}>").format(
            Markup('th scope="row"') if position == 0 else Markup("td"),
            _class(column),
            cell.html or cell_text(cell, column.kind, words),
            Markup("th") if position == 0 else Markup("td"),
        )
        for position, (cell, column) in enumerate(zip(row, columns, strict=True))
    )
    return Markup("<tr{}>{}</tr>").format(attributes, cells)


def _across(table: Table, words: Words) -> Markup:
    first, *rest = table.columns
    head = [Markup('<th scope="col">{}</th>').format("Measure")]
    head += [
        Markup('<th scope="col" class="n">{}</th>').format(_short(row[0], first.kind, position, words))
        for position, row in enumerate(table.rows)
    ]
    lines = [
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            column.label,
            Markup("").join(
                Markup('<td class="n">{}</td>').format(cell_text(row[position], column.kind, words))
                for row in table.rows
            ),
        )
        for position, column in enumerate(rest, start=1)
    ]
    return Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody>").format(Markup("").join(head), Markup("").join(lines))


def _short(cell: Cell, kind: Kind, position: int, words: Words) -> Markup:
    if kind != "month" or not isinstance(cell.value, str):
        return cell_text(cell, kind, words)
    return escape(words.month_in_row(cell.value, position == 0))


def _class(column: Column) -> Markup:
    if column.kind == "picture":
        return Markup(' class="p"')
    is_right = column.right or column.kind in ("number", "share", "of")
    return Markup(' class="n"') if is_right else Markup()


def download_columns(table: Table) -> list[tuple[str, int, Part]]:
    """Header, position and part (value, whole of an "of", marks) of each column of the CSV and the workbook."""
    found: list[tuple[str, int, Part]] = []
    for position, column in enumerate(table.columns):
        if column.kind == "picture":
            continue
        name = column.download or column.label
        found.append((name, position, "value"))
        if column.kind == "of":
            found.append((column.of_label or f"{name}, of", position, "whole"))
        if any(row[position].marks for row in table.rows):
            found.append((f"{name}, mark", position, "marks"))
    return found


def download_rows(table: Table) -> Iterator[list[Value]]:
    """The rows of the CSV and the workbook: numbers as numbers, marks in their own column, None for no value."""
    columns = download_columns(table)
    for row in table.rows:
        yield [_part(row[position], part) for _, position, part in columns]


def _part(cell: Cell, part: Part) -> Value:
    if part == "whole":
        return cell.of
    return " ".join(cell.marks) if part == "marks" else cell.value
