"""Parts against their total: E06 where they exceed it, W09 where all of them together stay below it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from assets.checking.within_return.intervals import ALL, Row, RowKey, added, bounds
from assets.forms.results import Observation, ReadResult
from assets.intake.problems import Problem


def total_problems(result: ReadResult, rows: Mapping[RowKey, Row], forms: int) -> Iterator[Problem]:
    """Compare the parts of every row with its total, and the victims by form and by citizenship with all victims.

    ``forms`` is how many forms of exploitation the form lists below "All forms".
    """
    for row in rows.values():
        if row.asked:
            yield from _compare(row.parts.values(), len(row.parts) == row.asked, row.total, "row")
    for key, all_forms in rows.items():
        if key.exploitation == ALL and key.victim_status != ALL:
            yield from _forms(key, all_forms, rows, forms)
            yield from _citizenships(key, all_forms, result)


def _forms(key: RowKey, all_forms: Row, rows: Mapping[RowKey, Row], forms: int) -> Iterator[Problem]:
    single = [row for other, row in rows.items() if other.exploitation != ALL and other[:3] == key[:3]]
    for sex, age in [*all_forms.parts, (ALL, ALL)]:
        cells = [cell for row in single if (cell := row.cell(sex, age)) is not None]
        yield from _compare(cells, len(cells) == forms, all_forms.cell(sex, age), "forms")


def _citizenships(key: RowKey, all_forms: Row, result: ReadResult) -> Iterator[Problem]:
    listed = [
        cell
        for cell in result.observations
        if cell.counterpart_area != ALL and (cell.indicator, cell.victim_status) == (key.indicator, key.victim_status)
    ]
    if listed:
        # A row that could not be read is not among them: then the list is not whole.
        whole = not any(problem.sheet == listed[0].sheet for problem in result.problems)
        yield from _compare(listed, whole, all_forms.total, "citizenship")


def _compare(parts: Collection[Observation], whole: bool, total: Observation | None, kind: str) -> Iterator[Problem]:
    allowed = bounds(total)
    if total is None or allowed.most == math.inf:
        return
    found = added(bounds(part) for part in parts)
    facts: dict[str, str | int] = {
        "kind": "withheld" if any(part.obs_status == "Q" for part in parts) else kind,
        "total": total.raw_text.strip() if total.obs_value is None else total.obs_value,
    }
    if found.least > allowed.most:
        yield Problem("E06", total.sheet, total.cell, total.raw_text, facts | {"parts": found.least})
    elif whole and found.most < allowed.least:
        most = round(found.most)
        facts |= {"parts": most, "missing": allowed.least - most}
        yield Problem("W09", total.sheet, total.cell, total.raw_text, facts)
