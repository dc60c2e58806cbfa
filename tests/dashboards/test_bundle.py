"""The vendored drawing library: which one, unaltered, with its licence, at the version of the Python package."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import plotly

from assets.dashboards.site import STATIC

BUNDLE = STATIC / "plotly-basic.min.js"
SHA256 = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
LARGEST_GZIPPED = 600 * 1024
LARGEST_FIRST_VIEW = 100 * 1024


def test_the_bundle_is_the_one_that_was_published() -> None:
    assert hashlib.sha256(BUNDLE.read_bytes()).hexdigest() == SHA256


def test_its_licence_stands_beside_it() -> None:
    assert "MIT License" in (STATIC / "plotly-LICENSE.txt").read_text(encoding="utf-8")


def test_it_has_the_version_that_the_python_package_checks_figures_for() -> None:
    packaged = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    versions = [
        re.search(r"plotly\.js (?:\(basic[^)]*\) )?v([\d.]+)", path.read_text(encoding="utf-8")[:400])
        for path in (BUNDLE, packaged)
    ]
    assert versions[0] and versions[1]
    assert versions[0][1] == versions[1][1]


def test_a_page_is_light_at_first_and_with_its_charts(site: Path) -> None:
    shared = [(site / "static" / name).read_bytes() for name in ("site.js", "chart-template.js", "site.css")]
    for page in site.rglob("*.html"):
        first = sum(len(gzip.compress(part)) for part in (page.read_bytes(), *shared))
        assert first <= LARGEST_FIRST_VIEW, page.name
        assert first + len(gzip.compress(BUNDLE.read_bytes())) <= LARGEST_GZIPPED, page.name
