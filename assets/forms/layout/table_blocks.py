"""Somebody else's table as a layout file declares it: its heading, the rows, the sums, the periods, the codes it names.

The descriptions of the keys are the table of keys in docs/layouts.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field, field_validator, model_validator

from assets.forms.layout.fits import Fits
from assets.forms.layout.part import Part, compiled
from assets.forms.layout.table_columns import Attribute, TableColumn
from assets.forms.periods import is_period
from assets.forms.values import Convention
from assets.framework.loader import Framework


class SkipRule(Part):
    """Rows that are no data, and why. Without ``column`` the rule means rows with nothing but their first cell."""

    reason: str = Field(min_length=1, description="Why such rows are no data; it stands beside each of them.")
    column: str = Field(
        default="",
        description="The heading of the column that tells. Left out, rows are meant that hold nothing but their first "
        "cell.",
    )
    values: tuple[str, ...] = Field(default=(), description="Words that tell such a row; capitals count.")
    pattern: str = Field(default="", description="A regular expression that tells such a row.")

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        return compiled(pattern)

    @model_validator(mode="after")
    def _complete(self) -> SkipRule:
        if bool(self.column) != bool(self.values or self.pattern):
            raise ValueError("a skip rule names a column together with values or a pattern, or none of them")
        return self


class SumRule(Part):
    """Columns that add up to another one in every row.

    Parts above the total make the row a finding (E06) and none of these cells is used; parts below it are a warning
    (W09) and all are used. A row in which one of the cells is blank, withheld or broken says nothing.
    """

    total: str = Field(description="The heading of the column that holds the sum.")
    parts: tuple[str, ...] = Field(min_length=1, description="The headings of the columns that add up to it.")
    complete: bool = Field(
        default=True, description="`false`: the parts are not all there are, so a larger total is no warning."
    )


class TableBlock(Part):
    """Somebody else's table: long (one column of counts) or wide (several), on every sheet that holds its heading."""

    kind: Literal["table"] = Field(description="`table`.")
    name: str = Field(description="A name for the table, unique in the file.")
    fits: tuple[Fits, ...] = Field(
        default=(),
        description="Where a workbook holds several tables: what has to stand on the sheet of this one. Left out, the "
        "conditions of the file are meant.",
    )
    header_levels: int = Field(default=1, ge=1, le=6, description="How many rows the headings take.")
    fill_right: bool = Field(
        default=False, description="A blank heading of an upper row means the one on its left, as in merged headings."
    )
    language: str = Field(default="en", description="The language in which months and countries are named.")
    columns: tuple[TableColumn, ...] = Field(min_length=1, description="Every column, used or not: see below.")
    skip: tuple[SkipRule, ...] = Field(default=(), description="Rows that are no data: see below.")
    sums: tuple[SumRule, ...] = Field(default=(), description="Columns that add up to another one: see below.")
    fixed: dict[Attribute, str] = Field(
        default={}, description='What is the same for every count of the table, such as `{ ref_area = "GBR" }`.'
    )
    unit_measure: str = Field(min_length=1, description="What is counted: PERSON, CASE, OFFENCE, DECISION.")
    reporting_mode: Literal["PERIOD", "CUM"] = Field(
        default="PERIOD",
        description="`CUM`: each count includes the periods before it. The differences are taken, and both are kept.",
    )
    restarts: bool = Field(
        default=False, description="With `CUM`: the count starts anew each year, in the month `year_starts`."
    )
    year_starts: int = Field(default=1, ge=1, le=12, description="The number of the month in which a year starts.")
    starts: str = Field(
        default="", description="With `CUM`: the first period of all that was counted, such as 2023-07."
    )
    shifted: str = Field(
        default="",
        description="Why cells of this source may stand right of the last heading: such a row has moved, a finding.",
    )
    convention: Convention = Field(default=Convention(), description="How counts are typed: see below.")

    @field_validator("starts")
    @classmethod
    def _starts_in_a_period(cls, starts: str) -> str:
        if starts and not is_period(starts):
            raise ValueError(f"{starts} is no year, quarter or month such as 2023, 2023-Q3, 2023-07")
        return starts

    @model_validator(mode="after")
    def _has_counts_and_periods(self) -> TableBlock:
        counts = [column for column in self.columns if column.to == "obs_value"]
        if not counts:
            raise ValueError("columns: none is read to obs_value")
        given = [self.fixed, *(column.dimensions for column in counts)]
        for period in (some["time_period"] for some in given if "time_period" in some):
            if not is_period(period):
                raise ValueError(f"time_period: {period} is no period such as 2023, 2023-Q2, 2023-06, 2022-07-01/P12M")
        return self

    def says(self, attribute: Attribute) -> bool:
        """Whether every count of the table has this attribute from the declaration of the table."""
        counts = [column for column in self.columns if column.to == "obs_value"]
        read = {column.to for column in self.columns} | self.fixed.keys()
        return attribute in read or all(attribute in column.dimensions for column in counts)

    @model_validator(mode="after")
    def _knows_its_columns(self) -> TableBlock:
        labels = {column.label for column in self.columns}
        counts = {column.label for column in self.columns if column.to == "obs_value"}
        named = {rule.column for rule in self.skip} | {label for column in self.columns for label in column.when}
        if unknown := named - labels - {""}:
            raise ValueError(f"columns: {', '.join(sorted(unknown))} is not declared")
        if unknown := {label for rule in self.sums for label in (rule.total, *rule.parts)} - counts:
            raise ValueError(f"sums: {', '.join(sorted(unknown))} is no column to obs_value")
        if (self.reporting_mode == "CUM") != (self.restarts or bool(self.starts)):
            raise ValueError("CUM goes with restarts or starts: where the count begins")
        return self


_CODELISTS = ("crime", "victim_status", "exploitation", "sex", "age")
# What stands for no one country: all, unknown, another one, none that is named.
_NO_COUNTRY = frozenset({"_T", "_U", "_O", "_X"})
# How a layout writes "not said": SDMX has it as the total.
_TOTAL = frozenset({"_T"})


def known_codes(framework: Framework, kind: Literal["national", "context"]) -> dict[str, frozenset[str]]:
    """The codes of each attribute that has a list; a context source has indicators of its own."""
    countries = frozenset(framework.country_by_code)
    known = {name: frozenset(framework.codelist(name)) | _TOTAL for name in _CODELISTS}
    known["ref_area"] = countries
    known["counterpart_area"] = countries | framework.codelist("organisation").keys() | _NO_COUNTRY
    if kind == "national":
        known["indicator"] = frozenset(i.indicator for i in framework.indicators)
    return known


def codes_of(block: TableBlock) -> Iterator[tuple[str, str, str]]:
    """The codes that the declaration of a table names: key, attribute, code."""
    yield from ((f"{block.name}.fixed", name, code) for name, code in block.fixed.items())
    for column in block.columns:
        where = f"{block.name}.columns.{column.label}"
        yield from ((f"{where}.dimensions", name, code) for name, code in column.dimensions.items())
        given = [*column.values.values(), *([] if column.otherwise is None else [column.otherwise])]
        yield from ((f"{where}.values", column.to, code) for code in given)


def unknown_code(block: TableBlock, known: Mapping[str, frozenset[str]]) -> tuple[str, str, str] | None:
    """The first code that is none of its attribute, with its key; None where all are."""
    return next((found for found in codes_of(block) if found[2] not in known.get(found[1], {found[2]})), None)
