"""Tables as HTML: captions, heads with scope, marks behind values; a wide table scrolls inside its own box.

Cells are many, so they are put together as plain text: everything that comes from data goes through ``escape``.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from assets.dashboards.formatter import Words
from assets.dashboards.tables import Cell, Column, Kind, Table


def html_table(table: Table, words: Words) -> Markup:
    """The table as HTML; its caption is there for who cannot see where it stands."""
    name = "across" if table.across else table.look
    look = f' class="{escape(name)}"' if name else ""
    caption = escape(table.caption)
    body = _across(table, words) if table.across else _down(table, words)
    return Markup(
        f'<section class="scroll" tabindex="0" aria-label="{caption}">'
        f'<table{look}><caption class="away">{caption}</caption>{body}</table></section>'
    )


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


def _cell(cell: Cell, kind: Kind, words: Words) -> str:
    """A cell as it reads on the page, as safe HTML: a picture, or the value with its marks."""
    if cell.html:
        return str(cell.html)
    text = str(escape(plain_text(cell, kind, words)))
    if cell.bold:
        text = f"<b>{text}</b>"
    if cell.href:
        text = f'<a href="{escape(cell.href)}">{text}</a>'
    for mark in cell.marks:
        text += f'{" " if text else ""}<span class="mark">{escape(mark)}</span>'
    return f'{text}<span class="small">{escape(cell.small)}</span>' if cell.small else text


def _down(table: Table, words: Words) -> str:
    looks = [_class(column) for column in table.columns]
    heads = zip(table.columns, looks, strict=True)
    head = "".join(f'<th scope="col"{look}>{escape(column.label)}</th>' for column, look in heads)
    kinds = [column.kind for column in table.columns]
    rows = []
    for row in table.rows:
        first, *rest = (_cell(cell, kind, words) for cell, kind in zip(row, kinds, strict=True))
        cells = "".join(f"<td{look}>{text}</td>" for look, text in zip(looks[1:], rest, strict=True))
        total = ' class="total"' if table.total and row is table.rows[-1] else ""
        rows.append(f'<tr{total}><th scope="row"{looks[0]}>{first}</th>{cells}</tr>')
    return f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"


def _across(table: Table, words: Words) -> str:
    first, *rest = table.columns
    heads = (_short(row[0], first.kind, position == 0, words) for position, row in enumerate(table.rows))
    head = "".join(f'<th scope="col" class="n">{text}</th>' for text in heads)
    lines = []
    for position, column in enumerate(rest, start=1):
        cells = "".join(f'<td class="n">{_cell(row[position], column.kind, words)}</td>' for row in table.rows)
        lines.append(f'<tr><th scope="row">{escape(column.label)}</th>{cells}</tr>')
    return f'<thead><tr><th scope="col">Measure</th>{head}</tr></thead><tbody>{"".join(lines)}</tbody>'


def _short(cell: Cell, kind: Kind, first: bool, words: Words) -> str:
    if kind == "month" and isinstance(cell.value, str):
        return str(escape(words.month_in_row(cell.value, first)))
    return _cell(cell, kind, words)


def _class(column: Column) -> str:
    if column.kind == "picture":
        return ' class="p"'
    return ' class="n"' if column.right or column.kind in ("number", "share", "of") else ""
