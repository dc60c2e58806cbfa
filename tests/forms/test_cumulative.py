"""Counts that include the months before: the differences are taken, both are kept, and a fall is asked back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.forms.results import ReadResult
from tests.forms.forms import codes
from tests.forms.tables import at, declared, fates, read_text

HEAD = "Area,Month,To date,Remarks\n"
YEARLY = "restarts = true"


def layout(begins: str = YEARLY, kind: str = "month") -> str:
    return declared(
        "Area,Month,To date",
        f'unit_measure = "PERSON"\nreporting_mode = "CUM"\n{begins}\nfixed = {{ indicator = "Arrests" }}\n'
        'convention = { marks = ["<5", "n/a", ".."] }',
        'label = "Area"\nto = "ref_area"\nread_as = "country"',
        f'label = "Month"\nto = "time_period"\nread_as = "{kind}"',
        'label = "To date"\nto = "obs_value"',
        'label = "Remarks"\nto = "comment"',
    )


def read(tmp_path: Path, rows: str, begins: str = YEARLY, kind: str = "month") -> ReadResult:
    return read_text(tmp_path, HEAD + rows, layout(begins, kind))


def monthly(result: ReadResult) -> dict[str, int | str | None]:
    """Period to the count of that period alone, or its status where there is none."""
    alone = [o for o in result.observations if o.reporting_mode == "PERIOD"]
    return {o.time_period: o.obs_value if o.obs_value is not None else o.obs_status for o in alone}


def test_both_the_sum_and_the_count_of_the_month_are_kept(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-01,4,\nTHA,2023-02,9,\nTHA,2023-03,9,\n")
    assert result.problems == []
    assert monthly(result) == {"2023-01": 4, "2023-02": 5, "2023-03": 0}
    sums = {o.time_period: o.obs_value for o in result.observations if o.reporting_mode == "CUM"}
    assert sums == {"2023-01": 4, "2023-02": 9, "2023-03": 9}
    february = at(result, "C3")
    assert (february.raw_text, february.obs_value, february.comment) == ("9", 5, "9 (C3) less 4 (C2)")


def test_the_count_starts_anew_each_year_and_the_order_of_rows_plays_no_part(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2024-01,3,\nTHA,2023-12,40,\nTHA,2023-11,30,\n")
    assert monthly(result) == {"2023-11": "O", "2023-12": 10, "2024-01": 3}
    assert result.problems == []


def test_a_financial_year_starts_where_the_layout_says(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-06,50,\nTHA,2023-07,2,\nTHA,2023-08,5,\n", "restarts = true\nyear_starts = 7")
    assert monthly(result) == {"2023-06": "O", "2023-07": 2, "2023-08": 3}


def test_a_count_that_runs_on_starts_in_the_period_that_is_declared(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-12,7,\nTHA,2024-01,9,\n", 'starts = "2023-12"')
    assert monthly(result) == {"2023-12": 7, "2024-01": 2}


def test_quarters_are_taken_from_quarters(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023 Q1,7,\nTHA,2023 Q2,9,\n", kind="quarter")
    assert monthly(result) == {"2023-Q1": 7, "2023-Q2": 2}


def test_where_a_month_is_missing_nothing_is_taken_from_the_one_before_it(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-01,4,\nTHA,2023-03,9,\n")
    assert monthly(result) == {"2023-01": 4, "2023-03": "O"}
    assert at(result, "C3").comment == "no cumulative count of 2023-02 to take it from"


def test_blank_withheld_and_not_countable_stay_what_they_are(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-01,<5,\nTHA,2023-02,10,\nTHA,2023-03,,\nTHA,2023-04,12,\nTHA,2023-05,n/a,\n")
    assert monthly(result) == {"2023-01": "Q", "2023-02": "Q", "2023-03": "O", "2023-04": "O", "2023-05": "M"}
    february = at(result, "C3")
    assert (february.lower_bound, february.upper_bound, february.qualifier) == (6, 10, "about")


def test_a_sum_that_falls_is_asked_back_and_neither_it_nor_what_follows_is_made_of_it(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-01,9,\nTHA,2023-02,7,\nTHA,2023-03,12,\n")
    assert [(p.code, p.cell, p.found, p.facts["other"], p.facts["first"]) for p in result.problems] == [
        ("E07", "C3", "7", "9", "C2")
    ]
    assert fates(result)[3] == ("finding", "E07 at C3: below 9 in C2")
    assert monthly(result) == {"2023-01": 9, "2023-03": "O"}
    assert "C3" not in {o.cell for o in result.observations}


def test_a_fall_that_the_source_explains_in_its_row_is_a_revision(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-01,9,\nTHA,2023-02,7,two were counted twice\nTHA,2023-03,12,\n")
    assert (result.problems, fates(result)[3][0]) == ([], "value")
    assert monthly(result) == {"2023-01": 9, "2023-02": "O", "2023-03": 5}
    assert at(result, "C3").comment == "revised: below 9 (C2)"
    assert at(result, "C3", "CUM").comment == "two were counted twice"


def test_a_changed_spelling_of_the_number_is_no_revision_note(tmp_path: Path) -> None:
    result = read(tmp_path, 'THA,2023-01,"1,209",\nTHA,2023-02,"1,207",\n')
    assert codes(result.problems) == ["E07"]


def test_a_withheld_number_falls_only_where_it_must(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "THA,2023-01,5,\nTHA,2023-02,<5,\n").problems) == ["E07"]
    result = read(tmp_path, "THA,2023-01,4,\nTHA,2023-02,<5,\n")
    assert (result.problems, monthly(result)["2023-02"]) == ([], 0)


def test_series_are_not_mixed(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023-01,9,\nMYS,2023-01,1,\nTHA,2023-02,10,\nMYS,2023-02,4,\n")
    alone = {(o.ref_area, o.time_period): o.obs_value for o in result.observations if o.reporting_mode == "PERIOD"}
    assert alone == {("THA", "2023-01"): 9, ("MYS", "2023-01"): 1, ("THA", "2023-02"): 1, ("MYS", "2023-02"): 3}


def test_months_side_by_side_are_taken_from_each_other(tmp_path: Path) -> None:
    months = [f'label = "{m}"\nto = "obs_value"\ndimensions = {{ time_period = "2023-0{n}" }}'
              for n, m in enumerate(("Jan", "Feb", "Mar"), start=1)]  # fmt: skip
    wide = declared(
        "Area,Jan,Feb,Mar",
        f'unit_measure = "PERSON"\nreporting_mode = "CUM"\n{YEARLY}\nfixed = {{ indicator = "Arrests" }}',
        'label = "Area"\nto = "ref_area"\nread_as = "country"',
        *months,
    )
    result = read_text(tmp_path, "Area,Jan,Feb,Mar\nTHA,2,5,5\n", wide)
    assert monthly(result) == {"2023-01": 2, "2023-02": 3, "2023-03": 0}


@pytest.mark.parametrize("begins", [YEARLY, 'starts = "2023-01"'])
@given(counts=st.lists(st.integers(0, 500), min_size=1, max_size=12))
def test_the_counts_of_the_months_are_those_that_were_added_up(begins: str, counts: list[int]) -> None:
    added = [sum(counts[: n + 1]) for n in range(len(counts))]
    rows = "".join(f"THA,2023-{n:02d},{total},\n" for n, total in enumerate(added, start=1))
    with tempfile.TemporaryDirectory() as folder:
        result = read(Path(folder), rows, begins)
    assert result.problems == []
    assert list(monthly(result).values()) == counts
