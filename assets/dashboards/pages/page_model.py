"""A page before it is written: where it stands, what it says first, its charts, and what its template needs besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.table_model import Table


class MenuEntry(NamedTuple):
    """An entry of the menu: its name among the sections, its title, and the address of its first page."""

    section: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """``path`` below the site's root; ``section`` is its entry in the menu; ``h1`` and ``lead`` are said first.

    ``charts`` and ``tables`` are by name: a template places each one; each has its CSV and its sheet in the workbook
    of the page. ``context`` is handed to the template as it is.
    """

    path: str
    section: str
    h1: str
    lead: str
    template: str
    charts: Mapping[str, Chart] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    crumbs: tuple[Link, ...] = ()

    @property
    def root(self) -> str:
        """The way from the page to the site's root: empty, or ../ for each folder."""
        return "../" * self.path.count("/")

    @property
    def name(self) -> str:
        """The page's name in the names of its files: VIC_ID, THA, overview."""
        return self.path.removesuffix(".html").replace("/index", "").replace("index", "overview")


def chart_map(*charts: Chart | None) -> dict[str, Chart]:
    """Charts by name, in order; those that a page does not have are left out."""
    return {chart.name: chart for chart in charts if chart is not None}


def table_map(**tables: Table | None) -> dict[str, Table]:
    """Tables by name, in order; those that a page does not have are left out."""
    return {name: table for name, table in tables.items() if table is not None}
