"""Columns that add up to another one, and the published total that a column must not pass."""

from __future__ import annotations

from collections.abc import Sequence

from assets.forms.layout.table_blocks import SumRule
from assets.forms.layout.table_columns import TableColumn
from assets.forms.results import Observation
from assets.forms.values import Parsed
from assets.intake.problems import Problem


def sum_problem(rule: SumRule, total: Parsed, parts: Sequence[Parsed], sheet: str, cell: str) -> Problem | None:
    """E06 where the parts of a row are more than their total, W09 where they are less and should be all of it."""
    if total.problem or total.value is None or any(part.problem or part.value is None for part in parts):
        return None
    added = sum(part.value or 0 for part in parts)
    if added == total.value or (added < total.value and not rule.complete):
        return None
    facts: dict[str, str | int] = {
        "kind": "table",
        "column": rule.total,
        "columns": ", ".join(rule.parts),
        "parts": added,
        "total": total.value,
        "missing": total.value - added,
    }
    return Problem("E06" if added > total.value else "W09", sheet, cell, total.raw_text, facts)


def over_published(column: TableColumn, counted: Sequence[Observation], sheet: str, cell: str) -> Problem | None:
    """E06 where the counts of a column pass together what was published as their total; ``cell`` is its heading."""
    added = sum(observation.obs_value or 0 for observation in counted)
    if column.at_most is None or added <= column.at_most:
        return None
    facts: dict[str, str | int] = {
        "kind": "published",
        "column": column.label,
        "parts": added,
        "total": column.at_most,
        "source": column.at_most_from,
    }
    return Problem("E06", sheet, cell, column.label, facts)
