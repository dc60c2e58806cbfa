"""A chart with all that belongs to it: title, unit line, sentence, key, table, downloads, the way to its sources."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from assets.dashboards.charts.figure_frame import Plot
from assets.dashboards.table_model import Table


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where to and what it says."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One entry of the key above a chart: ``sample`` is the class of its swatch."""

    sample: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a page.

    ``name`` is unique on the page: it makes the id of the chart and the names of its files. Either ``plot`` (drawn
    by Plotly from JSON) or ``picture`` (SVG or HTML of our own); a chart
    that is its own table (the matrix) has only a table. ``sentence`` says in words what the chart shows.
    """

    name: str
    title: str
    unit: str
    sentence: str
    table: Table
    plot: Plot | None = None
    picture: Markup = field(default_factory=Markup)
    second: tuple[str, Plot] | None = None
    key: tuple[KeyItem, ...] = ()
    table_name: str = ""
    table_open: bool = False
    links: tuple[Link, ...] = ()
    level: int = 3
