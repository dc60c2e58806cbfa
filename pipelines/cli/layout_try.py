"""The command layout try: what a layout would read from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.screen import FAILED, fail, show_table
from pipelines.settings import load_settings

# What becomes of a row of somebody else's table (assets.forms.results.RowFate).
FATES = ("value", "skipped", "finding")


def layout_try(
    file: Annotated[Path, typer.Argument(help="a workbook or a text file")],
    layout: Annotated[Path | None, typer.Option(help="the layout file to try; left out: every layout")] = None,
    fate: Annotated[list[str] | None, typer.Option(help=f"only rows of this fate: {', '.join(FATES)}")] = None,
    rows: Annotated[int, typer.Option(help="print at most so many rows; 0: all", min=0)] = 40,
) -> None:
    """Show what a layout would read from a file, row by row, and where a layout nearly fits what is missing."""
    from assets.checking.rules.declared import worded
    from assets.forms.layout.layout import LayoutError
    from assets.forms.layout_try import (
        COUNT_COLUMNS,
        LAYOUT_COLUMNS,
        ROW_COLUMNS,
        TryTask,
        count_lines,
        layout_lines,
        row_lines,
        try_layouts,
    )

    for path in (file, layout):
        if path is not None and not path.is_file():
            raise fail(f"There is no file {path}.")
    if unknown := set(fate or ()) - set(FATES):
        raise fail(f"There is no fate {', '.join(sorted(unknown))}; there are: {', '.join(FATES)}.")
    settings = load_settings()
    task = TryTask(file.absolute(), file.name, settings.limits, layout, settings.overlay, settings.layouts)
    try:
        trial = try_layouts(task)
    except LayoutError as error:
        raise fail(str(error)) from error
    show_table(LAYOUT_COLUMNS, layout_lines(trial), "Layouts")
    if trial.rows:
        show_table(ROW_COLUMNS, row_lines(trial, fate or (), rows or None), "Rows")
        show_table(COUNT_COLUMNS, count_lines(trial), "All rows")
    findings = [worded(problem, settings.framework()) for problem in trial.problems]
    if findings:
        shown = [(f"{f.sheet} {f.cell}".strip(), f.found, f.message, f.rule) for f in findings[: rows or None]]
        show_table(("where", "found", "what is wrong", "rule"), shown, f"{len(findings)} findings")
    if trial.result is None or not trial.result.layout:
        raise typer.Exit(FAILED)
