"""What stands in the state folder, for people: every file with its outcome, every return that is late or missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assets.warehouse.store import Warehouse, frame_of

OUTCOMES: Mapping[str, str] = {
    "accepted": "accepted",
    "accepted_with_warnings": "accepted with warnings",
    "held": "held for correction",
    "refused": "refused",
    "withdrawn": "withdrawn",
}

_FILES = """
select
    r.file_name,
    f.what_it_is,
    f.kind,
    coalesce(k.outcome, f.outcome) as outcome,
    f.reason,
    coalesce(k.counted, false) as counted
from core.receipts as r
inner join checked.files as f on r.sha256 = f.sha256
left join core.returns as k on r.sha256 = k.sha256
where not r.received_before
order by r.received_at, r.file_name, r.sha256
"""

_MISSING = """
select ref_area, time_period
from quality.reporting
where state = 'N'
order by time_period, ref_area
"""

_VINTAGE = "select edition_id, release_id, data_to, cut_off, status from core.vintage"


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One file: its name, what it is, its outcome and, where it does not count, why."""

    file_name: str
    what_it_is: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that was received, and the returns that were due and did not come (country, month)."""

    edition_id: str
    data_to: str
    cut_off: str
    files: tuple[FileStatus, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> dict[str, int]:
        """Files by outcome, in words, every outcome named."""
        found = [OUTCOMES[file.outcome] for file in self.files]
        return {words: found.count(words) for words in OUTCOMES.values()}

    @property
    def set_aside(self) -> list[FileStatus]:
        """The files of which nothing is counted."""
        return [file for file in self.files if file.outcome in ("held", "refused", "withdrawn")]


def read_status(warehouse: Warehouse) -> Status:
    """The status from the readers' copy; raises FileNotFoundError where nothing was run yet."""
    with warehouse.reader() as connection:
        files = frame_of(connection, _FILES)
        missing = frame_of(connection, _MISSING)
        vintage = frame_of(connection, _VINTAGE).iloc[0]
    columns = files[["file_name", "what_it_is", "outcome", "reason"]]
    return Status(
        edition_id=str(vintage["edition_id"]),
        data_to=str(vintage["data_to"]),
        cut_off=str(vintage["cut_off"]),
        files=tuple(FileStatus(*map(str, row)) for row in columns.itertuples(index=False, name=None)),
        missing=tuple((str(area), str(month)) for area, month in missing.itertuples(index=False, name=None)),
    )
