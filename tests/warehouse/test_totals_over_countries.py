"""Totals over countries and months: how many countries they rest on, what is compared with what, what was revised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assets.framework.loader import Target
from assets.framework.vintage import preview
from tests.warehouse.built import Built, built
from tests.warehouse.small_edition import SmallEdition

JULY, AUGUST, SEPTEMBER = "2023-07", "2023-08", "2023-09"
ALL = ("MYS", "THA", "VNM")


@pytest.fixture(scope="module")
def tables() -> Iterator[Built]:
    small = SmallEdition(countries=ALL)
    small.send(
        "MYS", JULY, {"ARR TIP": 5, "ARR SOM": 1, "ARR MIX": 0, "INV_OPN TIP": 10, "INV_OPN SOM": 1, "CON TIP": "<5"}
    )
    small.send("THA", JULY, {"ARR TIP": 7, "ARR SOM": 0, "ARR MIX": 2, "INV_OPN TIP": 20, "CON TIP": "<5"})
    small.send("VNM", JULY, {"ARR TIP": "<5", "ARR SOM": 0, "ARR MIX": 0, "INV_OPN TIP": 30, "CON TIP": "n/a"})
    small.send("MYS", AUGUST, {"ARR TIP": 4, "INV_OPN TIP": 11, "CON TIP": "n/a", "CHG TIP": "<5"})
    small.send("THA", AUGUST, {"ARR TIP": 1}, on="2023-09-01")
    small.send("THA", AUGUST, {"ARR TIP": 9, "INV_OPN TIP": "<5", "CHG TIP": 1}, data_status="PROVISIONAL")
    small.send("VNM", AUGUST, {"ARR TIP": 2, "ARR SOM": "<5", "INV_OPN TIP": None, "CON TIP": "n/a", "CHG TIP": None})
    small.send("MYS", SEPTEMBER, {"ARR TIP": 3, "INV_OPN TIP": None, "CHG TIP": 3, "WAR_EXE TIP": "n/a"})
    with built(small) as made:
        yield made


def test_a_month_says_on_how_many_countries_it_rests(tables: Built) -> None:
    # July: MYS 6, THA 9, VNM withheld. August: MYS 4, THA 9, VNM at least 2. September: MYS 3.
    columns = ("time_period", "obs_value", "is_lower_bound", "countries_counted", "countries_expected")
    assert tables.rows("outcomes.indicator_month", *columns, indicator="ARR") == [
        (JULY, 15, True, 2, 3), (AUGUST, 15, True, 3, 3), (SEPTEMBER, 3, False, 1, 3),
    ]  # fmt: skip
    # All three are counted, with six of the nine monthly figures: a total that lacks months does not look complete.
    columns = ("obs_value", "is_lower_bound", "countries_counted", "countries_expected", "months_counted", "months_due")
    assert tables.one("outcomes.indicator_to_date", *columns, indicator="ARR") == (33, True, 3, 3, 6, 9)


def test_a_month_that_came_early_is_due_for_nobody_else() -> None:
    small = SmallEdition(countries=("MYS", "THA"))
    for country in small.countries:
        small.send(country, JULY, {"ARR TIP": 1})
    small.send("THA", AUGUST, {"ARR TIP": 2}, on="2023-09-01")
    with built(small, preview(small.edition, date(2023, 9, 5))) as tables:
        columns = ("ref_area", "months_counted", "months_due")
        assert tables.rows("outcomes.country_to_date", *columns, indicator="ARR") == [("MYS", 1, 1), ("THA", 2, 2)]
        assert tables.one("outcomes.indicator_to_date", "months_counted", "months_due", indicator="ARR") == (3, 3)


def test_only_countries_with_exact_values_in_both_months_are_compared(tables: Built) -> None:
    # July to August: MYS 6 to 4 and THA 9 to 9; Viet Nam is withheld, then a lower bound.
    columns = ("time_period", "previous_month", "same_countries", "same_previous_value", "same_value")
    assert tables.rows("outcomes.indicator_month", *columns, indicator="ARR") == [
        (JULY, "", 0, None, None), (AUGUST, JULY, 2, 15, 13), (SEPTEMBER, AUGUST, 1, 4, 3),
    ]  # fmt: skip


def test_why_a_month_has_no_total(tables: Built) -> None:
    states = dict(tables.rows("outcomes.indicator_month", "time_period", "state", indicator="CON"))
    assert states == {JULY: "withheld", AUGUST: "cannot_count", SEPTEMBER: "missing"}
    assert dict(tables.rows("outcomes.indicator_month", "time_period", "state", indicator="ARR")) == dict.fromkeys(
        (JULY, AUGUST, SEPTEMBER), "value"
    )
    columns = ("obs_value", "is_lower_bound", "state")
    assert tables.rows("outcomes.indicator_to_date", *columns, indicator="CON") == [(None, False, "withheld")]


def test_a_running_total_adds_flows_and_repeats_stocks(tables: Built) -> None:
    columns = ("time_period", "obs_value", "running_total", "running_is_lower_bound")
    assert tables.rows("outcomes.indicator_month", *columns, indicator="INV_OPN") == [
        (JULY, 61, 61, False), (AUGUST, 11, 11, True), (SEPTEMBER, None, None, False),
    ]  # fmt: skip
    # September by itself is exact; what it is added to is not.
    assert tables.rows("outcomes.indicator_month", *columns, indicator="ARR") == [
        (JULY, 15, 15, True), (AUGUST, 15, 30, True), (SEPTEMBER, 3, 33, True),
    ]  # fmt: skip


def test_a_running_total_after_a_month_that_is_all_withheld_is_a_lower_bound() -> None:
    small = SmallEdition(countries=("THA",))
    for month, value in ((JULY, "<5"), (AUGUST, 4), (SEPTEMBER, 2)):
        small.send("THA", month, {"ARR TIP": value})
    with built(small) as tables:
        columns = ("obs_value", "state", "running_total", "running_is_lower_bound")
        assert tables.rows("outcomes.indicator_month", "time_period", *columns, indicator="ARR") == [
            (JULY, None, "withheld", None, False), (AUGUST, 4, "value", 4, True), (SEPTEMBER, 2, "value", 6, True),
        ]  # fmt: skip


def test_a_stock_to_date_is_each_countrys_latest_known_value(tables: Built) -> None:
    columns = ("ref_area", "obs_value", "value_month", "months_counted", "months_due", "is_lower_bound")
    assert tables.rows("outcomes.country_to_date", *columns, indicator="INV_OPN") == [
        ("MYS", 11, AUGUST, 2, 3, False), ("THA", 20, JULY, 1, 3, False), ("VNM", 30, JULY, 1, 3, False),
    ]  # fmt: skip
    assert tables.total("INV_OPN") == 61


def test_a_flow_to_date_with_a_withheld_month_is_a_lower_bound(tables: Built) -> None:
    columns = ("ref_area", "obs_value", "is_lower_bound", "withheld_cells", "value_month", "state")
    assert tables.rows("outcomes.country_to_date", *columns, indicator="ARR") == [
        ("MYS", 13, False, 0, None, "value"), ("THA", 18, False, 0, None, "value"), ("VNM", 2, True, 2, None, "value"),
    ]  # fmt: skip
    assert tables.rows("outcomes.country_to_date", "ref_area", "obs_value", "state", indicator="CON") == [
        ("MYS", None, "withheld"), ("THA", None, "withheld"), ("VNM", None, "cannot_count"),
    ]  # fmt: skip
    assert tables.rows("outcomes.indicator_to_date", "obs_value", "is_lower_bound", indicator="CHG") == [(4, True)]
    assert tables.rows("outcomes.country_to_date", "ref_area", "state", indicator="WAR_EXE") == [
        ("MYS", "cannot_count"), ("THA", "missing"), ("VNM", "missing"),
    ]  # fmt: skip


def test_crimes_add_up_to_the_total(tables: Built) -> None:
    # ARR TIP 5+7+4+9+2+3 with one withheld; SOM 1 with one withheld; MIX 2. INV_OPN: of each country's latest month.
    columns = ("crime", "obs_value", "is_lower_bound")
    assert tables.rows("outcomes.crime_to_date", *columns, indicator="ARR") == [
        ("MIX", 2, False), ("SOM", 1, True), ("TIP", 30, True),
    ]  # fmt: skip
    assert tables.rows("outcomes.crime_to_date", *columns, indicator="INV_OPN") == [("TIP", 61, False)]
    assert tables.rows("outcomes.crime_to_date", *columns, indicator="CON") == []
    assert tables.rows("outcomes.crime_to_date", *columns, indicator="CHG") == [("TIP", 4, True)]


def test_what_the_last_accepted_version_before_said_is_a_revision(tables: Built) -> None:
    assert tables.rows("outcomes.revisions") == [
        ("THA", AUGUST, "ARR", 1, "value", 9, "value", 2, date(2023, 9, 9), False),
    ]
    columns = ("time_period", "revised", "provisional")
    assert tables.rows("outcomes.indicator_month", *columns, indicator="ARR") == [
        (JULY, False, False), (AUGUST, True, True), (SEPTEMBER, False, False),
    ]  # fmt: skip
    assert tables.one("outcomes.indicator_month", "provisional", indicator="CON", time_period=AUGUST) is False


def test_no_check_fails_on_this(tables: Built) -> None:
    assert tables.wrong() == {}


def test_a_figure_that_a_correction_takes_back_is_listed() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, {"ARR TIP": 2, "CHG TIP": 6, "CON TIP": 3})
    small.send("THA", JULY, {"ARR TIP": 4, "CHG TIP": 5, "CON TIP": 3, "SUS_ID TIP": 1, "WAR_EXE TIP": None})
    small.send("THA", JULY, {"ARR TIP": "<5", "CHG TIP": 7, "CON TIP": 3, "SUS_ID TIP": 1, "WAR_EXE TIP": 2})
    small.send("MYS", JULY, {"ARR TIP": 1}, outcome="held")
    small.send("MYS", JULY, {"ARR TIP": 9})
    with built(small) as tables:
        columns = ("indicator", "previous_value", "previous_state", "obs_value", "state")
        assert tables.rows("outcomes.revisions", *columns) == [
            ("ARR", 4, "value", None, "withheld"), ("CHG", 5, "value", 7, "value"),
            ("WAR_EXE", None, "missing", 2, "value"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "is_revised"),
    [
        (5, 5, False), (5, 6, True), (5, None, True), (None, 5, True), (None, "<5", False), (5, "<5", True),
        (0, None, True),
    ],
)  # fmt: skip
def test_month_country_and_list_of_revisions_agree_on_what_is_revised(
    first: int | str | None, second: int | str | None, is_revised: bool
) -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, {"ARR TIP": first})
    small.send("THA", JULY, {"ARR TIP": second})
    with built(small) as tables:
        found = tables.rows("outcomes.revisions", "ref_area", indicator="ARR")
        months = tables.rows("outcomes.indicator_month", "time_period", indicator="ARR", revised=True)
        countries = tables.rows("outcomes.indicator_country_month", "ref_area", indicator="ARR", revised=True)
        assert (bool(found), bool(months), bool(countries)) == (is_revised,) * 3


def test_victims_by_form_and_status_and_persons_by_sex_and_age() -> None:
    small = SmallEdition(months=2)
    idf, pot = "VIC_ID _T IDF", "VIC_ID _T POT"
    small.send("THA", JULY, {
        f"{idf} _T": 9, f"{idf} _T F.Y0T17": 2, f"{idf} _T M.Y0T17": None, f"{idf} SEX": 4, f"{idf} SEX F.Y0T17": 1,
        f"{idf} SEX M.Y0T17": 3, f"{idf} LAB": "<5", f"{pot} SEX": 3, f"{pot} LAB": 2, f"{pot} _T F.Y0T17": 8,
        f"{idf} ORG": "n/a",
    })  # fmt: skip
    small.send("THA", AUGUST, {
        f"{idf} _T": None, f"{idf} _T F.Y0T17": 1, f"{idf} _T M.Y0T17": None, f"{idf} SEX": 1, f"{idf} LAB": 6,
        f"{idf} BEG": "<5",
    })  # fmt: skip
    small.send("MYS", JULY, {f"{idf} SEX": 50, f"{pot} _T": 60}, outcome="held")
    small.send(
        "VNM", JULY, {"ARR TIP F.Y0T17": 5, "ARR SOM F.Y0T17": "<5", "ARR TIP M._U": "<5", "ARR TIP _O._T": "n/a"}
    )
    with built(small) as tables:
        assert tables.rows("outcomes.exploitation_to_date") == [
            ("IDF", "LAB", 6, True), ("IDF", "SEX", 5, False), ("IDF", "_T", 16, True),
            ("POT", "LAB", 2, False), ("POT", "SEX", 3, False), ("POT", "_T", 8, False),
        ]  # fmt: skip
        assert tables.rows("outcomes.sex_age_to_date", indicator="VIC_ID") == [
            ("VIC_ID", "F", "Y0T17", 3, False), ("VIC_ID", "M", "Y0T17", 3, True),
        ]  # fmt: skip
        assert tables.rows("outcomes.sex_age_to_date", indicator="ARR") == [("ARR", "F", "Y0T17", 5, True)]
        assert tables.total("VIC_ID") == 16
        assert tables.wrong() == {}


def milestone(indicator: str, due: str, value: float, direction: str = "ascending") -> Target:
    about = {"edition_id": "JPA6", "indicator": indicator, "due": due, "milestone": value, "target": 99}
    return Target.model_validate(about | {"direction": direction})


def test_milestones_are_judged_by_what_is_due() -> None:
    targets = [
        milestone("TRN_SES", JULY, 1), milestone("TRN_SES", AUGUST, 2), milestone("TRN_SES", "2023-10", 50),
        milestone("SIM_EX", SEPTEMBER, 1), milestone("AWR_ACT", SEPTEMBER, 3), milestone("SME_ENG", "2023-10", 1),
        milestone("INF_RSP_RATE", SEPTEMBER, 50), milestone("ON_TIME_RATE", SEPTEMBER, 72),
        milestone("INV_PLAN", SEPTEMBER, 0, "descending"), milestone("CMP_CASE", SEPTEMBER, 10, "descending"),
        milestone("OPS_JNT", SEPTEMBER, 9, "descending"), milestone("TRN_OFF", SEPTEMBER, 10),
    ]  # fmt: skip
    small = SmallEdition(countries=("THA",), targets=targets)
    session = {"type": "TRAINING", "role": "HOST", "officers_f": None, "officers_m": None}
    sessions = [session, session, {"type": "AWARENESS", "role": "HOST", "people_reached": None}]
    operations = [{"record": "OPER", "shared_id": f"O{n}", "opened_on": "2023-07-02"} for n in range(10)]
    cases = [*operations, {"record": "PLAN", "shared_id": "P1"}]
    enquiries = [{"counterpart": "MYS", "sent": 4, "answered": 2}]
    small.send("THA", JULY, activities=sessions, cases=cases, exchanges=enquiries)
    small.send("THA", AUGUST, listed={"exchanges": "COMPLETE", "cases": "COMPLETE"})
    small.send("THA", SEPTEMBER, on="2023-10-12", listed={"exchanges": "COMPLETE", "cases": "COMPLETE"})
    with built(small) as tables:
        found = {
            row[0]: row[1:]
            for row in tables.rows("outcomes.milestones", "indicator", "due", "milestone", "actual", "status")
        }
        assert found == {
            "TRN_SES": (AUGUST, 2.0, 2.0, "on_track"),
            "SIM_EX": (SEPTEMBER, 1.0, 0.0, "behind"),
            "AWR_ACT": (SEPTEMBER, 3.0, 1.0, "behind"),
            "INF_RSP_RATE": (SEPTEMBER, 50.0, 50.0, "on_track"),
            "ON_TIME_RATE": (SEPTEMBER, 72.0, pytest.approx(200 / 3), "close"),
            "INV_PLAN": (SEPTEMBER, 0.0, 1.0, "behind"),
            "CMP_CASE": (SEPTEMBER, 10.0, 0.0, "on_track"),
            "OPS_JNT": (SEPTEMBER, 9.0, 10.0, "close"),
            "TRN_OFF": (SEPTEMBER, 10.0, None, "not_known"),
        }


def test_a_share_of_enquiries_answered_needs_all_that_were_sent() -> None:
    small = SmallEdition(countries=("THA",), months=1, targets=[milestone("INF_RSP_RATE", JULY, 50)])
    small.send(
        "THA",
        JULY,
        exchanges=[
            {"counterpart": "MYS", "sent": 4, "answered": 2},
            {"counterpart": "VNM", "sent": "<5", "answered": 1},
        ],
    )
    with built(small) as tables:
        assert tables.rows("outcomes.milestones", "actual", "status") == [(None, "not_known")]


def test_enquiries_of_different_countries_make_no_share() -> None:
    small = SmallEdition(months=1, targets=[milestone("INF_RSP_RATE", JULY, 50)])
    small.send("THA", JULY, exchanges=[{"counterpart": "MYS", "sent": 4, "answered": 2}])
    small.send("MYS", JULY, exchanges=[{"counterpart": "THA", "sent": None, "answered": 40}])
    with built(small) as tables:
        # 42 answers beside 4 enquiries would be over a thousand per cent: Malaysia does not say how many it sent.
        assert tables.rows("outcomes.answered_share", "share") == [(None,)]
        assert tables.rows("outcomes.milestones", "actual", "status") == [(None, "not_known")]


def test_a_number_that_may_be_higher_is_never_behind_its_milestone() -> None:
    targets = [milestone("TRN_OFF", JULY, 10), milestone("INF_RSP_RATE", JULY, 50), milestone("TRN_SES", JULY, 1)]
    targets += [milestone("SIM_EX", JULY, 1, "descending"), milestone("SIM_PAR", JULY, 1, "descending")]
    small = SmallEdition(countries=("THA",), months=1, targets=targets)
    training = {"type": "TRAINING", "role": "HOST", "officers_f": 4, "officers_m": "<5", "officers_not_stated": None}
    exercise = {"type": "SIMULATION", "role": "HOST", "officers_f": 9, "officers_m": "<5", "officers_not_stated": None}
    small.send(
        "THA",
        JULY,
        activities=[training, exercise],
        exchanges=[
            {"counterpart": "MYS", "sent": 9, "answered": 4},
            {"counterpart": "VNM", "sent": 0, "answered": "<5"},
        ],
    )
    with built(small) as tables:
        found = dict(tables.rows("outcomes.milestones", "indicator", "status"))
        # Four of nine are answered at least, and at least nine took part: the one leaves it open, the other does not.
        assert found == {
            "TRN_OFF": "not_known", "INF_RSP_RATE": "not_known", "TRN_SES": "on_track", "SIM_EX": "on_track",
            "SIM_PAR": "behind",
        }  # fmt: skip


def test_the_oldest_month_of_a_stock_is_the_earliest_of_its_countries_latest() -> None:
    small = SmallEdition(months=3)
    for country, month in (("MYS", "2023-07"), ("THA", "2023-08"), ("VNM", "2023-09")):
        small.send(country, month, {"INV_OPN TIP": 3})
    with built(small) as tables:
        assert tables.one("outcomes.indicator_to_date", "oldest_month", indicator="INV_OPN") == "2023-07"
