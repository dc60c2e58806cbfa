"""The command trace: the cells behind a number."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.screen import console, fail, show_table
from pipelines.settings import load_settings


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
        cells = cells[cells["role_in_total"] != "detail"]
    if cells.empty:
        console.print("No cell of a return that counts stands behind this.")
        return
    split = [name for name in _SPLITS if (~cells[name].isin(["_T", ""])).any()]
    wanted = ["ref_area", "time_period", *split, "obs_value", "raw_text", "role_in_total", "file_name", "sheet", "cell"]
    shown = cells[wanted].astype("object").where(cells[wanted].notna(), "")
    show_table([_HEADS.get(name, name.replace("_", " ")) for name in wanted], shown.itertuples(index=False), "Cells")


_SPLITS = ("crime", "victim_status", "exploitation", "sex", "age", "counterpart_area", "shared_id")
_HEADS = {
    "ref_area": "country",
    "time_period": "month",
    "obs_value": "value",
    "raw_text": "typed",
    "role_in_total": "in the total",
    "file_name": "file",
}
