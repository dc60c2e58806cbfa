"""All rules within one file that need more than one cell."""

from __future__ import annotations

from assets.checking.within_return.counts import ceiling_problems, larger_problems, nothing_problems, rounded_problems
from assets.checking.within_return.intervals import ALL, rows_of
from assets.checking.within_return.lists import name_problems, training_problems
from assets.checking.within_return.notes import note_problems
from assets.checking.within_return.totals import total_problems
from assets.forms.layout.blocks import GridBlock
from assets.forms.layout.layout import Layout
from assets.forms.results import ReadResult
from assets.framework.loader import Framework
from assets.intake.problems import Problem


def across_problems(result: ReadResult, file_name: str, framework: Framework, layout: Layout | None) -> list[Problem]:
    """What the rules across the cells of a return find; nothing for a file that is no return."""
    if layout is None or result.kind != "return":
        return []
    rows = rows_of(result, framework, layout)
    return [
        *total_problems(result, rows, _forms_of_exploitation(layout)),
        *ceiling_problems(result, framework),
        *larger_problems(rows),
        *training_problems(result),
        *nothing_problems(result),
        *rounded_problems(result),
        *name_problems(result, file_name, framework),
        *note_problems(result),
    ]


def _forms_of_exploitation(layout: Layout) -> int:
    grids = [block for block in layout.form_blocks if isinstance(block, GridBlock)]
    return len(
        {form for grid in grids for row in grid.expanded_rows() if (form := row.get("exploitation", ALL)) != ALL}
    )
