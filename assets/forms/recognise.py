"""Which layout a workbook is in, by what stands in it, never by the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.forms.layout.layout import Layout
from assets.forms.layout.table_blocks import TableBlock
from assets.forms.near_miss import NearMiss, near_misses
from assets.forms.reader.regions import PREFIX
from assets.forms.sheet_top import HEADER_ROWS, SheetTop
from assets.framework.terms import terms
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, Sheet, Workbook

_LAYOUT = f"{PREFIX}layout:"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The one layout that fits, or the problem (F06) that none or several do, with those that nearly fit."""

    layout: Layout | None
    problem: Problem | None = None
    near: tuple[NearMiss, ...] = ()


def recognise(workbook: Workbook, codes: Sequence[Sequence[Cell]], layouts: Sequence[Layout]) -> Recognised:
    """The one layout all of whose conditions hold; facts of F06 say what was looked for.

    ``codes`` has the machine cells of each sheet. A workbook that carries a marker of our form is looked at as that
    form alone.
    """
    markers = [
        cell for of_sheet in codes for cell in of_sheet if cell.row <= HEADER_ROWS and cell.text.startswith(_LAYOUT)
    ]
    if markers:
        forms = [layout for layout in layouts if layout.kind == "return"]
        marked = {cell.text.strip() for cell in markers}
        fitting = [form for form in forms if all(condition.marker in marked for condition in form.fits)]
        facts: dict[str, str | int] = {"kind": "version", "known": ", ".join(_marker(form) for form in forms)}
        return _one_of(fitting, markers[0].text, facts)
    tops = [SheetTop(sheet) for sheet in workbook.sheets]
    fitting = [layout for layout in layouts if layout.tables and _fits(tops, layout)]
    near = () if fitting else near_misses(tops, layouts)
    return _one_of(fitting, "", _looked_for(near, layouts), near)


def sheets_of(workbook: Workbook, layout: Layout, block: TableBlock) -> list[Sheet]:
    """The sheets of somebody else's workbook on which this table of the layout is looked for."""
    conditions = block.fits or layout.fits
    return [top.sheet for top in map(SheetTop, workbook.sheets) if all(top.holds(some) for some in conditions)]


def _one_of(
    fitting: list[Layout], found: str, none_fits: dict[str, str | int], near: tuple[NearMiss, ...] = ()
) -> Recognised:
    if len(fitting) == 1:
        return Recognised(fitting[0])
    facts = none_fits
    if fitting:
        facts = {"kind": "several", "fitting": ", ".join(f"{layout.id} {layout.version}" for layout in fitting)}
    return Recognised(None, Problem("F06", found=found, facts=facts), near)


def _fits(tops: Sequence[SheetTop], layout: Layout) -> bool:
    if any(block.fits for block in layout.tables):
        return all(any(top.holds(condition) for top in tops) for condition in layout.fits)
    return any(all(top.holds(condition) for condition in layout.fits) for top in tops)


def _marker(layout: Layout) -> str:
    return " ".join(condition.marker for condition in layout.fits)


def _looked_for(near: Sequence[NearMiss], layouts: Sequence[Layout]) -> dict[str, str | int]:
    """What would have been needed: of the layouts that nearly fit, else how many tables are known."""
    if near:
        return {"kind": "near", "missing_parts": terms(miss.said for miss in near)}
    return {"kind": "unknown", "tables": sum(bool(layout.tables) for layout in layouts)}
