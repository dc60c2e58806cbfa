"""All rules within one file that need more than one cell."""

from __future__ import annotations

from assets.forms.layout import Layout
from assets.forms.results import ReadResult
from assets.framework.loader import Framework
from assets.intake.problems import Problem


def across_problems(result: ReadResult, file_name: str, framework: Framework, layout: Layout | None) -> list[Problem]:
    """What the rules across the cells of a return find; nothing for a file that is no return."""
    if layout is None or result.kind != "return":
        return []
    return []
