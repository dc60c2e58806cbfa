"""One state folder that was run once, for the tests that only look."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.forms.sample.returns import SampleSet
from tests.end_to_end.product import jpa, samples, settle_quickly


@pytest.fixture(scope="session")
def returns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSet]:
    """A folder of synthetic returns, and what is planted in it."""
    folder = tmp_path_factory.mktemp("returns")
    return folder, samples(folder)


@pytest.fixture(scope="session")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, SampleSet]:
    """A state folder after its first refresh, what the command said, and what was in the inbox."""
    home = tmp_path_factory.mktemp("home")
    settle_quickly(home)
    written = samples(home / "inbox")
    return home, jpa(home, "refresh"), written


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state folder of one's own that nothing has happened in."""
    folder = tmp_path / "state"
    settle_quickly(folder)
    return folder
