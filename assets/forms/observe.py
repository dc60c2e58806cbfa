"""From a parsed cell to the observation that stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assets.forms.results import Observation
from assets.forms.values import Parsed


def observe(parsed: Parsed, sheet: str, cell: str, *attributes: Mapping[Any, str]) -> Observation:
    """The observation of a cell read without a problem; ``attributes`` are its area, period, unit and dimensions.

    A comment among them stands in place of the note on how the cell was read.
    """
    known: dict[Any, Any] = {"comment": parsed.note}
    for some in attributes:
        known |= some
    return Observation(
        sheet=sheet,
        cell=cell,
        raw_text=parsed.raw_text,
        obs_value=parsed.value,
        obs_status=parsed.status,
        lower_bound=parsed.lower_bound,
        upper_bound=parsed.upper_bound,
        qualifier=parsed.qualifier,
        expected=parsed.expected,
        **known,
    )
