"""The commands that run a job of Dagster: refresh, recheck, release, verify."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from pipelines.cli.screen import console, errors, fail, run_progress
from pipelines.cli.status import show_status
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipelines.runs import Ran


def refresh() -> None:
    """Take in what is in the inbox, check it, add it up, build the dashboards. Read files are not read again."""
    from pipelines.last_run import find_unchanged

    settings = load_settings()
    framework = settings.framework()
    if last := find_unchanged(settings, framework):
        console.print(
            f"Nothing is new since the refresh of {last.ended_at.isoformat(' ', 'minutes')}: the inbox is empty, and "
            "everything that the dashboards are made of is as it was."
        )
        show_status(last.status, settings, framework)
    else:
        _run_and_show_status("refresh", settings)


def recheck() -> None:
    """The same as refresh, but every file of the archive is read and judged again."""
    _run_and_show_status("recheck", load_settings())


def release(
    month: Annotated[str, typer.Argument(help="the month to release, such as 2023-09; or JPA6-closing, JPA6-late-1")],
    approved_by: Annotated[str, typer.Option(help="who stands behind it: an office, or a role")],
) -> None:
    """Freeze the release of a month: what was received up to its cut-off, with hashes of all that went in."""
    from pipelines.release_keys import UnknownRelease, parse_key

    settings = load_settings()
    try:
        wanted = parse_key(settings.framework(), month)
    except UnknownRelease:
        raise fail(f"{month} is no month of an edition in editions.csv.") from None
    config = {"releases__restricted": {"config": {"approved_by": approved_by}}}
    _run("publish_release", settings, ops=config, partition=wanted.key)
    folder = settings.releases / wanted.edition.edition_id / wanted.part
    newest = max(folder.glob("r*"), key=lambda path: int(path.name[1:]))
    console.print(f"Release of {month}: {newest}")


def verify() -> None:
    """Prove that every file of the archive is, to the bit, what was received."""
    _run("verify_archive", load_settings())
    console.print("Every archived file is as it was received.")


def _run(job: str, settings: Settings, *, ops: Mapping[str, Any] | None = None, partition: str | None = None) -> Ran:
    """Run a job of Dagster to its end, with progress on the screen; ends the command where it failed."""
    with _loading():
        import pipelines.definitions  # noqa: F401  # run_job takes them from here
        from pipelines.runs import run_job

    with run_progress() as progress:
        ran = run_job(settings, job, progress, ops=ops, partition=partition)
    if not ran.success:
        for step, said in ran.failures:
            errors.print(f"[bold]{step.replace('__', '/')}[/]: {escape(said)}")
        raise fail(f"The run {ran.run_id[:8]} of {job} failed; what was published before is still there.")
    return ran


@contextmanager
def _loading() -> Iterator[None]:
    """Import without looking for cycles in memory: modules and definitions are many objects, and stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _run_and_show_status(job: str, settings: Settings) -> None:
    ran = _run(job, settings)
    if ran.status is not None:
        show_status(ran.status, settings, settings.framework())
