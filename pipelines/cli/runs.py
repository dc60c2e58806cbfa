"""Commands that run a job: refresh, recheck, release, verify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.markup import escape

from pipelines.cli.look import print_status
from pipelines.cli.screen import console, errors, fail, run_progress
from pipelines.settings import load_settings


def refresh() -> None:
    """Take in what is in the inbox, check it, add it up, build the dashboards. Read files are not read again."""
    _run("refresh")
    print_status(load_settings())


def recheck() -> None:
    """The same as refresh, but every file of the archive is read and judged again."""
    _run("recheck")
    print_status(load_settings())


def release(
    month: Annotated[str, typer.Argument(help="the month to release, such as 2023-09")],
    approved_by: Annotated[str, typer.Option(help="who stands behind it: an office, or a role")],
) -> None:
    """Freeze the release of a month: what was received up to its cut-off, with hashes of all that went in."""
    settings = load_settings()
    if settings.framework().edition_of(month) is None:
        raise fail(f"{month} is no month of an edition in editions.csv.")
    _run("publish_release", ops={"releases__restricted": {"config": {"approved_by": approved_by}}}, partition=month)
    edition = settings.framework().edition_of(month)
    folder = settings.releases / (edition.edition_id if edition else "") / month
    newest = max(folder.glob("r*"), key=lambda path: int(path.name[1:]))
    console.print(f"Release of {month}: {newest}")


def verify() -> None:
    """Prove that every file of the archive is, to the bit, what was received."""
    _run("verify_archive")
    console.print("Every archived file is as it was received.")


def _run(job: str, *, ops: Mapping[str, Any] | None = None, partition: str | None = None) -> None:
    from pipelines.running import run_job

    with run_progress() as progress:
        ran = run_job(load_settings(), job, progress, ops=ops, partition=partition)
    if not ran.success:
        for step, said in ran.failures:
            errors.print(f"[bold]{step.replace('__', '/')}[/]: {escape(said)}")
        raise fail(f"The run {ran.run_id[:8]} of {job} failed; what was published before is still there.")
