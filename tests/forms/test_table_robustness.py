"""Whatever stands in a file: no crash, no layout that fits by chance, one fate a row, no count out of nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.intake.problems import Refused
from tests.forms.forms import codes, read_file
from tests.forms.tables import MONTH_SAID, SUMS, TO_DATE, read_text

ROBUSTNESS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "robustness"
FILES = sorted(path for path in ROBUSTNESS.rglob("*") if path.is_file() and path.name != "MANIFEST.csv")


@pytest.mark.skipif(not FILES, reason="the awkward files are not on this machine")
def test_there_are_awkward_files_of_every_kind() -> None:
    assert len(FILES) >= 36
    assert {path.suffix for path in FILES} >= {".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_awkward_file_is_refused_or_fits_no_layout(path: Path) -> None:
    try:
        result = read_file(path)
    except Refused as refused:
        assert refused.problem.code.startswith("F")
        return
    assert (result.kind, codes(result.problems), result.observations) == ("unknown", ["F06"], [])


LAYOUTS = {
    "sums": (SUMS, "Area,Year,All,Women,Men"),
    "to date": (TO_DATE, "Month,Arrests to date,Remarks"),
    "own sheet": (MONTH_SAID, "Indicator,Number"),
}
WORDS = st.one_of(
    st.sampled_from(
        ["", "THA", "2023", "2023-09", "Arrests", "All", "<5", "n/a", "..", "1,234", "-4", "Month of report"]
    ),
    st.integers(0, 10**6).map(str),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@pytest.mark.parametrize("name", LAYOUTS)
@given(lines=st.lists(st.lists(WORDS, max_size=7), max_size=12), above=st.integers(0, 3))
def test_any_cells_give_one_fate_a_row_and_counts_only_where_they_stand(
    name: str, lines: list[list[str]], above: int
) -> None:
    layout, heading = LAYOUTS[name]
    records = [*lines[:above], heading.split(","), *lines[above:]]
    text = io.StringIO()
    csv.writer(text).writerows(records)
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = read_text(Path(folder), text.getvalue(), layout)
        except Refused:
            return
    rows = [row.row for row in result.rows]
    assert len(set(rows)) == len(rows)
    assert all(row.reason for row in result.rows if row.fate != "value")
    fates = {row.row: row.fate for row in result.rows}
    for o in result.observations:
        assert fates[int(o.cell[1:])] != "skipped"
        if o.obs_value is not None and o.reporting_mode == "PERIOD" and " less " not in o.comment:
            assert o.raw_text.strip().replace(",", "") == str(o.obs_value) or not o.raw_text.isascii()
