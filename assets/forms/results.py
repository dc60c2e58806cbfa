"""What reading one file gives: observations, entries of lists, the fate of each row, and problems.

Plain data without pandas, so that a worker process starts quickly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from assets.forms.values import Parsed
from assets.intake.problems import Problem


class Observation(NamedTuple):
    """One counted value and where it stands.

    The dimensions are those of the observation in docs/indicators.md; ``obs_value`` is a whole number or None.
    ``obs_status``: V a value, O missing (blank), M cannot be counted here, Q withheld by the sender.
    ``expected`` is True where the mark says that a missing value will still come.
    ``topic`` and ``category`` hold a breakdown that only a context source has.
    A tuple because a return has some 350 of them: they become columns by one transposition.
    """

    indicator: str
    ref_area: str
    time_period: str
    sheet: str
    cell: str
    raw_text: str
    obs_value: int | None
    obs_status: Literal["V", "O", "M", "Q"]
    lower_bound: int | None = None
    upper_bound: int | None = None
    qualifier: Literal["exact", "over", "under", "about"] = "exact"
    expected: bool = False
    crime: str = "_T"
    victim_status: str = "_T"
    exploitation: str = "_T"
    sex: str = "_T"
    age: str = "_T"
    counterpart_area: str = "_T"
    reporting_mode: Literal["PERIOD", "CUM"] = "PERIOD"
    unit_measure: str = ""
    topic: str = ""
    category: str = ""
    source_agency: str = ""
    comment: str = ""


class Entry(NamedTuple):
    """One field of one row of a list sheet, or of the cover (``list_name`` "cover", ``entry`` 1).

    ``value_text`` is the code, text, month or ISO date; ``value_number`` the whole number where the field is one.
    ``entry`` is the Excel row, so that "row 12" means row 12. Blank fields are given with status O, when the row
    holds anything at all.
    """

    list_name: str
    entry: int
    field: str
    sheet: str
    cell: str
    raw_text: str
    value_text: str
    value_number: int | None
    obs_status: Literal["V", "O", "M", "Q"]


class RowFate(NamedTuple):
    """What became of one row of a source that is not the form: every row has exactly one fate."""

    sheet: str
    row: int
    fate: Literal["value", "skipped", "finding"]
    reason: str


@dataclass(slots=True)
class ReadResult:
    """All that one file gave. ``layout`` is empty where no layout fits; ``kind`` is then "unknown".

    ``months`` and countries are what the cover says; a context source has none.
    """

    layout: str = ""
    layout_version: str = ""
    kind: Literal["return", "context", "unknown"] = "unknown"
    edition_id: str = ""
    ref_area: str = ""
    time_period: str = ""
    language: str = ""
    synthetic: bool = False
    asked: int = 0
    observations: list[Observation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    rows: list[RowFate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
