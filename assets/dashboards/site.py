"""The site of one build: which pages there are, and writing them with their files into a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assets.dashboards.downloads import Downloads, Saved
from assets.dashboards.edition_downloads import whole_edition
from assets.dashboards.formatter import Words
from assets.dashboards.page import Page
from assets.dashboards.page_frame import make_shell, release_name, synthetic_texts
from assets.dashboards.pages import (
    activities,
    compendium,
    context,
    cooperation,
    country,
    indicator,
    method,
    overview,
    provenance,
    reporting,
)
from assets.dashboards.render import Renderer
from assets.dashboards.site_data import TABLES, Numbers
from assets.framework.loader import Framework

__all__ = ["TABLES", "SiteReport", "build_site"]

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class SiteReport:
    """How many pages were written, and the bytes of all files together."""

    pages: int
    size: int


def build_site(
    tables: Mapping[str, pd.DataFrame],
    framework: Framework,
    folder: Path,
    progress: Callable[[str], None] | None = None,
) -> SiteReport:
    """Write every page, its files and what they share into ``folder``: the same tables give the same bytes.

    ``tables`` are those named in ``TABLES`` (schema.name), as frames. Raises KeyError naming a table that is missing.
    """
    numbers = Numbers(tables, framework, Words(framework))
    banner, kind = synthetic_texts(numbers)
    downloads = Downloads(folder, release_name(numbers), f"Synthetic figures. {banner}" if banner else "", kind)
    files = whole_edition(numbers, downloads)
    pages = list(_pages(numbers, downloads, files))
    _copy_static(folder)
    renderer = Renderer(numbers, make_shell(numbers, [page.path for page in pages]), downloads, files)
    for page in pages:
        renderer.write(page, folder)
    if progress:
        progress(f"{len(pages)} pages are built.")
    return SiteReport(len(pages), sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))


def _pages(numbers: Numbers, downloads: Downloads, files: list[tuple[str, Saved]]) -> Iterator[Page]:
    yield overview.build(numbers)
    yield from indicator.build(numbers)
    yield from country.build(numbers)
    yield cooperation.build(numbers)
    yield compendium.build(numbers)
    yield activities.build(numbers)
    yield reporting.build(numbers)
    yield context.build(numbers)
    yield method.build(numbers, files)
    yield provenance.build(numbers, downloads)


def _copy_static(folder: Path) -> None:
    target = folder / "static"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(STATIC.iterdir()):
        shutil.copyfile(path, target / path.name)
