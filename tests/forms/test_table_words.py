"""What the words of a table mean: codes, countries by code or by name, conditions, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assets.forms.results import ReadResult
from tests.forms.forms import codes
from tests.forms.tables import at, declared, fates, read_path, read_text

HEAD = "Area,Year,Kind,Of,Found\n"
BLOCK = 'unit_measure = "PERSON"\nfixed = { indicator = "Found" }'
AREA = 'label = "Area"\nto = "ref_area"\nread_as = "country"'
YEAR = 'label = "Year"\nto = "time_period"\nread_as = "year"'
KIND = 'label = "Kind"'
OF = 'label = "Of"\nto = "category"'
FOUND = 'label = "Found"\nto = "obs_value"'


def read(tmp_path: Path, rows: str, *columns: str, block: str = BLOCK) -> ReadResult:
    named = [column.split('"')[1] for column in columns]
    usual = [column for column in (AREA, YEAR, KIND, OF, FOUND) if column.split('"')[1] not in named]
    return read_text(tmp_path, HEAD + rows, declared("Area,Year,Found", block, *usual, *columns))


def test_countries_are_read_by_code_or_by_name_only_as_the_layout_says(tmp_path: Path) -> None:
    rows = "Viet Nam,2023,,,1\nTHA,2023,,,2\nTurkey,2023,,,3\nAtlantis,2023,,,4\n"
    by_code = read(tmp_path, rows)
    assert [o.ref_area for o in by_code.observations] == ["THA"]
    assert [(p.code, p.cell) for p in by_code.problems] == [("E02", "A2"), ("E02", "A4"), ("E02", "A5")]
    by_name = read(tmp_path, rows, AREA.replace('"country"', '"country_name"') + '\nvalues = { Turkey = "TUR" }')
    assert [o.ref_area for o in by_name.observations] == ["VNM", "THA", "TUR"]
    assert [(p.code, p.cell, p.found) for p in by_name.problems] == [("E02", "A5", "Atlantis")]


def test_countries_are_read_in_the_language_of_the_table(tmp_path: Path) -> None:
    named = AREA.replace('"country"', '"country_name"')
    result = read(tmp_path, "Filipina,2023,,,1\n", named, block=f'{BLOCK}\nlanguage = "id"')
    assert [o.ref_area for o in result.observations] == ["PHL"]
    assert codes(read(tmp_path, "Filipina,2023,,,1\n", named).problems) == ["E02"]


def test_namibia_is_no_missing_value(tmp_path: Path) -> None:
    result = read(tmp_path, "NAM,2023,,NA,1\n")
    assert (result.observations[0].ref_area, result.observations[0].category) == ("NAM", "NA")


def test_words_become_codes_whatever_their_capitals_and_spaces(tmp_path: Path) -> None:
    sex = 'label = "Of"\nto = "sex"\nvalues = { "" = "_T", Women = "F", "Men and boys" = "M" }'
    result = read(tmp_path, "THA,2023,,WOMEN ,1\nTHA,2023,, men  and boys,2\nTHA,2023,,,3\n", sex)
    assert [o.sex for o in result.observations] == ["F", "M", "_T"]


def test_a_word_that_is_not_listed_is_asked_back_or_has_the_code_that_is_declared(tmp_path: Path) -> None:
    sex = 'label = "Of"\nto = "sex"\nvalues = { Women = "F" }'
    result = read(tmp_path, "THA,2023,,Girls,1\n", sex)
    assert [(p.code, p.cell, p.found) for p in result.problems] == [("E02", "D2", "Girls")]
    assert [o.sex for o in read(tmp_path, "THA,2023,,Girls,1\n", sex + '\notherwise = "_U"').observations] == ["_U"]


def test_one_column_may_say_two_things_under_conditions(tmp_path: Path) -> None:
    form = 'label = "Of"\nto = "exploitation"\nwhen = { Kind = ["form"] }\nvalues = { Labour = "LAB" }'
    land = 'label = "Of"\nto = "counterpart_area"\nwhen = { Kind = ["citizenship"] }\nread_as = "country_name"'
    result = read(tmp_path, "THA,2023,form,Labour,1\nTHA,2023,citizenship,Laos,2\nTHA,2023,form,Laos,3\n", form, land)
    first, second = result.observations
    assert (first.exploitation, first.counterpart_area, second.exploitation, second.counterpart_area) == (
        "LAB", "_T", "_T", "LAO",
    )  # fmt: skip
    assert [(p.code, p.cell) for p in result.problems] == [("E02", "D4")]


def test_a_row_of_which_no_entry_says_what_it_counts_is_a_finding(tmp_path: Path) -> None:
    kind = 'label = "Kind"\nto = "indicator"\nwhen = { Of = ["x"] }'
    result = read(tmp_path, "THA,2023,Arrests,x,1\nTHA,2023,Arrests,y,2\n", kind, block='unit_measure = "PERSON"')
    assert [o.indicator for o in result.observations] == ["Arrests"]
    assert [(p.code, p.cell) for p in result.problems] == [("E02", "C3")]


def test_a_group_named_once_is_meant_down_to_the_next(tmp_path: Path) -> None:
    rows = "THA,2023,,a,1\n,2022,,a,2\nMYS,2023,,a,3\n,2022,,a,4\n"
    result = read(tmp_path, rows, AREA + "\nfill_down = true")
    assert [(o.ref_area, o.time_period) for o in result.observations] == [
        ("THA", "2023"), ("THA", "2022"), ("MYS", "2023"), ("MYS", "2022"),
    ]  # fmt: skip
    assert [o.ref_area for o in read(tmp_path, rows).observations] == ["THA", "MYS"]


def test_a_blank_where_a_word_is_required_is_a_finding(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023,,,1\n", OF + "\nrequired = true")
    assert [(p.code, p.cell, p.found) for p in result.problems] == [("E02", "D2", "")]


def test_a_constant_column_that_changes_is_a_finding(tmp_path: Path) -> None:
    result = read(tmp_path, "THA,2023,persons,,1\nTHA,2022,rate,,2\n", 'label = "Kind"\nexpect = "Persons"')
    assert [(p.code, p.cell, p.found, p.facts["allowed"]) for p in result.problems] == [
        ("E02", "C3", "rate", "as=Persons")
    ]
    assert len(result.observations) == 1


@pytest.mark.parametrize("column", [OF, FOUND])
def test_what_a_layout_refuses_is_a_finding_that_says_why(tmp_path: Path, column: str) -> None:
    refused = column + '\nrefuse = [{ pattern = "[0-9] [a-z]", because = "a number and a word in one cell" }]'
    rows = "THA,2023,,97 albanian,1\n" if column == OF else "THA,2023,,,97 albanian\n"
    result = read(tmp_path, rows, refused)
    assert [(p.code, p.facts["because"]) for p in result.problems] == [("E03", "a number and a word in one cell")]
    assert fates(result)[2][1].endswith(": a number and a word in one cell")
    assert result.observations == []


@pytest.mark.parametrize(("text", "kind"), [("#REF!", "error"), ("TRUE", "boolean")])
def test_a_broken_cell_is_never_a_word(tmp_path: Path, text: str, kind: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Area", "Year", "Kind", "Of", "Found"], ["THA", 2023, "", True if kind == "boolean" else text, 4]):
        sheet.append(row)
    path = tmp_path / "table.xlsx"
    book.save(path)
    result = read_path(path, tmp_path, declared("Area,Year,Found", BLOCK, AREA, YEAR, KIND, OF, FOUND))
    assert [(p.code, p.cell, p.facts["why"]) for p in result.problems] == [("E03", "D2", kind)]


def test_a_remark_stays_with_its_count(tmp_path: Path) -> None:
    result = read(tmp_path, 'THA,2023,,provisional,"1,204"\nTHA,2022,,,"1,205"\n', 'label = "Of"\nto = "comment"')
    assert at(result, "E2").comment == "provisional"
    assert at(result, "E3").comment == "thousands mark ,"


def test_counts_with_a_decimal_nought_are_read_only_where_the_layout_says_so(tmp_path: Path) -> None:
    rows = 'THA,2023,,,303.0\nTHA,2022,,,1.7\nTHA,2021,,,"1,256.00"\nTHA,2020,,,1.000\n'
    assert codes(read(tmp_path, rows).problems) == ["E03"] * 4
    nought = read(tmp_path, rows, block=BLOCK + "\nconvention = { zero_decimals = true }")
    assert [o.obs_value for o in nought.observations] == [303, 1256]
    # 1.000 may be a thousand.
    assert [(p.cell, p.facts["why"]) for p in nought.problems] == [("E3", "fraction"), ("E5", "separator")]
