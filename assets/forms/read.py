"""Read a workbook by the layout that fits it: our form by its machine codes, other sheets by their headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from assets.forms.foreign.read_table import read_tables
from assets.forms.layout.blocks import FieldsBlock, GridBlock, ListBlock
from assets.forms.layout.layout import Layout
from assets.forms.reader.cover import read_cover
from assets.forms.reader.grid import grid_plan, read_grid
from assets.forms.reader.labels import reject_moved_labels
from assets.forms.reader.record_list import read_list
from assets.forms.reader.regions import Region, find_regions, machine_cells
from assets.forms.recognise import recognise
from assets.forms.results import ReadResult
from assets.framework.loader import Framework
from assets.framework.terms import term
from assets.framework.texts import translate
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
    codes = [machine_cells(sheet) for sheet in workbook.sheets]
    found = recognise(workbook, codes, layouts)
    if found.layout is None:
        return ReadResult(problems=[found.problem] if found.problem else [])
    layout = found.layout
    kind: Literal["return", "context"] = "context" if layout.kind == "context" else "return"
    result = ReadResult(layout=layout.id, layout_version=layout.version, kind=kind)
    if layout.tables:
        read_tables(workbook, layout, framework, result)
    else:
        _read_form(find_regions(workbook, codes), layout, framework, result)
    return result


def _read_form(found: list[Region], layout: Layout, framework: Framework, result: ReadResult) -> None:
    regions = _one_of_each(found, layout, result)
    for block in layout.form_blocks:
        if block.name in regions:
            reject_moved_labels(regions[block.name], block, layout, framework, result)
    reading = read_cover(regions.get(layout.cover.name), layout, framework, result)
    result.problems += _missing(regions, layout, reading.book.language)
    for block in layout.form_blocks:
        if isinstance(block, GridBlock):
            result.asked += grid_plan(block, layout, framework).asked
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
            facts: dict[str, str | int] = {"code": block.name, "key": _name_of(block), "first": earlier.sheet.name}
            cell = f"{_FIRST_SHOWN}{region.anchor.row}"
            result.problems.append(Problem("E01", region.sheet.name, cell, region.block, facts))
    return first


def _missing(regions: Mapping[str, Region], layout: Layout, language: str) -> Iterator[Problem]:
    """F06 for each part of the form that is no longer there: nothing of it is read as blank.

    It is looked for on the sheet that holds another part of its sheet, else on the one that the form calls so.
    """
    tabs = {block.sheet: regions[block.name].sheet.name for block in layout.form_blocks if block.name in regions}
    for block in layout.form_blocks:
        if block.name not in regions and block.name != layout.cover.name:
            sheet = tabs.get(block.sheet) or translate(block.sheet, language)
            yield Problem("F06", sheet, facts={"kind": "part", "code": block.name, "key": _name_of(block)})


def _name_of(block: FieldsBlock | GridBlock | ListBlock) -> str:
    """What a person sees of a part: its heading, else the name of its sheet."""
    return term("text", (block.title if isinstance(block, ListBlock) else "") or block.sheet)
