"""Somebody else's table, read by a layout file alone; every row has one fate."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from assets.forms.layout import load_layout
from assets.forms.read import read_workbook
from assets.forms.results import ReadResult
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from tests.forms.forms import FRAMEWORK, codes

LAYOUT = """
id = "harbour"
version = "1"
kind = "context"
title = "Harbour police, persons found"
[source]
name = "Harbour police"
publisher = "Harbour police"
released = "2024"
[[fits]]
labels = ["Area", "Year"]
[[blocks]]
kind = "table"
name = "found"
header_levels = 2
fill_right = true
unit_measure = "PERSON"
fixed = { indicator = "Persons found" }
convention = { thousands = ".", decimal = ",", marks = ["n/a"] }
[[blocks.skip]]
reason = "footnote"
[[blocks.skip]]
column = "Area"
values = ["All"]
reason = "total"
[[blocks.columns]]
label = "Area"
to = "ref_area"
read_as = "country"
[[blocks.columns]]
label = "Year"
to = "time_period"
read_as = "year"
[[blocks.columns]]
label = "Found / Women"
to = "obs_value"
dimensions = { sex = "F" }
[[blocks.columns]]
label = "Found / Men"
to = "obs_value"
dimensions = { sex = "M" }
"""
HEAD = "Harbour police;;;\n;;Found;\nArea;Year;Women;Men\n"


def read(tmp_path: Path, rows: str, head: str = HEAD) -> ReadResult:
    layout, path = tmp_path / "harbour.toml", tmp_path / "any name.csv"
    layout.write_text(LAYOUT, encoding="utf-8")
    path.write_text(head + rows, encoding="utf-8")
    return read_workbook(open_workbook(path, path.name, Limits()), FRAMEWORK, (load_layout(layout),))


def fates(result: ReadResult) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {row.row: (row.fate, row.reason) for row in result.rows}
    assert len(found) == len(result.rows)
    return found


def test_two_heading_rows_are_joined_and_values_get_their_dimensions(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;1.204;n/a\n")
    assert result.problems == []
    women, men = result.observations
    assert (women.sex, women.obs_value, women.cell, women.ref_area, women.time_period) == (
        "F",
        1204,
        "C4",
        "THA",
        "2023",
    )
    assert (men.sex, men.obs_status, men.source_agency, men.indicator) == ("M", "M", "Harbour police", "Persons found")


def test_every_row_has_one_fate(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5\n;;;\nAll;2023;4;5\nXYZ;2023;1;1\nMYS;2023;many;1\nnote: to June;;;\n")
    assert {row: fate for row, (fate, _) in fates(result).items()} == {
        1: "skipped", 2: "skipped", 3: "skipped", 4: "value", 5: "skipped", 6: "skipped", 7: "finding", 8: "finding",
        9: "skipped",
    }  # fmt: skip
    assert [fates(result)[row][1] for row in (1, 3, 5, 6, 9)] == [
        "title above the table", "column headings", "blank row", "total", "footnote",
    ]  # fmt: skip
    assert codes(result.problems) == ["E02", "E03"]
    assert [problem.cell for problem in result.problems] == ["A7", "C8"]


def test_a_row_repeated_word_for_word_counts_once(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5\nTHA;2023;4;5\n")
    assert fates(result)[5] == ("skipped", "repeats row 4")
    assert (len(result.observations), result.problems) == (2, [])


def test_rows_that_disagree_are_all_findings_and_none_is_used(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5\nMYS;2023;1;1\nTHA;2023;4;6\n")
    assert [(o.ref_area, o.sex) for o in result.observations] == [("THA", "F"), ("MYS", "F"), ("MYS", "M")]
    assert codes(result.problems) == ["E01", "E01"]
    assert result.problems[0].facts["rows"] == "4, 6"
    assert Counter(fate for fate, _ in fates(result).values())["finding"] == len(result.problems)


def test_a_column_nobody_declared_is_named(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5;9\n", HEAD.replace("Women;Men", "Women;Men;Children"))
    assert ("E02", "E3", "Found / Children") in [(p.code, p.cell, p.found) for p in result.problems]
    assert fates(result)[4][0] == "finding"


def test_a_heading_that_is_gone_fits_no_layout(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5\n", HEAD.replace("Year", "Yr"))
    assert (result.kind, codes(result.problems)) == ("unknown", ["F06"])


def test_a_value_column_that_is_gone_leaves_every_row_a_finding(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5\n", HEAD.replace("Men", "Boys"))
    assert (codes(result.problems), result.observations) == (["F06"], [])
    assert {fate for fate, _ in fates(result).values()} == {"finding"}


def test_two_layouts_that_fit_are_a_question_not_a_guess(tmp_path: Path) -> None:
    for name, version in (("a", "1"), ("b", "2")):
        (tmp_path / f"{name}.toml").write_text(
            LAYOUT.replace('version = "1"', f'version = "{version}"'), encoding="utf-8"
        )
    path = tmp_path / "file.csv"
    path.write_text(f"{HEAD}THA;2023;4;5\n", encoding="utf-8")
    layouts = (load_layout(tmp_path / "a.toml"), load_layout(tmp_path / "b.toml"))
    result = read_workbook(open_workbook(path, path.name, Limits()), FRAMEWORK, layouts)
    assert result.kind == "unknown"
    assert result.problems[0].facts["fitting"] == "harbour 1, harbour 2"
