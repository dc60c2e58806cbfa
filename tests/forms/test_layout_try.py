"""Who writes a layout sees what it would read, row by row, and where it does not fit, why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.forms.layout.layout import LayoutError
from assets.forms.layout_try import (
    COUNT_COLUMNS,
    LAYOUT_COLUMNS,
    ROW_COLUMNS,
    Trial,
    TryTask,
    count_lines,
    layout_lines,
    row_lines,
    try_layouts,
)
from assets.intake.limits import Limits
from assets.intake.pool import run_guarded
from tests.forms.forms import FIXTURES
from tests.forms.tables import HEAD, LAYOUT, TO_DATE, TO_DATE_HEAD

ROWS = "THA;2023;1.204;n/a\n;;;\nAll;2023;4;5\nXYZ;2023;1;1\nTHA;2023;1.204;n/a\n"


def trial(tmp_path: Path, text: str, layout: str | None = LAYOUT) -> Trial:
    path, file = tmp_path / "table.csv", tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    if layout is not None:
        file.write_text(layout, encoding="utf-8")
    return try_layouts(TryTask(path, path.name, Limits(), file if layout is not None else None, layouts=FIXTURES))


def test_every_row_is_shown_with_its_fate_its_reason_and_its_values(tmp_path: Path) -> None:
    lines = list(row_lines(trial(tmp_path, HEAD + ROWS)))
    assert all(len(line) == len(ROW_COLUMNS) for line in lines)
    assert lines == [
        ("1", "skipped", "title above the table", "Harbour police"),
        ("2", "skipped", "column headings", "Found"),
        ("3", "skipped", "column headings", "Area | Year | Women | Men"),
        (
            "4",
            "value",
            "",
            "C4: 1204 PERSON; Persons found; THA; 2023; PERIOD; sex F (thousands mark .)\n"
            "D4: no value (M) PERSON; Persons found; THA; 2023; PERIOD; sex M",
        ),
        ("5", "skipped", "blank row", ""),
        ("6", "skipped", "total", "All | 2023 | 4 | 5"),
        ("7", "finding", "E02 at A7", "XYZ | 2023 | 1 | 1"),
        ("8", "skipped", "repeats row 4", "THA | 2023 | 1.204 | n/a"),
    ]


def test_rows_can_be_chosen_by_their_fate_and_limited(tmp_path: Path) -> None:
    tried = trial(tmp_path, HEAD + ROWS)
    assert [line[0] for line in row_lines(tried, {"finding"})] == ["7"]
    assert [line[0] for line in row_lines(tried, most=2)] == ["1", "2"]


def test_rows_are_counted_by_fate_and_reason(tmp_path: Path) -> None:
    lines = list(count_lines(trial(tmp_path, HEAD + ROWS)))
    assert all(len(line) == len(COUNT_COLUMNS) for line in lines)
    assert lines[0] == ("skipped", "column headings", "2")
    assert set(lines[1:]) == {
        ("skipped", "title above the table", "1"),
        ("value", "", "1"),
        ("skipped", "blank row", "1"),
        ("skipped", "total", "1"),
        ("finding", "E02", "1"),
        ("skipped", "repeats another row", "1"),
    }


def test_the_layout_that_fits_is_named(tmp_path: Path) -> None:
    lines = list(layout_lines(trial(tmp_path, HEAD + ROWS)))
    assert all(len(line) == len(LAYOUT_COLUMNS) for line in lines)
    assert lines == [("harbour 1", "mine.toml", "yes", "")]


def test_a_layout_that_does_not_fit_says_what_is_missing_however_little_is_there(tmp_path: Path) -> None:
    tried = trial(tmp_path, "milk,2\nbread,1\n")
    assert list(layout_lines(tried)) == [("harbour 1", "mine.toml", "no", "the heading “Area”\nthe heading “Year”")]
    assert (tried.rows, [p.code for p in tried.problems]) == ((), ["F06"])


def test_all_layouts_are_tried_where_none_is_given(tmp_path: Path) -> None:
    tried = trial(
        tmp_path, "Nationality,Government agency,Local Authority,NGO and third sector,Police\nThai,1,2,3,4\n", None
    )
    lines = list(layout_lines(tried))
    assert [(layout, fits, missing) for layout, _, fits, missing in lines] == [
        ("gbr_nrm_nationality 2023-06", "no", "a row with “Albanian”, “568”")
    ]


def test_both_counts_of_a_cumulative_table_are_shown(tmp_path: Path) -> None:
    lines = list(row_lines(trial(tmp_path, TO_DATE_HEAD + "2023-08,9,\n2023-09,15,\n", TO_DATE), {"value"}))
    assert lines == [
        (
            "3",
            "value",
            "",
            "B3: 15 PERSON_ARREST; ARR; THA; 2023-09; CUM; crime TIP\n"
            "B3: 6 PERSON_ARREST; ARR; THA; 2023-09; PERIOD; crime TIP (15 (B3) less 9 (B2))",
        )
    ]


def test_a_withheld_number_is_shown_with_its_bounds(tmp_path: Path) -> None:
    layout = LAYOUT.replace('marks = ["n/a"]', 'marks = ["<5"]')
    (line,) = row_lines(trial(tmp_path, HEAD + "THA;2023;<5;1\n", layout), {"value"})
    assert line[3].startswith("C4: 0 to 4 (Q) PERSON;")


def test_of_a_finding_both_are_shown_what_stands_there_and_what_is_used(tmp_path: Path) -> None:
    (line,) = row_lines(trial(tmp_path, HEAD + "THA;2023;-4;1\n"), {"finding"})
    assert line == (
        "4",
        "finding",
        "E03 at C4",
        "THA | 2023 | -4 | 1\nD4: 1 PERSON; Persons found; THA; 2023; PERIOD; sex M",
    )


def test_a_file_that_is_refused_says_so(tmp_path: Path) -> None:
    tried = trial(tmp_path, "")
    assert ([p.code for p in tried.problems], tried.rows, tried.layouts) == (["F02"], (), ())


def test_a_layout_with_a_code_nobody_knows_is_named_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(
        LayoutError, match=r"mine\.toml, key found\.columns\.Found / Women\.dimensions: W is not a code"
    ):
        trial(tmp_path, HEAD + ROWS, LAYOUT.replace('sex = "F"', 'sex = "W"'))


def test_it_runs_in_a_guarded_child(tmp_path: Path) -> None:
    path, file = tmp_path / "table.csv", tmp_path / "mine.toml"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    file.write_text(LAYOUT, encoding="utf-8")
    limits = Limits()
    (outcome,) = run_guarded(
        try_layouts,
        [TryTask(path, path.name, limits, file)],
        workers=1,
        memory_bytes=limits.max_memory_bytes,
        seconds=limits.max_seconds,
    )
    assert outcome.failure is None and outcome.result is not None
    assert len(list(row_lines(outcome.result))) == 8
