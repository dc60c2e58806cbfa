"""A total that lacks something never looks complete: a month, a country, a part that is withheld."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assets.dashboards.site import build_site
from tests.dashboards.editions import tables_of
from tests.dashboards.reading import csv_rows, figures_of, read_page
from tests.recount.published import book
from tests.warehouse.small_edition import SmallEdition


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two countries and three months: Malaysia misses one, Thailand withholds one, both withhold every conviction."""
    small = SmallEdition(countries=("MYS", "THA"))
    for month, arrests in (("2023-07", "<5"), ("2023-08", 4), ("2023-09", 2)):
        small.send("THA", month, {"ARR TIP": arrests, "INV_NEW TIP": 2, "CON TIP": "<5"})
        if month != "2023-08":
            small.send("MYS", month, {"ARR TIP": 3, "INV_NEW TIP": 1, "CON TIP": "<5"})
    folder = tmp_path_factory.mktemp("lacking")
    build_site(tables_of(small), small.framework, folder)
    return folder


def test_a_total_of_all_countries_says_how_many_of_their_months_it_has(lacking: Path) -> None:
    overview = read_page(lacking / "index.html").text
    assert "To date 2 of 2 countries, with 5 of 6 monthly figures." in overview
    page = read_page(lacking / "indicators" / "INV_NEW.html").text
    assert "2 of 2 countries have a figure; 5 of 6 monthly figures are there." in page
    (index,) = read_page(lacking / "indicators" / "index.html").all("h1")
    assert index.text.endswith("; none rests on every country and month")
    (row,) = [r for r in csv_rows(lacking / "data/indicators-found.csv") if r["Indicator"].startswith("New inv")]
    assert (row["Monthly figures counted"], row["Monthly figures due"]) == ("5", "6")


def test_a_running_total_keeps_saying_at_least(lacking: Path) -> None:
    rows = csv_rows(lacking / "data/indicators/ARR-months.csv")
    assert [(r["Running total"], r["Running total, mark"]) for r in rows] == [("3", "[≥]"), ("7", "[≥]"), ("12", "[≥]")]
    months = book(lacking, "all-tables")["Every indicator by month"]
    assert [r["Running total, mark"] for r in months if r["Indicator"] == "ARR"] == ["[≥]"] * 3
    assert not any(r["Running total, mark"] for r in months if r["Indicator"] == "INV_NEW")


def test_a_total_of_which_all_is_withheld_is_not_called_missing(lacking: Path) -> None:
    (row,) = [r for r in book(lacking, "all-tables")["Every indicator to date"] if r["Indicator"] == "CON"]
    assert (row["To date, stocks: latest"], row["To date, stocks: latest, mark"]) == (None, "[c]")
    (row,) = [r for r in csv_rows(lacking / "data/indicators-found.csv") if r["Indicator"] == "Persons convicted"]
    assert (row["To date"], row["To date, mark"]) == ("", "[c]")


def test_a_stock_of_an_earlier_month_is_not_said_to_be_of_the_last_one(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=2)
    small.send("THA", "2023-07", {"INV_OPN TIP": 4})
    small.send("THA", "2023-08", {"INV_OPN TIP": 5})
    small.send("MYS", "2023-07", {"INV_OPN TIP": 7})
    small.send("MYS", "2023-08", {"INV_OPN TIP": None})
    build_site(tables_of(small), small.framework, tmp_path)
    page = read_page(tmp_path / "indicators" / "INV_OPN.html")
    assert page.all("h1")[0].text == "12 investigations open as each country last reported, from July 2023 on"
    assert "Investigations open as each country last reported, by country, largest first" in page.text
    assert "of July 2023" in str(figures_of(page)["chart-countries"])


