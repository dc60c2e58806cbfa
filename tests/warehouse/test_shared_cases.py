"""Plans, joint operations and Compendium cases: one shared record counts once, however many countries list it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.warehouse.built import Built, built
from tests.warehouse.small_edition import Row, SmallEdition

JULY, AUGUST, SEPTEMBER = "2023-07", "2023-08", "2023-09"


def plan(shared_id: str, stage: str = "ACCEPTED", **more: str) -> Row:
    return {"record": "PLAN", "shared_id": shared_id, "case_reference": f"own {shared_id}", "stage": stage, **more}


def compendium(shared_id: str, stage: str, day: str = "", **more: str) -> Row:
    return {"record": "COMP", "shared_id": shared_id, "stage": stage, "stage_reached_on": day, **more}


def operation(shared_id: str, first_day: str = "", lead: str = "", others: str = "", crime: str = "TIP") -> Row:
    about = {"crime": crime, "opened_on": first_day, "lead": lead, "other_countries": others}
    return {"record": "OPER", "shared_id": shared_id, **about}


@pytest.fixture(scope="module")
def plans() -> Iterator[Built]:
    small = SmallEdition(countries=("MYS", "THA", "VNM"))
    small.send("THA", JULY, cases=[plan("P8"), operation("O8", "2023-07-01")])
    small.send("THA", JULY, cases=[plan("P1"), plan("P2", "NOMINATED"), plan("P3", "")])
    small.send("MYS", JULY, cases=[plan(" p1 ", ""), {"record": "PLAN", "case_reference": "7", "stage": "ACCEPTED"}])
    small.send("VNM", JULY, cases=[{"record": "PLAN", "case_reference": "7", "stage": "ACCEPTED"}])
    small.send("THA", AUGUST, cases=[plan("P2")])
    small.send("MYS", AUGUST, cases=[plan("P1", "CLOSED")], listed={"cases": "NOT_AVAILABLE"})
    small.send("VNM", AUGUST, listed={"cases": "NOT_AVAILABLE"})
    small.send("THA", SEPTEMBER, cases=[plan("P9")], outcome="held")
    small.send("MYS", SEPTEMBER)
    with built(small) as tables:
        yield tables


def test_a_plan_counts_once_from_its_agreement_until_any_partner_closes_it(plans: Built) -> None:
    # July: P1 (two countries, one spells it differently), P3, and two plans without a shared id. P2 is nominated.
    # August: P2 is agreed, P1 is closed by Malaysia. September: nobody says anything new.
    assert plans.rows("outcomes.indicator_month", "time_period", "obs_value", indicator="INV_PLAN") == [
        (JULY, 4), (AUGUST, 4), (SEPTEMBER, 4),
    ]  # fmt: skip
    assert plans.total("INV_PLAN") == 4


def test_a_country_has_the_plans_that_it_last_described(plans: Built) -> None:
    assert plans.value("INV_PLAN", "THA", JULY) == (2, "value", False)
    assert plans.value("INV_PLAN", "THA", AUGUST) == (3, "value", False)
    assert plans.value("INV_PLAN", "THA", SEPTEMBER) == (None, "held", False)
    assert plans.value("INV_PLAN", "MYS", SEPTEMBER) == (1, "value", False)


def test_a_list_that_is_not_said_to_be_complete_gives_a_lower_bound_or_nothing(plans: Built) -> None:
    assert plans.value("INV_PLAN", "MYS", AUGUST) == (None, "missing", False)
    assert plans.value("INV_PLAN", "VNM", AUGUST) == (None, "missing", False)


def test_a_stock_to_date_is_the_latest_and_never_a_sum(plans: Built) -> None:
    columns = ("ref_area", "obs_value", "value_month", "months_counted")
    assert plans.rows("outcomes.country_to_date", *columns, indicator="INV_PLAN") == [
        ("MYS", 1, SEPTEMBER, 2), ("THA", 3, AUGUST, 2), ("VNM", 1, JULY, 1),
    ]  # fmt: skip
    running = plans.rows("outcomes.indicator_month", "time_period", "running_total", indicator="INV_PLAN")
    assert running == [(JULY, 4), (AUGUST, 4), (SEPTEMBER, 4)]


def test_a_listed_case_that_does_not_count_is_an_observation_of_0(plans: Built) -> None:
    listed = plans.rows("core.observations", "shared_id", "obs_value", ref_area="THA", time_period=JULY)
    assert listed == [("P1", 1), ("P2", 0), ("P3", 1)]
    units = plans.rows(
        "core.observations", "indicator", "unit_measure", "cell", "sheet", shared_id="P2", time_period=JULY
    )
    assert units == [("INV_PLAN", "PLAN", "B10", "Cases")]
    assert plans.wrong() == {}


@pytest.fixture(scope="module")
def cases() -> Iterator[Built]:
    small = SmallEdition(months=4)
    small.send("THA", JULY, cases=[compendium("C1", "NOMINATED", "2023-07-02"), compendium("C2", "NOMINATED")])
    small.send("MYS", JULY, cases=[compendium("C1", "ACCEPTED", "2023-07-20"), compendium("C4", "")])
    small.send("THA", AUGUST, cases=[compendium("C1", "INVESTIGATION", "2023-08-10")])
    small.send("MYS", AUGUST, cases=[compendium("C1", ""), compendium("C3", "CHARGED", "2023-08-20")])
    small.send("THA", SEPTEMBER, cases=[compendium("C1", "ACCEPTED", "2023-07-25")])
    small.send("MYS", SEPTEMBER, cases=[compendium("C1", "INVESTIGATION", "2023-08-04")])
    small.send("VNM", SEPTEMBER, cases=[compendium("C5", "COURT", "2023-09-01")], outcome="held")
    again = [
        compendium("C1", "INVESTIGATION", "2023-08-09", crime="TIP"),
        compendium("C1", "INVESTIGATION", "2023-08-06", crime="SOM"),
        plan("C1", stage_reached_on="2023-07-01"),
    ]
    small.send("MYS", "2023-10", cases=[compendium("C6", "CLOSED", "2023-10-01", crime="MIX")])
    small.send("MYS", "2023-10", cases=again)
    with built(small) as tables:
        yield tables


def test_a_compendium_case_counts_once_accepted_at_the_furthest_stage_last_given(cases: Built) -> None:
    # C1 is accepted in July and stays; C3 comes charged in August; C2 is only nominated; C4 never gives a stage.
    totals = cases.rows("outcomes.indicator_month", "time_period", "obs_value", indicator="CMP_CASE")
    assert totals == [(JULY, 1), (AUGUST, 2), (SEPTEMBER, 2), ("2023-10", 2)]
    stages = cases.rows("outcomes.compendium_stages", "stage_order", "stage", "cases")
    assert stages == [
        (1, "NOMINATED", 1), (2, "ACCEPTED", 0), (3, "INVESTIGATION", 1), (4, "CHARGED", 1), (5, "COURT", 0),
        (6, "CONVICTED", 0), (7, "CLOSED", 0),
    ]  # fmt: skip


def test_a_line_without_a_stage_leaves_the_stage_as_it_was(cases: Built) -> None:
    stages = cases.rows("core.case_status", "time_period", "stage", ref_area="MYS", shared_id="C1", record="COMP")
    assert stages == [
        (JULY, "ACCEPTED"),
        (AUGUST, "ACCEPTED"),
        (SEPTEMBER, "INVESTIGATION"),
        ("2023-10", "INVESTIGATION"),
    ]


def test_the_day_of_a_stage_is_the_earliest_that_a_country_last_gave(cases: Built) -> None:
    # Accepted: MYS 20 July, THA (later) 25 July. Investigation: THA 10 August, MYS 4 August, corrected to 6 August.
    dates = cases.rows("outcomes.compendium_dates", "shared_id", "stage", "reached_on")
    assert dates == [
        ("C1", "ACCEPTED", date(2023, 7, 20)),
        ("C1", "INVESTIGATION", date(2023, 8, 6)),
        ("C1", "NOMINATED", date(2023, 7, 2)),
        ("C3", "CHARGED", date(2023, 8, 20)),
    ]
    days = cases.rows("outcomes.compendium_days", "shared_id", "from_stage", "to_stage", "days")
    assert days == [("C1", "ACCEPTED", "INVESTIGATION", 17), ("C1", "NOMINATED", "ACCEPTED", 18)]
    assert {row[0] for row in cases.rows("core.observations", "unit_measure", indicator="CMP_CASE")} == {"CASE"}
    assert cases.wrong() == {}


def test_waits_are_summed_up_and_a_median_is_given_from_five_cases() -> None:
    small = SmallEdition(countries=("THA",), months=2)
    waits = (0, 2, 4, 7, 20)
    nominated = [compendium(f"N{days}", "NOMINATED", "2023-07-01") for days in waits]
    accepted = [compendium(f"N{days}", "ACCEPTED", f"2023-07-{1 + days:02d}") for days in waits]
    small.send("THA", JULY, cases=[compendium("N0", "NOMINATED", "2023-06-01")])
    backwards = [compendium("B", "NOMINATED", "2023-07-09"), compendium("W", "NOMINATED", "2023-07-09")]
    charged = [compendium("X", "ACCEPTED", "2023-07-01"), compendium("Y", "ACCEPTED", "2023-07-01")]
    small.send("THA", JULY, cases=[*nominated, *backwards, *charged])
    investigated = [compendium("X", "INVESTIGATION", "2023-07-04"), compendium("Y", "INVESTIGATION", "2023-07-06")]
    small.send("THA", AUGUST, cases=[*accepted, compendium("B", "ACCEPTED", "2023-07-02"), *investigated])
    with built(small) as tables:
        columns = ("cases", "shortest", "median_days", "lower_quartile", "upper_quartile", "longest", "waiting")
        steps = {row[0]: row[1:] for row in tables.rows("outcomes.compendium_steps", "from_stage", *columns)}
        # Quartiles of 0 2 4 7 20: the second and the fourth. They are accepted and wait, with B.
        assert steps["NOMINATED"] == (5, 0, 4.0, 2.0, 7.0, 20, 1)
        assert steps["ACCEPTED"] == (2, 3, None, None, None, 5, 6)
        assert steps["COURT"] == (0, None, None, None, None, None, 0)
        assert list(steps) == sorted(["NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "COURT", "CONVICTED"])


def test_a_quartile_between_two_waits_lies_between_them() -> None:
    small = SmallEdition(countries=("THA",), months=2)
    waits = (1, 2, 4, 7, 11, 17)
    small.send("THA", JULY, cases=[compendium(f"N{n}", "NOMINATED", "2023-07-01") for n in waits])
    small.send("THA", AUGUST, cases=[compendium(f"N{n}", "ACCEPTED", f"2023-07-{1 + n:02d}") for n in waits])
    with built(small) as tables:
        quartiles = ("median_days", "lower_quartile", "upper_quartile")
        # Positions 2.25 and 4.75 of six: 2 + (4 - 2) / 4, and 7 + 3 (11 - 7) / 4.
        assert tables.one("outcomes.compendium_steps", *quartiles, from_stage="NOMINATED") == (5.5, 2.5, 10.0)


@pytest.fixture(scope="module")
def operations() -> Iterator[Built]:
    small = SmallEdition(countries=("AUS", "MYS", "THA", "VNM"))
    small.send("THA", JULY, cases=[operation("O1", "2023-07-05", "THA", "MYS;VNM"), operation("O2", "", "MYS", "AUS")])
    small.send("MYS", JULY, cases=[operation("O1", "2023-07-03", "THA", "", "SOM"), operation("O2", "")])
    small.send("VNM", JULY, outcome="held")
    small.send(
        "THA", AUGUST, cases=[operation("O3", "2023-08-30", "AUS", "AUS;LAO"), operation("O1", "2023-07-04", "THA")]
    )
    small.send("MYS", AUGUST, cases=[operation("O3", "2023-08-30")])
    small.send("MYS", AUGUST, cases=[operation("O4", "2023-09-02", "INTERPOL", "VNM", "MIX"), plan("O3")])
    small.send("VNM", AUGUST, cases=[operation("O5", "2023-06-02"), operation("O6", "", "", "", "SOM")])
    small.send("VNM", SEPTEMBER, cases=[operation("O6", "2023-07-30", "", "", "TIP"), operation("O5", "2023-06-02")])
    with built(small) as tables:
        yield tables


def test_an_operation_counts_once_in_the_month_of_its_first_day(operations: Built) -> None:
    # July: O1, O2 (no day: the month in which it was first listed), O6. August: O3. September: O4, though nobody's
    # September return but Viet Nam's is there. O5 began before the edition.
    totals = operations.rows("outcomes.indicator_month", "time_period", "obs_value", indicator="OPS_JNT")
    assert totals == [(JULY, 3), (AUGUST, 1), (SEPTEMBER, 1)]
    assert operations.total("OPS_JNT") == 5
    assert operations.rows("core.operations", "shared_id", "opened_on", "time_period") == [
        ("O1", date(2023, 7, 4), JULY),
        ("O2", None, JULY),
        ("O3", date(2023, 8, 30), AUGUST),
        ("O4", date(2023, 9, 2), SEPTEMBER),
        ("O5", date(2023, 6, 2), "2023-06"),
        ("O6", date(2023, 7, 30), JULY),
    ]


def test_each_partner_has_the_operations_that_it_lists(operations: Built) -> None:
    assert operations.value("OPS_JNT", "THA", JULY) == (2, "value", False)
    assert operations.value("OPS_JNT", "MYS", JULY) == (2, "value", False)
    assert operations.value("OPS_JNT", "VNM", JULY) == (None, "held", False)
    assert operations.value("OPS_JNT", "VNM", AUGUST) == (0, "value", False)
    assert operations.value("OPS_JNT", "MYS", AUGUST) == (0, "value", False)
    assert {row[0] for row in operations.rows("core.observations", "unit_measure", indicator="OPS_JNT")} == {
        "OPERATION"
    }


def test_each_partner_confirms_an_operation_by_its_own_return_or_does_not(operations: Built) -> None:
    columns = ("shared_id", "ref_area", "is_lead", "first_day", "state")
    assert operations.rows("outcomes.operation_partners", *columns) == [
        ("O1", "MYS", False, date(2023, 7, 4), "date_differs"),
        ("O1", "THA", True, date(2023, 7, 4), "confirmed"),
        ("O1", "VNM", False, date(2023, 7, 4), "held"),
        ("O2", "AUS", False, None, "no_return"),
        ("O2", "MYS", True, None, "confirmed"),
        ("O2", "THA", False, None, "confirmed"),
        ("O3", "AUS", True, date(2023, 8, 30), "no_return"),
        ("O3", "THA", False, date(2023, 8, 30), "confirmed"),
        ("O4", "MYS", False, date(2023, 9, 2), "confirmed"),
        ("O4", "VNM", False, date(2023, 9, 2), "not_listed"),
        ("O5", "VNM", False, date(2023, 6, 2), "confirmed"),
        ("O6", "VNM", False, date(2023, 7, 30), "confirmed"),
    ]
    assert {row[0]: row[1] for row in operations.rows("outcomes.operation_partners", "shared_id", "crime")}[
        "O4"
    ] == "MIX"
    assert operations.wrong() == {}


def test_the_lead_is_the_one_last_named_and_nobody_where_countries_differ() -> None:
    small = SmallEdition(countries=("IDN", "MYS", "THA"), months=2)
    small.send("THA", JULY, cases=[operation("O1", "2023-07-10", "IDN"), operation("O2", "2023-07-12", "THA")])
    small.send("MYS", JULY, cases=[operation("O2", "2023-07-09", "MYS"), operation("O3", "2023-07-01")])
    small.send("IDN", JULY, cases=[operation("O2", "2023-07-10", "IDN", "MYS;THA")])
    small.send("THA", AUGUST, cases=[operation("O1", "2023-07-10", "THA")])
    with built(small) as tables:
        columns = ("shared_id", "ref_area", "is_lead", "leads_named")
        assert tables.rows("outcomes.operation_partners", *columns) == [
            ("O1", "IDN", False, 1), ("O1", "THA", True, 1), ("O2", "IDN", False, 3), ("O2", "MYS", False, 3),
            ("O2", "THA", False, 3), ("O3", "MYS", False, 0),
        ]  # fmt: skip
        assert tables.wrong() == {}


def test_an_operation_of_a_month_without_any_return_is_not_lost() -> None:
    small = SmallEdition(countries=("THA",))
    small.send("THA", AUGUST, cases=[operation("O1", "2023-07-30")])
    with built(small) as tables:
        columns = ("time_period", "obs_value", "state", "countries_counted")
        assert tables.rows("outcomes.indicator_month", *columns, indicator="OPS_JNT") == [
            (JULY, 1, "value", 0), (AUGUST, 0, "value", 1), (SEPTEMBER, None, "missing", 0),
        ]  # fmt: skip
        assert tables.rows("outcomes.indicator_month", *columns, indicator="INV_PLAN")[0] == (JULY, None, "missing", 0)
        assert tables.total("OPS_JNT") == 1
        assert tables.wrong() == {}


def test_of_two_lines_on_one_case_the_lower_one_says_where_it_stands() -> None:
    small = SmallEdition(months=2)
    small.send("THA", JULY, cases=[compendium("C1", "ACCEPTED", crime="TIP"), compendium("C1", "CHARGED", crime="SOM")])
    small.send("THA", AUGUST, cases=[compendium("C1", "", crime="MIX")])
    with built(small) as tables:
        assert tables.rows("core.case_status", "time_period", "crime", "stage") == [
            (JULY, "SOM", "CHARGED"), (AUGUST, "MIX", "CHARGED"),
        ]  # fmt: skip


def test_a_stage_that_was_taken_back_makes_no_step() -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=3)
    small.send("THA", JULY, cases=[compendium("C1", "INVESTIGATION", "2023-07-05")])
    small.send("THA", AUGUST, cases=[compendium("C1", "CHARGED", "2023-08-20")])
    # Charged by mistake: the case is under investigation still, and waits there.
    small.send("THA", SEPTEMBER, cases=[compendium("C1", "INVESTIGATION", "2023-07-05")])
    with built(small) as tables:
        assert tables.one("outcomes.compendium_stages", "cases", stage="INVESTIGATION") == 1
        assert tables.rows("outcomes.compendium_dates", "stage") == [("INVESTIGATION",)]
        assert tables.one("outcomes.compendium_steps", "cases", "waiting", from_stage="INVESTIGATION") == (0, 1)
        assert tables.wrong() == {}


def test_a_closed_case_has_reached_a_charge_only_where_a_return_reported_one() -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=2)
    small.send(
        "THA", JULY, cases=[compendium("C1", "INVESTIGATION"), compendium("C2", "COURT"), compendium("C3", "CHARGED")]
    )
    small.send("MYS", JULY, cases=[compendium("C4", "CONVICTED")], outcome="held")
    small.send(
        "THA", AUGUST, cases=[compendium("C1", "CLOSED"), compendium("C2", "CLOSED"), compendium("C4", "CLOSED")]
    )
    with built(small) as tables:
        columns = ("stage", "cases", "charged")
        stages = {row[0]: row[1:] for row in tables.rows("outcomes.compendium_stages", *columns)}
        assert (stages["CLOSED"], stages["CHARGED"], stages["INVESTIGATION"]) == ((3, 1), (1, 1), (0, 0))


def test_the_plans_that_are_listed_are_those_that_are_counted(plans: Built) -> None:
    # P1 is closed; of the plans without a shared id each country has its own.
    listed = plans.rows("outcomes.plans_active", "shared_id", "ref_area")
    assert listed == [("MYS:7", "MYS"), ("P2", "THA"), ("P3", "THA"), ("VNM:7", "VNM")]
    assert len({plan for plan, _ in listed}) == plans.total("INV_PLAN")


def test_a_plan_that_is_only_nominated_is_neither_counted_nor_listed_as_active() -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    small.send("THA", JULY, cases=[plan("P1", "NOMINATED"), plan("P2")])
    small.send("MYS", JULY, cases=[plan("P1", "")])
    with built(small) as tables:
        assert tables.total("INV_PLAN") == 1
        assert tables.rows("outcomes.plans_active", "shared_id") == [("P2",)]


@pytest.mark.parametrize("record", ["PLAN", "OPER", "COMP"])
@pytest.mark.parametrize(
    ("given", "lead", "crime"),
    [
        ({"MYS": "SOM", "THA": "TIP"}, "", "TIP"),
        ({"MYS": "TIP", "THA": "SOM"}, "", "TIP"),
        ({"MYS": "TIP", "THA": "SOM"}, "THA", "SOM"),
        ({"MYS": "MIX", "THA": "_U"}, "", "MIX"),
        ({"MYS": "MIX", "THA": "_U"}, "THA", "MIX"),
        ({"MYS": "", "THA": "OTH"}, "MYS", "OTH"),
        ({"MYS": "_U", "THA": "_U"}, "THA", "_U"),
    ],
)
def test_one_rule_says_the_offence_of_a_record_on_which_countries_differ(
    record: str, given: dict[str, str], lead: str, crime: str
) -> None:
    small = SmallEdition(months=1)
    for area, said in given.items():
        line = plan("X") | {"record": record, "crime": said, "lead": lead, "stage": "ACCEPTED"}
        small.send(area, JULY, cases=[line])
    with built(small) as tables:
        assert tables.rows("core.record_crimes", "crime", record=record) == [(crime,)]
        if record == "PLAN":
            assert {row[0] for row in tables.rows("outcomes.plans_active", "crime")} == {crime}
        if record == "OPER":
            assert {row[0] for row in tables.rows("outcomes.operation_partners", "crime")} == {crime}
