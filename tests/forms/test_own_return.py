"""A country's own sheet is read as its return: one country, one month, the framework's indicators."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assets.checking.judge import judge
from assets.checking.within_return.problems import problems_within_return
from assets.forms.layout.layout import LayoutError, load_layout
from assets.forms.results import ReadResult
from tests.forms.forms import FRAMEWORK, codes
from tests.forms.tables import (
    MONTH_SAID,
    TO_DATE,
    TO_DATE_HEAD,
    at,
    declared,
    fates,
    read_path,
    read_text,
)

SAID = "Month of report,2023-09\nIndicator,Number\n"


def to_date(tmp_path: Path, rows: str) -> ReadResult:
    return read_text(tmp_path, TO_DATE_HEAD + rows, TO_DATE)


def test_the_last_month_with_a_count_is_the_month_of_the_return(tmp_path: Path) -> None:
    result = to_date(tmp_path, "2023-07,4,\n2023-08,9,\n2023-09,15,\n2023-10,,\n")
    assert (result.kind, result.edition_id, result.ref_area, result.time_period) == ("return", "JPA6", "THA", "2023-09")
    assert result.problems == []
    assert {(o.reporting_mode, o.obs_value, o.time_period) for o in result.observations} == {
        ("CUM", 15, "2023-09"),
        ("PERIOD", 6, "2023-09"),
    }
    assert {row: why for row, (_, why) in fates(result).items() if why.startswith("of ")} == {
        2: "of 2023-07, not of 2023-09",
        3: "of 2023-08, not of 2023-09",
        5: "of 2023-10, not of 2023-09",
    }
    assert fates(result)[4] == ("value", "")


def test_the_unit_is_that_of_the_indicator_whatever_the_table_says(tmp_path: Path) -> None:
    result = to_date(tmp_path, "2023-09,15,\n")
    assert {o.unit_measure for o in result.observations} == {
        next(i.unit_measure for i in FRAMEWORK.indicators if i.indicator == "ARR")
    }


def test_a_month_said_beside_its_label_is_read(tmp_path: Path) -> None:
    result = read_text(tmp_path, SAID + "Arrests,4\nCharged,..\n", MONTH_SAID)
    assert (result.time_period, result.asked, result.problems) == ("2023-09", 2, [])
    assert (at(result, "B3").indicator, at(result, "B3").crime, at(result, "B3").obs_value) == ("ARR", "TIP", 4)
    assert (at(result, "B4").obs_status, at(result, "B4").expected) == ("O", True)


def test_a_month_within_a_title_is_read_in_its_language_and_calendar(tmp_path: Path) -> None:
    layout = MONTH_SAID.replace(
        'month_beside = "Month of report"', 'month_in = "^รายงานเดือน (.+)$", language = "th", calendar = "buddhist"'
    )
    result = read_text(tmp_path, "รายงานเดือน กันยายน 2566,\nIndicator,Number\nArrests,4\n", layout)
    assert (result.time_period, result.problems) == ("2023-09", [])


@pytest.mark.parametrize(
    ("top", "found"),
    [
        ("Month of report,soon\n", "soon"),
        ("Month of report,\n", ""),
        ("Month of the report,2023-09\n", ""),
        ("Month of report,2023-09\nMonth of report,2023-10\n", "2023-09"),
    ],
)
def test_where_the_month_is_not_known_for_certain_nothing_counts(tmp_path: Path, top: str, found: str) -> None:
    result = read_text(tmp_path, f"{top}Indicator,Number\nArrests,4\n", MONTH_SAID)
    assert [(p.code, p.found) for p in result.problems] == [("F07", found)]
    assert (result.time_period, result.observations) == ("", [])
    assert [why for fate, why in fates(result).values() if fate == "finding"] == [
        "F07: the reporting month is not known"
    ]


def test_a_month_of_no_edition_is_said(tmp_path: Path) -> None:
    result = read_text(tmp_path, SAID.replace("2023", "2019") + "Arrests,4\n", MONTH_SAID)
    assert [(p.code, p.cell, p.facts["month"]) for p in result.problems] == [("E04", "B1", "2019-09")]


def test_a_country_that_takes_no_part_is_said(tmp_path: Path) -> None:
    result = read_text(tmp_path, SAID + "Arrests,4\n", MONTH_SAID.replace('"THA"', '"FRA"'))
    assert [(p.code, p.facts["country"], p.facts["kind"]) for p in result.problems] == [("E02", "FRA", "own sheet")]


def test_an_indicator_that_the_framework_does_not_have_is_never_counted(tmp_path: Path) -> None:
    free = MONTH_SAID.replace('\nvalues = { Arrests = "ARR", Charged = "CHG" }', "")
    result = read_text(tmp_path, SAID + "Arrests,4\nARR,5\n", free)
    assert [(p.code, p.cell, p.found) for p in result.problems] == [("E02", "A3", "Arrests")]
    assert [(o.indicator, o.obs_value) for o in result.observations] == [("ARR", 5)]


def test_it_is_judged_like_any_return(tmp_path: Path) -> None:
    rows = "Suspects,2\nArrests,4\n"
    layout = MONTH_SAID.replace('Charged = "CHG"', 'Suspects = "SUS_ID"')
    result = read_text(tmp_path, SAID + rows, layout)
    loaded = load_layout(tmp_path / "layout_0.toml")
    problems = [*result.problems, *problems_within_return(result, "arrests.csv", FRAMEWORK, loaded)]
    checked = judge("0" * 64, "arrests.csv", result, problems, FRAMEWORK, loaded)
    assert codes(problems) == ["W01"]
    assert (checked.file_status, checked.what_it_is) == ("accepted_with_warnings", "Thailand, September 2023")


def test_a_sum_to_date_that_falls_holds_the_return(tmp_path: Path) -> None:
    result = to_date(tmp_path, "2023-08,9,\n2023-09,7,\n")
    loaded = load_layout(tmp_path / "layout_0.toml")
    checked = judge("0" * 64, "arrests.csv", result, result.problems, FRAMEWORK, loaded)
    assert (checked.file_status, codes(result.problems)) == ("held", ["E07"])


def test_several_sheets_with_tables_of_their_own_are_one_return(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    arrests = book.active
    assert arrests is not None
    arrests.title = "Arrests"
    for row in (["Month", "September 2023"], ["Crime", "Arrests"], ["TIP", 4], ["SOM", 9]):
        arrests.append(row)
    charged = book.create_sheet("Charges")
    for row in (["Crime", "Charged"], ["TIP", 2], ["SOM", 0]):
        charged.append(row)
    book.create_sheet("Remarks").append(["nothing"])
    path = tmp_path / "own.xlsx"
    book.save(path)
    layout = _two_tables()
    result = read_path(path, tmp_path, layout)
    assert result.problems == []
    assert {(o.sheet, o.cell, o.indicator, o.crime, o.obs_value) for o in result.observations} == {
        ("Arrests", "B3", "ARR", "TIP", 4),
        ("Arrests", "B4", "ARR", "SOM", 9),
        ("Charges", "B2", "CHG", "TIP", 2),
        ("Charges", "B3", "CHG", "SOM", 0),
    }
    assert result.rows[-1].reason == "the sheet holds no table of this layout"


def test_the_month_may_stand_on_a_sheet_without_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover, figures = book.active, book.create_sheet("Figures")
    assert cover is not None
    cover.append(["Month of report", "September 2023"])
    for row in (["Indicator", "Number"], ["Arrests", 4]):
        figures.append(row)
    path = tmp_path / "own.xlsx"
    book.save(path)
    result = read_path(path, tmp_path, MONTH_SAID)
    assert (result.time_period, result.problems, len(result.observations)) == ("2023-09", [], 1)


def test_two_tables_one_below_the_other_are_kept_apart(tmp_path: Path) -> None:
    text = "Month,2023-09\nCrime,Arrests\nTIP,4\n,\nCrime,Charged\nTIP,2\n"
    result = read_text(tmp_path, text, _two_tables())
    assert result.problems == []
    assert {(o.cell, o.indicator, o.obs_value) for o in result.observations} == {("B3", "ARR", 4), ("B6", "CHG", 2)}
    assert [row.row for row in result.rows] == [1, 2, 3, 4, 5, 6]


def test_a_table_that_is_gone_from_the_workbook_is_missed(tmp_path: Path) -> None:
    result = read_text(tmp_path, "Month,2023-09\nCrime,Arrests\nTIP,4\n", _two_tables())
    assert [(p.code, p.facts["headings"]) for p in result.problems] == [("F06", "Crime, Charged")]


def _two_tables() -> str:
    layout = declared(
        "Crime,Arrests",
        'unit_measure = "PERSON"\nfits = [{ labels = ["Crime", "Arrests"] }]\nfixed = { indicator = "ARR" }',
        'label = "Crime"\nto = "crime"',
        'label = "Arrests"\nto = "obs_value"',
        kind="national",
        top='identity = { ref_area = "THA", month_beside = "Month" }',
    )
    second = layout[layout.index("[[blocks]]") :].replace("Arrests", "Charged").replace("ARR", "CHG")
    return layout + second.replace('name = "table"', 'name = "second"')


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('identity = { ref_area = "THA", month_beside = "Month of report" }', "", "identity"),
        ('crime = "TIP" }', 'crime = "TIP", topic = "x" }', "topic has no place"),
        (', month_beside = "Month of report"', "", "time_period is neither fixed nor read"),
        ('kind = "national"', 'kind = "context"', "identity"),
        ('"Month of report"', '"Month of report", month_in = "("', "regular expression"),
    ],
)
def test_a_layout_of_a_country_says_what_it_lacks(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in MONTH_SAID
    with pytest.raises(LayoutError, match=says):
        read_text(tmp_path, SAID, MONTH_SAID.replace(old, new, 1))
