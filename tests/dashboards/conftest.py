"""A built site for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assets.dashboards.site import build_site
from assets.framework.loader import Target
from tests.dashboards.editions import FIFTH_MONTH, TARGETS, rich_edition, tables_of
from tests.shared import built_once


def _build(folder: Path, targets: Sequence[Target] = ()) -> None:
    small = rich_edition(targets)
    build_site(tables_of(small, FIFTH_MONTH), small.framework, folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich edition in its fifth month of eight, without targets."""
    return built_once(tmp_path_factory, "site", _build)[0]


@pytest.fixture(scope="session")
def site_with_targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same edition with three targets."""
    return built_once(tmp_path_factory, "site_with_targets", lambda folder: _build(folder, TARGETS))[0]
