"""What a file is told by, whose figures it holds, and whose return it is, as a layout file declares it.

The descriptions of the keys are the table of keys in docs/layouts.md.
"""

from __future__ import annotations

import re

from pydantic import Field, field_validator, model_validator

from assets.forms.layout.part import Part, compiled
from assets.forms.periods import Calendar


class Fits(Part):
    """What has to stand in a file for the layout to fit; all conditions must hold. Never the file's name."""

    marker: str = Field(default="", description="The machine code of our own form. Not for other people's tables.")
    text: str = Field(default="", description="A cell among the first 60 rows that reads exactly so, such as a title.")
    labels: tuple[str, ...] = Field(
        default=(), description="Headings that stand together in one row: the last level where headings have several."
    )
    alone: bool = Field(
        default=False, description="No other heading stands in the row of `labels`: for headings as common as Year."
    )
    row: tuple[str, ...] = Field(
        default=(),
        description="Cells that stand together in one of the first 60 rows, such as a published figure beside its "
        "year: for a source whose headings say neither whose it is nor of which time.",
    )

    @model_validator(mode="after")
    def _asks_something(self) -> Fits:
        if not (self.marker or self.text or self.labels or self.row):
            raise ValueError("a condition names a marker, a text, labels or a row")
        if self.alone and not self.labels:
            raise ValueError("alone goes with labels")
        return self


class Identity(Part):
    """Whose return a country's own sheet is; the edition follows from the month.

    Where neither ``month_beside`` nor ``month_in`` is given, the month is the last one with a count in the table: not
    for a sheet whose coming months are filled in beforehand.
    """

    ref_area: str = Field(description="The country or economy whose sheet it is: ISO 3166 alpha-3.")
    month_beside: str = Field(
        default="", description="What a cell reads beside which, to its right, the reporting month stands."
    )
    month_in: str = Field(
        default="",
        description="A regular expression with one group: the reporting month within a cell, such as "
        "`^Report for (.+)$`.",
    )
    calendar: Calendar = Field(default="gregorian", description="`buddhist`: the year of that month is 543 ahead.")
    language: str = Field(default="en", description="The language of that month's name.")

    @field_validator("month_in")
    @classmethod
    def _one_group(cls, pattern: str) -> str:
        if pattern and re.compile(compiled(pattern)).groups != 1:
            raise ValueError(f"“{pattern}” needs one group, in which the month stands")
        return pattern

    @property
    def says_month(self) -> bool:
        """Whether the sheet says the month outside of its table."""
        return bool(self.month_beside or self.month_in)


class Source(Part):
    """Who published a source, and when."""

    name: str = Field(description="The source as it is named beside every figure taken from it.")
    publisher: str = Field(description="The office that published it.")
    released: str = Field(default="", description="The release from which the layout was written.")
    address: str = Field(default="", description="Where it is published.")
    licence: str = Field(default="", description="Under which terms.")
