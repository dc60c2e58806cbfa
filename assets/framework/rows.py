"""The rows of the framework tables: one class a table, its columns in the order of the file's header."""

from __future__ import annotations

import math
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator


def _yes_or_no(value: object) -> object:
    if value not in ("yes", "no", True, False):
        raise ValueError("Input should be yes or no")
    return value in ("yes", True)


# Typed yes or no in the file.
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Name = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[A-Z0-9_]+$")]
Alpha3 = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
# No month is shorter: a due day exists in every month.
DayOfMonth = Annotated[int, Field(ge=1, le=28)]
# The release is made on the day after the cut-off, which must be in every month as well.
CutOffDay = Annotated[int, Field(ge=1, le=27)]
# The count fields and the field that says what a line is, by list of the form.
LIST_FIELDS = {
    "exchanges": frozenset({"sent", "received", "answered"}),
    "cases": frozenset({"record"}),
    "activities": frozenset({"type", "officers_f", "officers_m", "officers_not_stated", "people_reached"}),
}
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
    splits: tuple[str, ...]
    aggregation: Literal["SUM", "DIST", "HOST", "SENT", "LATEST"]
    is_stock: YesNo
    level: Literal["output", "outcome"]
    is_headline: YesNo
    victim_status: str
    ceiling: Annotated[int, Field(gt=0)]

    @field_validator("splits", mode="before")
    @classmethod
    def _known_splits(cls, value: str | tuple[str, ...]) -> tuple[str, ...]:
        """Typed with a semicolon between them."""
        splits = tuple(filter(None, value.split(";"))) if isinstance(value, str) else value
        if unknown := sorted(set(splits) - _SPLITS):
            raise ValueError(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(_SPLITS))}")
        return splits

    @model_validator(mode="after")
    def _stock(self) -> Indicator:
        if self.aggregation == "LATEST" and not self.is_stock:
            raise ValueError("an indicator whose latest value counts is a stock")
        return self


class CountingRule(Row):
    """Where an indicator is counted and how it adds up; one row for each field that it is counted in.

    ``counted_in``: the cells of a grid, a number field of a list, or the lines of a list. ``activity``, ``role`` and
    ``record`` say which lines of the list; empty text is any. A line that is counted has its value at the cell of
    ``field``. ``from_stage`` and ``until_stage`` (not included) bound the stages at which a record counts;
    ``counts_without_stage`` says whether one without a stage does. ``sex`` is the sex of the persons in the field.

    ``method``: sum adds values over cells, lines and months; latest takes the last month's value, never a sum; stage
    counts each shared record once in every month in which it is at such a stage; first_day counts each shared record
    once, in the month of its first day.
    """

    indicator: Code
    counted_in: Literal["grid", "field", "line"]
    method: Literal["sum", "latest", "stage", "first_day"]
    list_name: Literal["", "exchanges", "cases", "activities"]
    field: str
    activity: str
    role: str
    record: str
    from_stage: str
    until_stage: str
    counts_without_stage: YesNo
    sex: str

    @model_validator(mode="after")
    def _fits_together(self) -> CountingRule:
        if (self.counted_in == "grid") != (self.list_name == ""):
            raise ValueError("a grid has no list, a field or a line has one")
        if (self.method in ("stage", "first_day")) != bool(self.record):
            raise ValueError("records, and only records, count by their stage or their first day")
        if (self.counted_in == "field") != bool(self.sex):
            raise ValueError("a field, and only a field, has a sex (_T for all)")
        return self


Bound = Annotated[int | None, Field(ge=0), BeforeValidator(lambda value: None if value == "" else value)]


class CellStatus(Row):
    """What a cell on arrival says for a sum of cells, in the order in which that is said of several.

    A number among them is a value; else something withheld, else a blank, else nothing can be counted there. The true
    number of a cell lies between the bounds; empty where the status alone says nothing of it.
    """

    obs_status: Literal["V", "O", "M", "Q"]
    state: Literal["value", "withheld", "missing", "cannot_count"]
    lower_bound: Bound
    upper_bound: Bound

    @model_validator(mode="after")
    def _bounds(self) -> CellStatus:
        if (self.state == "withheld") != (self.lower_bound is not None and self.upper_bound is not None):
            raise ValueError("what is withheld, and nothing else, has both bounds")
        if self.lower_bound is not None and self.upper_bound is not None and self.upper_bound < self.lower_bound:
            raise ValueError("upper_bound is below lower_bound")
        return self


State = Literal["value", "withheld", "cannot_count", "missing", "held", "not_received", "not_asked", "not_due"]


class ValueState(Row):
    """What may stand in place of a value, in the order in which states are said of several months or countries.

    ``over_countries`` is what the state is called in a total over all countries.
    """

    state: State
    meaning: Name
    over_countries: State


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
