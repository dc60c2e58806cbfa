"""The rows of a grid as a person sees them: their words, which of them add up to which, what a return gave in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from assets.forms.layout.blocks import Dimension, GridBlock, RowLabel
from assets.forms.layout.layout import Layout
from assets.forms.reader.grid import GridRow, applies, grid_rows
from assets.forms.reader.labels import row_label
from assets.forms.results import Observation
from assets.forms.values import STRIPPED
from assets.forms.writer.content import FormContent, Value
from assets.forms.writer.form_context import FormContext
from assets.framework.loader import Framework


def row_words(label: RowLabel, row: GridRow, context: FormContext) -> str:
    """The words beside a row, in the form's language; codes stay codes."""
    words = row_label(label, row, context.framework)
    return words if label.show == "code" else context.translate(words)


def group_name(block: GridBlock, row: GridRow, framework: Framework) -> str:
    """The words for the group a row belongs to, in English."""
    labels = (label for label in block.row_labels if label.dimension == block.grouping and label.show == "name")
    return row_label(next(labels), row, framework)


@dataclass(frozen=True, slots=True)
class GridPlan:
    """The rows of a grid; ``grey`` are the columns (from 0) that do not apply to each, ``below`` the number of rows
    right below a row that add up to it, by its number."""

    rows: tuple[GridRow, ...]
    grey: tuple[tuple[int, ...], ...]
    below: dict[int, int]


def grid_plan(block: GridBlock, layout: Layout, framework: Framework) -> GridPlan:
    """The plan of a grid; kept, because a year of forms asks for it a hundred times."""
    key = (framework.digest, layout.digest, block.name)
    if key not in _PLANS:
        if len(_PLANS) >= _PLANS_KEPT:
            _PLANS.clear()
        rows = grid_rows(block, framework)
        grey = tuple(tuple(n for n, c in enumerate(block.columns) if not applies(r.indicator, c)) for r in rows)
        _PLANS[key] = GridPlan(rows, grey, _rows_below(block, rows))
    return _PLANS[key]


_PLANS: dict[tuple[str, str, str], GridPlan] = {}
_PLANS_KEPT = 16


def _rows_below(block: GridBlock, rows: tuple[GridRow, ...]) -> dict[int, int]:
    found: dict[int, int] = {}
    for number, row in enumerate(rows):
        for dimension in (name for name in block.rows[0] if row.dimensions[name] == "_T"):
            others = {name: row.dimensions[name] for name in block.rows[0] if name != dimension}
            lines = tuple(r for r in rows if r is not row and others.items() <= r.dimensions.items())
            if lines and rows[number + 1 : number + 1 + len(lines)] == lines:
                found[number] = len(lines)
    return found


_DIMENSIONS: tuple[str, ...] = get_args(Dimension)


def content_of(observations: Iterable[Observation], month: str, layout: Layout, framework: Framework) -> FormContent:
    """The grids of a return, cell by cell as its sender typed them; ``month`` (YYYY-MM) is the month it was for.

    What belongs to no cell of the layout's grids is left out, lists among it.
    """
    values = {tuple(getattr(o, d) for d in _DIMENSIONS): _typed(o) for o in observations}
    grids: dict[str, dict[tuple[str, str], Value]] = {}
    for block in layout.form_blocks:
        if isinstance(block, GridBlock):
            rows = grid_plan(block, layout, framework).rows
            keys = {(row.key, c.key): _key(row.dimensions | c.dimensions) for row in rows for c in block.columns}
            grids[block.name] = {cell: values[key] for cell, key in keys.items() if values.get(key) is not None}
    return FormContent(cover={"time_period": month}, grids=grids)


def _key(dimensions: Mapping[Any, str]) -> tuple[str, ...]:
    return tuple(dimensions.get(dimension, "_T") for dimension in _DIMENSIONS)


def _typed(observation: Observation) -> Value:
    if observation.obs_value is not None:
        return observation.obs_value
    return observation.raw_text.strip(STRIPPED) or None
