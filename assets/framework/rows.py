"""The rows of the framework tables: one class a table, its columns in the order of the file's header."""

from __future__ import annotations

import math
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

YesNo = Literal["yes", "no"]
Name = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[A-Z0-9_]+$")]
Alpha3 = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
# No month is shorter: a due day exists in every month.
DayOfMonth = Annotated[int, Field(ge=1, le=28)]
# The release is made on the day after the cut-off, which must be in every month as well.
CutOffDay = Annotated[int, Field(ge=1, le=27)]
_SPLITS = frozenset(
    ("crime", "victim_status", "sex", "age", "exploitation", "citizenship", "counterpart", "channel", "stage", "topic",
     "mode", "provider", "audience"),
)  # fmt: skip


class Row(BaseModel):
    """A row of a framework table, checked; text is never turned into another type but by its column's."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Edition(Row):
    """One Joint Period of Action, keyed by ``edition_id`` and its first and last day, never by a year."""

    edition_id: Name
    name: Name
    short_name: Name
    first_day: date
    last_day: date
    time_zone: str
    due_day: DayOfMonth
    cut_off_day: CutOffDay
    note: str

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"{value!r} is no time zone, such as Asia/Bangkok") from error
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Edition:
        if self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        if self.cut_off_day < self.due_day:
            raise ValueError("cut_off_day is before due_day: returns that are on time would miss the release")
        return self

    @cached_property
    def months(self) -> tuple[str, ...]:
        """Every reporting month that the edition touches, as YYYY-MM, in order."""
        first = self.first_day.year * 12 + self.first_day.month - 1
        last = self.last_day.year * 12 + self.last_day.month - 1
        return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first, last + 1))

    def due_on(self, month: str) -> date:
        """The day on which the return for ``month`` (YYYY-MM) is due."""
        return _day_of_next_month(month, self.due_day)

    def cut_off_on(self, month: str) -> date:
        """The last day on which a return still enters the release of ``month`` (YYYY-MM)."""
        return _day_of_next_month(month, self.cut_off_day)


class Participant(Row):
    """A country or economy that takes part in an edition."""

    edition_id: Name
    ref_area: Alpha3
    source: str


class Country(Row):
    """A country or economy: ISO 3166 alpha-3 and alpha-2, UN M49, and a name where CLDR's is not the one used."""

    ref_area: Alpha3
    iso2: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    m49: Annotated[str, Field(pattern=r"^([0-9]{3})?$")]
    is_member: YesNo
    name_en: str


class Indicator(Row):
    """What is counted: its unit, when it counts, and how it adds up over countries.

    The form decides what can be told apart. It has no shared id for networks or investigations, so NET_DIS and
    INV_NEW are summed (SUM), though a network that two countries disrupted together ought to count once: their sum
    is an upper limit. For the same reason MIG_SMG has no split by mode, and trainees none by agency.
    """

    indicator: Code
    name: Name
    short_name: Name
    headline_group: Literal["found", "together"]
    unit_measure: Code
    unit: Name
    counted_when: Name
    splits: str
    aggregation: Literal["SUM", "DIST", "HOST", "SENT", "LATEST"]
    stock: YesNo
    level: Literal["output", "outcome"]
    core: YesNo
    victim_status: str
    source_sheet: Literal["Outcomes", "Victims", "Exchanges", "Cases", "Activities"]
    ceiling: Annotated[int, Field(gt=0)]

    @field_validator("splits")
    @classmethod
    def _known_splits(cls, value: str) -> str:
        if unknown := sorted(set(filter(None, value.split(";"))) - _SPLITS):
            raise ValueError(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(_SPLITS))}")
        return value

    @model_validator(mode="after")
    def _stock(self) -> Indicator:
        if self.aggregation == "LATEST" and self.stock == "no":
            raise ValueError("an indicator whose latest value counts is a stock")
        return self


class CodeRow(Row):
    """One value of a code list."""

    codelist: Name
    code: Code
    name: Name


class Target(Row):
    """A milestone and the final target of an indicator; only for what a country controls.

    ``due`` is the month by whose end the milestone is to be reached. Shares are percentages.
    """

    edition_id: Name
    indicator: Code
    due: Month
    milestone: Annotated[float, Field(ge=0)]
    target: Annotated[float, Field(ge=0)]
    direction: Literal["ascending", "descending"]

    @field_validator("milestone", "target")
    @classmethod
    def _a_number(cls, value: float) -> float:
        if not math.isfinite(value):
            raise ValueError("a number is needed")
        return value


class PublishedOutcome(Row):
    """A figure the Bali Process published for an earlier edition, with its source: context, never compared."""

    edition: Name
    indicator_code: Code
    indicator: Name
    value: Annotated[int, Field(ge=0)]
    qualifier: str
    unit: Name
    value_basis: str
    period_start: str
    period_end: str
    scope: str
    source: Name
    corroborating_source: str
    note: str


def _day_of_next_month(month: str, day: int) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, day)
