"""What a form asks for: every indicator and cell, by layout and version, so that "not asked" is not "left blank"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assets.forms.layout.blocks import GridBlock, ListBlock
from assets.forms.layout.layout import Layout
from assets.forms.layout.table_blocks import TableBlock, codes_of
from assets.forms.reader.grid import grid_plan
from assets.framework.loader import Framework


class AskedCell(NamedTuple):
    """One cell, or field of a list, in which a layout asks for an indicator.

    ``part`` is the block of the layout, ``row`` the machine code of a grid's row or the field of a list, ``col`` the
    code of a grid's column (empty for a list). Of a country's own sheet: its table and the indicator, no more is known.
    """

    layout: str
    layout_version: str
    indicator: str
    sheet: str
    part: str
    row: str
    col: str


def asked_cells(layouts: Iterable[Layout], framework: Framework) -> list[AskedCell]:
    """What the layouts of returns ask for; published figures are asked of nobody."""
    return [cell for layout in layouts if layout.kind != "context" for cell in _asked(layout, framework)]


def _asked(layout: Layout, framework: Framework) -> Iterator[AskedCell]:
    for block in layout.form_blocks:
        if isinstance(block, GridBlock):
            for key, planned in grid_plan(block, layout, framework).rows.items():
                indicator = planned.row.indicator.indicator
                for column, cell in zip(block.columns, planned.cells, strict=True):
                    if cell is not None:
                        yield _cell(layout, indicator, block.sheet, block.name, key, column.key)
        elif isinstance(block, ListBlock):
            for indicator, field in _counted_in(block, framework):
                yield _cell(layout, indicator, block.sheet, block.name, field, "")
    for table in layout.tables:
        for indicator in _named_in(table):
            yield _cell(layout, indicator, "", table.name, indicator, "")


def _counted_in(block: ListBlock, framework: Framework) -> list[tuple[str, str]]:
    """The indicators that are counted in a list, each with the field; once a pair."""
    fields = {item.name for item in block.fields}
    rules = framework.counting_rules
    counted = [(r.indicator, r.field) for r in rules if r.list_name == block.name and r.field in fields]
    if block.observation:
        counted.append((block.observation.fixed["indicator"], block.observation.count))
    return list(dict.fromkeys(counted))


def _named_in(table: TableBlock) -> list[str]:
    return list(dict.fromkeys(code for _, attribute, code in codes_of(table) if attribute == "indicator" and code))


def _cell(layout: Layout, indicator: str, sheet: str, part: str, row: str, col: str) -> AskedCell:
    return AskedCell(layout.id, layout.version, indicator, sheet, part, row, col)
