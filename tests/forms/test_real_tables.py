"""The published files are read whole: every row is a value, a skipped row with its reason, or a finding.

They are read where they lie and are no part of the project. What is expected is counted by another route
(real_sources.py): the csv module and openpyxl, without a layout.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from assets.forms.results import ReadResult
from tests.forms.forms import codes, read_file
from tests.forms.real_sources import (
    FBI,
    FIELD_LIST,
    NCRB,
    NRM,
    SDG,
    csv_counts,
    csv_lines,
    fates,
    last_line_with_text,
    needs_files,
)

pytestmark = needs_files


def values(result: ReadResult) -> dict[str, int]:
    """Address to number of every count that is used; each address once."""
    found = {o.cell: o.obs_value for o in result.observations if o.obs_value is not None}
    assert len(found) == sum(o.obs_value is not None for o in result.observations)
    return found


PLAIN = {
    NRM / "NRM referrals by first responder.csv": (range(1, 3), "gbr_nrm_first_responder"),
    NRM / "NRM referrals over time.csv": (range(2, 6), "gbr_nrm_over_time"),
    NRM / "conclusive grounds by age.csv": (range(2, 4), "gbr_nrm_conclusive_grounds"),
    NRM / "reasonable grounds by age.csv": (range(2, 4), "gbr_nrm_reasonable_grounds"),
    NRM / "duty to notify - longitudinal.csv": (range(1, 2), "gbr_nrm_duty_to_notify"),
    NRM / "duty to notify - nationality.csv": (range(1, 2), "gbr_nrm_duty_nationality"),
    NRM / "duty to notify.csv": (range(1, 2), "gbr_nrm_duty_nationality"),
    SDG / "CAN_statcan_indicator_16-2-2.csv": (range(1, 2), "can_sdg_16_2_2"),
    SDG / "GBR_ons_indicator_16-2-2.csv": (range(7, 8), "gbr_sdg_16_2_2"),
}


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name)
def test_a_table_without_faults_is_read_cell_for_cell(path: Path) -> None:
    columns, layout = PLAIN[path]
    result = read_file(path)
    assert (result.layout, result.problems) == (layout, [])
    lines = last_line_with_text(path)
    assert fates(result, lines) == {"skipped": 1, "value": lines - 1}
    assert values(result) == csv_counts(path, columns)
    assert {o.source_agency for o in result.observations} != {""}


REFERRALS, TOLD, DETECTED = "NRM referrals", "Duty to notify referrals", "Detected victims of human trafficking"
# What each value of a source is, as its publisher calls it, and the unit that is counted.
COUNTED = {
    NRM / "NRM referrals by age and gender.csv": {("GBR", REFERRALS, "PERSON")},
    NRM / "NRM referrals by age and sex.csv": {("GBR", REFERRALS, "PERSON")},
    NRM / "NRM referrals by first responder.csv": {("GBR", REFERRALS, "PERSON")},
    NRM / "NRM referrals by nationality.csv": {("GBR", REFERRALS, "PERSON")},
    NRM / "NRM referrals over time.csv": {("GBR", REFERRALS, "PERSON")},
    NRM / "conclusive grounds by age.csv": {("GBR", "NRM conclusive grounds decisions", "DECISION")},
    NRM / "reasonable grounds by age.csv": {("GBR", "NRM reasonable grounds decisions", "DECISION")},
    NRM / "duty to notify - longitudinal.csv": {("GBR", TOLD, "PERSON")},
    NRM / "duty to notify - nationality.csv": {("GBR", TOLD, "PERSON")},
    NRM / "duty to notify.csv": {("GBR", TOLD, "PERSON")},
    SDG / "CAN_statcan_indicator_16-2-2.csv": {("CAN", DETECTED, "PERSON")},
    SDG / "GBR_ons_indicator_16-2-2.csv": {("GBR", DETECTED, "PERSON")},
    SDG / "USA_gsa_indicator_16-2-2.csv": {("USA", "Reported human trafficking offences", "OFFENCE")},
    SDG / "BIH-RS_indicator_16-2-2.csv": {("BIH", "VC_HTF_DETCA", "CASE"), ("BIH", "VC_HTF_DETV", "PERSON")},
    FBI / "fbi_2016_table1_offenses_clearances.xls": {
        ("USA", name, "OFFENCE") for name in ("Offenses", "Total cleared", "Clearances under 18")
    },
}


@pytest.mark.parametrize("path", COUNTED, ids=lambda path: path.name)
def test_every_value_is_called_what_its_publisher_calls_it(path: Path) -> None:
    assert {(o.ref_area, o.indicator, o.unit_measure) for o in read_file(path).observations} == COUNTED[path]


@pytest.mark.parametrize("ending", ["xls", "csv"])
def test_fbi_table_is_read_alike_from_both_files(ending: str) -> None:
    result = read_file(FBI / f"fbi_2016_table1_offenses_clearances.{ending}")
    assert result.layout == "usa_fbi_ucr_table_1"
    assert fates(result, 41) == {"value": 36, "skipped": 5}
    # Total is the sum of both kinds of offence in every row, so no finding.
    assert result.problems == []
    text = FBI / "fbi_2016_table1_offenses_clearances.csv"
    assert values(result) == csv_counts(text, range(1, 10), first=6)
    texas = {(o.topic, o.indicator): o.cell for o in result.observations if o.category == "Texas"}
    assert texas["Involuntary servitude", "Total cleared"] == "F35"
    assert {(o.ref_area, o.time_period, o.unit_measure) for o in result.observations} == {("USA", "2016", "OFFENCE")}


def test_quarters_are_kept_as_quarters_whether_written_or_dated() -> None:
    over_time = read_file(NRM / "NRM referrals over time.csv").observations
    decisions = read_file(NRM / "conclusive grounds by age.csv").observations
    assert {o.time_period for o in over_time if o.cell.endswith(("2", "3"))} >= {"2009-Q2"}
    assert next(o.time_period for o in decisions if o.cell == "C2") == "2014-Q1"
    assert len({o.time_period for o in over_time}) == 57
    assert len({o.time_period for o in decisions}) == 38
    positive = next(o for o in decisions if o.cell == "C77")
    assert (positive.time_period, positive.age, positive.victim_status, positive.category, positive.obs_value) == (
        "2023-Q2", "Y0T17", "IDF", "Positive", 813,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["NRM referrals by age and gender.csv", "NRM referrals by age and sex.csv"])
def test_negative_counts_of_women_are_findings_and_the_men_beside_them_are_read(name: str) -> None:
    path = NRM / name
    result = read_file(path)
    assert result.layout == "gbr_nrm_age_sex"
    negative = {f"B{n}": line[1] for n, line in enumerate(csv_lines(path), start=1) if line[1].startswith("-")}
    assert negative == {"B2": "-1671", "B3": "-1143"}
    assert {p.cell: p.found for p in result.problems} == negative
    assert {(p.code, p.facts["why"]) for p in result.problems} == {("E03", "negative")}
    assert fates(result, 3) == {"skipped": 1, "finding": 2}
    assert values(result) == csv_counts(path, range(2, 3)) == {"C2": 5305, "C3": 4841}
    assert {o.sex for o in result.observations} == {"M"}


def test_columns_counted_several_times_over_are_found_by_the_published_totals() -> None:
    path = NRM / "NRM referrals by nationality.csv"
    result = read_file(path)
    assert result.layout == "gbr_nrm_nationality"
    lines = csv_lines(path)[1:]
    sums = {
        letter: sum(int(line[column]) for line in lines) for column, letter in ((1, "B"), (2, "C"), (3, "D"), (4, "E"))
    }
    # That they are multiples is how the fault was seen; that they pass the total is what proves it.
    assert all(int(line[1]) % 5 == int(line[2]) % 4 == int(line[3]) % 5 == 0 for line in lines)
    responders = Counter[str]()
    for kind, others, british in csv_lines(NRM / "NRM referrals by first responder.csv")[1:]:
        letter = {"Local Authority": "C", "NGO and third sector": "D", "Police": "E"}.get(kind, "B")
        responders[letter] += int(others) + int(british)
    over = [(f"{letter}1", sums[letter], responders[letter]) for letter in "BCDE" if sums[letter] > responders[letter]]
    assert [(p.cell, p.facts["parts"], p.facts["total"]) for p in result.problems] == over
    assert [cell for cell, _, _ in over] == ["B1", "C1", "D1"]
    assert codes(result.problems) == ["E06"] * 3
    assert fates(result, 41) == {"skipped": 1, "finding": 40}
    assert values(result) == csv_counts(path, range(4, 5))
    areas = {o.category: o.counterpart_area for o in result.observations}
    assert (areas["Vietnamese"], areas["Pakistani UK"], areas["Guinean"]) == ("VNM", "_X", "_X")
    assert {(o.reporting_mode, o.time_period) for o in result.observations} == {("PERIOD", "2022-07-01/P12M")}


def test_a_third_of_the_rows_of_the_ncrb_are_shifted_and_none_of_them_is_used() -> None:
    result = read_file(NCRB)
    assert result.layout == "ind_ncrb_women"
    lines = csv_lines(NCRB, "\t")
    # The year of the Act stands where the first count belongs, and a 23rd cell below no heading.
    shifted = {n for n, line in enumerate(lines, start=1) if line[22]}
    assert {lines[n - 1][4] for n in shifted} == {"1956", "1961", "1986", "1987"}
    assert {lines[n - 1][3][:2] for n in shifted} == {"08", "09", "10", "11"}
    totals = {n for n, line in enumerate(lines, start=1) if line[3].startswith("12.")}
    assert (len(lines), len(shifted), len(totals), len(shifted & totals)) == (4166, 1400, 315, 0)
    assert fates(result, 4166) == {"skipped": 1 + 315, "finding": 1400, "value": 2450}
    assert {row.row for row in result.rows if row.fate == "finding"} == shifted
    assert {row.row for row in result.rows if row.reason == "total of the kinds of crime"} == totals
    assert {(p.code, p.facts["kind"], p.cell[0]) for p in result.problems} == {("E02", "shifted", "W")}
    assert all("comma" in row.reason for row in result.rows if row.fate == "finding")
    use = {tuple(line) for n, line in enumerate(lines, start=1) if n not in shifted | totals}
    expected = csv_counts(NCRB, range(4, 22), use=lambda line: tuple(line) in use, separator="\t")
    assert values(result) == expected and len(expected) == 2450 * 18


def test_what_a_row_of_the_ncrb_says_of_its_trials_adds_up() -> None:
    """The sums of the layout hold in the rows that are read, and in hardly any of the shifted ones."""
    held: dict[bool, list[bool]] = defaultdict(list)
    for line in csv_lines(NCRB, "\t")[1:]:
        if not line[3].startswith("12."):
            n = [int(cell) if cell.isdigit() else 0 for cell in line]
            sums = (n[10] - n[5] - n[6], n[17] - n[6], n[18] - n[4] - n[8], n[21] - n[14] - n[18] - n[7])
            held[bool(line[22])].append(not any(sums))
    assert all(held[False]) and len(held[False]) == 2450
    assert sum(held[True]) < len(held[True])


def test_the_acts_are_told_by_their_sub_group_as_one_group_is_named_wrongly() -> None:
    lines = csv_lines(NCRB, "\t")[1:]
    wrong = {(line[2], line[3]) for line in lines if line[2] == "Importation of Girls"}
    assert wrong == {
        ("Importation of Girls", "07. Importation of Girls"),
        ("Importation of Girls", "09. Dowry Prohibition Act"),
    }
    read = {(o.topic, o.crime) for o in read_file(NCRB).observations}
    assert ("07. Importation of Girls", "TIP") in read and len(read) == 7
    assert {crime for topic, crime in read if topic != "07. Importation of Girls"} == {"OTH"}


def test_republika_srpska_gives_counts_and_its_rates_are_no_counts() -> None:
    path = SDG / "BIH-RS_indicator_16-2-2.csv"
    result = read_file(path)
    assert result.layout == "bih_rs_sdg_16_2_2"
    rates = [n for n, line in enumerate(csv_lines(path), start=1) if line[2] == "PER_100000_POP"]
    assert [row.row for row in result.rows if row.reason == "a rate per 100,000 population, no count"] == rates
    assert fates(result, last_line_with_text(path)) == {"skipped": 1 + len(rates), "value": 143}
    assert result.problems == []
    assert values(result) == csv_counts(path, range(6, 7), use=lambda line: line[2] == "NUMBER")
    # Women, girls and men are all there are: this is what the office's codes _A and _M are read by.
    victims = {
        (o.time_period, o.sex, o.age): o.obs_value
        for o in result.observations
        if o.indicator == "VC_HTF_DETV" and not o.topic
    }
    parts = (("F", "Y_GE18"), ("F", "Y0T17"), ("M", "Y_GE18"))
    for year in range(2009, 2022):
        assert victims[str(year), "_T", "_T"] == sum(victims[str(year), *part] or 0 for part in parts)


def test_kazakhstan_calls_rates_persons_and_none_is_counted() -> None:
    path = SDG / "KAZ_kazstat_indicator_16-2-2.csv"
    result = read_file(path)
    assert result.layout == "kaz_sdg_16_2_2"
    lines = {f"C{n}": line for n, line in enumerate(csv_lines(path), start=1) if n > 1}
    assert all(line[1] == "PERSONS" and "." in line[2] for line in lines.values())
    assert {p.cell: p.found for p in result.problems} == {cell: line[2] for cell, line in lines.items()}
    assert (fates(result, 13), result.observations) == ({"skipped": 1, "finding": 12}, [])
    assert all("rates" in row.reason for row in result.rows if row.fate == "finding")


def test_a_rate_that_is_whole_is_not_read_as_two_persons() -> None:
    path = SDG / "KAZ_kazstat_indicator_16-2-2.csv"
    whole = [line for line in csv_lines(path) if line[2] in ("2.0", "1.0")]
    assert len(whole) == 2
    assert read_file(path).observations == []


def test_american_years_without_a_figure_are_blank_and_totals_above_their_parts_are_a_warning() -> None:
    path = SDG / "USA_gsa_indicator_16-2-2.csv"
    result = read_file(path)
    assert result.layout == "usa_sdg_16_2_2"
    assert values(result) == csv_counts(path, range(1, 4)) and len(values(result)) == 6
    assert Counter(o.obs_status for o in result.observations) == {"O": 45, "V": 6}
    parts = {line[0]: int(line[2]) + int(line[3]) for line in csv_lines(path)[1:] if line[1]}
    totals = {line[0]: int(line[1]) for line in csv_lines(path)[1:] if line[1]}
    assert [(p.code, p.cell, p.facts["missing"]) for p in result.problems] == [
        ("W09", "B16", totals["2014"] - parts["2014"]),
        ("W09", "B17", totals["2015"] - parts["2015"]),
    ]
    assert fates(result, 18) == {"skipped": 1, "value": 17}


def test_british_counts_written_with_a_decimal_nought_are_whole() -> None:
    result = read_file(SDG / "GBR_ons_indicator_16-2-2.csv")
    cell = next(o for o in result.observations if o.cell == "H2")
    assert (cell.raw_text, cell.obs_value, cell.comment) == ("303.0", 303, "decimal nought")
    assert {(o.age, o.category) for o in result.observations} >= {
        ("_T", ""),
        ("Y0T17", "0 to 14"),
        ("_U", "Age not known"),
    }


def test_a_list_of_field_names_is_no_statistics_and_fits_no_layout() -> None:
    result = read_file(FIELD_LIST)
    assert (result.kind, result.observations, result.rows, codes(result.problems)) == ("unknown", [], [], ["F06"])
    assert result.problems[0].facts["kind"] == "unknown"
