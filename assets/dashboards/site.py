"""The site of one build: which pages there are, and writing them with their files into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from assets.dashboards.charts.figure_frame import TEMPLATE
from assets.dashboards.downloads.edition_downloads import whole_edition
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.formatter import Formatter
from assets.dashboards.pages.activities import page as activities
from assets.dashboards.pages.compendium import page as compendium
from assets.dashboards.pages.context import page as context
from assets.dashboards.pages.cooperation import page as cooperation
from assets.dashboards.pages.countries import page as countries
from assets.dashboards.pages.indicators import page as indicators
from assets.dashboards.pages.method import page as method
from assets.dashboards.pages.overview import page as overview
from assets.dashboards.pages.page_frame import make_shell, release_name, synthetic_texts
from assets.dashboards.pages.page_model import MenuEntry, Page
from assets.dashboards.pages.provenance import page as provenance
from assets.dashboards.pages.render import Renderer, as_json
from assets.dashboards.pages.reporting import page as reporting
from assets.dashboards.publish import EarlierBuild, SiteFolder
from assets.dashboards.site_data import TABLES, SiteData
from assets.framework.loader import Framework

__all__ = ["TABLES", "SiteReport", "build_site"]

STATIC = Path(__file__).parent / "static"


class PageModule(Protocol):
    """The page.py of a page's folder: its entry in the menu, None where it has none, and its pages."""

    @property
    def MENU(self) -> MenuEntry | None: ...

    def build(self, data: SiteData, downloads: Downloads) -> Iterable[Page]: ...


# Every page of the site, in the order of the menu: here a new one is added.
PAGES: tuple[PageModule, ...] = (
    overview,
    indicators,
    countries,
    cooperation,
    compendium,
    activities,
    reporting,
    context,
    method,
    provenance,
)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """How many pages were written, and what files were made of that the next build may take over."""

    pages: int
    made_of: Mapping[str, str]


def build_site(
    tables: Mapping[str, pa.Table],
    framework: Framework,
    folder: Path,
    progress: Callable[[str], None] | None = None,
    earlier: EarlierBuild | None = None,
) -> SiteReport:
    """Write every page, its files and what they share into ``folder``: the same tables give the same bytes.

    Files that are the same in ``earlier``, the build before, are links.

    ``tables`` are those named in ``TABLES`` (schema.name), as Arrow. Raises KeyError naming a table that is missing.
    """
    data = SiteData(tables, framework, Formatter(framework))
    banner, kind = synthetic_texts(data)
    sentence = f"Synthetic figures. {banner}" if banner else ""
    site = SiteFolder(folder, earlier)
    downloads = Downloads(site, release_name(data), sentence, kind)
    downloads.edition = whole_edition(data, downloads)
    pages = [page for module in PAGES for page in module.build(data, downloads)]
    _write_static(site)
    menu = [module.MENU for module in PAGES if module.MENU is not None]
    renderer = Renderer(data, make_shell(data, menu), downloads)
    for page in pages:
        renderer.write(page, site)
    if progress:
        progress(f"{len(pages)} pages are built.")
    return SiteReport(len(pages), site.made_of)


def _write_static(site: SiteFolder) -> None:
    for path in sorted(STATIC.iterdir()):
        site.write(f"static/{path.name}", path.read_bytes())
    site.write("static/chart-template.js", f"window.chartTemplate={as_json(TEMPLATE)};\n".encode())
