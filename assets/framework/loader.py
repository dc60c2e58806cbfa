"""Load the framework tables, all of them, checked, once.

A table is a CSV file in ``tables/``. An administrator replaces one without touching the source tree by
putting a file of the same name into the overlay folder (``JPA_HOME/framework``).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

TABLES = Path(__file__).parent / "tables"


class FrameworkError(ValueError):
    """A framework table is missing, has another header or holds a row that cannot be used."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Edition(_Row):
    """One Joint Period of Action, keyed by ``edition_id`` and its first and last day, never by a year."""

    edition_id: str
    name: str
    short_name: str
    first_day: date
    last_day: date
    time_zone: str
    due_day: int
    cut_off_day: int
    note: str

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        ZoneInfo(value)
        return value

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


class Participant(_Row):
    """A country or economy that takes part in an edition."""

    edition_id: str
    ref_area: str
    source: str


class Country(_Row):
    """A country or economy: ISO 3166 alpha-3 and alpha-2, UN M49, and a name where CLDR's is not the one used."""

    ref_area: str
    iso2: str
    m49: str
    is_member: Literal["yes", "no"]
    name_en: str


class Indicator(_Row):
    """What is counted: its unit, when it counts, and how it adds up over countries."""

    indicator: str
    name: str
    short_name: str
    headline_group: Literal["found", "together"]
    unit_measure: str
    unit: str
    counted_when: str
    splits: str
    aggregation: Literal["SUM", "DIST", "HOST", "SENT", "LATEST"]
    stock: Literal["yes", "no"]
    level: Literal["output", "outcome"]
    core: Literal["yes", "no"]
    victim_status: str
    source_sheet: str
    ceiling: int


class Code(_Row):
    """One value of a code list."""

    codelist: str
    code: str
    name: str


class Target(_Row):
    """A milestone and the final target of an indicator; only for what a country controls."""

    edition_id: str
    indicator: str
    due: str
    milestone: float
    target: float
    direction: Literal["ascending", "descending"]


class PublishedOutcome(_Row):
    """A figure the Bali Process published for an earlier edition, with its source: context, never compared."""

    edition: str
    indicator_code: str
    indicator: str
    value: int
    qualifier: str
    unit: str
    value_basis: str
    period_start: str
    period_end: str
    scope: str
    source: str
    corroborating_source: str
    note: str


@dataclass(frozen=True)
class Framework:
    """All framework tables, each a tuple of checked rows."""

    editions: tuple[Edition, ...]
    participants: tuple[Participant, ...]
    countries: tuple[Country, ...]
    indicators: tuple[Indicator, ...]
    codes: tuple[Code, ...]
    targets: tuple[Target, ...]
    published_outcomes: tuple[PublishedOutcome, ...]
    digest: str

    def edition(self, edition_id: str) -> Edition:
        """The edition with this id; raises FrameworkError naming those there are."""
        for edition in self.editions:
            if edition.edition_id == edition_id:
                return edition
        known = ", ".join(e.edition_id for e in self.editions)
        raise FrameworkError(f"There is no edition {edition_id!r}. Known editions: {known}.")

    def edition_of(self, month: str) -> Edition | None:
        """The edition that ``month`` (YYYY-MM) belongs to, or None."""
        return next((e for e in self.editions if month in e.months), None)

    def participants_of(self, edition_id: str) -> tuple[str, ...]:
        """Alpha-3 codes of the countries that take part in the edition, sorted."""
        return tuple(sorted(p.ref_area for p in self.participants if p.edition_id == edition_id))

    def codelist(self, name: str) -> dict[str, str]:
        """Code to English name of one code list, in the order of the table."""
        found = {c.code: c.name for c in self.codes if c.codelist == name}
        if not found:
            raise FrameworkError(f"There is no code list {name!r} in codes.csv.")
        return found

    @cached_property
    def country_by_code(self) -> dict[str, Country]:
        """Countries and economies by alpha-3 code."""
        return {c.ref_area: c for c in self.countries}


_ROWS: dict[str, type[_Row]] = {
    "editions": Edition,
    "participants": Participant,
    "countries": Country,
    "indicators": Indicator,
    "codes": Code,
    "targets": Target,
    "published_outcomes": PublishedOutcome,
}
TABLE_NAMES = tuple(_ROWS)


def load_framework(overlay: Path | None = None) -> Framework:
    """Read and check every framework table; files in ``overlay`` replace those of the same name.

    Raises FrameworkError naming the file, the row and the column of the first thing that is wrong.
    """
    tables: dict[str, tuple[_Row, ...]] = {}
    digest = hashlib.sha256()
    for name, model in _ROWS.items():
        path = _path_of(name, overlay)
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
        tables[name] = tuple(_read(path, model))
    framework = Framework(**tables, digest=digest.hexdigest())  # type: ignore[arg-type]
    _check_references(framework)
    return framework


def _path_of(name: str, overlay: Path | None) -> Path:
    replaced = overlay / f"{name}.csv" if overlay else None
    return replaced if replaced and replaced.is_file() else TABLES / f"{name}.csv"


def _read(path: Path, model: type[_Row]) -> Iterator[_Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        expected = list(model.model_fields)
        if reader.fieldnames != expected:
            raise FrameworkError(f"{path}: the header must read {','.join(expected)}.")
        for number, row in enumerate(reader, start=2):
            try:
                yield model.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                column = ".".join(map(str, first["loc"]))
                raise FrameworkError(f"{path}, line {number}, column {column}: {first['msg']}.") from error


def _check_references(framework: Framework) -> None:
    editions = {e.edition_id for e in framework.editions}
    indicators = {i.indicator for i in framework.indicators}
    for participant in framework.participants:
        if participant.edition_id not in editions or participant.ref_area not in framework.country_by_code:
            raise FrameworkError(f"participants.csv: {participant.edition_id}, {participant.ref_area} is not known.")
    for target in framework.targets:
        if target.edition_id not in editions or target.indicator not in indicators | DERIVED_INDICATORS:
            raise FrameworkError(f"targets.csv: {target.edition_id}, {target.indicator} is not known.")


# Shares that are derived from indicators and may carry a target, as a percentage.
DERIVED_INDICATORS = frozenset({"INF_RSP_RATE", "ON_TIME_RATE"})


def _day_of_next_month(month: str, day: int) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, day)
