"""The command serve: the Dagster UI and the dashboards in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.screen import console, fail
from pipelines.settings import load_settings


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
