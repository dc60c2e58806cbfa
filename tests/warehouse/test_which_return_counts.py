"""Which of the files that came in for a country and month counts, and as of when."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assets.framework.vintage import preview, release
from assets.warehouse.queries import load_lookup
from tests.warehouse.built import LONG_AFTER, Built, built
from tests.warehouse.small_edition import Row, SmallEdition, cell_of

JULY, AUGUST, SEPTEMBER = "2023-07", "2023-08", "2023-09"


def to_date(number: int) -> list[Row]:
    """A cell that gives a number to date."""
    return [cell_of("ARR TIP", number) | {"reporting_mode": "CUM"}]


def asked(counterpart: str) -> Row:
    return {"counterpart": counterpart, "channel": "POLICE", "crime": "", "sent": 2, "received": 0, "answered": 0}


@pytest.fixture(scope="module")
def history() -> Iterator[tuple[Built, dict[str, str]]]:
    small = SmallEdition()
    sent = {
        "first": small.send("THA", JULY, {"WAR_EXE TIP": 3}, on="2023-08-09", exchanges=[asked("MYS")]),
        "corrected": small.send(
            "THA", JULY, {"WAR_EXE TIP": 4}, on="2023-08-11", observations=to_date(5), exchanges=[asked("VNM")]
        ),
        "held after": small.send("THA", JULY, {"WAR_EXE TIP": 99}, on="2023-08-12", outcome="held"),
        "held only": small.send("MYS", JULY, {"WAR_EXE TIP": 50}, outcome="held", cases=[{"record": "OPER"}]),
        "held, then late": small.send("VNM", JULY, {"WAR_EXE TIP": 70}, on="2023-08-10", outcome="held"),
        "late": small.send("VNM", JULY, {"WAR_EXE TIP": 7}, on="2023-08-13"),
        "held by history": small.send("THA", AUGUST, {"WAR_EXE TIP": 5}, observations=to_date(4)),
        "accepted": small.send("MYS", AUGUST, {"WAR_EXE TIP": 6, "CHG TIP": 100}),
        "unreadable": small.send("", "", {}, outcome="refused", kind="unknown", edition_id="", on="2023-08-09"),
        "stranger": small.send("AUS", JULY, {"WAR_EXE TIP": 11}),
        "after the edition": small.send("THA", "2023-12", {"WAR_EXE TIP": 12}, on="2023-10-01"),
        "other edition": small.send("THA", AUGUST, {"WAR_EXE TIP": 13}, edition_id="JPA7", on="2023-09-12"),
        "final in the end": small.send(
            "MYS", SEPTEMBER, {"WAR_EXE TIP": 1, "CHG TIP": 1}, outcome="accepted_with_warnings"
        ),
    }
    small.receive(sent["first"], "2023-08-20")
    small.find(sent["accepted"], "N01", "info")
    small.find(sent["accepted"], "N01", "info", cell="C2")
    small.find(sent["held only"], "E03", "error")
    small.receive(sent["held only"], "2023-08-21")
    with built(small) as tables:
        yield tables, sent


def test_the_latest_accepted_version_counts(history: tuple[Built, dict[str, str]]) -> None:
    tables, sent = history
    assert tables.rows("core.returns", "sha256", counted=True, ref_area="THA") == [(sent["corrected"],)]
    assert tables.value("WAR_EXE", "THA", JULY) == (4, "value", False)


def test_a_held_version_never_removes_the_accepted_one_before_it(history: tuple[Built, dict[str, str]]) -> None:
    tables, _ = history
    versions = tables.rows("core.returns", "version", "file_status", "counted", ref_area="THA", time_period=JULY)
    assert versions == [(1, "accepted", False), (2, "accepted", True), (3, "held", False)]
    assert tables.one("quality.reporting", "state", ref_area="THA", time_period=JULY) == "on_time"


def test_of_a_return_that_is_only_held_nothing_is_counted(history: tuple[Built, dict[str, str]]) -> None:
    tables, sent = history
    assert tables.value("WAR_EXE", "MYS", JULY) == (None, "held", False)
    assert tables.rows("core.observations", sha256=sent["held only"]) == []
    assert tables.rows("core.cases") == []


def test_a_return_held_against_earlier_ones_is_held_everywhere(history: tuple[Built, dict[str, str]]) -> None:
    tables, sent = history
    assert tables.value("WAR_EXE", "THA", AUGUST) == (None, "held", False)
    assert tables.one("core.receipts", "file_status", sha256=sent["held by history"]) == "held"
    assert tables.one("core.returns", "file_status", "errors", sha256=sent["held by history"]) == ("held", 1)
    warned = tables.one("core.returns", "file_status", "errors", "warnings", sha256=sent["late"])
    assert warned == ("accepted_with_warnings", 0, 1)
    outcomes = ("file_status", "errors", "warnings")
    assert tables.one("core.file_status", *outcomes, sha256=sent["held only"]) == ("held", 1, 1)
    assert tables.one("core.file_status", *outcomes, sha256=sent["unreadable"]) == ("refused", 1, 0)
    assert tables.one("core.file_status", *outcomes, sha256=sent["final in the end"]) == (
        "accepted_with_warnings",
        0,
        2,
    )


def test_the_same_bytes_again_change_nothing_but_the_log(history: tuple[Built, dict[str, str]]) -> None:
    tables, sent = history
    arrivals = tables.rows("core.receipts", "sequence", "received_before", "file_status", sha256=sent["first"])
    assert arrivals == [(1, False, "accepted"), (14, True, "received before")]
    assert len(tables.rows("core.returns", sha256=sent["first"])) == 1


def test_a_file_of_no_known_country_or_month_stays_in_the_list_and_counts_for_nothing(
    history: tuple[Built, dict[str, str]],
) -> None:
    tables, sent = history
    for name in ("unreadable", "stranger", "after the edition"):
        assert tables.one("core.returns", "identified", "accepted", "counted", "version", sha256=sent[name]) == (
            False,
            False,
            False,
            None,
        )
    assert tables.rows("core.returns", sha256=sent["other edition"]) == []


def test_what_counts_adds_up_over_the_countries(history: tuple[Built, dict[str, str]]) -> None:
    # July: THA 4 (corrected), VNM 7 (late); August: MYS 6; September: MYS 1.
    tables, _ = history
    assert tables.total("WAR_EXE") == 18
    assert tables.rows(
        "outcomes.indicator_month", "time_period", "obs_value", "countries_counted", indicator="WAR_EXE"
    ) == [
        (JULY, 11, 2),
        (AUGUST, 6, 1),
        (SEPTEMBER, 1, 1),
    ]


def test_findings_carry_the_country_and_month_of_their_file(history: tuple[Built, dict[str, str]]) -> None:
    tables, _ = history
    found = tables.rows("core.findings", "rule", "severity", "file_name", "ref_area", "time_period")
    assert found == [
        ("E03", "error", f"MYS_{JULY}.xlsx", "MYS", JULY),
        ("E07", "error", f"THA_{AUGUST}.xlsx", "THA", AUGUST),
        ("N01", "info", f"MYS_{AUGUST}.xlsx", "MYS", AUGUST),
        ("N01", "info", f"MYS_{AUGUST}.xlsx", "MYS", AUGUST),
        ("W08", "warning", f"MYS_{SEPTEMBER}.xlsx", "MYS", SEPTEMBER),
        ("W11", "warning", f"MYS_{JULY}.xlsx", "MYS", JULY),
        ("W11", "warning", f"VNM_{JULY}.xlsx", "VNM", JULY),
    ]


def test_no_check_fails_on_this(history: tuple[Built, dict[str, str]]) -> None:
    assert history[0].wrong() == {}


def test_a_version_that_was_withdrawn_gives_way_to_the_one_before() -> None:
    small = SmallEdition(months=1)
    first = small.send("THA", JULY, {"WAR_EXE TIP": 3})
    mistaken = small.send("THA", JULY, {"WAR_EXE TIP": 8})
    held = small.send("MYS", JULY, {"WAR_EXE TIP": 1}, outcome="held")
    waived = small.send("VNM", JULY, {"WAR_EXE TIP": 2})
    refused = small.send("VNM", JULY, {}, outcome="refused")
    small.decide("sent by mistake", "withdrawal", mistaken[:12])
    small.decide("said twice", "withdrawal", mistaken)
    small.decide("taken back", "withdrawal", held)
    small.decide("cannot be taken back", "withdrawal", refused)
    small.decide("no withdrawal", "waiver", waived, rule="W01", sheet="Outcomes", cell="C1")
    with built(small) as tables:
        outcomes = {row[0]: row[1] for row in tables.rows("core.file_status", "sha256", "file_status")}
        assert outcomes == {
            first: "accepted",
            mistaken: "withdrawn",
            held: "withdrawn",
            waived: "accepted",
            refused: "refused",
        }
        assert tables.value("WAR_EXE", "THA", JULY) == (3, "value", False)
        assert tables.value("WAR_EXE", "MYS", JULY) == (None, "not_received", False)
        assert tables.value("WAR_EXE", "VNM", JULY) == (2, "value", False)


@pytest.fixture(scope="module")
def revised() -> SmallEdition:
    """July comes in time and is corrected after July's cut-off (15 August), August is on time."""
    small = SmallEdition()
    small.send("THA", JULY, {"WAR_EXE TIP": 3}, on="2023-08-05", data_status="PROVISIONAL")
    small.send("THA", JULY, {"WAR_EXE TIP": 8}, on="2023-08-16")
    small.send("THA", AUGUST, {"WAR_EXE TIP": 5}, on="2023-08-15")
    return small


