"""The page docs/return_form.md, made from the layout that builds the form and reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assets.forms.layout.blocks import FieldsBlock, FormField, GridBlock, ListBlock
from assets.forms.layout.layout import SheetText, load_layouts
from assets.forms.values import Convention, parse_count
from assets.forms.writer.build import form_layout
from assets.framework.loader import load_framework
from assets.intake.workbook import Cell, CellKind
from docs.markdown import NOTICE, code, table

# What the legend calls by a word, as a sender types it.
_TYPED = {"a whole number": "12", "(blank)": " "}


def form_page() -> str:
    """Every sheet, row and field of the form."""
    layout = form_layout(load_layouts())
    lines = [
        f"# {layout.title}, form version {layout.version}",
        "",
        NOTICE,
        "",
        f"From `assets/forms/layouts/{layout.file}`, which builds the form, finds its cells when it comes back, and",
        "names them in messages. A value cell holds one of these; anything else is asked back, never guessed.",
        "",
        marks(),
    ]
    for sheet in layout.sheets:
        lines += ["", f"## {sheet.name}", "", *_said(sheet)]
        for block in layout.form_blocks:
            if block.sheet == sheet.name:
                lines += _block(block)
    return "\n".join(lines) + "\n"


def marks() -> str:
    """Each mark of the form's legend, and what the reader makes of it."""
    rows = []
    for mark in form_layout(load_layouts()).legend:
        typed = _TYPED.get(mark.mark, mark.mark)
        read = parse_count(Cell(1, 1, CellKind.TEXT, typed, typed), Convention())
        stored = "no value" if read.value is None else f"{typed} as {read.value}" if typed != mark.mark else read.value
        if read.lower_bound is not None:
            stored = f"no value, from {read.lower_bound} to {read.upper_bound}"
        rows.append((mark.mark, mark.means, f"{stored}{', expected' if read.expected else ''}", code(read.status)))
    return table(("mark", "means", "stored", "status on arrival"), rows)


def legend() -> str:
    """Each mark and what it means, for those who fill in the form."""
    return table(("in a cell", "means"), [(mark.mark, mark.means) for mark in form_layout(load_layouts()).legend])


def _said(sheet: SheetText) -> Iterator[str]:
    yield sheet.about
    for section in sheet.sections:
        yield from ("", f"{section.title}:", "", *(f"- {line}" for line in section.lines))


def _block(block: FieldsBlock | GridBlock | ListBlock) -> list[str]:
    if isinstance(block, GridBlock):
        return ["", "Rows:", "", *_rows(block), "", f"Columns: {'; '.join(column.label for column in block.columns)}."]
    title = ["", f"{block.title}:"] if isinstance(block, ListBlock) and block.title else []
    return [*title, "", _fields(block.fields)]


def _rows(block: GridBlock) -> Iterator[str]:
    names = {i.indicator: i.name for i in load_framework().indicators}
    names |= {c.code: c.name for c in load_framework().codes if c.codelist == block.grouping}
    for first, rows in groupby(block.expanded_rows(), key=lambda row: row[block.grouping]):
        others = dict.fromkeys(found for row in rows for name, found in row.items() if name != block.grouping)
        yield f"- {names[first]} (`{first}`): {', '.join(map(code, others))}"


def _fields(found: Sequence[FormField]) -> str:
    rows = [
        (item.label, item.help, code(item.codelist) if item.codelist else item.kind, _must(item))
        for item in found
        if not item.hidden
    ]
    return table(("field", "help", "holds", "must be filled in"), rows)


def _must(item: FormField) -> str:
    return "yes" if item.required or item.identifies else "asked" if item.asked else ""
