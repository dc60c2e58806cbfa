"""The command sample: synthetic returns, and the framework tables that go with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.screen import console, fail
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from assets.framework.loader import Framework


def sample(
    folder: Annotated[Path | None, typer.Option("-o", "--output", help="default: the inbox")] = None,
    countries: Annotated[int, typer.Option(help="how many countries; 0: those that take part", min=0)] = 0,
    targets: Annotated[bool, typer.Option("--targets", help="also synthetic milestones and targets")] = False,
    seed: Annotated[int, typer.Option(help="the same seed gives the same files")] = 6,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="only where nothing was ever received")] = False,
) -> None:
    """Write a year of synthetic returns, with a few planted faults, into the inbox."""
    from assets.forms.layout.layout import load_layouts
    from assets.forms.sample.returns import write_samples
    from assets.intake.archive import Archive

    settings = load_settings()
    target = folder or settings.inbox
    if if_empty and (any(target.glob("[!.]*")) or Archive(settings.archive).receipts()):
        console.print(f"{target}: returns were received already, no samples are written.")
        return
    framework = _sample_framework(settings, countries, targets)
    edition = settings.current_edition(framework).edition_id
    chosen = framework.participants_of(edition)[: countries or None]
    written = write_samples(
        framework, load_layouts(settings.layouts), target, seed=seed, countries=chosen, edition_id=edition
    )
    console.print(f"{len(written.files)} synthetic returns were written to {target}.")


def _sample_framework(settings: Settings, countries: int, targets: bool) -> Framework:
    """The framework in force, after its tables were widened for the samples; a table that is there stays as it is."""
    from assets.forms.sample.sample_tables import sample_participants, sample_targets

    edition = settings.current_edition(settings.framework()).edition_id

    def widen(name: str, write: Callable[[Framework, Path], object]) -> None:
        path = settings.overlay / name
        if path.exists():
            console.print(f"{path} is there already and stays as it is.")
            return
        try:
            write(settings.framework(), path)
        except ValueError as error:
            raise fail(str(error)) from error
        console.print(f"{path} was written for the samples: delete it before real returns come in.")

    if countries > len(settings.framework().participants_of(edition)):
        widen(
            "participants.csv",
            lambda framework, path: sample_participants(framework, path, countries=countries, edition_id=edition),
        )
    if targets:
        widen("targets.csv", lambda framework, path: sample_targets(framework, path, edition_id=edition))
    return settings.framework()
