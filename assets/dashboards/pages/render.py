"""Pages to HTML: Jinja2 templates, with every chart's figure as JSON in the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assets.dashboards.charts.figure_frame import Plot
from assets.dashboards.downloads.files import Downloads, Saved
from assets.dashboards.pages.page_frame import PRODUCT, Shell
from assets.dashboards.pages.page_model import Page
from assets.dashboards.publish import SiteFolder
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_html import html_table
from assets.dashboards.table_model import Table

PAGES = Path(__file__).parent


class Renderer:
    """Writes the pages of one build."""

    def __init__(self, data: SiteData, shell: Shell, downloads: Downloads) -> None:
        self.data = data
        self.shell = shell
        self.downloads = downloads

    def write(self, page: Page, site: SiteFolder) -> None:
        """Write the files of the page's charts and tables, then the page."""
        sheets = {name: (chart.table, chart.title, chart.unit) for name, chart in page.charts.items()}
        sheets |= {name: (table, table.caption, "") for name, table in page.tables.items()}
        saved: dict[str, tuple[Saved, Saved]] = {}
        if sheets:
            book = self.downloads.save_book(list(sheets.values()), page.name)
            book = replace(book, format="XLSX of all tables here")
            saved = {
                name: (self.downloads.save_csv(table, f"{page.name}-{name}"), book)
                for name, (table, _, _) in sheets.items()
            }
        site.write(page.path, self._html(page, saved).encode())

    def _title(self, page: Page) -> str:
        """What a window or a bookmark calls the page."""
        section = next(title for key, title, _ in self.shell.menu if key == page.section)
        return f"{page.crumbs[-1].text if page.crumbs else section} | {' '.join(PRODUCT)}"

    def _html(self, page: Page, saved: dict[str, tuple[Saved, Saved]]) -> str:
        def table_html(table: Table) -> Markup:
            return html_table(table, self.data.fmt)

        context: dict[str, Any] = {
            "page": page,
            "root": page.root,
            "title": self._title(page),
            "heights": list(_heights(page)),
            "shell": self.shell,
            "saved": saved,
            "files": self.downloads.edition,
            "edition": self.data.edition,
            "table_html": table_html,
            **page.context,
        }
        return _environment().get_template(page.template).render(context)


def _heights(page: Page) -> Iterator[tuple[str, int]]:
    """The height of each place where a figure will be drawn: the page does not move when it is."""
    for name, chart in page.charts.items():
        if chart.plot:
            yield f"chart-{name}", chart.plot.height
        if chart.second:
            yield f"chart-{name}-2", chart.second[1].height
    for panel in page.context.get("panels", ()):
        yield f"chart-{panel['code']}", panel["plot"].height


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["json"] = _in_script
    return environment


def as_json(value: Any) -> str:
    """JSON with sorted keys and no spaces: the same value gives the same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _in_script(plot: Plot) -> Markup:
    """A plot as JSON that cannot end its script element."""
    text = as_json(plot.as_dict())
    return Markup(
        text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )
