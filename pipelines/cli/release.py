"""The command release: freeze the release of a month."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.run import run
from pipelines.cli.screen import console, fail
from pipelines.settings import load_settings


def release(
    month: Annotated[str, typer.Argument(help="the month to release, such as 2023-09")],
    approved_by: Annotated[str, typer.Option(help="who stands behind it: an office, or a role")],
) -> None:
    """Freeze the release of a month: what was received up to its cut-off, with hashes of all that went in."""
    settings = load_settings()
    if settings.framework().edition_of(month) is None:
        raise fail(f"{month} is no month of an edition in editions.csv.")
    run("publish_release", ops={"releases__restricted": {"config": {"approved_by": approved_by}}}, partition=month)
    edition = settings.framework().edition_of(month)
    folder = settings.releases / (edition.edition_id if edition else "") / month
    newest = max(folder.glob("r*"), key=lambda path: int(path.name[1:]))
    console.print(f"Release of {month}: {newest}")
