"""A small edition: a few returns written out by hand, as the rows that reading and checking would give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from assets.forms.asked import asked_cells
from assets.forms.layout.layout import load_layouts
from assets.forms.results import Entry, Observation
from assets.framework.loader import Edition, Framework, Participant, Target, load_framework
from assets.warehouse.tables import MODELS, column_names

Value = int | str | None
Row = dict[str, Any]

BASE = load_framework()
UNITS = {i.indicator: i.unit_measure for i in BASE.indicators}
COMPLETE = {"exchanges": "COMPLETE", "cases": "COMPLETE", "activities": "COMPLETE"}
_NUMBERS = {
    "sent", "received", "answered", "officers_f", "officers_m", "officers_not_stated", "people_reached",
}  # fmt: skip
_MARKS: dict[Value, tuple[str, int | None, int | None]] = {
    None: ("O", None, None),
    "..": ("O", None, None),
    "n/a": ("M", None, None),
    "<5": ("Q", 0, 4),
}


def cell_of(key: str, value: Value) -> dict[str, Any]:
    """Dimensions of "ARR TIP F.Y_GE18" or "VIC_ID _T IDF SEX" (no column: the total), and what stands there."""
    words = key.split()
    column = words.pop() if "." in words[-1] else "_T._T"
    sex, age = column.split(".")
    names = ("indicator", "crime", "victim_status", "exploitation")
    status, lower, upper = _MARKS.get(value, ("V", None, None))
    return {
        **dict(zip(names, words, strict=False)),
        "sex": sex,
        "age": age,
        "obs_value": value if isinstance(value, int) else None,
        "obs_status": status,
        "lower_bound": lower,
        "upper_bound": upper,
        "qualifier": "under" if status == "Q" else "exact",
        "expected": value == "..",
        "raw_text": "" if value is None else str(value),
        "unit_measure": UNITS[words[0]],
    }


@dataclass
class SmallEdition:
    """Returns of ``countries`` for the first ``months`` months of an edition that starts in July 2023.

    Returns are due on the 10th of the following month, the cut-off is the 15th.
    """

    countries: Sequence[str] = ("MYS", "THA", "VNM")
    months: int = 3
    targets: Sequence[Target] = ()
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name.partition(".")[2]: [] for name in MODELS})

    @property
    def edition(self) -> Edition:
        last = date(2023 + (6 + self.months) // 12, (6 + self.months) % 12 + 1, 1) - timedelta(days=1)
        # Made anew: a copy would take over the months that were worked out for the whole edition.
        shipped = BASE.editions[0].model_dump()
        return Edition.model_validate(shipped | {"first_day": date(2023, 7, 1), "last_day": last})

    @property
    def next_edition(self) -> Edition:
        """Another edition, of which nothing may enter: it has other months, and some that are the same."""
        days = {"first_day": date(2023, 6, 1), "last_day": date(2023, 12, 31)}
        return Edition.model_validate(BASE.editions[0].model_dump() | days | {"edition_id": "JPA7"})

    @property
    def framework(self) -> Framework:
        """The shipped framework with this edition, these countries and targets."""
        edition = self.edition
        return replace(
            BASE,
            editions=(edition, self.next_edition),
            participants=(
                *(Participant(edition_id=edition.edition_id, ref_area=code, source="test") for code in self.countries),
                *(Participant(edition_id="JPA7", ref_area=code, source="test") for code in ("FJI", *self.countries)),
            ),
            targets=tuple(self.targets),
            digest=hashlib.sha256(repr((edition, self.countries, self.targets)).encode()).hexdigest(),
        )

    def send(
        self,
        ref_area: str,
        month: str,
        cells: Mapping[str, Value] | None = None,
        *,
        on: str = "",
        outcome: str = "accepted",
        listed: Mapping[str, str] = COMPLETE,
        exchanges: Sequence[Row] = (),
        cases: Sequence[Row] = (),
        activities: Sequence[Row] = (),
        notes: Sequence[Row] = (),
        observations: Sequence[Row] = (),
        **about: Any,
    ) -> str:
        """One file with one return; the sha256. ``on`` is the day it came in (a day before it is due)."""
        sha256 = hashlib.sha256(f"{ref_area} {month} {len(self.rows['files'])}".encode()).hexdigest()
        self._file(sha256, ref_area, month, outcome, listed, about)
        place = {"ref_area": ref_area, "time_period": month, "sheet": "Outcomes"}
        found = [*(cell_of(key, value) for key, value in (cells or {}).items()), *observations]
        for number, some in enumerate(found, start=1):
            observed = Observation(**{"cell": f"C{number}", **place, **some})  # type: ignore[arg-type]
            self.rows["observations"].append({"sha256": sha256, **observed._asdict()})
        for name, lines in {"exchanges": exchanges, "cases": cases, "activities": activities, "notes": notes}.items():
            for number, line in enumerate(lines, start=9):
                self._list(sha256, name, number, line)
        day = on or (self.edition.due_on(month) - timedelta(days=1)).isoformat()
        self.receive(sha256, day, about.get("file_name", f"{ref_area}_{month}.xlsx"))
        return sha256

    def receive(self, sha256: str, on: str, file_name: str = "again.xlsx") -> None:
        """One more arrival of the same bytes."""
        arrived = datetime.fromisoformat(f"{on}T03:00:00+00:00")
        minute = arrived + timedelta(minutes=len(self.rows["receipts"]))
        self.rows["receipts"].append(
            {
                "sequence": len(self.rows["receipts"]) + 1,
                "sha256": sha256,
                "file_name": file_name,
                "size": 1000,
                "received_at": minute,
                "received_on": arrived.date(),
                "declared": True,
            }
        )

    def find(self, sha256: str, rule: str, severity: str, *, cell: str = "C1", decision: str = "") -> None:
        """A finding on a file by itself; a note may name its ``decision``."""
        self.rows["findings"].append(
            {
                "sha256": sha256,
                "rule": rule,
                "severity": severity,
                "sheet": "Outcomes",
                "cell": cell,
                "found": "",
                "facts": json.dumps({"decision": decision} if decision else {}),
            }
        )

    def decide(self, name: str, kind: str, sha256: str, **about: str) -> None:
        """An officer's decision on a file, named by the beginning of its sha256 or all of it."""
        blank = dict.fromkeys(("rule", "sheet", "cell", "expected", "corrected", "superseded_by"), "")
        said = {"name": name, "kind": kind, "sha256": sha256, "author": "An officer", "reason": "As the sender asked."}
        self.rows["decisions"].append(blank | said | {"decided_on": date(2023, 8, 12)} | about)

    def _file(
        self, sha256: str, ref_area: str, month: str, outcome: str, listed: Mapping[str, str], about: Mapping[str, Any]
    ) -> None:
        said: Row = {
            "sha256": sha256,
            "fingerprint": "test",
            "kind": "return",
            "layout": "jpa_return",
            "layout_version": "1",
            "edition_id": self.edition.edition_id,
            "ref_area": ref_area,
            "time_period": month,
            "language": "en",
            "synthetic": False,
            "asked": 10,
            "answered": 8,
            "data_status": "FINAL",
            "source_agency": "Agency",
            "contact_office": "office@example.org",
            "nil_return": False,
            **{f"{name}_listed": statement for name, statement in {**dict.fromkeys(COMPLETE, ""), **listed}.items()},
            "what_it_is": f"Return, {ref_area}, {month}",
            "file_status": outcome,
            "errors": int(outcome in ("held", "refused")),
            "warnings": int(outcome == "accepted_with_warnings"),
            "reason": "",
        }
        self.rows["files"].append(said | {key: value for key, value in about.items() if key in said})

    def _list(self, sha256: str, name: str, number: int, line: Row) -> None:
        for column, (key, value) in zip("BCDEFGHIJKLMNOPQ", line.items(), strict=False):
            is_count = key in _NUMBERS
            status = (
                _MARKS[value][0] if is_count and not isinstance(value, int) else "V" if value not in ("", None) else "O"
            )
            entry = Entry(
                list_name=name,
                entry=number,
                field=key,
                sheet=name.capitalize(),
                cell=f"{column}{number}",
                raw_text="" if value is None else str(value),
                value_text="" if value is None else str(value),
                value_number=value if is_count and isinstance(value, int) else None,
                obs_status=status,  # type: ignore[arg-type]
            )
            self.rows["entries"].append({"sha256": sha256, **entry._asdict()})

    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames that a pass over the archive hands to the warehouse, and the receipts and history findings."""
        self.rows["asked"] = [cell._asdict() for cell in asked_cells(load_layouts(), self.framework)]
        return {
            name: pd.DataFrame(self.rows[name], columns=column_names(table))
            for table in MODELS
            if table.startswith(("checked.", "received.")) and (name := table.partition(".")[2])
        }
