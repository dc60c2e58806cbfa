"""The columns of somebody else's table as a layout file declares them.

The descriptions of the keys are the table of keys in docs/layouts.md.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from assets.forms.layout.part import Part, compiled
from assets.forms.periods import Calendar

Attribute = Literal[
    "indicator", "ref_area", "time_period", "crime", "victim_status", "exploitation", "sex", "age",
    "counterpart_area", "unit_measure", "topic", "category", "comment",
]  # fmt: skip
ReadAs = Literal["text", "year", "quarter", "month", "country", "country_name"]


class Refusal(Part):
    """What a cell of a column must not hold, and why: the row is a finding that says so."""

    pattern: str = Field(description="A regular expression; it is searched for anywhere in the cell.")
    because: str = Field(
        min_length=1, description="What is wrong with such a cell, for the person who reads the finding."
    )

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        return compiled(pattern)


class TableColumn(Part):
    """A column of somebody else's table, found by its heading; several entries may name the same column.

    A column to ``obs_value`` holds counts. Any other column holds words: they say what the counts of the row are of,
    or are only checked. A word that is not understood makes the row a finding.
    """

    label: str = Field(
        description="The heading of the column, its levels joined by ` / `. Capitals, line breaks and outer or doubled "
        "spaces play no part, nor does the place of the column."
    )
    to: Literal["", "obs_value"] | Attribute = Field(
        default="",
        description="What the column fills: `obs_value` for counts, else one attribute of the observation. Left out, "
        "the column is known and not used.",
    )
    read_as: ReadAs = Field(
        default="text",
        description="How a word is read. `year`, `quarter`, `month` give a period (a date is a quarter where it is the "
        "last day of one). `country` takes ISO 3166 alpha-3 codes only, `country_name` codes and names.",
    )
    values: dict[str, str] = Field(
        default={},
        description='Words of the source and the codes they stand for; `""` is a blank cell. A word that is not listed '
        "is a finding, unless `otherwise` is given; with `country_name` it is looked up as a name.",
    )
    otherwise: str | None = Field(
        default=None, description="The code for every word that is neither in `values` nor known as a country's name."
    )
    required: bool = Field(default=False, description="A blank cell is a finding.")
    fill_down: bool = Field(
        default=False, description="A blank cell means the word above it, as where rows are grouped or cells merged."
    )
    when: dict[str, tuple[str, ...]] = Field(
        default={},
        description="Heading of another column and the words it has to hold; in other rows this entry says nothing.",
    )
    expect: str = Field(default="", description="The one word that every cell of the column has to hold.")
    refuse: tuple[Refusal, ...] = Field(
        default=(), description="What must not stand in a cell (`pattern`), and why (`because`): the row is a finding."
    )
    calendar: Calendar = Field(default="gregorian", description="`buddhist`: the years are 543 ahead.")
    dimensions: dict[Attribute, str] = Field(
        default={}, description='Of a column to `obs_value`: what all its counts are of, such as `{ sex = "F" }`.'
    )
    at_most: int | None = Field(
        default=None,
        ge=0,
        description="Of a column to `obs_value`: the published total that its counts must not pass together. If they "
        "do, none of them is used (E06).",
    )
    at_most_from: str = Field(default="", description="Where the number in `at_most` is published.")

    @property
    def matters(self) -> bool:
        """Whether anything depends on what stands in the column; it may as well be known and not used."""
        return bool(self.to or self.values or self.expect or self.refuse or self.required)

    @model_validator(mode="after")
    def _consistent(self) -> TableColumn:
        counts = self.to == "obs_value"
        if not counts and (self.dimensions or self.at_most is not None):
            raise ValueError(f"{self.label}: dimensions and at_most belong to a column to obs_value")
        if counts and (self.read_as != "text" or self.values or self.when or self.expect or self.fill_down):
            raise ValueError(f"{self.label}: a column to obs_value holds counts, no words to be read")
        if (self.at_most is None) != (not self.at_most_from):
            raise ValueError(f"{self.label}: at_most and at_most_from go together")
        if self.otherwise is not None and not (self.values or self.read_as == "country_name"):
            raise ValueError(f"{self.label}: otherwise goes with values or country_name")
        if self.values and self.read_as not in ("text", "country_name"):
            raise ValueError(f"{self.label}: values go with text or country_name")
        if self.calendar != "gregorian" and self.read_as not in ("year", "quarter", "month"):
            raise ValueError(f"{self.label}: a calendar goes with a period")
        return self
