"""Every edition builds and reads sensibly, from an empty one to forty-five countries; always the same bytes."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from assets.dashboards.publish import EarlierBuild, file_hashes, file_states
from assets.dashboards.site import TABLES, build_site
from assets.framework.vintage import release
from assets.warehouse.store import arrow_of
from tests.dashboards.editions import FIFTH_MONTH, LONG_AFTER, rich_edition, send_all, tables_of
from tests.dashboards.reading import numbers_in, pages_of, read_page
from tests.warehouse.built import built
from tests.warehouse.small_edition import SmallEdition

MEMBERS = (
    "AFG", "ARE", "AUS", "BGD", "BRN", "BTN", "CAN", "CHN", "FJI", "GBR", "HKG", "IDN", "IND", "IRN", "IRQ",
    "JOR", "JPN", "KHM", "KIR", "KOR", "LAO", "LKA", "MAC", "MDV", "MMR", "MNG", "MYS", "NCL", "NPL", "NRU",
    "NZL", "PAK", "PHL", "PLW", "PNG", "SAU", "SLB", "SYR", "THA", "TLS", "TON", "TUR", "USA", "VNM", "VUT",
)  # fmt: skip


def _build(small: SmallEdition, folder: Path, as_of: date = LONG_AFTER) -> Path:
    report = build_site(tables_of(small, as_of), small.framework, folder)
    pages = pages_of(folder)
    assert report.pages == len(pages)
    for page in pages:
        assert "None" not in read_page(page).text.replace("None.", "").replace("None:", ""), page.name
        assert "nan" not in read_page(page).text.split(), page.name
    return folder


def test_an_edition_without_any_return_builds(tmp_path: Path) -> None:
    site = _build(SmallEdition(), tmp_path, date(2023, 8, 1))
    overview = read_page(site / "index.html")
    assert overview.all("h1")[0].text.startswith("No month is due yet")
    assert not overview.all("aside", class_="synthetic") and not overview.all("div", class_="plot")
    assert "no figure" in overview.text


def test_an_edition_in_which_nobody_has_reported_shows_no_zero(tmp_path: Path) -> None:
    site = _build(SmallEdition(), tmp_path, date(2023, 9, 20))
    page = read_page(site / "indicators" / "ARR.html")
    assert page.all("h1")[0].text.startswith("No country has given a figure for arrests")
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text.endswith("by country and month")]
    assert {cell.text for cell in table.all("td")} == {"[x]"}


def test_one_country_and_one_month_build(tmp_path: Path) -> None:
    small = SmallEdition(countries=("THA",), months=1)
    send_all(small, "2023-07", {"THA": 12})
    site = _build(small, tmp_path)
    assert read_page(site / "index.html").all("h1")[0].text == (
        "1 of 1 countries are counted for July 2023, the first month"
    )
    page = read_page(site / "indicators" / "INV_NEW.html")
    assert page.all("h1")[0].text == "12 new investigations opened in July 2023, the first month"


def test_everything_held_or_withheld_builds(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=2)
    for month in ("2023-07", "2023-08"):
        small.send("MYS", month, {"ARR TIP": 5}, outcome="held", reason="Two cells are wrong.")
        small.send("THA", month, {"ARR TIP": "<5"})
    site = _build(small, tmp_path)
    page = read_page(site / "indicators" / "ARR.html")
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text.endswith("by country and month")]
    assert [cell.text for cell in table.all("td")] == ["[x]", "[x]", "[x]", "[c]", "[c]", "[c]"]
    assert "Two cells are wrong." in read_page(site / "reporting.html").text


def test_a_real_edition_has_no_synthetic_label_anywhere(tmp_path: Path) -> None:
    small = SmallEdition(countries=("THA",), months=2)
    send_all(small, "2023-07", {"THA": 12})
    site = _build(small, tmp_path)
    for path in site.rglob("*"):
        if path.suffix in (".html", ".csv"):
            assert "ynthetic" not in path.read_text(encoding="utf-8"), path.name


def test_forty_five_countries_build_with_a_page_each(tmp_path: Path) -> None:
    small = SmallEdition(countries=MEMBERS, months=2)
    for number, country in enumerate(MEMBERS):
        small.send(country, "2023-07", {"INV_NEW TIP": number, "ARR TIP": 1})
    site = _build(small, tmp_path, date(2023, 8, 12))
    assert len(list((site / "countries").glob("*.html"))) == 46
    page = read_page(site / "indicators" / "INV_NEW.html")
    assert f"{sum(range(45))} new investigations opened" in page.all("h1")[0].text.replace(",", "")
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text == "New investigations opened by country"]
    shown = [numbers_in(row.all("td")[0].text)[0] for row in table.all("tr")[1:]]
    assert shown == sorted(range(45), reverse=True)


def test_a_release_says_its_number_and_the_next_one(tmp_path: Path) -> None:
    small = rich_edition()
    with built(small, release(small.edition, "2023-09", 2)) as tables:
        rows = {t: arrow_of(tables.connection, f"select * from {t} order by all") for t in TABLES}
    build_site(rows, small.framework, tmp_path)
    page = read_page(tmp_path / "index.html")
    facts = {d.all("dt")[0].text: d.all("dd")[0].text for d in page.all("dl", class_="release")[0].all("div")}
    assert facts["Release"] == "3 of 8" and facts["Cut-off"] == "15 October 2023"
    assert facts["Reported for September"] == "4 of 4 countries"
    assert "Release JPA6-2023-09-r2 · next release after 15 November 2023" in page.all("footer")[0].text


@pytest.mark.parametrize("as_of", [FIFTH_MONTH, date(2023, 8, 1)])
def test_the_same_tables_give_the_same_bytes(tmp_path: Path, as_of: date) -> None:
    small = rich_edition()
    tables = tables_of(small, as_of)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        build_site(tables, small.framework, folder)
    assert file_hashes(folders[0]) == file_hashes(folders[1])


def test_a_site_beside_an_earlier_one_is_the_site_built_from_nothing(tmp_path: Path) -> None:
    small = rich_edition()
    earlier: EarlierBuild | None = None
    for number, as_of in enumerate((FIFTH_MONTH, FIFTH_MONTH + timedelta(days=1), LONG_AFTER, FIFTH_MONTH)):
        tables = tables_of(small, as_of)
        beside, alone = tmp_path / f"beside-{number}", tmp_path / f"alone-{number}"
        report = build_site(tables, small.framework, beside, earlier=earlier)
        build_site(tables, small.framework, alone)
        assert file_hashes(beside) == file_hashes(alone)
        if earlier is not None:
            assert (beside / "static/site.css").samefile(earlier.folder / "static/site.css")
        earlier = EarlierBuild(beside, file_states(beside), report.made_of)


def test_the_order_of_the_rows_changes_no_byte(tmp_path: Path) -> None:
    small = rich_edition()
    tables = tables_of(small, FIFTH_MONTH)
    # Tables come ordered by all columns; what is shown must not lean on the order of equals.
    build_site(tables, small.framework, tmp_path / "one")
    order = random.Random(5)
    mixed = {
        name: rows.take(pa.array(order.sample(range(len(rows)), len(rows)), pa.int64()))
        for name, rows in tables.items()
    }
    mixed["outcomes.cells_behind"] = tables["outcomes.cells_behind"]
    mixed["outcomes.indicator_country_month"] = tables["outcomes.indicator_country_month"]
    build_site(mixed, small.framework, tmp_path / "two")
    for path in pages_of(tmp_path / "one"):
        assert path.read_text() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_text(), path.name
