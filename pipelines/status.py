"""What stands in the state folder, for people: every file with its status, every return that is late or missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from assets.dashboards.flags import FILE_STATUSES

if TYPE_CHECKING:
    from assets.warehouse.store import Warehouse

# As the pages say them, within a line.
STATUSES: Mapping[str, str] = {status: words.lower() for status, words in FILE_STATUSES.items()}


@dataclass(frozen=True, slots=True)
class FileStatus:
    """One file: its name, what it is, its status and, where it does not count, why.

    ``not_counted`` is whether nothing of it counts, nor a later version of the same return.
    """

    file_name: str
    what_it_is: str
    status: str
    reason: str
    not_counted: bool


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
        """Files by status, in words, every status named."""
        found = [STATUSES[file.status] for file in self.files]
        return {words: found.count(words) for words in STATUSES.values()}

    @property
    def not_counted(self) -> list[FileStatus]:
        """The files of which nothing is counted, but for those of which a later version counts."""
        return [file for file in self.files if file.not_counted]

    def to_json(self) -> dict[str, Any]:
        """The status in what JSON holds."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Status:
        """The status that ``to_json`` gave."""
        files = tuple(FileStatus(**file) for file in content["files"])
        missing = tuple((area, month) for area, month in content["missing"])
        return cls(**{**content, "files": files, "missing": missing})


def read_status(warehouse: Warehouse) -> Status:
    """The status from the readers' copy; raises FileNotFoundError where nothing was run yet."""
    # Imported where tables are read: a status that was kept is shown without DuckDB and pandas.
    from assets.warehouse.store import lookup

    with warehouse.reader() as connection:
        files = lookup(connection, "status_files")
        missing = lookup(connection, "status_missing")
        vintage = lookup(connection, "status_vintage").iloc[0]
    columns = files[["file_name", "what_it_is", "file_status", "reason", "not_counted"]]
    return Status(
        edition_id=str(vintage["edition_id"]),
        data_to=str(vintage["data_to"]),
        cut_off=str(vintage["cut_off"]),
        files=tuple(
            FileStatus(str(name), str(what), str(status), str(reason), bool(not_counted))
            for name, what, status, reason, not_counted in columns.itertuples(index=False, name=None)
        ),
        missing=tuple((str(area), str(month)) for area, month in missing.itertuples(index=False, name=None)),
    )
