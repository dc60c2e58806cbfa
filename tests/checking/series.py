"""Returns month after month without workbooks: what the reader would have given, for the rules that compare returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from typing import Any

import pandas as pd

from assets.checking.between_returns.findings import history_findings
from assets.checking.decisions import Decision
from assets.checking.findings import CheckedFile, FileStatus
from assets.checking.frames import tables_of
from assets.forms.results import Entry, Observation, ReadResult
from assets.warehouse.store import to_pandas
from tests.forms.forms import EDITION, FRAMEWORK

Rows = Mapping[tuple[str, str], int | str]
Line = Mapping[str, int | str]
MONTHS = FRAMEWORK.edition(EDITION).months


def framed(files: Sequence[CheckedFile]) -> dict[str, pd.DataFrame]:
    """The tables of some files, all read under the same rules."""
    tables = tables_of(files, {file.sha256: "rules" for file in files})
    return {table.partition(".")[2]: to_pandas(rows) for table, rows in tables.items()}


@dataclass
class Series:
    """Returns in the order in which they come in; ``findings`` says what the rules make of them."""

    files: list[CheckedFile] = field(default_factory=list)
    # The sha256 of files that came in together with the one before them.
    together: set[str] = field(default_factory=set)
    decisions: list[Decision] = field(default_factory=list)

    def add(
        self,
        area: str,
        month: str,
        rows: Rows | None = None,
        *,
        cases: Sequence[Line] = (),
        exchanges: Sequence[Line] = (),
        notes: Sequence[Line] = (),
        cover: Line | None = None,
        cumulative: Rows | None = None,
        outcome: FileStatus = "accepted",
    ) -> str:
        """One more return; its sha256. ``rows`` by (indicator, crime or victim status): a number, or "<5"."""
        result = ReadResult("jpa_return", "1", "return", EDITION, area, month, "en")
        for number, (key, value) in enumerate({**(rows or {})}.items(), start=1):
            result.observations.append(_row(area, month, key, value, f"O{number}", "PERIOD"))
        for number, (key, value) in enumerate({**(cumulative or {})}.items(), start=1):
            result.observations.append(_row(area, month, key, value, f"P{number}", "CUM"))
        result.asked = len(result.observations)
        said = {"exchanges_listed": "COMPLETE", "source_agency": "National desk"} | dict(cover or {})
        for name, lines in (("cover", [said]), ("cases", cases), ("exchanges", exchanges), ("notes", notes)):
            for row, line in enumerate(lines, start=1 if name == "cover" else 8):
                result.entries += [_entry(name, row, column, *pair) for column, pair in enumerate(line.items())]
        digest = sha256(f"{len(self.files)} {area} {month}".encode()).hexdigest()
        self.files.append(CheckedFile(digest, f"{area}.xlsx", result, (), outcome, "", f"{area} {month}"))
        return digest

    def months(self, area: str, key: tuple[str, str], values: Sequence[int | str]) -> list[str]:
        """One return a month from the first of the edition on, each with one row."""
        return [self.add(area, month, {key: value}) for month, value in zip(MONTHS, values, strict=False)]

    def receipts(self) -> pd.DataFrame:
        """The files received a day apart, in the order in which they were added, but for those that came together."""
        days = accumulate(file.sha256 not in self.together for file in self.files)
        arrived = [pd.Timestamp("2023-08-01", tz="UTC") + pd.Timedelta(days=day - 1) for day in days]
        return pd.DataFrame(
            {
                "sha256": [file.sha256 for file in self.files],
                "file_name": [file.file_name for file in self.files],
                "received_at": [moment.isoformat() for moment in arrived],
            },
            dtype="str",
        )

    def findings(self) -> pd.DataFrame:
        """What history_findings gives."""
        frames = framed(self.files)
        files, observations, entries = (frames[name] for name in ("files", "observations", "entries"))
        found = history_findings(files, observations, entries, self.receipts(), FRAMEWORK, self.decisions)
        return to_pandas(found)

    def found(self) -> list[tuple[str, str, str]]:
        """sha256, rule and cell of each finding, in the order in which the files came in."""
        order = [file.sha256 for file in self.files]
        rows = self.findings()[["sha256", "rule", "cell"]].itertuples(index=False, name=None)
        return sorted(rows, key=lambda row: (order.index(row[0]), row[1:]))


def _row(area: str, month: str, key: tuple[str, str], value: int | str, cell: str, mode: str) -> Observation:
    indicator, split = key
    codes: dict[str, Any] = {"victim_status": split} if indicator == "VIC_ID" else {"crime": split}
    if isinstance(value, str):
        withheld = value == "<5"
        codes |= {"obs_status": "Q" if withheld else "O", "obs_value": None}
        codes |= {"lower_bound": 0, "upper_bound": 4} if withheld else {}
    else:
        codes |= {"obs_status": "V", "obs_value": value}
    return Observation(indicator, area, month, "Outcomes", cell, str(value), reporting_mode=mode, **codes)  # type: ignore[arg-type]


def _entry(name: str, row: int, column: int, field_name: str, value: int | str) -> Entry:
    number = value if isinstance(value, int) else None
    status = "O" if value == "" else "V"
    cell = f"{'ABCDEFGHIJKLMNOP'[column + 1]}{row}"
    return Entry(name, row, field_name, name.capitalize(), cell, str(value), str(value), number, status)  # type: ignore[arg-type]
