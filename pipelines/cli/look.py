"""Commands that look at what stands in the state folder: status, trace; and serve, which shows it in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.screen import console, fail, show_table
from pipelines.settings import Settings, load_settings


def status() -> None:
    """Print what was accepted, held and refused, what is missing, and where the dashboards are."""
    print_status(load_settings())


def print_status(settings: Settings) -> None:
    """The status of a state folder, on the screen."""
    from assets.framework.names import country_name, month_name
    from assets.warehouse.store import Warehouse
    from pipelines.status import OUTCOMES, read_status

    try:
        found = read_status(Warehouse(settings.warehouse, settings.published_warehouse))
    except FileNotFoundError as error:
        raise fail(str(error)) from error
    framework = settings.framework()
    counts = "   ".join(f"{number} {words}" for words, number in found.counts.items())
    console.print(f"[bold]{found.edition_id}[/]: {len(found.files)} files received.   {counts}")
    if found.set_aside:
        rows = [(OUTCOMES[f.outcome], f.what_it_is, f.file_name, f.reason) for f in found.set_aside]
        show_table(("outcome", "what it is", "file", "why"), rows, "Not counted")
    if found.missing:
        missing = [(country_name(framework, area), month_name(month)) for area, month in found.missing]
        show_table(("country", "month"), missing, "Due, and not received")
    console.print(f"Dashboards: {settings.dashboards / 'index.html'}")


def trace(
    indicator: Annotated[str, typer.Argument(help="code of an indicator, such as ARR")],
    country: Annotated[str, typer.Option(help="ISO 3166 alpha-3 code")] = "",
    month: Annotated[str, typer.Option(help="such as 2023-09")] = "",
    parts: Annotated[bool, typer.Option("--parts", help="show the cells that explain an added one too")] = False,
) -> None:
    """Show the cells behind a number: file, sheet, cell and what stands there."""
    from assets.warehouse.store import Warehouse
    from assets.warehouse.trace import trace_cells, trace_values

    settings = load_settings()
    known = {item.indicator for item in settings.framework().indicators}
    if indicator not in known:
        raise fail(f"There is no indicator {indicator}. Known: {', '.join(sorted(known))}.")
    try:
        with Warehouse(settings.warehouse, settings.published_warehouse).reader() as connection:
            values = trace_values(connection, indicator, country, month)
            cells = trace_cells(connection, indicator, country, month)
    except FileNotFoundError as error:
        raise fail(str(error)) from error
    show_table(("country", "month", "value"), values[["ref_area", "time_period", "obs_value"]].itertuples(index=False))
    if not parts:
        cells = cells[cells["adds_up"] != "part"]
    if cells.empty:
        console.print("No cell of a return that counts stands behind this.")
        return
    split = [name for name in _SPLITS if (~cells[name].isin(["_T", ""])).any()]
    wanted = ["ref_area", "time_period", *split, "obs_value", "raw_text", "adds_up", "file_name", "sheet", "cell"]
    shown = cells[wanted].astype("object").where(cells[wanted].notna(), "")
    show_table([_HEADS.get(name, name.replace("_", " ")) for name in wanted], shown.itertuples(index=False), "Cells")


_SPLITS = ("crime", "victim_status", "exploitation", "sex", "age", "counterpart_area", "shared_id")
_HEADS = {
    "ref_area": "country",
    "time_period": "month",
    "obs_value": "value",
    "raw_text": "typed",
    "adds_up": "adds up",
    "file_name": "file",
}


def serve(
    port: Annotated[int, typer.Option(help="of the Dagster UI")] = 3000,
    dashboards_port: Annotated[int, typer.Option(help="of the dashboards")] = 3001,
    read_only: Annotated[bool, typer.Option("--read-only", help="look, but start nothing")] = False,
) -> None:
    """Start the Dagster UI with schedule and inbox sensor, and serve the dashboards, on this machine only."""
    from pipelines.server.serving import PortTaken, own_log, serving

    settings = load_settings()
    settings.inbox.mkdir(parents=True, exist_ok=True)
    log = settings.dagster_home / "server.log"
    console.print("Starting ...")
    try:
        with (
            own_log(log) as screen,
            serving(settings, port, dashboards_port, read_only=read_only) as (served, servers),
        ):
            if served.ended_runs:
                print(f"{served.ended_runs} runs of a server that was killed were ended.", file=screen)
            where = {"Dagster UI": served.ui, "Dashboards": served.dashboards, "Inbox": settings.inbox, "Log": log}
            for name, place in where.items():
                print(f"{name + ':':<12} {place}", file=screen)
            print("Stop with Ctrl-C.", file=screen)
            servers.run()
    except PortTaken as error:
        raise fail(str(error)) from error
