"""Which return counts for each country and month: the log of receipts, and what became of each file."""

from __future__ import annotations

import calendar
import json
from pathlib import Path

from tests.recount.recount import Edition
from tests.recount.workbook import Sent, read

Place = tuple[str, str]
Corrections = dict[str, dict[tuple[str, str], int | None]]


def versions_of(
    home: Path, outcomes: dict[str, str], names: dict[str, str], corrections: Corrections | None = None
) -> dict[Place, list[tuple[str, Sent]]]:
    """The accepted versions of each country and month, the oldest first, each with the time at which it came.

    ``names`` are what the countries that take part are called; ``corrections`` are by sha256 the cells that an officer
    put right.
    """
    codes = {name: code for code, name in names.items()}
    receipts = [json.loads(line) for line in (home / "archive" / "log_of_receipts.jsonl").read_text().splitlines()]
    found: dict[Place, list[tuple[str, Sent]]] = {}
    for receipt in sorted(receipts, key=lambda r: str(r["received_at"])):
        # A file that came after the cut-off has no outcome yet.
        if not outcomes.get(receipt["file_name"], "").startswith("accepted"):
            continue
        sha256 = receipt["sha256"]
        sent = read(home / "archive" / sha256[:2] / sha256, (corrections or {}).get(sha256, {}))
        month, year = sent.cover["time_period"].split()
        place = codes[sent.cover["ref_area"]], f"{year}-{list(calendar.month_name).index(month):02d}"
        for line in sent.lists.get("cases", []):
            line["lead"] = codes.get(line.get("lead"), line.get("lead"))
        found.setdefault(place, []).append((receipt["received_at"], sent))
    return found


def edition_of(
    versions: dict[Place, list[tuple[str, Sent]]], names: dict[str, str], months: tuple[str, ...]
) -> Edition:
    """The latest accepted version of each country and month."""
    return Edition({place: sent[-1][1] for place, sent in versions.items()}, tuple(names), months)
