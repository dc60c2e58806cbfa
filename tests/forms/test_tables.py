"""Somebody else's table, read by a layout file alone; every row has one fate."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from assets.forms.results import ReadResult
from tests.forms.forms import codes
from tests.forms.tables import HEAD, LAYOUT, at, fates, read_text


def read(tmp_path: Path, rows: str, head: str = HEAD) -> ReadResult:
    return read_text(tmp_path, head + rows, LAYOUT)


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
    other = LAYOUT.replace('version = "1"', 'version = "2"')
    result = read_text(tmp_path, f"{HEAD}THA;2023;4;5\n", LAYOUT, other)
    assert result.kind == "unknown"
    assert result.problems[0].facts["fitting"] == "harbour 1, harbour 2"


def test_an_unknown_column_is_said_once_and_none_of_its_rows_is_used(tmp_path: Path) -> None:
    head = HEAD.replace("Women;Men", "Women;Men;Children")
    result = read(tmp_path, "THA;2023;4;5;9\nMYS;2023;1;1;0\nIDN;2023;2;2;\n", head)
    assert [(p.code, p.cell) for p in result.problems] == [("E02", "E3")]
    assert fates(result)[4] == ("finding", "E02 at E3: a column that the layout does not know")
    assert fates(result)[6][0] == "value"
    assert {o.ref_area for o in result.observations} == {"IDN"}


def test_a_column_that_stands_twice_is_not_chosen_from(tmp_path: Path) -> None:
    head = HEAD.replace("Women;Men", "Women;Men;Men")
    result = read(tmp_path, "THA;2023;4;5;6\n", head)
    assert [(p.code, p.cell) for p in result.problems] == [("E01", "E3")]
    assert (fates(result)[4][0], result.observations) == ("finding", [])


def test_a_cell_right_of_the_table_makes_its_row_a_finding(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5;9\nMYS;2023;1;1; \n")
    assert [(p.code, p.cell, p.found) for p in result.problems] == [("E02", "E4", "9")]
    assert [fates(result)[row][0] for row in (4, 5)] == ["finding", "value"]


def test_headings_repeated_at_the_top_of_each_printed_page_are_no_data(tmp_path: Path) -> None:
    result = read(tmp_path, "THA;2023;4;5\nArea;Year;Women;Men\nMYS;2023;1;1\n")
    assert fates(result)[5] == ("skipped", "column headings, repeated")
    assert (len(result.observations), result.problems) == (4, [])


def test_columns_in_another_order_are_read_alike(tmp_path: Path) -> None:
    result = read(tmp_path, "5;2023;THA;4\n", "Harbour police;;;\nFound;;;Found\nMen;Year;Area;Women\n")
    assert result.problems == []
    assert (at(result, "A4").sex, at(result, "A4").obs_value) == ("M", 5)
    assert (at(result, "D4").sex, at(result, "D4").obs_value) == ("F", 4)


def test_what_stands_in_the_file_decides_not_its_name(tmp_path: Path) -> None:
    for name in ("harbour.csv", "JPA6_THA_2023-09.csv", "42.csv"):
        assert read_text(tmp_path, f"{HEAD}THA;2023;4;5\n", LAYOUT, name=name).layout == "harbour"


def test_a_note_is_no_row_of_missing_counts(tmp_path: Path) -> None:
    layout = LAYOUT.replace('to = "ref_area"\nread_as = "country"', 'to = "category"').replace(
        'fixed = { indicator = "Persons found" }', 'fixed = { indicator = "Persons found", ref_area = "THA" }'
    )
    unsaid = layout.replace('[[blocks.skip]]\nreason = "footnote"\n', "").replace(
        'to = "time_period"\nread_as = "year"', ""
    )
    unsaid = unsaid.replace('ref_area = "THA"', 'ref_area = "THA", time_period = "2023"')
    result = read_text(tmp_path, HEAD + "Bay;;4;5\nnote: to June;;;\n", unsaid)
    assert [(p.code, p.cell, p.found) for p in result.problems] == [("E02", "A5", "note: to June")]
    assert {o.category for o in result.observations} == {"Bay"}


def test_a_year_of_which_nothing_is_known_is_a_row_of_missing_counts(tmp_path: Path) -> None:
    layout = LAYOUT.replace('[[blocks.skip]]\nreason = "footnote"\n', "").replace(
        '"Persons found" }', '"Persons found", ref_area = "THA" }'
    )
    layout = layout.replace('to = "ref_area"\nread_as = "country"', "")
    result = read_text(tmp_path, HEAD + ";2023;;\n", layout)
    assert (result.problems, [o.obs_status for o in result.observations]) == ([], ["O", "O"])
