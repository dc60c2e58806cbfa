"""The published files are read whole: every row is a value, a skipped row with its reason, or a finding.

They are read where they lie and are no part of the project.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assets.forms.results import ReadResult
from tests.forms.forms import codes, read_file

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "real"
GLOTIP_ROWS = 46_559

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the published files are not on this machine")


def fates(result: ReadResult, rows: int) -> Counter[str]:
    assert [row.row for row in result.rows] == list(range(1, rows + 1))
    assert all(row.reason for row in result.rows if row.fate != "value")
    return Counter(row.fate for row in result.rows)


@pytest.fixture(scope="module")
def glotip() -> ReadResult:
    """The UNODC release of 30 May 2023."""
    return read_file(REAL / "unodc_glotip" / "data_glotip_2023-05-30.xlsx")


def test_glotip_is_accounted_for_to_the_row(glotip: ReadResult) -> None:
    assert fates(glotip, GLOTIP_ROWS) == {"value": 44_846, "skipped": 1_139, "finding": 574}
    assert len(glotip.observations) == 44_846
    reasons = Counter(row.reason.split(" row ")[0] for row in glotip.rows if row.fate == "skipped")
    assert reasons == {
        "title above the table": 2,
        "column headings": 1,
        "a figure for a region, not for a country": 956,
        "repeats": 180,
    }


def test_glotip_findings_stand_at_their_cells(glotip: ReadResult) -> None:
    assert Counter(codes(glotip.problems)) == {"E01": 536, "E02": 27, "E03": 11}
    found = {(p.code, p.cell): p.found for p in glotip.problems}
    assert found["E03", "G383"] == "97 albanian"
    assert found["E02", "A2672"] == "Aruba/Curacao"
    assert found["E02", "A37755"] == ""


def test_glotip_values_are_exact_withheld_or_with_a_comma(glotip: ReadResult) -> None:
    by_cell = {o.cell: o for o in glotip.observations}
    aruba, comma = by_cell["L4"], by_cell["L1004"]
    assert (aruba.ref_area, aruba.time_period, aruba.obs_status) == ("ABW", "2010", "Q")
    assert (aruba.lower_bound, aruba.upper_bound, aruba.qualifier) == (0, 4, "under")
    assert (comma.raw_text, comma.obs_value) == ("1,757", 1757)
    assert not [o for o in glotip.observations if o.obs_value == 0]


def test_glotip_gives_the_published_totals_of_a_country(glotip: ReadResult) -> None:
    totals = {
        o.time_period: o.obs_value
        for o in glotip.observations
        if (o.ref_area, o.indicator, o.topic, o.sex, o.age)
        == ("THA", "Detected trafficking victims", "Total", "_T", "_T")
    }
    # The cell of 2019 (L33928) reads 1,540, and so do its parts, 344 and 1,196.
    assert (totals["2018"], totals["2019"]) == (417, 1540)


@pytest.mark.parametrize("ending", ["xls", "csv"])
def test_fbi_table_is_read_alike_from_both_files(ending: str) -> None:
    result = read_file(REAL / "usa_fbi_ucr_2016" / f"fbi_2016_table1_offenses_clearances.{ending}")
    assert fates(result, 41) == {"value": 36, "skipped": 5}
    assert result.problems == []
    texas = {(o.topic, o.indicator): (o.obs_value, o.cell) for o in result.observations if o.category == "Texas"}
    assert texas["Involuntary servitude", "Total cleared"] == (27, "F35")
    assert texas["Total", "Offenses"] == (257, "H35")
    assert {(o.ref_area, o.time_period, o.unit_measure) for o in result.observations} == {("USA", "2016", "OFFENCE")}


def test_nrm_nationalities_are_read_and_mapped_only_where_sure() -> None:
    result = read_file(REAL / "uk_nrm_2023-06" / "NRM referrals by nationality.csv")
    assert fates(result, 41) == {"value": 40, "skipped": 1}
    assert result.problems == []
    areas = {o.category: o.counterpart_area for o in result.observations}
    assert (areas["Vietnamese"], areas["Pakistani UK"], areas["Guinean"]) == ("VNM", "_U", "_U")
    police = next(o for o in result.observations if (o.category, o.topic) == ("Albanian", "Police"))
    assert (police.obs_value, police.reporting_mode, police.time_period) == (568, "CUM", "2023")


@pytest.mark.parametrize(
    "name", ["NRM referrals by age and sex.csv", "duty to notify - nationality.csv", "NRM referrals over time.csv"]
)
def test_a_sheet_nobody_declared_is_not_read_by_a_layout_that_almost_fits(name: str) -> None:
    result = read_file(REAL / "uk_nrm_2023-06" / name)
    assert (result.kind, codes(result.problems)) == ("unknown", ["F06"])
