"""What a sender says it sent against what the receiver says it received."""

from __future__ import annotations

from typing import Any

from tests.warehouse.built import built
from tests.warehouse.small_edition import Row, SmallEdition, Value

JULY, AUGUST, SEPTEMBER = "2023-07", "2023-08", "2023-09"


def line(counterpart: str, sent: Value = 0, received: Value = 0) -> Row:
    return {
        "counterpart": counterpart,
        "channel": "POLICE",
        "crime": "",
        "sent": sent,
        "received": received,
        "answered": 0,
    }


def pairs(small: SmallEdition) -> dict[str, tuple[Any, ...]]:
    """Sender > receiver: sent and received to date, months compared, both over those months, state."""
    with built(small) as tables:
        return {f"{row[0]}>{row[1]}": row[2:] for row in tables.rows("outcomes.enquiry_pairs")}


def test_both_sides_are_compared_over_the_months_in_which_both_returns_count() -> None:
    small = SmallEdition()
    small.send("THA", JULY, exchanges=[line("MYS", 3), line("MYS", 2), line("VNM", 1), line("INTERPOL", 9)])
    small.send("MYS", JULY, exchanges=[line("THA", 0, 5), line("VNM", 4)])
    small.send("VNM", JULY, exchanges=[line("MYS", 0, 3)], nil_return=True, listed={})
    small.send("THA", AUGUST, exchanges=[line("MYS", 7)])
    small.send("MYS", AUGUST, exchanges=[line("THA", 0, 50)], outcome="held")
    small.send("THA", SEPTEMBER, exchanges=[line("MYS", 2)])
    small.send("MYS", SEPTEMBER, exchanges=[line("THA", 0, 1)], listed={"exchanges": "NOT_AVAILABLE"})
    assert pairs(small) == {
        "THA>MYS": (14, 6, 1, 5, 5, "agree"),
        "MYS>VNM": (4, 3, 1, 4, 3, "differ"),
        "THA>VNM": (1, None, 1, 1, 0, "differ"),
    }


def test_a_pair_of_which_one_side_never_counts_is_not_compared() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, exchanges=[line("MYS", 3)])
    small.send("VNM", JULY, exchanges=[line("MYS", 0, 2)])
    assert pairs(small) == {
        "THA>MYS": (3, None, 0, None, None, "one_side"),
        "MYS>VNM": (None, 2, 0, None, None, "one_side"),
    }


def test_a_blank_or_withheld_count_is_no_zero() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, exchanges=[line("MYS", 3), line("MYS", "<5"), line("VNM", 3)])
    small.send("MYS", JULY, exchanges=[line("THA", None, 3)])
    small.send("VNM", JULY, exchanges=[line("THA", 0, None)])
    assert pairs(small) == {
        "THA>MYS": (3, 3, 0, None, None, "one_side"),
        "THA>VNM": (3, None, 0, None, None, "one_side"),
    }


def test_a_complete_list_without_the_pair_says_0() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, exchanges=[line("MYS", 3)])
    small.send("MYS", JULY, listed={"exchanges": "NONE"})
    assert pairs(small) == {"THA>MYS": (3, None, 1, 3, 0, "differ")}


def test_the_page_and_the_senders_are_told_the_same_of_a_nil_return() -> None:
    small = SmallEdition(months=1)
    small.send("MYS", JULY, exchanges=[line("THA", 5)])
    small.send("THA", JULY, listed={}, nil_return=True)
    with built(small) as tables:
        assert tables.rows("outcomes.enquiry_pairs", "sender", "receiver", "state") == [("MYS", "THA", "differ")]
        assert tables.rows("history.enquiries_differ", "kind", "value", "other", "country") == [
            ("received", 0, 5, "MYS")
        ]


def test_a_country_that_could_not_be_read_leaves_the_whole_list_open_for_both() -> None:
    small = SmallEdition(months=1)
    small.send("MYS", JULY, exchanges=[line("THA", 5)])
    small.send("THA", JULY, exchanges=[{"channel": "POLICE", "sent": 1, "received": 5}])
    with built(small) as tables:
        assert tables.rows("outcomes.enquiry_pairs", "months_compared", "state") == [(0, "one_side")]
        assert tables.rows("history.enquiries_differ") == []