def test_months_of_different_countries_are_not_ranked(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=2)
    small.send("THA", "2023-07", {"ARR TIP": 4})
    small.send("THA", "2023-08", {"ARR TIP": 4})
    small.send("MYS", "2023-08", {"ARR TIP": 7})
    build_site(tables_of(small), small.framework, tmp_path)
    page = read_page(tmp_path / "indicators" / "ARR.html")
    assert "highest month" not in page.text and "so far" not in page.text
    assert page.all(class_="finding")[0].text == "The highest figure is 11; months rest on 1 to 2 countries"


def test_the_key_of_an_indicator_says_what_its_own_last_month_rests_on(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    small.send("MYS", "2023-07", {"ARR TIP": 4, "CHG TIP": None}, data_status="PROVISIONAL")
    small.send("THA", "2023-07", {"ARR TIP": 4, "CHG TIP": 1}, data_status="PROVISIONAL")
    build_site(tables_of(small), small.framework, tmp_path)
    for code, counted in (("ARR", "2 of 2"), ("CHG", "1 of 2")):
        page = read_page(tmp_path / "indicators" / f"{code}.html").text
        assert f"Provisional; July 2023 rests on {counted} countries" in page


def test_a_country_that_lacks_more_than_the_last_month_says_how_many_it_has(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA", "VNM"))
    for number, month in enumerate(small.edition.months):
        small.send("THA", month, {"ARR TIP": 4})
        if number < 2:
            small.send("VNM", month, {"ARR TIP": 3})
        if number < 1:
            small.send("MYS", month, {"ARR TIP": 2})
    build_site(tables_of(small), small.framework, tmp_path)
    chart = str(figures_of(read_page(tmp_path / "indicators" / "ARR.html"))["chart-countries"])
    assert "1 of 3 months" in chart and chart.count("September not received") == 1


def test_a_plan_that_one_partner_closed_is_explained_where_another_still_lists_it(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    for country, stage in (("MYS", "CLOSED"), ("THA", "ACCEPTED")):
        plan = {"case_reference": "1", "record": "PLAN", "shared_id": "PLAN-1", "crime": "TIP", "stage": stage}
        small.send(country, "2023-07", {"ARR TIP": 1}, cases=[plan | {"stage_reached_on": "2023-07-05"}])
    build_site(tables_of(small), small.framework, tmp_path)
    page = read_page(tmp_path / "indicators" / "INV_PLAN.html").text
    assert "No cross-border investigation plans active at the end of July 2023" in page
    assert "Thailand alone reports any: 1" in page
    assert "What one partner has closed is closed in the total." in page


def test_the_example_of_a_trace_leads_to_a_figure(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=2)
    small.send("THA", "2023-07", {"VIC_ID _T IDF _T": 2})
    small.send("MYS", "2023-08", {"VIC_ID _T IDF _T": 0})
    build_site(tables_of(small), small.framework, tmp_path)
    assert "jpa trace VIC_ID --country THA --month 2023-07" in read_page(tmp_path / "provenance.html").text


def test_a_share_of_the_last_months_is_not_said_where_a_country_starts_late(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=7)
    for number, month in enumerate(small.edition.months):
        small.send("THA", month, {"INV_NEW TIP": 10})
        if number > 3:
            small.send("MYS", month, {"INV_NEW TIP": 30})
    build_site(tables_of(small), small.framework, tmp_path)
    assert "last three months" not in read_page(tmp_path / "indicators" / "INV_NEW.html").all("h1")[0].text


def test_before_a_month_is_due_nothing_is_said_to_be_lacking(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"))
    small.send("THA", "2023-07", {"ARR TIP": 4}, on="2023-08-02")
    build_site(tables_of(small, date(2023, 8, 5)), small.framework, tmp_path)
    rows = {row["Country"]: row for row in csv_rows(tmp_path / "data/indicators/ARR-countries.csv")}
    assert (rows["Thailand"]["Months counted"], rows["Thailand"]["Months due"]) == ("1", "1")
    assert (rows["Malaysia"]["Months counted"], rows["Malaysia"]["Months due"]) == ("0", "0")
    assert rows["Malaysia"]["Arrests, trafficking or smuggling, mark"] == "·"
