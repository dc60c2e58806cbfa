"""What returns say against each other follows from when they came in, not from the order in which they are read."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from assets.checking.findings import CheckedFile
from tests.checking.series import MONTHS, Series


@pytest.fixture(scope="module")
def series() -> Series:
    series = Series()
    for month, n, suspects in zip(MONTHS, (7, 9, 6, 40), (4, 4, 5, 2), strict=False):
        rows = {("ARR", "TIP"): n, ("CHG", "TIP"): n, ("CON", "TIP"): n, ("SUS_ID", "SOM"): 3 * n}
        for area, other in (("THA", "MYS"), ("MYS", "THA")):
            asked = [{"counterpart": other, "channel": way, "sent": n, "received": 1} for way in ("POLICE", "MLA")]
            raid = {"record": "OPER", "case_reference": "X", "opened_on": "2023-09-14", "other_countries": other}
            series.add(area, month, rows, exchanges=asked, cases=[{**raid, "shared_id": "", "suspects": suspects}])
    return series


def mixed(file: CheckedFile, draw: Random) -> CheckedFile:
    read = file.result
    observations, entries = read.observations[:], read.entries[:]
    draw.shuffle(observations)
    draw.shuffle(entries)
    return replace(file, result=replace(read, observations=observations, entries=entries))


@pytest.mark.parametrize("seed", range(4))
def test_files_and_cells_in_another_order_give_the_same_findings(series: Series, seed: int) -> None:
    expected = series.findings()
    assert {"E07", "W07", "W08", "W10", "W11"} <= set(expected["rule"])
    draw = Random(seed)
    shuffled = Series([mixed(file, draw) for file in series.files])
    draw.shuffle(shuffled.files)
    arrivals = series.receipts().sample(frac=1, random_state=seed)
    shuffled.receipts = lambda: arrivals  # type: ignore[method-assign]
    pd.testing.assert_frame_equal(shuffled.findings(), expected)
