"""The returns and the state folder of the end-to-end tests, made once for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.forms.sample.returns import SampleSet
from tests.end_to_end.conftest import returns, run_once
from tests.end_to_end.product import samples
from tests.shared import built_once

__all__ = ["returns", "run_once"]


@pytest.fixture(scope="session")
def few_returns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleSet]:
    """Returns of three countries for two months."""
    return built_once(
        tmp_path_factory,
        "few_returns",
        lambda folder: samples(folder, countries=("AUS", "MYS", "THA"), months=("2023-08", "2023-09")),
    )
