"""The tables as shipped say what the definitions of the indicators say, typed here a second time."""

from __future__ import annotations

from datetime import date

import pytest

from assets.framework.loader import load_framework

FRAMEWORK = load_framework()
INDICATORS = {i.indicator: i for i in FRAMEWORK.indicators}

# code: unit, how it adds up over countries, core, splits.
DEFINITIONS = {
    "INV_NEW": ("case", "SUM", True, "crime"),
    "INV_OPN": ("case", "LATEST", False, "crime"),
    "WAR_EXE": ("warrant", "SUM", True, "crime"),
    "SUS_ID": ("person", "SUM", True, "crime;sex;age"),
    "ARR": ("person-arrest", "SUM", True, "crime;sex;age"),
    "ARR_OTH": ("person-arrest", "SUM", False, ""),
    "CHG": ("person", "SUM", True, "crime;sex;age"),
    "CON": ("person", "SUM", True, "crime;sex;age"),
    # Distinct by definition; the form has no shared id for networks, so they are summed.
    "NET_DIS": ("group", "SUM", False, "crime"),
    "VIC_ID": ("person", "SUM", True, "victim_status;sex;age;exploitation;citizenship"),
    "VIC_AST": ("person", "SUM", True, "sex;age"),
    "MIG_SMG": ("person", "SUM", False, "sex;age"),
    "INF_ENQ": ("request", "SENT", True, "counterpart;channel;crime"),
    "INF_RSP": ("request", "SUM", False, "counterpart;channel"),
    "INV_PLAN": ("plan", "DIST", True, "counterpart"),
    "OPS_JNT": ("operation", "DIST", True, "counterpart;crime"),
    "CMP_CASE": ("case", "DIST", True, "crime;counterpart;stage"),
    "TRN_SES": ("session", "HOST", True, "topic;mode;provider"),
    "TRN_OFF": ("person-attendance", "SUM", True, "sex"),
    "SIM_EX": ("exercise", "HOST", True, ""),
    "SIM_PAR": ("person-attendance", "SUM", False, "sex"),
    "AWR_ACT": ("activity", "HOST", True, "audience"),
    "AWR_PPL": ("person, estimate", "SUM", False, ""),
    "SME_ENG": ("session", "HOST", True, "topic"),
}


@pytest.mark.parametrize("code", DEFINITIONS)
def test_an_indicator_is_defined_as_in_the_definitions(code: str) -> None:
    found = INDICATORS[code]
    assert (found.unit, found.aggregation, found.is_headline, ";".join(found.splits)) == DEFINITIONS[code]


def test_there_are_no_other_indicators_and_they_keep_their_order() -> None:
    assert list(INDICATORS) == list(DEFINITIONS), "Type the definition here a second time, from docs/indicators.md"


def test_stocks_are_what_stands_at_the_end_of_a_month() -> None:
    assert {code for code, i in INDICATORS.items() if i.is_stock} == {"INV_OPN", "INV_PLAN", "CMP_CASE"}


def test_only_victims_formally_identified_are_the_headline_and_nobody_else_has_a_status() -> None:
    assert {code: i.victim_status for code, i in INDICATORS.items() if i.victim_status} == {"VIC_ID": "IDF"}


def test_what_was_found_is_an_outcome_and_carries_no_target() -> None:
    for indicator in INDICATORS.values():
        assert (indicator.level == "outcome") == (indicator.headline_group == "found")
    assert FRAMEWORK.targets == ()


def test_units_are_codes_that_say_what_is_counted() -> None:
    units = {i.unit_measure: i.unit for i in FRAMEWORK.indicators}
    assert len(units) == len(set(units.values()))
    assert units["PERSON_ESTIMATE"] == "person, estimate"


def test_the_sixth_edition_ran_for_thirteen_reporting_months_in_its_own_time_zone() -> None:
    edition = FRAMEWORK.edition("JPA6")
    assert (edition.first_day, edition.last_day) == (date(2023, 7, 26), date(2024, 7, 18))
    assert (edition.months[0], edition.months[5], edition.months[-1], len(edition.months)) == (
        "2023-07", "2023-12", "2024-07", 13,
    )  # fmt: skip
    assert (edition.due_on("2023-12"), edition.cut_off_on("2023-12")) == (date(2024, 1, 10), date(2024, 1, 15))
    assert edition.time_zone == "Asia/Bangkok"
    assert FRAMEWORK.edition_of("2024-07") == edition
    assert FRAMEWORK.edition_of("2024-08") is None


def test_the_countries_of_the_planning_statement_take_part() -> None:
    assert FRAMEWORK.participants_of("JPA6") == ("AUS", "CAN", "IDN", "LKA", "MYS", "NZL", "THA", "VNM")
    assert FRAMEWORK.participants_of("JPA5") == ()


def test_45_states_and_territories_belong_to_the_bali_process() -> None:
    assert sum(country.is_member for country in FRAMEWORK.countries) == 45


def test_code_lists_hold_the_codes_of_the_exports() -> None:
    assert list(FRAMEWORK.codelist("sex")) == ["F", "M", "_O", "_U", "_T"]
    assert list(FRAMEWORK.codelist("age")) == ["Y0T17", "Y_GE18", "_U", "_T"]
    assert list(FRAMEWORK.codelist("crime")) == ["TIP", "SOM", "MIX", "OTH", "_U", "_T"]
    forms = ["SEX", "LAB", "DOM", "FMA", "CRI", "BEG", "ORG", "OTH", "_U", "_T"]
    assert list(FRAMEWORK.codelist("exploitation")) == forms
    assert list(FRAMEWORK.codelist("obs_status")) == ["V", "P", "A", "B", "D", "E", "O", "M", "Q"]
    stages = ["NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "COURT", "CONVICTED", "CLOSED"]
    assert list(FRAMEWORK.codelist("stage")) == stages
    assert FRAMEWORK.codelist("crime")["SOM"] == "People smuggling"


def test_published_figures_of_the_first_edition_keep_their_source() -> None:
    first = {row.indicator_code: row for row in FRAMEWORK.published_outcomes if row.edition == "JPA1"}
    assert (first["VIC_AST"].value, first["SUS_ID"].value, first["TRN_OFF"].value) == (59, 63, 485)
    assert (first["INF_ENQ"].value, first["INF_ENQ"].qualifier) == (70, "over")
    assert all(row.source.startswith("http") for row in FRAMEWORK.published_outcomes)
