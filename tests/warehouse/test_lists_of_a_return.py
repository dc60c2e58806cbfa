"""What the list sheets of a return count: enquiries, sessions, officers, people reached; and what their cover says."""

from __future__ import annotations

from collections.abc import Sequence

from tests.warehouse.built import built
from tests.warehouse.small_edition import COMPLETE, Row, SmallEdition, Value

JULY = "2023-07"
Answer = tuple[int | None, str, bool]


def enquiry(sent: Value, answered: Value = 0, *, to: str = "MYS", received: Value = 0, channel: str = "POLICE") -> Row:
    counts = {"sent": sent, "received": received, "answered": answered}
    return {"counterpart": to, "channel": channel, "crime": "TIP", **counts}


def activity(
    kind: str, role: str = "HOST", f: Value = None, m: Value = None, rest: Value = None, reached: Value = None
) -> Row:
    who = {"officers_f": f, "officers_m": m, "officers_not_stated": rest, "people_reached": reached}
    return {"type": kind, "role": role, "mode": "ONLINE", **who}


def values_of(listed: dict[str, str], *indicators: str, nil: bool = False, **lists: Sequence[Row]) -> list[Answer]:
    """What one return with these lists says for the indicators; every check holds."""
    small = SmallEdition(months=1)
    small.send("THA", JULY, listed=listed, nil_return=nil, **lists)  # type: ignore[arg-type]
    with built(small) as tables:
        assert tables.wrong() == {}
        return [tables.value(indicator, "THA", JULY) for indicator in indicators]


# What the cover says of the list, its lines, and what is then counted as sent and as answered.
LISTS: Sequence[tuple[str, list[Row], list[Answer]]] = (
    ("COMPLETE", [enquiry(3, 2), enquiry(4, 1, to="INTERPOL")], [(7, "value", False), (3, "value", False)]),
    ("COMPLETE", [], [(0, "value", False)] * 2),
    ("NONE", [], [(0, "value", False)] * 2),
    ("NOT_AVAILABLE", [], [(None, "missing", False)] * 2),
    ("", [], [(None, "missing", False)] * 2),
    ("NOT_AVAILABLE", [enquiry(3, 0)], [(3, "value", True), (None, "missing", False)]),
    ("NONE", [enquiry(3, 0)], [(3, "value", True), (None, "missing", False)]),
    ("COMPLETE", [enquiry(3, "<5"), enquiry(None, 2)], [(3, "value", True), (2, "value", True)]),
    ("COMPLETE", [enquiry(None, "<5")], [(None, "missing", False), (None, "withheld", False)]),
    ("COMPLETE", [enquiry("n/a", 1)], [(None, "cannot_count", False), (1, "value", False)]),
    ("COMPLETE", [enquiry("n/a", 1), enquiry(2, "n/a")], [(2, "value", False), (1, "value", False)]),
)


def test_enquiries_count_0_only_where_the_cover_says_so() -> None:
    countries = sorted(SmallEdition().framework.country_by_code)[: len(LISTS)]
    small = SmallEdition(countries=countries, months=1)
    for country, (statement, lines, _) in zip(countries, LISTS, strict=True):
        small.send(country, JULY, listed={"exchanges": statement}, exchanges=lines)
    with built(small) as tables:
        found = [
            [tables.value(indicator, country, JULY) for indicator in ("INF_ENQ", "INF_RSP")] for country in countries
        ]
        assert found == [expected for _, _, expected in LISTS]
        assert tables.wrong() == {}


def test_a_nil_return_with_lists_left_blank_lists_nothing() -> None:
    found = values_of({}, "INF_ENQ", "OPS_JNT", "INV_PLAN", "SIM_EX", nil=True)
    assert found == [(0, "value", False)] * 4


