"""Sentences say no more than the numbers: only clear changes, only the same countries, n of N beside every total."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.dashboards.formatter import Formatter
from assets.dashboards.pages.compendium import texts as compendium
from assets.dashboards.pages.cooperation import texts as cooperation
from assets.dashboards.pages.countries import texts as of_country
from assets.dashboards.pages.overview import texts as overview
from assets.dashboards.pages.reporting import texts as reporting
from assets.dashboards.pages.shared import indicator_texts as of_indicator
from assets.dashboards.pages.shared.comparisons import clearness, is_clear
from assets.framework.loader import load_framework
from tests.dashboards.editions import FIFTH_MONTH, TARGETS, rich_edition, send_all, site_data_of
from tests.warehouse.small_edition import SmallEdition

COUNTRIES = ("MYS", "THA", "VNM")
WORDS = Formatter(load_framework())


def _edition(*months: dict[str, int], indicator: str = "INV_NEW TIP") -> SmallEdition:
    small = SmallEdition(countries=COUNTRIES, months=len(months))
    for month, values in zip(small.edition.months, months, strict=True):
        send_all(small, month, values, indicator)
    return small


def test_a_clear_rise_is_the_headline_with_both_numbers_and_the_same_countries() -> None:
    data = site_data_of(_edition({"MYS": 10, "THA": 10}, {"MYS": 30, "THA": 30, "VNM": 500}))
    said = overview.headline(data)
    assert said == "New investigations opened rose from 20 in July to 60 in August in the same 2 countries"


def test_a_change_that_chance_explains_is_no_headline() -> None:
    data = site_data_of(_edition({"MYS": 20, "THA": 20}, {"MYS": 22, "THA": 25}))
    assert overview.headline(data) == "No clear change since July 2023"


def test_people_who_come_in_groups_neither_rise_nor_fall() -> None:
    small = SmallEdition(countries=("THA",), months=2)
    for month, officers, reached in (("2023-07", 60, 2000), ("2023-08", 5, 10)):
        training = {"reference": "A-1", "type": "TRAINING", "role": "HOST", "mode": "ONLINE", "officers_f": officers}
        talk = {"reference": "A-2", "type": "AWARENESS", "role": "HOST", "mode": "ONLINE", "people_reached": reached}
        small.send("THA", month, {"INV_NEW TIP": 1}, activities=[training, talk])
    data = site_data_of(small)
    for code, said in (
        ("TRN_OFF", "65 officers trained to date"),
        ("AWR_PPL", "2,010 people reached by awareness (estimate) to date"),
    ):
        assert of_indicator.headline(data.indicators[code], data) == said
    assert overview.headline(data) == "No clear change since July 2023"


def test_totals_that_rest_on_different_figures_say_each_what_they_rest_on() -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    small.send("THA", "2023-07", {"ARR TIP": 3, "VIC_ID _T IDF _T": 2})
    small.send("MYS", "2023-07", {"ARR TIP": 4})
    assert (
        "To date countries report 2 trafficking victims identified (1 of 2 countries, with 1 of 2 monthly figures) "
        "and 7 arrests for trafficking or smuggling."
    ) in overview.lead(site_data_of(small))


def test_months_that_lack_for_the_same_reason_are_said_together() -> None:
    small = SmallEdition(countries=("THA",), months=3)
    small.send("THA", "2023-07", {"ARR TIP": 3})
    said = of_country.headline(site_data_of(small), "THA")
    assert said == "Thailand has one of three returns counted; August 2023 and September 2023 have not come"
    small.send("THA", "2023-08", {"ARR TIP": 3}, outcome="held")
    said = of_country.headline(site_data_of(small), "THA")
    assert said.endswith("; August 2023 is held for correction and September 2023 has not come")


def test_a_country_that_is_new_in_a_month_makes_no_rise() -> None:
    data = site_data_of(_edition({"MYS": 20}, {"MYS": 20, "VNM": 400}))
    assert overview.headline(data) == "No clear change since July 2023"


def test_the_clearest_met_and_the_clearest_missed_milestone_come_first() -> None:
    data = site_data_of(rich_edition(TARGETS), FIFTH_MONTH)
    assert overview.headline(data) == ("Compendium cases are on plan; answers are not: 11 of 33 enquiries still wait")


def test_before_the_first_month_is_due_the_page_says_when() -> None:
    data = site_data_of(SmallEdition(countries=COUNTRIES), date(2023, 8, 1))
    assert overview.headline(data) == "No month is due yet: the first returns are due on 10 August 2023"


def test_without_any_return_the_page_says_how_many_were_due() -> None:
    data = site_data_of(SmallEdition(countries=COUNTRIES), date(2023, 8, 20))
    assert overview.headline(data) == "No return is counted yet; three were due for July 2023"
    assert reporting.headline(data) == "0 of 3 countries are counted for July 2023; three returns have not come"


def test_the_lead_says_how_many_countries_a_total_rests_on() -> None:
    lead = overview.lead(site_data_of(rich_edition(), FIFTH_MONTH))
    assert "3 of 4 countries are counted for November 2023" in lead
    assert (
        "To date countries report at least 24 trafficking victims identified and 69 arrests for trafficking or "
        "smuggling (each from 2 of 4 countries, with 9 of 20 monthly figures)."
    ) in lead
    assert "Of 33 enquiries sent, 22 are answered (67%)." in lead


def test_the_reporting_page_names_held_and_missing_returns() -> None:
    data = site_data_of(rich_edition(), date(2023, 11, 12))
    assert reporting.headline(data) == "3 of 4 countries are counted for October 2023; one return is held"
    assert reporting.lead(data).startswith("For October, Malaysia is held for correction. ")


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("THA", "Thailand has sent every return, all on time"),
        ("MYS", "Malaysia has four of five returns counted; October 2023 is held for correction"),
        ("NZL", "New Zealand has four of five returns counted; November 2023 has not come"),
    ],
)
def test_a_country_page_says_first_how_it_reports(area: str, said: str) -> None:
    assert of_country.headline(site_data_of(rich_edition(), FIFTH_MONTH), area) == said


def test_a_recent_share_is_said_when_the_last_months_hold_more_than_theirs() -> None:
    months = [{"THA": 10}] * 4 + [{"THA": 40}] * 3
    data = site_data_of(_edition(*months))
    said = of_indicator.headline(data.indicators["INV_NEW"], data)
    assert said == "75% of the 160 new investigations opened so far fall in the last three months"


def test_an_indicator_of_zeros_says_so_in_words() -> None:
    data = site_data_of(_edition({"THA": 0}, {"THA": 0}))
    indicator = data.indicators["INV_NEW"]
    assert of_indicator.headline(indicator, data) == "No new investigations opened in two months"
    assert of_indicator.months_title(indicator, data) == "No new investigations opened in any month"


def test_two_highest_months_share_the_title() -> None:
    data = site_data_of(_edition({"THA": 9}, {"THA": 4}, {"THA": 9}))
    title = of_indicator.months_title(data.indicators["INV_NEW"], data)
    assert title == "July 2023 and September 2023 were the highest months, with 9 each"


def test_the_countries_that_make_up_more_than_half_are_named() -> None:
    data = site_data_of(_edition({"THA": 60, "MYS": 25, "VNM": 15}))
    indicator = data.indicators["INV_NEW"]
    values = [("Thailand", 60), ("Malaysia", 25), ("Viet Nam", 15)]
    title = of_indicator.countries_title(indicator, values, data.totals["INV_NEW"], WORDS, exact=True)
    assert title == "Thailand accounts for 60%"


def test_pairs_with_one_side_only_are_not_counted_as_compared() -> None:
    summary = {"pairs": 3, "pairs_compared": 2, "pairs_agree": 1, "pairs_of_one_side": 1}
    assert cooperation.headline(summary, WORDS) == (
        "Sender and receiver agree on 1 of 2 country pairs; one has one side only"
    )


def test_the_median_of_a_step_is_said_only_where_the_tables_give_one() -> None:
    stages, summary = {"ACCEPTED": 2, "CHARGED": 6}, {"accepted": 8, "charged": 6}
    few, enough = {"INVESTIGATION": {"median_days": None}}, {"INVESTIGATION": {"median_days": 97.0}}
    assert compendium.headline(stages, summary, few, WORDS) == "6 of 8 accepted cases have reached a charge"
    assert compendium.headline(stages, summary, enough, WORDS).endswith("; investigation took a median of 97 days")


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_clear_change_is_always_beyond_twice_the_scatter_of_the_counts(now: int, before: int) -> None:
    assert clearness(now, before) == clearness(before, now)
    if is_clear(now, before):
        assert abs(now - before) > 2 * sqrt(now + before)
        assert now + before >= 10


@given(st.floats(0, 100))
def test_a_share_is_never_rounded_to_nothing_or_to_all(share: float) -> None:
    text = WORDS.percent(share)
    assert (text == "0%") == (share == 0)
    assert (text == "100%") == (share == 100)


def test_a_plural_follows_its_number() -> None:
    assert WORDS.listing(["A", "B", "C"]) == "A, B and C"
    assert WORDS.signed(-2) == "−2" and WORDS.signed(4) == "+4" and WORDS.signed(0) == "0"
