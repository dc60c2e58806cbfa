"""Parts against their total: where they exceed it, and where all of them together stay below it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from assets.checking.within_return.intervals import ALL, Bounds, Row, RowKey, added, bounds
from assets.forms.results import Observation, ReadResult
from assets.intake.problems import Problem


def total_problems(result: ReadResult, rows: Mapping[RowKey, Row], forms: int) -> Iterator[Problem]:
    """Compare the parts of every row with its total, and the victims by form and by citizenship with all victims.

    ``forms`` is how many forms of exploitation the form lists below "All forms".
    """
    for row in rows.values():
        if row.asked:
            found = Bounds(row.least, row.most)
            yield from _compare(found, row.total, "row", whole=len(row.parts) == row.asked, withheld=row.withheld)
    listed = [cell for cell in result.observations if cell.counterpart_area != ALL]
    for key, all_forms in rows.items():
        if key.exploitation == ALL and key.victim_status != ALL:
            yield from _forms(key, all_forms, rows, forms)
            yield from _citizenships(key, all_forms, listed, result)


def _forms(key: RowKey, all_forms: Row, rows: Mapping[RowKey, Row], forms: int) -> Iterator[Problem]:
    single = [row for other, row in rows.items() if other.exploitation != ALL and other[:3] == key[:3]]
    for sex, age in [*all_forms.parts, (ALL, ALL)]:
        total = all_forms.cell(sex, age)
        if bounds(total).most < math.inf:
            cells = [cell for row in single if (cell := row.cell(sex, age)) is not None]
            yield from _compare_cells(cells, total, "forms", whole=len(cells) == forms)


def _citizenships(key: RowKey, all_forms: Row, listed: Sequence[Observation], result: ReadResult) -> Iterator[Problem]:
    listed = [c for c in listed if c.indicator == key.indicator and c.victim_status == key.victim_status]
    if listed:
        # A row that could not be read is not among them: then the list is not whole.
        whole = not any(problem.sheet == listed[0].sheet for problem in result.problems)
        yield from _compare_cells(listed, all_forms.total, "citizenship", whole=whole)


def _compare_cells(
    parts: Sequence[Observation], total: Observation | None, kind: str, *, whole: bool
) -> Iterator[Problem]:
    withheld = any(part.obs_status == "Q" for part in parts)
    return _compare(added(map(bounds, parts)), total, kind, whole=whole, withheld=withheld)


def _compare(found: Bounds, total: Observation | None, kind: str, *, whole: bool, withheld: bool) -> Iterator[Problem]:
    """``found`` are the bounds of the sum of the parts, ``whole`` that every part is among them."""
    allowed = bounds(total)
    if total is None or allowed.most == math.inf:
        return
    facts: dict[str, str | int] = {
        "kind": "withheld" if withheld else kind,
        "total": total.raw_text.strip() if total.obs_value is None else total.obs_value,
    }
    if found.least > allowed.most:
        yield Problem("E06", total.sheet, total.cell, total.raw_text, facts | {"parts": found.least})
    elif whole and found.most < allowed.least:
        most = round(found.most)
        facts |= {"parts": most, "missing": allowed.least - most}
        yield Problem("W09", total.sheet, total.cell, total.raw_text, facts)
