"""A state folder of one's own that nothing has happened in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.product import settle_quickly


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state folder for one test."""
    folder = tmp_path / "state"
    settle_quickly(folder)
    return folder
