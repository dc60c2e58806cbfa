"""Load the framework tables, all of them, checked, once.

A table is a CSV file in ``tables/``. An administrator replaces one without touching the source tree by
putting a file of the same name into the overlay folder (``JPA_HOME/framework``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import get_args

from assets.framework.rows import (
    LIST_FIELDS,
    CellStatus,
    CodeRow,
    CountingRule,
    Country,
    Edition,
    Indicator,
    Participant,
    PublishedOutcome,
    Row,
    State,
    Target,
    ValueState,
)
from assets.framework.table_file import FrameworkError, Table, check_column, read_table
from assets.framework.thresholds import WITHHELD, WITHHELD_MARK

__all__ = [
    "DERIVED_INDICATORS",
    "CountingRule",
    "Country",
    "Edition",
    "Framework",
    "FrameworkError",
    "Indicator",
    "Participant",
    "PublishedOutcome",
    "Target",
    "cached_framework",
    "load_framework",
]

TABLES = Path(__file__).parent / "tables"
# Shares that are derived from indicators and may carry a target, as a percentage.
DERIVED_INDICATORS = frozenset({"INF_RSP_RATE", "ON_TIME_RATE"})


@dataclass(frozen=True)
class Framework:
    """All framework tables, each a tuple of checked rows; ``digest`` is a hash of their files."""

    editions: tuple[Edition, ...]
    participants: tuple[Participant, ...]
    countries: tuple[Country, ...]
    indicators: tuple[Indicator, ...]
    codes: tuple[CodeRow, ...]
    targets: tuple[Target, ...]
    counting_rules: tuple[CountingRule, ...]
    cell_statuses: tuple[CellStatus, ...]
    value_states: tuple[ValueState, ...]
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


# Each table with its class and the columns that tell its rows apart.
_TABLES: Mapping[str, tuple[type[Row], tuple[str, ...]]] = {
    "editions": (Edition, ("edition_id",)),
    "participants": (Participant, ("edition_id", "ref_area")),
    "countries": (Country, ("ref_area",)),
    "indicators": (Indicator, ("indicator",)),
    "codes": (CodeRow, ("codelist", "code")),
    "targets": (Target, ("edition_id", "indicator", "due")),
    "counting_rules": (CountingRule, ("indicator", "field")),
    "cell_statuses": (CellStatus, ("obs_status",)),
    "value_states": (ValueState, ("state",)),
    "published_outcomes": (PublishedOutcome, ("edition", "indicator_code")),
}


def load_framework(overlay: Path | None = None) -> Framework:
    """Read and check every framework table; files in ``overlay`` replace those of the same name.

    Raises FrameworkError naming the file, the line and the column of the first thing that is wrong.
    """
    tables: dict[str, Table] = {}
    digest = hashlib.sha256()
    for name, (model, key) in _TABLES.items():
        path = _path_of(name, overlay)
        tables[name] = read_table(path, model, key)
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    _check_references(tables)
    rows = {name: tuple(table.rows.values()) for name, table in tables.items()}
    return Framework(**rows, digest=digest.hexdigest())  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def cached_framework(overlay: Path | None = None) -> Framework:
    """The same tables, read once: for a process that does many tasks with one set of them."""
    return load_framework(overlay)


def _path_of(name: str, overlay: Path | None) -> Path:
    replaced = overlay / f"{name}.csv" if overlay else None
    return replaced if replaced and replaced.is_file() else TABLES / f"{name}.csv"


def _check_references(tables: Mapping[str, Table]) -> None:
    editions = {row.edition_id: row for row in tables["editions"].rows.values() if isinstance(row, Edition)}
    countries = {row.ref_area for row in tables["countries"].rows.values() if isinstance(row, Country)}
    statuses = _codes(tables, "victim_status")
    outputs = {
        row.indicator
        for row in tables["indicators"].rows.values()
        if isinstance(row, Indicator) and row.level == "output"
    }
    for name in ("participants", "targets"):
        check_column(tables[name], "edition_id", editions, "no edition of editions.csv")
    check_column(tables["participants"], "ref_area", countries, "no country of countries.csv")
    check_column(tables["indicators"], "victim_status", statuses | {""}, "no victim_status of codes.csv")
    check_column(
        tables["targets"],
        "indicator",
        outputs | DERIVED_INDICATORS,
        "nothing that a country controls (an output of indicators.csv, or a derived share): it carries no target",
    )
    for line, row in tables["targets"].rows.items():
        if isinstance(row, Target) and row.due not in editions[row.edition_id].months:
            raise tables["targets"].error(line, "due", f"{row.due} is no month of {row.edition_id}.")
    _check_counting_rules(tables)
    for line, row in tables["cell_statuses"].rows.items():
        if isinstance(row, CellStatus) and row.state == "withheld" and (row.lower_bound, row.upper_bound) != WITHHELD:
            least, most = WITHHELD
            raise tables["cell_statuses"].error(
                line, "upper_bound", f"{WITHHELD_MARK} is a count of {least} to {most}."
            )
    for name, column, needed in (("cell_statuses", "obs_status", "VOMQ"), ("value_states", "state", get_args(State))):
        if lacking := set(needed) - {getattr(row, column) for row in tables[name].rows.values()}:
            raise FrameworkError(f"{tables[name].path}: a row with the {column} {sorted(lacking)[0]} is missing.")


def _check_counting_rules(tables: Mapping[str, Table]) -> None:
    rules = tables["counting_rules"]
    indicators = {row.indicator: row for row in tables["indicators"].rows.values() if isinstance(row, Indicator)}
    check_column(rules, "indicator", indicators, "no indicator of indicators.csv")
    for column, codelist in (
        ("activity", "activity"),
        ("role", "role"),
        ("record", "record"),
        ("from_stage", "stage"),
        ("until_stage", "stage"),
        ("sex", "sex"),
    ):
        check_column(rules, column, _codes(tables, codelist) | {""}, f"no {codelist} of codes.csv")
    first: dict[str, CountingRule] = {}
    for line, row in rules.rows.items():
        if not isinstance(row, CountingRule):
            continue
        if row.field not in LIST_FIELDS.get(row.list_name, {""}):
            raise rules.error(line, "field", f"{row.field or 'nothing'} is no field of the list {row.list_name!r}.")
        before, counted = first.setdefault(row.indicator, row), indicators[row.indicator]
        for column in ("counted_in", "method", "list_name"):
            if getattr(row, column) != getattr(before, column):
                raise rules.error(line, column, f"{row.indicator} is counted in one way only.")
        wanted = (row.method in ("stage", "first_day"), row.method == "latest", row.method in ("stage", "latest"))
        if wanted != (counted.aggregation == "DIST", counted.aggregation == "LATEST", counted.is_stock):
            how = f"{counted.aggregation}, {'a stock' if counted.is_stock else 'no stock'}"
            raise rules.error(line, "method", f"{row.method} does not fit {row.indicator} in indicators.csv: {how}.")
    for line, row in tables["indicators"].rows.items():
        if isinstance(row, Indicator) and row.indicator not in first:
            raise tables["indicators"].error(
                line, "indicator", f"{row.indicator} has no row in counting_rules.csv: it would never be counted."
            )


def _codes(tables: Mapping[str, Table], codelist: str) -> set[str]:
    return {row.code for row in tables["codes"].rows.values() if isinstance(row, CodeRow) and row.codelist == codelist}
