"""One state folder that was run once, for the tests that only look."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assets.forms.sample.returns import SampleSet
from tests.end_to_end.product import copied, jpa, samples, settle_quickly
from tests.shared import built_once


@pytest.fixture(scope="session")
def returns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSet]:
    """A folder of synthetic returns, and what is planted in it."""
    return built_once(tmp_path_factory, "returns", samples)


@pytest.fixture(scope="session")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, SampleSet]:
    """A state folder after its first refresh, what the command said, and what was in the inbox."""

    def refreshed(home: Path) -> tuple[str, SampleSet]:
        settle_quickly(home)
        written = samples(home / "inbox")
        return jpa(home, "refresh", new_process=True), written

    home, (said, written) = built_once(tmp_path_factory, "run_once", refreshed)
    return home, said, written


@pytest.fixture(scope="session")
def two_returns_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two returns, of Australia and Thailand, in ``sent``; in ``state`` what a refresh made of them."""

    def refreshed(folder: Path) -> None:
        settle_quickly(folder / "state")
        samples(folder / "sent", countries=("AUS", "THA"), months=("2023-09",))
        shutil.copytree(folder / "sent", folder / "state" / "inbox")
        jpa(folder / "state", "refresh")

    return built_once(tmp_path_factory, "two_returns", refreshed)[0]


@pytest.fixture
def two_returns(two_returns_once: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A state folder of one's own after a refresh over two returns, and the folder with the two as they were sent."""
    return copied(two_returns_once / "state", tmp_path / "state"), two_returns_once / "sent"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A state folder of one's own that nothing has happened in."""
    folder = tmp_path / "state"
    settle_quickly(folder)
    return folder