def test_a_session_counts_where_it_was_hosted_and_officers_where_they_come_from() -> None:
    lines = [
        activity("TRAINING", f=4, m=6, rest=0),
        activity("TRAINING", role="ATTENDED", f=1, m=2),
        activity("SIMULATION", rest=9),
        activity("SIMULATION", role="ATTENDED", f=2, m=0),
        activity("WORKSHOP", f=50, m=50),
        activity("AWARENESS", reached=300),
        activity("AWARENESS", role="ATTENDED", reached=40),
        activity("EXPERT"),
        activity("EXPERT", role="ATTENDED"),
    ]
    indicators = ("TRN_SES", "TRN_OFF", "SIM_EX", "SIM_PAR", "AWR_ACT", "AWR_PPL", "SME_ENG")
    found = values_of(COMPLETE, *indicators, activities=lines)
    assert found == [(number, "value", False) for number in (1, 13, 1, 11, 1, 340, 1)]


# Officers female, male, sex not stated; and what is then counted.
OFFICERS: Sequence[tuple[tuple[Value, Value, Value], Answer]] = (
    ((3, 5, None), (8, "value", False)),
    ((None, None, 8), (8, "value", False)),
    ((3, None, None), (3, "value", True)),
    ((3, None, 5), (8, "value", True)),
    ((None, 3, 5), (8, "value", True)),
    ((3, 5, "<5"), (8, "value", True)),
    ((3, "<5", None), (3, "value", True)),
    (("<5", "<5", None), (None, "withheld", False)),
    ((None, None, None), (None, "missing", False)),
    (("n/a", "n/a", 4), (4, "value", False)),
)


def test_a_workshop_is_listed_and_counts_for_no_indicator() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, activities=[activity("WORKSHOP"), activity("TRAINING")])
    with built(small) as tables:
        assert tables.rows("core.listed_observations", "indicator", obs_value=1) == [("TRN_SES",)]
        assert tables.rows("core.activities", "activity") == [("TRAINING",), ("WORKSHOP",)]


def test_a_split_of_officers_needs_no_third_number() -> None:
    countries = sorted(SmallEdition().framework.country_by_code)[: len(OFFICERS)]
    small = SmallEdition(countries=countries, months=1)
    for country, ((f, m, rest), _) in zip(countries, OFFICERS, strict=True):
        small.send(country, JULY, activities=[activity("TRAINING", f=f, m=m, rest=rest)])
    with built(small) as tables:
        assert [tables.value("TRN_OFF", country, JULY) for country in countries] == [answer for _, answer in OFFICERS]
        assert tables.wrong() == {}


def test_officers_by_sex_and_activities_by_type_and_mode() -> None:
    small = SmallEdition(months=1)
    lines = [activity("TRAINING", f=4, m=6, rest=1), activity("TRAINING", role="ATTENDED", f=1, m="<5")]
    lines += [activity("TRAINING", role="ATTENDED", f=0, m=4, rest=2)]
    small.send("THA", JULY, activities=[activity("TRAINING", f=90, m=90, rest=90, reached=90)])
    small.send("THA", JULY, activities=[*lines, activity("AWARENESS", reached=30), activity("AWARENESS", reached=40)])
    small.send("VNM", JULY, activities=[activity("TRAINING", m=50)], outcome="held")
    small.send("MYS", JULY, activities=[activity("TRAINING", f=2, m=0) | {"mode": ""}], outcome="held")
    small.send("VNM", JULY, activities=[activity("SIMULATION", m="<5", f=2) | {"mode": ""}])
    with built(small) as tables:
        columns = ("sex", "age", "obs_value", "is_lower_bound")
        assert tables.rows("outcomes.sex_age_to_date", *columns, indicator="TRN_OFF") == [
            ("F", "_T", 5, False), ("M", "_T", 10, True), ("_U", "_T", 3, False),
        ]  # fmt: skip
        assert tables.rows("outcomes.activities_held", "activity", "mode", "held", "is_lower_bound") == [
            ("AWARENESS", "ONLINE", 2, False), ("SIMULATION", "", 1, False), ("TRAINING", "ONLINE", 1, False),
        ]  # fmt: skip
        people = ("activity", "field", "obs_value", "is_lower_bound", "state")
        found = [row for row in tables.rows("outcomes.activity_people", *people) if row[1] != "people_reached"]
        assert [row for row in found if row[0] != "AWARENESS"] == [
            ("SIMULATION", "officers_f", 2, False, "value"),
            ("SIMULATION", "officers_m", None, False, "withheld"),
            ("SIMULATION", "officers_not_stated", None, False, "missing"),
            ("TRAINING", "officers_f", 5, False, "value"),
            ("TRAINING", "officers_m", 10, True, "value"),
            ("TRAINING", "officers_not_stated", 3, False, "value"),
        ]
        (reached,) = tables.rows("outcomes.activity_people", *people, activity="AWARENESS", field="people_reached")
        assert reached == ("AWARENESS", "people_reached", 70, False, "value")


