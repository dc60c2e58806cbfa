"""The command form: blank return forms."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.screen import LANGUAGES, bars, console, fail
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from assets.forms.layout.layout import Layout
    from assets.forms.writer.files import Previous


def form(
    country: Annotated[str, typer.Option(help="ISO 3166 alpha-3 code; left out: every country that takes part")] = "",
    month: Annotated[str, typer.Option(help="such as 2023-09; left out: every month of the edition")] = "",
    output: Annotated[
        Path, typer.Option("-o", "--output", help="a workbook (.xlsx), or a folder for several")
    ] = Path(),
    edition: Annotated[str, typer.Option(help="edition_id; left out: that of the month, else the one running")] = "",
    language: Annotated[str, typer.Option(help=f"{LANGUAGES}; left out: the country's own, else en")] = "",
    previous: Annotated[
        bool, typer.Option("--previous", help="print what was reported for the month before beside the cells")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="write over forms that are there")] = False,
) -> None:
    """Write blank return forms: of one country and month, or of all of an edition."""
    from assets.forms.layout.layout import LayoutError, load_layouts
    from assets.forms.writer.files import write_forms
    from assets.framework.loader import FrameworkError

    settings = load_settings()
    framework, layouts = settings.framework(), load_layouts(settings.layouts)
    one = output.suffix.casefold() == ".xlsx"
    if one:
        _check_workbook(output, bool(country and month), replace)
    edition = edition or _edition_of(month, settings)
    earlier = _previous(settings, layouts) if previous else None
    with tempfile.TemporaryDirectory() as aside, bars() as shown:
        bar = shown.add_task("Forms", total=None)
        try:
            written = write_forms(
                framework,
                layouts,
                Path(aside) if one else output,
                countries=[country.upper()] if country else None,
                months=[month] if month else None,
                edition_id=edition,
                language=language or None,
                previous=earlier,
                replace=replace,
                progress=lambda done, of, _: shown.update(bar, completed=done, total=of),
            )
        except (FrameworkError, LayoutError, FileExistsError, FileNotFoundError) as error:
            raise fail(str(error)) from error
        if one:
            output.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(written[0], output)
    console.print(f"{len(written)} forms were written to {output.absolute()}" if not one else str(output))


def _check_workbook(output: Path, is_one: bool, replace: bool) -> None:
    """End the command where a single workbook is named that cannot be written."""
    if not is_one:
        raise fail("One workbook is one country and one month: give --country and --month, or name a folder.")
    if output.exists() and not replace:
        raise fail(f"{output} is there already: somebody may have filled it in. Give --replace to write over it.")


def _edition_of(month: str, settings: Settings) -> str:
    """The edition of a month, else the one running; ends the command for a month of none."""
    framework = settings.framework()
    found = framework.edition_of(month) if month else settings.current_edition(framework)
    if found is None:
        raise fail(f"{month} is no month of an edition in editions.csv.")
    return found.edition_id


def _previous(settings: Settings, layouts: tuple[Layout, ...]) -> Previous:
    from assets.warehouse.store import Warehouse
    from pipelines.previous import previous_from

    warehouse = Warehouse(settings.warehouse, settings.published_warehouse)
    return previous_from(warehouse, settings.framework(), layouts)