def test_a_release_knows_what_had_come_in_by_its_cut_off(revised: SmallEdition) -> None:
    with built(revised, release(revised.edition, JULY)) as tables:
        assert tables.value("WAR_EXE", "THA", JULY) == (3, "value", False)
        assert tables.value("WAR_EXE", "THA", AUGUST) == (None, "not_due", False)
        assert tables.total("WAR_EXE") == 3
        assert tables.rows("core.vintage", "release_id", "data_to", "release_number", "status") == [
            ("JPA6-2023-07-r1", JULY, 1, "provisional")
        ]
        assert len(tables.rows("core.receipts")) == 2
        assert tables.wrong() == {}
    with built(revised, release(revised.edition, AUGUST)) as tables:
        assert tables.value("WAR_EXE", "THA", JULY) == (8, "value", False)
        assert tables.total("WAR_EXE") == 13
        assert tables.rows("core.vintage", "data_to", "releases_planned", "status") == [(AUGUST, 3, "final")]


def test_a_release_shows_no_finding_on_what_came_in_later() -> None:
    small = SmallEdition()
    small.find(small.send("THA", JULY, {"WAR_EXE TIP": 3}, on="2023-08-15"), "W16", "warning")
    small.find(small.send("THA", JULY, {"WAR_EXE TIP": 8}, on="2023-08-16"), "E03", "error")
    with built(small, release(small.edition, JULY)) as tables:
        assert tables.rows("core.findings", "ref_area", "rule") == [("THA", "W16")]


