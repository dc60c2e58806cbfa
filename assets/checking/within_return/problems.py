"""All rules within one file that need more than one cell."""

from __future__ import annotations

from assets.checking.within_return.counts import ceiling_problems, larger_problems, nothing_problems, rounded_problems
from assets.checking.within_return.intervals import rows_of, shape_of
from assets.checking.within_return.lists import name_problems, training_problems
from assets.checking.within_return.notes import note_problems
from assets.checking.within_return.totals import total_problems
from assets.forms.layout.layout import Layout
from assets.forms.results import ReadResult
from assets.framework.loader import Framework
from assets.intake.problems import Problem


def problems_within_return(
    result: ReadResult, file_name: str, framework: Framework, layout: Layout | None
) -> list[Problem]:
    """What the rules across the cells of a return find; nothing for a file that is no return."""
    if layout is None or result.kind != "return":
        return []
    rows = rows_of(result, framework, layout)
    return [
        *total_problems(result, rows, shape_of(framework, layout).forms),
        *ceiling_problems(result, framework),
        *larger_problems(rows),
        *training_problems(result),
        *nothing_problems(result),
        *rounded_problems(result),
        *name_problems(result, file_name, framework),
        *note_problems(result, framework),
    ]
