"""Commands around the form: form, sample, layout try."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.screen import console, fail
from pipelines.settings import load_settings


def sample(
    folder: Annotated[Path | None, typer.Option("-o", "--output", help="default: the inbox")] = None,
    countries: Annotated[int, typer.Option(help="how many countries; 0: those that take part", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="the same seed gives the same files")] = 6,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="only where nothing was ever received")] = False,
) -> None:
    """Write a year of synthetic returns, with a few planted faults, into the inbox."""
    from assets.forms.layout import load_layouts
    from assets.forms.sample import write_samples
    from assets.intake.archive import Archive

    settings = load_settings()
    framework = settings.framework()
    target = folder or settings.inbox
    if if_empty and (any(target.glob("[!.]*")) or Archive(settings.archive).receipts()):
        console.print(f"{target}: returns were received already, no samples are written.")
        return
    edition = settings.current_edition(framework)
    chosen = None
    if countries:
        chosen = [c.ref_area for c in framework.countries if c.is_member == "yes"][:countries]
    written = write_samples(
        framework, load_layouts(), target, seed=seed, countries=chosen, edition_id=edition.edition_id
    )
    console.print(f"{len(written.files)} synthetic returns were written to {target}.")


def form(
    country: Annotated[str, typer.Option(help="ISO 3166 alpha-3 code")],
    month: Annotated[str, typer.Option(help="such as 2023-09")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the workbook to write (.xlsx)")],
    language: Annotated[str, typer.Option(help="en, id, ms, th or vi")] = "en",
) -> None:
    """Write the blank return form of a country and a month."""
    from assets.forms.build import build_form, form_layout
    from assets.forms.layout import LayoutError, load_layouts
    from assets.framework.loader import FrameworkError

    framework = load_settings().framework()
    edition = framework.edition_of(month)
    if edition is None:
        raise fail(f"{month} is no month of an edition in editions.csv.")
    try:
        build_form(
            framework, form_layout(load_layouts()), edition.edition_id, country, month, output, language=language
        )
    except (FrameworkError, LayoutError) as error:
        raise fail(str(error)) from error
    console.print(str(output))
