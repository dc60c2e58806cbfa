"""Two versions of one return that came in at one moment: which is newer is asked, never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from assets.checking.decisions import Waiver, Withdrawal
from assets.checking.findings import FileStatus
from tests.checking.series import MONTHS, Series

ARR = ("ARR", "TIP")
SAID = {"name": "newer", "author": "Data desk", "reason": "The sender named the newer one.", "date": date(2023, 9, 1)}


def pair(outcome: FileStatus = "accepted") -> tuple[Series, str, str]:
    series = Series()
    first = series.add("THA", MONTHS[0], {ARR: 4})
    second = series.add("THA", MONTHS[0], {ARR: 9}, outcome=outcome)
    series.together.add(second)
    return series, first, second


def test_both_are_held_and_name_each_other() -> None:
    series, first, second = pair()
    found = series.findings()
    assert sorted(found["sha256"]) == sorted([first, second])
    assert set(found["rule"]) == {"E09"} and set(found["severity"]) == {"error"}
    assert "THA.xlsx" in found["message"].iloc[0]


@pytest.mark.parametrize("outcome", ["held", "refused"])
def test_beside_a_version_that_cannot_count_there_is_nothing_to_ask(outcome: FileStatus) -> None:
    assert pair(outcome)[0].found() == []


def test_another_month_another_country_or_another_moment_is_no_second_version() -> None:
    series = Series()
    series.add("THA", MONTHS[0], {ARR: 4})
    series.together |= {series.add("THA", MONTHS[1], {ARR: 4}), series.add("MYS", MONTHS[0], {ARR: 4})}
    series.add("THA", MONTHS[0], {ARR: 4})
    assert "E09" not in [rule for _, rule, _ in series.found()]


def test_one_withdrawn_the_other_counts() -> None:
    series, first, _ = pair()
    series.decisions.append(Withdrawal(kind="withdrawal", sha256=first, **SAID))
    assert series.found() == []


def test_waived_for_one_it_counts_and_the_other_stays_held() -> None:
    series, first, second = pair()
    series.decisions.append(Waiver(kind="waiver", rule="E09", expected="", sha256=second, **SAID))
    series.add("THA", MONTHS[1], {ARR: 90})
    found = series.findings()
    severities = {(row.sha256, row.rule): row.severity for row in found.itertuples()}
    assert severities[first, "E09"] == "error" and severities[second, "E09"] == "warning"
    compared = found.loc[found["rule"] == "W08", "facts"].iloc[0]
    assert '"other": 9' in compared, "the month after is compared with the version that counts"
