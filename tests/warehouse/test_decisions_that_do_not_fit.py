"""An officer's decision that does not fit what was received is named, with the reason; one that fits is not."""

from __future__ import annotations

from tests.warehouse.built import built
from tests.warehouse.small_edition import SmallEdition

JULY = "2023-07"
PLACE = {"sheet": "Outcomes", "cell": "C1"}


def test_each_decision_that_does_not_fit_is_named_with_its_reason() -> None:
    small = SmallEdition(months=1)
    waived = small.send("THA", JULY, {"ARR TIP": 3})
    small.find(waived, "N03", "info", decision="fits")
    small.find(waived, "N03", "info", cell="C9", decision="fits history")
    old = small.send("MYS", JULY, {"ARR TIP": 4})
    new = small.send("MYS", JULY, {"ARR TIP": 5})
    for name in ("superseded unseen", "superseded by another", "superseded and seen"):
        small.find(old, "N02", "info", decision=name)
    small.find(new, "N02", "info", decision="corrects what counts")
    held_after = small.send("MYS", JULY, {"ARR TIP": 6}, outcome="held")
    small.decide("fits", "waiver", waived[:12], rule="W01", **PLACE)
    small.decide("fits history", "waiver", waived[:12], rule="E07", sheet="Outcomes", cell="C9")
    small.decide("another one at the same cell", "waiver", waived, rule="E08", **PLACE)
    small.decide("no such finding", "waiver", waived, rule="W01", sheet="Outcomes", cell="C2")
    small.decide("no such sheet", "waiver", waived, rule="W01", sheet="Victims", cell="C1")
    small.decide("a note of another kind", "correction", waived, expected="3", corrected="4", **PLACE)
    small.decide("a waiver where a correction was made", "waiver", new, rule="W01", **PLACE)
    small.decide("corrects what counts", "correction", new[:20], expected="5", corrected="6", **PLACE)
    small.decide("superseded unseen", "correction", old, expected="4", corrected="6", **PLACE)
    small.decide("superseded by another", "correction", old, superseded_by=held_after[:12], **PLACE)
    small.decide("superseded and seen", "correction", old, superseded_by=new[:12], **PLACE)
    small.decide("nobody's", "withdrawal", "0" * 12)
    small.decide("taken back", "withdrawal", held_after)
    with built(small) as tables:
        assert tables.rows("checks.decisions_fit", "name", "kind", "why") == [
            ("a note of another kind", "correction", "the cell does not hold the expected text"),
            ("a waiver where a correction was made", "waiver", NONE),
            ("another one at the same cell", "waiver", NONE),
            ("no such finding", "waiver", NONE),
            ("no such sheet", "waiver", NONE),
            ("nobody's", "withdrawal", "no file with this sha256 was received"),
            ("superseded by another", "correction", NEWER),
            ("superseded unseen", "correction", NEWER),
        ]
        assert tables.one("checks.decisions_fit", "sha256", name="nobody's") == "0" * 12


NONE = "the file has no such finding, or none that can be waived"
NEWER = "a newer version of the return counts: is the correction still needed? Say so in superseded_by"


def test_a_decision_on_a_file_that_came_after_the_cut_off_is_not_asked_about() -> None:
    small = SmallEdition(months=1)
    late = small.send("THA", JULY, {"ARR TIP": 3}, on="2023-09-20")
    small.decide("too early to say", "waiver", late, rule="W01", **PLACE)
    small.decide("nor this", "correction", late, expected="3", corrected="4", **PLACE)
    with built(small) as tables:
        assert tables.wrong() == {}
