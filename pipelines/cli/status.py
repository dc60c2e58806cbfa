"""The command status: what became of every file that was received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.cli.screen import console, fail, show_table
from pipelines.settings import Settings, load_settings

if TYPE_CHECKING:
    from assets.framework.loader import Framework
    from pipelines.status import Status


def status() -> None:
    """Print what was accepted, held and refused, what is missing, and where the dashboards are."""
    from assets.warehouse.store import Warehouse
    from pipelines.status import read_status

    settings = load_settings()
    try:
        found = read_status(Warehouse(settings.warehouse, settings.published_warehouse))
    except FileNotFoundError as error:
        raise fail(str(error)) from error
    show_status(found, settings, settings.framework())


def show_status(found: Status, settings: Settings, framework: Framework) -> None:
    """The status of a state folder, on the screen."""
    from assets.framework.names import country_name, month_name
    from pipelines.status import STATUSES

    counts = "   ".join(f"{number} {words}" for words, number in found.counts.items())
    console.print(f"[bold]{found.edition_id}[/]: {len(found.files)} files received.   {counts}")
    if found.not_counted:
        rows = [(STATUSES[f.status], f.what_it_is, f.file_name, f.reason) for f in found.not_counted]
        show_table(("outcome", "what it is", "file", "why"), rows, "Not counted")
    if found.missing:
        missing = [(country_name(framework, area), month_name(month)) for area, month in found.missing]
        show_table(("country", "month"), missing, "Due, and not received")
    console.print(f"Dashboards: {settings.dashboards / 'index.html'}")
