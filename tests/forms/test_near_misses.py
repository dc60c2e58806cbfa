"""A file that fits no layout says which one nearly fits, and which heading is missing."""

from __future__ import annotations

from pathlib import Path

from assets.checking.rules.declared import worded
from assets.forms.results import ReadResult
from assets.framework.terms import render_terms
from tests.forms.forms import FRAMEWORK, codes, read_file
from tests.forms.tables import HEAD, LAYOUT, declared, read_text

ROWS = "THA;2023;4;5\n"


def looked_for(result: ReadResult) -> str:
    assert (result.kind, codes(result.problems), result.observations) == ("unknown", ["F06"], [])
    return render_terms(str(result.problems[0].facts["missing_parts"]), FRAMEWORK, "en")


def told_by(*conditions: str) -> str:
    layout = LAYOUT.replace('[[fits]]\nlabels = ["Area", "Year"]\n', "")
    return layout.replace("[[blocks]]", "".join(f"[[fits]]\n{one}\n" for one in conditions) + "[[blocks]]", 1)


def test_a_renamed_heading_is_named_with_what_stands_there_instead(tmp_path: Path) -> None:
    layout = told_by('labels = ["Area", "Year", "Women", "Men"]')
    said = looked_for(read_text(tmp_path, HEAD.replace("Year", "Years") + ROWS, layout))
    assert said == "Harbour police, persons found: the heading “Year” (there is “Years”)"


def test_a_heading_that_is_gone_is_named(tmp_path: Path) -> None:
    layout = told_by('labels = ["Area", "Year", "Women", "Men"]')
    said = looked_for(read_text(tmp_path, ";;Found;\nArea;;Women;Men\n" + ROWS, layout))
    assert said == "Harbour police, persons found: the heading “Year”"


def test_a_title_and_a_published_figure_are_named(tmp_path: Path) -> None:
    layout = told_by('labels = ["Area", "Year", "Women", "Men"]', 'text = "Coast guard"', 'row = ["THA", "7"]')
    said = looked_for(read_text(tmp_path, HEAD + ROWS, layout))
    assert said == ("Harbour police, persons found: a cell that reads “Coast guard”; a row with “THA”, “7”")


def test_headings_as_common_as_a_year_must_stand_alone(tmp_path: Path) -> None:
    layout = declared(
        "Year,Value",
        'unit_measure = "PERSON"\nfixed = { indicator = "Victims", ref_area = "CAN" }',
        'label = "Year"\nto = "time_period"\nread_as = "year"',
        'label = "Value"\nto = "obs_value"',
    ).replace('labels = ["Year", "Value"]', 'labels = ["Year", "Value"]\nalone = true\n[[fits]]\nrow = ["2015", "330"]')
    assert read_text(tmp_path, "Year,Value\n2015,330\n", layout).kind == "context"
    said = looked_for(read_text(tmp_path, "Year,Value,Sex\n2015,330,_T\n", layout))
    assert said == "A small table: a row without further headings (there is also Sex)"
    assert "a row with “2015”, “330”" in looked_for(read_text(tmp_path, "Year,Value\n2015,331\n", layout))


def test_a_file_that_is_nothing_like_any_layout_is_told_so_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "shopping.csv"
    path.write_text("milk,2\nbread,1\n", encoding="utf-8")
    (problem,) = read_file(path).problems
    assert (problem.code, problem.facts) == ("F06", {"kind": "unknown", "tables": 16})
    assert len(worded(problem, FRAMEWORK).message) < 200


def test_the_nearest_comes_first(tmp_path: Path) -> None:
    far = told_by('labels = ["Area", "Year", "Boys"]').replace('"harbour"', '"far"').replace("Harbour police, p", "P")
    near = told_by('labels = ["Area", "Year", "Women", "Men", "Boys"]')
    said = looked_for(read_text(tmp_path, HEAD + ROWS, far, near))
    assert said == ("Harbour police, persons found: the heading “Boys”; Persons found: the heading “Boys”")
