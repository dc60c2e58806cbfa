"""What a form is filled with, by its machine codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

# A count, a code, a text as a sender would type it, or a day; None leaves the cell blank.
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class FormContent:
    """Values for a form: ``cover`` by field, ``grids`` by block and (row code, column code), ``lists`` by block.

    Codes of code fields are shown as their words; anything that is no code is written as it stands.
    """

    cover: Mapping[str, Value] = field(default_factory=dict)
    grids: Mapping[str, Mapping[tuple[str, str], Value]] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Mapping[str, Value]]] = field(default_factory=dict)