def test_a_file_of_the_last_day_before_the_cut_off_must_have_an_outcome() -> None:
    small = SmallEdition()
    small.receive("0" * 64, "2023-08-15", "never judged.xlsx")
    small.receive("1" * 64, "2023-08-16", "came later.xlsx")
    with built(small, release(small.edition, JULY)) as tables:
        assert [row[1] for row in tables.rows("checks.every_received_file_judged")] == ["never judged.xlsx"]


def test_bytes_that_came_twice_are_one_file_of_a_release_under_their_first_name(
    history: tuple[Built, dict[str, str]],
) -> None:
    tables, sent = history
    files = tables.connection.execute(load_lookup("release_files").text).fetchall()
    assert dict(files)[sent["first"]] == "THA_2023-07.xlsx"
    assert sorted(sha256 for sha256, _ in files) == sorted(sent.values())


def test_figures_are_final_once_every_return_that_counts_is() -> None:
    small = SmallEdition(months=1)
    with built(small) as tables:
        assert tables.one("core.vintage", "status") == "provisional"
    small.send("THA", JULY, {"WAR_EXE TIP": 3})
    small.send("MYS", JULY, {"WAR_EXE TIP": 3}, data_status="PROVISIONAL")
    with built(small) as tables:
        assert tables.one("core.vintage", "status") == "provisional"
    small.send("MYS", JULY, {"WAR_EXE TIP": 3})
    small.send("VNM", JULY, {"WAR_EXE TIP": 3}, data_status="PROVISIONAL", outcome="held")
    with built(small) as tables:
        assert tables.one("core.vintage", "status") == "final"


def test_a_preview_reaches_to_the_last_month_that_is_due_or_has_a_return(revised: SmallEdition) -> None:
    for day, data_to, number in (("2023-08-09", JULY, 1), ("2023-08-15", AUGUST, 2), ("2023-10-10", SEPTEMBER, 3)):
        as_of = LONG_AFTER.fromisoformat(day)
        with built(revised, preview(revised.edition, as_of)) as tables:
            assert tables.rows("core.vintage", "data_to", "release_number", "is_release") == [(data_to, number, False)]
    revised.send("THA", SEPTEMBER, {"WAR_EXE TIP": 9}, on="2023-09-01", outcome="held")
    with built(revised, preview(revised.edition, LONG_AFTER.fromisoformat("2023-09-02"))) as tables:
        assert tables.one("core.vintage", "data_to") == AUGUST
    with built(revised, preview(revised.edition, LONG_AFTER.fromisoformat("2023-07-20"))) as tables:
        assert tables.rows("core.vintage", "data_to", "release_number", "status") == [("", 0, "provisional")]
        assert tables.rows("outcomes.indicator_month", "state", indicator="ARR") == [("not_due",)] * 3
        assert tables.rows("outcomes.indicator_to_date") == []
