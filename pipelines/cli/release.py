"""The command release: freeze the release of a month."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.run import run
from pipelines.cli.screen import console, fail
from pipelines.settings import load_settings


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
    run("publish_release", ops=config, partition=wanted.key)
    folder = settings.releases / wanted.edition.edition_id / wanted.part
    newest = max(folder.glob("r*"), key=lambda path: int(path.name[1:]))
    console.print(f"Release of {month}: {newest}")
