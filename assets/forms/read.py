"""Read a workbook by the layout that fits it: our form by its machine codes, other sheets by their headers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assets.forms.declaration.blocks import GridBlock, ListBlock
from assets.forms.declaration.layout import Layout
from assets.forms.recognise import recognise
from assets.forms.results import ReadResult
from assets.forms.returned.cover import read_cover
from assets.forms.returned.grid import asked_cells, read_grid
from assets.forms.returned.labels import distrust
from assets.forms.returned.record_list import read_list
from assets.forms.returned.regions import Region, find_regions
from assets.forms.tables.read_table import read_tables
from assets.framework.loader import Framework
from assets.intake.problems import Problem
from assets.intake.workbook import Workbook

# Where nothing of the form's columns can be said any more a message names the first column that people see.
_FIRST_SHOWN = "B"


def read_workbook(workbook: Workbook, framework: Framework, layouts: Sequence[Layout]) -> ReadResult:
    """Everything one workbook says: observations, entries, the fate of each row, problems.

    Problem codes: E01 a key twice, E02 an unknown code, E03 no count, E04 a month outside the edition, E05 a
    header in a value's place, F06 no layout (or a part of it missing), F07 no identity. Never raises for what
    a sender may have typed.
    """
    found = recognise(workbook, layouts)
    if found.layout is None:
        return ReadResult(problems=[found.problem] if found.problem else [])
    layout = found.layout
    kind: Literal["return", "context"] = "context" if layout.kind == "context" else "return"
    result = ReadResult(layout=layout.id, layout_version=layout.version, kind=kind)
    if layout.tables:
        read_tables(workbook, layout, framework, result)
    else:
        _read_form(workbook, layout, framework, result)
    return result


def _read_form(workbook: Workbook, layout: Layout, framework: Framework, result: ReadResult) -> None:
    regions = _one_of_each(find_regions(workbook), layout, result)
    for block in layout.form_blocks:
        if block.name in regions:
            distrust(regions[block.name], block, layout, framework, result)
    reading = read_cover(regions.get(layout.cover.name), layout, framework, result)
    for block in layout.form_blocks:
        if isinstance(block, GridBlock):
            result.asked += asked_cells(block, framework)
            if block.name in regions:
                read_grid(regions[block.name], block, reading, result)
        elif isinstance(block, ListBlock) and block.name in regions:
            read_list(regions[block.name], block, reading, result)


def _one_of_each(regions: list[Region], layout: Layout, result: ReadResult) -> dict[str, Region]:
    first: dict[str, Region] = {}
    wanted = {block.name: block for block in layout.form_blocks}
    for region in regions:
        block = wanted.get(region.block)
        if block is None or block.kind != region.kind:
            continue
        earlier = first.setdefault(region.block, region)
        if earlier is not region:
            facts: dict[str, str | int] = {"key": region.block, "first": earlier.sheet.name}
            cell = f"{_FIRST_SHOWN}{region.anchor.row}"
            result.problems.append(Problem("E01", region.sheet.name, cell, region.block, facts))
    for name, block in wanted.items():
        if name not in first and name != layout.cover.name:
            result.problems.append(missing(layout, block.sheet, f"the part “{name}” of sheet {block.sheet}"))
    return first


def missing(layout: Layout, sheet: str, looked_for: str) -> Problem:
    """The problem of a part of the form that is no longer there: nothing of it is read as blank."""
    return Problem("F06", sheet, facts={"looked_for": looked_for, "layout": f"{layout.id} {layout.version}"})
