"""A built site for all tests that only look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.dashboards.site import build_site
from tests.dashboards.editions import FIFTH_MONTH, TARGETS, rich_edition, tables_of


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich edition in its fifth month of eight, without targets."""
    folder = tmp_path_factory.mktemp("site")
    small = rich_edition()
    build_site(tables_of(small, FIFTH_MONTH), small.framework, folder)
    return folder


@pytest.fixture(scope="session")
def site_with_targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same edition with three targets."""
    folder = tmp_path_factory.mktemp("site_with_targets")
    small = rich_edition(TARGETS)
    build_site(tables_of(small, FIFTH_MONTH), small.framework, folder)
    return folder
