"""Measures of data quality counted once more: what was due, what came, what its cells hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from tests.recount.counting import GRID_INDICATORS, LISTED
from tests.recount.published import rows
from tests.recount.recount import Edition
from tests.recount.workbook import Sent

_NOT_ASKED = ("AWR_PPL",)


def quality_said(site: Path) -> dict[str, list[int]]:
    """The numbers of "What it rests on" by measure; of Q8 also the days."""
    found = {}
    for row in rows(site, "reporting-quality"):
        text = row["What it rests on"].split(";")[0] + (f" {row[list(row)[2]]}" if row["Code"] == "Q8" else "")
        name = f"{row['Code']} {row['Measure'].rsplit(' ', 1)[-1]}" if row["Code"] == "Q4" else row["Code"]
        found[name] = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]
    return found


def quality_recounted(
    edition: Edition, versions: dict[tuple[str, str], list[tuple[str, Sent]]], due_on: dict[str, date]
) -> dict[str, list[int]]:
    """The same, from the accepted versions of each country and month in the order in which they came."""
    due = len(edition.countries) * len(edition.months)
    late = [(_day(v[0][0]) - due_on[month]).days for (_, month), v in versions.items() if _day(v[0][0]) > due_on[month]]
    cells = [value for sent in edition.counted.values() for grid in sent.grids.values() for value in grid.values()]
    answered = sum(value not in (None, "", "..") for value in cells)
    counted = len(edition.counted)
    provisional = sum(sent.cover["data_status"] != "Final" for sent in edition.counted.values())
    changed, whole = _revised(edition, versions)
    return {
        "Q1": [counted, due],
        "Q2": [counted - len(late), due],
        "Q3": [answered, len(cells)],
        "Q5": [changed, whole],
        "Q6": [cells.count("<5"), len(cells)],
        "Q7": [provisional, counted],
        "Q8": [len(late), counted, round(median(late))] if late else [],
    }


def _day(received: str) -> date:
    return datetime.fromisoformat(received).astimezone(ZoneInfo("Asia/Bangkok")).date()


def _revised(edition: Edition, versions: dict[tuple[str, str], list[tuple[str, Sent]]]) -> tuple[int, int]:
    """By how much the figures of the first versions were changed since, and the figures that count now."""
    changed = whole = 0
    for (country, month), sent in versions.items():
        first = Edition({(country, month): sent[0][1]}, edition.countries, edition.months)
        for code in (*GRID_INDICATORS, "VIC_ID", *(c for c in LISTED if c not in _NOT_ASKED)):
            was, now = (e.country_month(code, country, month)[0] for e in (first, edition))
            whole += now or 0
            changed += abs((now or 0) - was) if was is not None else 0
    return changed, whole