def test_of_a_list_that_is_not_said_to_be_complete_every_part_is_a_lower_bound() -> None:
    small = SmallEdition(months=1)
    open_ended = {"activities": "NOT_AVAILABLE", "exchanges": "NOT_AVAILABLE"}
    small.send(
        "THA", JULY, listed=open_ended, activities=[activity("TRAINING", f=4, m=6, rest=1)], exchanges=[enquiry(3, 2)]
    )
    with built(small) as tables:
        assert [tables.value(code, "THA", JULY)[2] for code in ("TRN_SES", "TRN_OFF", "INF_ENQ")] == [True] * 3
        parts = tables.rows("outcomes.sex_age_to_date", "sex", "is_lower_bound", indicator="TRN_OFF")
        assert parts == [("F", True), ("M", True), ("_U", True)]
        assert tables.rows("outcomes.activities_held", "held", "is_lower_bound") == [(1, True)]
        assert {row[0] for row in tables.rows("outcomes.activity_people", "is_lower_bound", state="value")} == {True}
        columns = ("sent", "sent_is_lower_bound", "answered_is_lower_bound")
        for grouped_by in ("channel", "country"):
            assert tables.one("outcomes.enquiries_to_date", *columns, grouped_by=grouped_by) == (3, True, True)


def test_what_nobody_is_known_to_have_hosted_is_no_lower_bound_of_nothing() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, activities=[activity("TRAINING", role="ATTENDED")], listed={"activities": "NOT_AVAILABLE"})
    with built(small) as tables:
        assert tables.rows("outcomes.activities_held", "held", "is_lower_bound") == [(0, False)]


def test_enquiries_that_cannot_be_counted_leave_no_gap_and_withheld_ones_are_told_apart() -> None:
    small = SmallEdition(months=1)
    lines = [enquiry(3, "n/a"), enquiry("n/a", "<5", channel="MLA"), enquiry(None, 1, channel="OTH")]
    small.send("THA", JULY, exchanges=[*lines, enquiry("n/a", 2)])
    with built(small) as tables:
        columns = ("code", "sent", "sent_is_lower_bound", "sent_state", "answered", "answered_state")
        assert tables.rows("outcomes.enquiries_to_date", *columns, grouped_by="channel") == [
            ("MLA", None, False, "cannot_count", None, "withheld"),
            ("OTH", None, True, "missing", 1, "value"),
            ("POLICE", 3, False, "value", 2, "value"),
        ]


def test_enquiries_by_channel_and_by_country() -> None:
    small = SmallEdition(months=2)
    lines = [enquiry(3, 2, received=4), enquiry(1, 1, channel="INTERPOL", received=1), enquiry(None, None, received=2)]
    small.send("THA", JULY, exchanges=lines)
    small.send("THA", "2023-08", exchanges=[enquiry(5, 0)])
    small.send("MYS", JULY, exchanges=[enquiry(90, 90)], outcome="held")
    small.send("VNM", JULY, exchanges=[enquiry(70, 70, received=70)])
    small.send("VNM", JULY, listed={"exchanges": "NONE"})
    with built(small) as tables:
        statuses = ("sent_status", "received_status", "answered_status", "entry", "counted")
        assert tables.rows("core.exchanges", *statuses, ref_area="THA", time_period=JULY) == [
            ("O", "V", "O", 11, True), ("V", "V", "V", 9, True), ("V", "V", "V", 10, True),
        ]  # fmt: skip
        assert tables.rows("core.exchanges", "ref_area", "counted", sent=70) == [("VNM", False)]
        assert tables.rows("core.exchanges", sent=90) == []
        channels = tables.rows("outcomes.enquiries_to_date", "code", "sent", "answered", grouped_by="channel")
        assert channels == [("INTERPOL", 1, 1), ("POLICE", 8, 2)]
        countries = tables.rows(
            "outcomes.enquiries_to_date", "code", "sent", "received", "answered", grouped_by="country"
        )
        assert countries == [("THA", 9, 7, 3)]


