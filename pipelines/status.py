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
    coalesce(f.reason, '') as reason,
    coalesce(n.version, 0) as overtaken_by
from core.receipts as r
inner join checked.files as f on r.sha256 = f.sha256
left join core.returns as k on r.sha256 = k.sha256
left join core.returns as n
    on k.edition_id = n.edition_id and k.ref_area = n.ref_area and k.time_period = n.time_period
        and n.counted and k.version < n.version
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
    """One file: its name, what it is, its outcome and, where it does not count, why.

    ``overtaken_by`` is the version of the same return that counts, where that is a later one; else 0.
    """

    file_name: str
    what_it_is: str
    outcome: str
    reason: str
    overtaken_by: int = 0


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
        """The files of which nothing is counted, but for those of which a later version counts."""
        return [f for f in self.files if f.outcome in ("held", "refused", "withdrawn") and not f.overtaken_by]


def read_status(warehouse: Warehouse) -> Status:
    """The status from the readers' copy; raises FileNotFoundError where nothing was run yet."""
    with warehouse.reader() as connection:
        files = frame_of(connection, _FILES)
        missing = frame_of(connection, _MISSING)
        vintage = frame_of(connection, _VINTAGE).iloc[0]
    columns = files[["file_name", "what_it_is", "outcome", "reason", "overtaken_by"]]
    return Status(
        edition_id=str(vintage["edition_id"]),
        data_to=str(vintage["data_to"]),
        cut_off=str(vintage["cut_off"]),
        files=tuple(
            FileStatus(str(name), str(what), str(outcome), str(reason), int(overtaken_by))
            for name, what, outcome, reason, overtaken_by in columns.itertuples(index=False, name=None)
        ),
        missing=tuple((str(area), str(month)) for area, month in missing.itertuples(index=False, name=None)),
    )
