"""Run a job for a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.markup import escape

from pipelines.cli.screen import errors, fail, run_progress
from pipelines.settings import load_settings


def run(job: str, *, ops: Mapping[str, Any] | None = None, partition: str | None = None) -> None:
    """Run a job of Dagster to its end, with progress on the screen; ends the command where it failed."""
    from pipelines.runs import run_job

    with run_progress() as progress:
        ran = run_job(load_settings(), job, progress, ops=ops, partition=partition)
    if not ran.success:
        for step, said in ran.failures:
            errors.print(f"[bold]{step.replace('__', '/')}[/]: {escape(said)}")
        raise fail(f"The run {ran.run_id[:8]} of {job} failed; what was published before is still there.")