def test_each_count_of_a_list_is_an_observation_at_its_cell() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, exchanges=[enquiry(3, "<5", to="MYS")], activities=[activity("AWARENESS", reached=200)])
    with built(small) as tables:
        columns = (
            "indicator",
            "sheet",
            "cell",
            "obs_value",
            "lower_bound",
            "upper_bound",
            "qualifier",
            "counterpart_area",
        )
        assert tables.rows("core.observations", *columns) == [
            ("AWR_ACT", "Activities", "B9", 1, None, None, "exact", "_T"),
            ("AWR_PPL", "Activities", "H9", 200, None, None, "exact", "_T"),
            ("INF_ENQ", "Exchanges", "E9", 3, None, None, "exact", "MYS"),
            ("INF_RSP", "Exchanges", "G9", None, 0, 4, "under", "MYS"),
        ]
        statuses = tables.rows("core.observations", "indicator", "obs_status", "unit_measure", "crime")
        assert statuses == [
            ("AWR_ACT", "A", "ACTIVITY", "_T"),
            ("AWR_PPL", "E", "PERSON_ESTIMATE", "_T"),
            ("INF_ENQ", "A", "REQUEST", "TIP"),
            ("INF_RSP", "Q", "REQUEST", "TIP"),
        ]


def test_notes_say_of_a_figure_that_it_breaks_differs_or_is_estimated() -> None:
    small = SmallEdition(months=1)
    notes = [
        {"where": "ARR", "note_kind": "DEFINITION", "text": "x"},
        {"where": "outcomes C2", "note_kind": "ESTIMATE", "text": "x"},
        {"where": "C3 Outcomes", "note_kind": "BREAK", "text": "x"},
        {"where": "C3 Outcomes", "note_kind": "ESTIMATE", "text": "x"},
        {"where": "CON", "note_kind": "COMMENT", "text": "x"},
    ]
    cells: dict[str, Value] = {"ARR TIP": 1, "CHG TIP": 2, "SUS_ID TIP": 3, "CON TIP": 4, "ARR SOM": None}
    small.send("THA", JULY, cells, notes=notes)
    small.send("MYS", JULY, cells, data_status="PROVISIONAL")
    others: dict[str, Value] = {"WAR_EXE TIP": 1, "WAR_EXE SOM": 2, "WAR_EXE MIX": 3}
    small.send("VNM", JULY, others, notes=[{"where": "Outcomes C9", "note_kind": "BREAK", "text": "x"}])
    small.send("VNM", JULY, others, notes=[{"where": "CHG", "note_kind": "BREAK", "text": "x"}], outcome="held")
    with built(small) as tables:
        statuses = tables.rows("core.observations", "indicator", "crime", "obs_status", ref_area="THA")
        assert statuses == [
            ("ARR", "SOM", "O"), ("ARR", "TIP", "D"), ("CHG", "TIP", "E"), ("CON", "TIP", "A"), ("SUS_ID", "TIP", "B"),
        ]  # fmt: skip
        assert {row[0] for row in tables.rows("core.observations", "obs_status", ref_area="MYS")} == {"P", "O"}
        columns = ("entry", "note_kind", "indicator", "about_sheet", "about_cell", "cell")
        noted = tables.rows("core.notes", *columns, ref_area="THA", time_period=JULY)
        assert noted == [
            (9, "DEFINITION", "ARR", "", "", "B9"),
            (10, "ESTIMATE", "CHG", "Outcomes", "C2", "B10"),
            (11, "BREAK", "SUS_ID", "Outcomes", "C3", "B11"),
            (12, "ESTIMATE", "SUS_ID", "Outcomes", "C3", "B12"),
            (13, "COMMENT", "CON", "", "", "B13"),
        ]
        assert tables.rows("core.notes", "ref_area", "indicator", "note_kind", ref_area="VNM") == [("VNM", "", "BREAK")]
