"""Tables as HTML: captions, heads with scope, flags behind values; a wide table scrolls inside its own box.

Cells are many, so they are put together as plain text: everything that comes from data goes through ``escape``.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from assets.dashboards.formatter import Formatter
from assets.dashboards.table_model import Cell, Column, Kind, Table


def html_table(table: Table, fmt: Formatter) -> Markup:
    """The table as HTML; its caption is there for who cannot see where it stands."""
    name = "across" if table.across else table.look
    look = f' class="{escape(name)}"' if name else ""
    caption = escape(table.caption)
    body = _across(table, fmt) if table.across else _down(table, fmt)
    return Markup(
        f'<section class="scroll" tabindex="0" aria-label="{caption}">'
        f'<table{look}><caption class="away">{caption}</caption>{body}</table></section>'
    )


def plain_text(cell: Cell, kind: Kind, fmt: Formatter) -> str:
    """The value of a cell in words and digits, without its flags; "none" where there is neither."""
    value = cell.value
    if value is None:
        return "" if cell.flags else "none"
    if isinstance(value, str):
        return fmt.day(value) if kind == "day" and value else fmt.month(value) if kind == "month" else value
    if kind == "of" and cell.of is not None:
        return fmt.of(int(value), cell.of)
    return fmt.percent(value) if kind == "share" else fmt.number(value)


@lru_cache(maxsize=4096)  # flags, names and small numbers are in many cells
def _escaped(text: str) -> str:
    return str(escape(text))


def _cell(cell: Cell, kind: Kind, fmt: Formatter) -> str:
    """A cell as it reads on the page, as safe HTML: a picture, or the value with its flags."""
    if cell.html:
        return str(cell.html)
    text = _escaped(plain_text(cell, kind, fmt))
    if cell.bold:
        text = f"<b>{text}</b>"
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    for flag in cell.flags:
        text += f'{" " if text else ""}<span class="mark">{_escaped(flag)}</span>'
    return f'{text}<span class="small">{escape(cell.small)}</span>' if cell.small else text


def _down(table: Table, fmt: Formatter) -> str:
    looks = [_class(column) for column in table.columns]
    heads = zip(table.columns, looks, strict=True)
    head = "".join(f'<th scope="col"{look}>{escape(column.label)}</th>' for column, look in heads)
    kinds = [column.kind for column in table.columns]
    rows = []
    for row in table.rows:
        first, *rest = (_cell(cell, kind, fmt) for cell, kind in zip(row, kinds, strict=True))
        cells = "".join(f"<td{look}>{text}</td>" for look, text in zip(looks[1:], rest, strict=True))
        total = ' class="total"' if table.total and row is table.rows[-1] else ""
        rows.append(f'<tr{total}><th scope="row"{looks[0]}>{first}</th>{cells}</tr>')
    return f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"


def _across(table: Table, fmt: Formatter) -> str:
    first, *rest = table.columns
    heads = (_short(row[0], first.kind, position == 0, fmt) for position, row in enumerate(table.rows))
    head = "".join(f'<th scope="col" class="n">{text}</th>' for text in heads)
    lines = []
    for position, column in enumerate(rest, start=1):
        cells = "".join(f'<td class="n">{_cell(row[position], column.kind, fmt)}</td>' for row in table.rows)
        lines.append(f'<tr><th scope="row">{escape(column.label)}</th>{cells}</tr>')
    return f'<thead><tr><th scope="col">Measure</th>{head}</tr></thead><tbody>{"".join(lines)}</tbody>'


def _short(cell: Cell, kind: Kind, first: bool, fmt: Formatter) -> str:
    if kind == "month" and isinstance(cell.value, str):
        return str(escape(fmt.month_in_row(cell.value, first)))
    return _cell(cell, kind, fmt)


def _class(column: Column) -> str:
    if column.kind == "picture":
        return ' class="p"'
    return ' class="n"' if column.right or column.kind in ("number", "share", "of") else ""
