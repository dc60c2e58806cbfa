"""Which layout a workbook is in, by what stands in it, never by the file's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assets.forms.codes import plain
from assets.forms.layout import Fits, Layout
from assets.forms.regions import PREFIX
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook

# A header or a form's own marker stands near the top; rows inserted above it by the sender are allowed for.
HEADER_ROWS = 60


@dataclass(frozen=True, slots=True)
class Recognised:
    """The one layout that fits, or the problem (F06) that none or several do."""

    layout: Layout | None
    problem: Problem | None = None


def recognise(workbook: Workbook, layouts: Sequence[Layout]) -> Recognised:
    """The one layout all of whose conditions hold; facts of F06 say what was looked for.

    A workbook that carries a marker of our form is looked at as that form alone.
    """
    markers = [cell for sheet in workbook.sheets for cell in _markers(sheet)]
    candidates = [layout for layout in layouts if (layout.kind == "return") == bool(markers)]
    fitting = [layout for layout in candidates if _fits(workbook, layout)]
    if len(fitting) == 1:
        return Recognised(fitting[0])
    facts: dict[str, str | int] = {"looked_for": "; ".join(_wanted(layout) for layout in _form_first(layouts))}
    if fitting:
        facts["fitting"] = ", ".join(f"{layout.id} {layout.version}" for layout in fitting)
    return Recognised(None, Problem("F06", found=markers[0].text if markers else "", facts=facts))


def fitting_sheets(workbook: Workbook, layout: Layout) -> list[Sheet]:
    """The sheets of somebody else's workbook that hold the header of the layout."""
    return [sheet for sheet in workbook.sheets if all(_holds(sheet, condition) for condition in layout.fits)]


def label_row(sheet: Sheet, labels: Sequence[str]) -> int:
    """The first row that holds all the labels, or 0."""
    wanted = {plain(label) for label in labels}
    for row in _top_rows(sheet):
        if wanted <= {plain(cell.text) for cell in sheet.rows[row].values()}:
            return row
    return 0


def _fits(workbook: Workbook, layout: Layout) -> bool:
    if layout.kind == "context":
        return bool(fitting_sheets(workbook, layout))
    return all(any(_holds(sheet, condition) for sheet in workbook.sheets) for condition in layout.fits)


def _holds(sheet: Sheet, condition: Fits) -> bool:
    if condition.marker and all(cell.text.strip() != condition.marker for cell in _markers(sheet)):
        return False
    if condition.text and not _has_text(sheet, plain(condition.text)):
        return False
    return not condition.labels or label_row(sheet, condition.labels) > 0


def _has_text(sheet: Sheet, wanted: str) -> bool:
    return any(plain(cell.text) == wanted for row in _top_rows(sheet) for cell in sheet.rows[row].values())


def _markers(sheet: Sheet) -> Iterator[Cell]:
    for row in _top_rows(sheet):
        for cell in sheet.rows[row].values():
            if cell.kind is CellKind.TEXT and cell.text.startswith(f"{PREFIX}layout:"):
                yield cell


def _top_rows(sheet: Sheet) -> list[int]:
    return [row for row in range(1, HEADER_ROWS + 1) if row in sheet.rows]


def _form_first(layouts: Sequence[Layout]) -> list[Layout]:
    return sorted(layouts, key=lambda layout: layout.kind != "return")


def _wanted(layout: Layout) -> str:
    parts: list[str] = []
    for condition in layout.fits:
        parts += [text for text in (condition.marker, condition.text) if text]
        if condition.labels:
            parts.append("the column headings " + ", ".join(condition.labels))
    return f"{layout.title} ({' and '.join(parts)})"
