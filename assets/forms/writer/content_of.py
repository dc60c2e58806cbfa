"""From the counts of a return that was read to the content of a form, such as an earlier month to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from assets.forms.layout.blocks import Dimension, GridBlock
from assets.forms.layout.layout import Layout
from assets.forms.results import Observation
from assets.forms.values import STRIPPED
from assets.forms.writer.content import FormContent, Value
from assets.forms.writer.grid_rows import grid_plan
from assets.framework.loader import Framework

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
