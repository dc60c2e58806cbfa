"""The site of one build: which pages there are, and writing them with their files into a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from assets.dashboards.charts.figure_frame import template_as_dict
from assets.dashboards.downloads.edition_downloads import whole_edition
from assets.dashboards.downloads.files import Downloads, Saved
from assets.dashboards.formatter import Formatter
from assets.dashboards.pages.activities import page as activities
from assets.dashboards.pages.compendium import page as compendium
from assets.dashboards.pages.context import page as context
from assets.dashboards.pages.cooperation import page as cooperation
from assets.dashboards.pages.countries import page as country
from assets.dashboards.pages.indicators import page as indicator
from assets.dashboards.pages.method import page as method
from assets.dashboards.pages.overview import page as overview
from assets.dashboards.pages.page_frame import make_shell, release_name, synthetic_texts
from assets.dashboards.pages.page_model import Page
from assets.dashboards.pages.provenance import page as provenance
from assets.dashboards.pages.render import Renderer, as_json
from assets.dashboards.pages.reporting import page as reporting
from assets.dashboards.publish import EarlierFiles
from assets.dashboards.site_data import TABLES, SiteData
from assets.framework.loader import Framework

__all__ = ["TABLES", "SiteReport", "build_site"]

STATIC = Path(__file__).parent / "static"


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
    earlier: EarlierFiles | None = None,
) -> SiteReport:
    """Write every page, its files and what they share into ``folder``: the same tables give the same bytes.

    Workbooks that ``earlier``, the build before, holds already are taken from there.

    ``tables`` are those named in ``TABLES`` (schema.name), as Arrow. Raises KeyError naming a table that is missing.
    """
    data = SiteData(tables, framework, Formatter(framework))
    banner, kind = synthetic_texts(data)
    sentence = f"Synthetic figures. {banner}" if banner else ""
    downloads = Downloads(folder, release_name(data), sentence, kind, earlier)
    files = whole_edition(data, downloads)
    pages = list(_pages(data, downloads, files))
    _copy_static(folder)
    renderer = Renderer(data, make_shell(data, [page.path for page in pages]), downloads, files)
    for page in pages:
        renderer.write(page, folder)
    if progress:
        progress(f"{len(pages)} pages are built.")
    return SiteReport(len(pages), downloads.made_of)


def _pages(data: SiteData, downloads: Downloads, files: list[tuple[str, Saved]]) -> Iterator[Page]:
    yield overview.build(data)
    yield from indicator.build(data)
    yield from country.build(data)
    yield cooperation.build(data)
    yield compendium.build(data)
    yield activities.build(data)
    yield reporting.build(data)
    yield context.build(data)
    yield method.build(data, files)
    yield provenance.build(data, downloads)


def _copy_static(folder: Path) -> None:
    target = folder / "static"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(STATIC.iterdir()):
        shutil.copyfile(path, target / path.name)
    script = f"window.chartTemplate={as_json(template_as_dict())};\n"
    (target / "chart-template.js").write_text(script, encoding="utf-8", newline="\n")
