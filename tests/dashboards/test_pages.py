"""How pages are made: links that lead somewhere, headings in order, tables with heads, a menu of what there is."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from assets.framework.loader import load_framework
from tests.dashboards.reading import pages_of, read_page

INDICATORS = [indicator.indicator for indicator in load_framework().indicators]
HEADINGS = {"h1", "h2", "h3", "h4"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'"
)


def test_there_is_a_page_for_each_indicator_and_each_country(site: Path) -> None:
    assert {path.stem for path in (site / "indicators").glob("*.html")} == {"index", *INDICATORS}
    assert {path.stem for path in (site / "countries").glob("*.html")} == {"index", "MYS", "NZL", "THA", "VNM"}


def test_every_link_leads_to_a_file_and_a_place_that_is_there(site: Path) -> None:
    ids = {page: {node.attributes.get("id") for node in read_page(page).all()} for page in pages_of(site)}
    seen = 0
    for page in pages_of(site):
        for link in read_page(page).all("a"):
            href, _, place = str(link.attributes["href"]).partition("#")
            target = (page.parent / href).resolve() if href else page
            assert target.is_file(), f"{page.name}: {href}"
            if place:
                assert place in ids[target], f"{page.name}: {href}#{place}"
            seen += 1
    assert seen > 1000


def test_nothing_on_a_page_comes_from_elsewhere(site: Path) -> None:
    for page in pages_of(site):
        for node in read_page(page).all():
            for name in ("src", "href"):
                address = str(node.attributes.get(name) or "")
                assert not re.match(r"(https?:)?//", address), f"{page.name}: {address}"
        policy = next(m for m in read_page(page).all("meta") if m.attributes.get("http-equiv"))
        assert policy.attributes["content"] == POLICY


def test_no_script_or_handler_stands_in_the_page_itself(site: Path) -> None:
    for page in pages_of(site):
        tree = read_page(page)
        for script in tree.all("script"):
            assert script.attributes.get("src") or script.attributes.get("type") == "application/json"
        assert not [n for n in tree.all() for name in n.attributes if name.startswith("on")]


def test_the_menu_has_only_pages_that_exist_and_marks_the_one_shown(site: Path) -> None:
    for page in pages_of(site):
        wide, narrow = read_page(page).all("nav")[:2]
        names = [a.text for a in wide.all("a")]
        assert names == [a.text for a in narrow.all("a")]
        assert names[0] == "Overview" and "Map" not in names
        marked = [a for a in wide.all("a") if a.attributes.get("aria-current") or a.attributes.get("class") == "here"]
        assert len(marked) == 1, page.name


def test_headings_go_down_one_step_at_a_time(site: Path) -> None:
    for page in pages_of(site):
        levels = [int(node.tag[1]) for node in read_page(page).all() if node.tag in HEADINGS]
        assert levels.count(1) == 1 and levels[0] == 1, page.name
        assert all(after <= before + 1 for before, after in pairwise(levels)), page.name


def test_every_page_has_its_landmarks_and_a_way_past_the_menu(site: Path) -> None:
    for page in pages_of(site):
        tree = read_page(page)
        assert [len(tree.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]
        assert tree.all("a", class_="skip")[0].attributes["href"] == "#main"
        assert tree.all("html")[0].attributes["lang"] == "en"


def test_ids_are_unique_and_the_same_in_every_build(site: Path) -> None:
    for page in pages_of(site):
        ids = Counter(str(n.attributes["id"]) for n in read_page(page).all() if n.attributes.get("id"))
        assert not {name for name, times in ids.items() if times > 1}, page.name


def test_every_table_has_a_caption_and_heads_with_scope(site: Path) -> None:
    for page in pages_of(site):
        for table in read_page(page).all("table"):
            assert table.all("caption")[0].text, page.name
            assert all(th.attributes.get("scope") in ("col", "row") for th in table.all("th"))
            assert all(th.text or th.all("svg") for th in table.all("th")), table.all("caption")[0].text
            widths = {len(row.all("th")) + len(row.all("td")) for row in table.all("tr")}
            assert len(widths) == 1, f"{page.name}: {table.all('caption')[0].text}"


def test_every_picture_is_named_or_hidden_from_who_cannot_see_it(site: Path) -> None:
    for page in pages_of(site):
        tree = read_page(page)
        for picture in [*tree.all("svg"), *tree.all("div", class_="plot")]:
            hidden = any(node.attributes.get("aria-hidden") == "true" for node in picture.and_above)
            named = picture.attributes.get("aria-label") or picture.attributes.get("aria-labelledby")
            assert hidden or named, page.name


def test_every_page_says_what_is_counted_and_of_which_build(site: Path) -> None:
    for page in pages_of(site):
        tree = read_page(page)
        foot = tree.all("footer")[0].text
        assert "do not measure how much trafficking or smuggling there is" in foot
        assert "Preview JPA6, as of 12 December 2023" in foot
        assert "Working group edition" in tree.all("header")[0].text
        assert tree.all("aside", class_="synthetic")[0].text.startswith("Synthetic figures.")
        facts = tree.all("dl", class_="release")[0].text
        assert "Provisional" in facts and "3 of 4 countries" in facts


def test_every_chart_leads_to_where_its_numbers_come_from(site: Path) -> None:
    for page in pages_of(site):
        for chart in read_page(page).all("section", class_="chart"):
            links = [a.text for a in chart.all("a")]
            assert "Where each number comes from" in links, page.name


def test_other_sources_are_said_to_be_others_and_never_made_a_percentage(site: Path) -> None:
    page = read_page(site / "context.html")
    assert "no percentage is made of the two" in page.all("p", class_="lead")[0].text
    assert "1st Joint Period of Action" in page.text and "more than 70" in page.text
    assert "%" not in page.all("main")[0].text


def test_each_rule_of_a_finding_is_said_in_words(site: Path) -> None:
    page = read_page(site / "reporting.html")
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text == "Open findings by rule"]
    rules = {row.all("th")[0].text: row.all("td")[0].text for row in table.all("tr")[1:]}
    assert "W01" in rules
    assert all(len(title.split()) > 2 for title in rules.values()), rules


def test_the_two_sides_of_a_pair_are_compared_and_named(site: Path) -> None:
    page = read_page(site / "cooperation.html")
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text == "Every pair of countries"]
    rows = [[row.all("th")[0].text, *(cell.text for cell in row.all("td"))] for row in table.all("tr")[1:]]
    assert rows == [
        ["Thailand", "Malaysia", "20", "19", "4", "Differ by 1"],
        ["Malaysia", "Thailand", "8", "8", "4", "Agree"],
    ]


def test_a_partner_that_does_not_list_an_operation_is_named(site: Path) -> None:
    page = read_page(site / "cooperation.html")
    (table,) = page.all("table", class_="partners")
    assert "Not listed" in table.text and "1 of 2" in table.text
