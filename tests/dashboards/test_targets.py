"""Targets stand only where they are set, as a word with a shape; without any the pages say so."""

from __future__ import annotations

from pathlib import Path

from tests.dashboards.reading import Node, read_page


def _statuses(page: Node) -> dict[str, str]:
    figures = page.all("div", class_="headline")
    return {f.all("h3")[0].text: f.all("span", class_="status")[0].text for f in figures if f.all(class_="status")}


def test_without_targets_each_figure_says_no_target(site: Path) -> None:
    page = read_page(site / "index.html")
    assert set(_statuses(page).values()) == {"No target"}
    assert not page.all("svg", class_="track")


def test_with_targets_the_three_words_and_their_shapes_show(site_with_targets: Path) -> None:
    page = read_page(site_with_targets / "index.html")
    assert _statuses(page) == {
        "Enquiries answered": "Behind",
        "Compendium cases accepted": "On track",
        "Officers trained": "Close",
    }
    shapes = {str(status.all("svg")[0].children[0].attributes) for status in page.all("span", class_="status")}
    assert len(shapes) == 3
    assert len(page.all("svg", class_="track")) == 3


def test_what_was_found_never_has_a_target(site_with_targets: Path) -> None:
    page = read_page(site_with_targets / "index.html")
    found = page.all("section", class_="group")[1]
    assert not found.all(class_="status") and not found.all(class_="track")
    arrests = read_page(site_with_targets / "indicators" / "ARR.html").all("dl", class_="facts")[0].text
    assert "None: the count moves with detection" in arrests


def test_an_indicator_page_gives_its_milestone_in_words(site_with_targets: Path, site: Path) -> None:
    facts = read_page(site_with_targets / "indicators" / "TRN_OFF.html").all("dl", class_="facts")[0].text
    assert "Milestone 60, target 80. Close." in facts
    facts = read_page(site / "indicators" / "TRN_OFF.html").all("dl", class_="facts")[0].text
    assert "No target is set in this edition" in facts
