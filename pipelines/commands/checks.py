"""The command check: the judgement of the secretariat, before a return is sent."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import bars, console, fail, show_table
from pipelines.settings import load_settings

# The worst outcome decides: 0 accepted, 1 with warnings, 2 needs correction, 3 refused.
EXIT_CODES = {"accepted": 0, "accepted_with_warnings": 1, "held": 2, "refused": 3}
CANNOT_CHECK = 4


def check(
    files: Annotated[list[Path], typer.Argument(help="workbooks to check")],
) -> None:
    """Check returns before they are sent; exit 0 accepted, 1 with warnings, 2 needs correction, 3 refused."""
    from assets.checking.check_file import CheckTask, check_files
    from pipelines.status import OUTCOMES

    if missing := [str(path) for path in files if not path.is_file()]:
        raise fail(f"There is no file {', '.join(missing)}.", CANNOT_CHECK)
    settings = load_settings()
    tasks = [CheckTask(path.absolute(), path.name, _sha256(path), settings.limits, settings.overlay) for path in files]
    with bars() as shown:
        bar = shown.add_task("Checking", total=len(tasks))
        checked = check_files(
            tasks,
            workers=settings.worker_count,
            limits=settings.limits,
            progress=lambda done: shown.update(bar, completed=done),
        )
    for file in checked:
        console.print(f"[bold]{file.file_name}[/]: {OUTCOMES[file.outcome]}")
        rows = [
            (f"{f.sheet} {f.cell}".strip() or "whole file", f.found, f.message, f.action, f.rule) for f in file.findings
        ]
        if rows:
            show_table(("where", "found", "what is wrong", "what to do", "rule"), rows)
    raise typer.Exit(max(EXIT_CODES[file.outcome] for file in checked))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
