"""Returns month after month without workbooks: what the reader would have given, for the rules that compare returns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Any

import duckdb
import pandas as pd

from assets.checking.decisions import Decision
from assets.checking.findings import CheckedFile, FileStatus, Finding
from assets.checking.frames import tables_of
from assets.checking.rules.declared import word
from assets.forms.results import Entry, Observation, ReadResult
from assets.framework.vintage import preview
from assets.warehouse.contracts import to_arrow
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.queries import needed_for
from assets.warehouse.runner import run_all
from assets.warehouse.store import SCHEMAS, frame_of, to_pandas
from assets.warehouse.tables import column_names, replace_table
from pipelines.check_step import decisions_frame
from tests.forms.forms import EDITION, FRAMEWORK

Rows = Mapping[tuple[str, str], int | str]
Line = Mapping[str, int | str]
MONTHS = FRAMEWORK.edition(EDITION).months
FIRST_DAY = datetime(2023, 8, 1, tzinfo=UTC)


def framed(files: Sequence[CheckedFile]) -> dict[str, pd.DataFrame]:
    """The tables of some files, all read under the same rules."""
    tables = tables_of(files, {file.sha256: "rules" for file in files})
    return {table.partition(".")[2]: to_pandas(rows) for table, rows in tables.items()}


def receipts_of(arrivals: Iterable[tuple[str, str, datetime]]) -> pd.DataFrame:
    """received.receipts of files (sha256, name, time of arrival), in the order of arrival."""
    rows = sorted(arrivals, key=lambda arrival: (arrival[2], arrival[0], arrival[1]))
    return pd.DataFrame(
        [
            {
                "sequence": number,
                "sha256": digest,
                "file_name": name,
                "size": 1,
                "received_at": moment.astimezone(UTC),
                "received_on": moment.date(),
                "declared": True,
            }
            for number, (digest, name, moment) in enumerate(rows, start=1)
        ],
        columns=column_names("received.receipts"),
    )


def found_between(
    frames: Mapping[str, pd.DataFrame], receipts: pd.DataFrame, decisions: Sequence[Decision] = ()
) -> pd.DataFrame:
    """history.findings of files that were read."""
    tables: dict[str, pd.DataFrame] = {
        **{f"checked.{name}": frame for name, frame in frames.items()},
        **framework_frames(FRAMEWORK, preview(FRAMEWORK.edition(EDITION), date(2025, 1, 1))),
        "received.receipts": receipts,
        "received.decisions": decisions_frame(decisions),
    }
    order = "sha256, rule, sheet, cell, facts"
    with duckdb.connect() as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        for table, frame in tables.items():
            replace_table(connection, table, to_arrow(table, frame))
        run_all(connection, needed_for("history.findings"))
        return frame_of(connection, f"select * from history.findings order by {order}")


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
        days = list(accumulate(file.sha256 not in self.together for file in self.files))
        return receipts_of(
            (file.sha256, file.file_name, FIRST_DAY + timedelta(days=day - 1))
            for file, day in zip(self.files, days, strict=True)
        )

    def findings(self) -> pd.DataFrame:
        """What the rules between returns find, each also in words."""
        found = found_between(framed(self.files), self.receipts(), self.decisions)
        return found.assign(message=[_message(row) for row in found.to_dict("records")])

    def found(self) -> list[tuple[str, str, str]]:
        """sha256, rule and cell of each finding, in the order in which the files came in."""
        order = [file.sha256 for file in self.files]
        rows = self.findings()[["sha256", "rule", "cell"]].itertuples(index=False, name=None)
        return sorted(rows, key=lambda row: (order.index(row[0]), row[1:]))


def _message(row: Mapping[Any, Any]) -> str:
    facts = json.loads(row["facts"])
    finding = Finding(row["rule"], row["severity"], row["sheet"], row["cell"], row["found"], facts)
    return word(finding, FRAMEWORK).message


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
