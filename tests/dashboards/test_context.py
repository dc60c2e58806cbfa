"""What other sources publish: every figure is shown, or counted among those that are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assets.dashboards.site import build_site
from tests.dashboards.editions import tables_of
from tests.dashboards.reading import Node, csv_rows, read_page
from tests.warehouse.small_edition import SmallEdition

ABOUT = {"kind": "context", "layout": "unodc", "edition_id": "", "source_agency": "UNODC"}


def _figure(value: int, **about: Any) -> dict[str, Any]:
    given = {"indicator": "Detected victims", "unit_measure": "PERSON", "category": "Total", "ref_area": "THA"}
    return given | {"time_period": "2021", "cell": "N5", "obs_status": "V", "obs_value": value} | about


def _site(folder: Path, *figures: dict[str, Any]) -> Path:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    cells = [
        figure | {"cell": f"N{row}", "raw_text": str(figure["obs_value"])} for row, figure in enumerate(figures, 5)
    ]
    small.send("", "", observations=cells, on="2023-08-03", listed={}, file_name="unodc.xlsx", **ABOUT)
    small.send("THA", "2023-07", {"ARR TIP": 1})
    build_site(tables_of(small), small.framework, folder)
    return folder


def _table(site: Path, page: str) -> Node:
    (table,) = [t for t in read_page(site / page).all("table") if "national context" in t.all("caption")[0].text]
    return table


def _lines(table: Node) -> list[list[str]]:
    return [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")]


def test_a_source_without_a_total_shows_its_categories_and_adds_nothing_up(tmp_path: Path) -> None:
    routes = [_figure(7, category="By sea"), _figure(5, category="By land"), _figure(4, category="By air", sex="F")]
    site = _site(tmp_path, *routes)
    for page in ("context.html", "countries/THA.html"):
        assert _lines(_table(site, page))[1:] == [["Detected victims: By land", "5"], ["Detected victims: By sea", "7"]]
    assert "Not shown here: 1 more figure of earlier periods or split by" in read_page(site / "context.html").text


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    earlier = [_figure(1, time_period=str(year)) for year in range(2010, 2021)]
    site = _site(
        tmp_path, _figure(12), _figure(7, category="By sea"), _figure(5, sex="F"), _figure(3, age="Y0T17"), *earlier
    )
    assert _lines(_table(site, "context.html"))[0][1:] == [str(year) for year in range(2016, 2022)]
    assert "Not shown here: 9 more figures" in read_page(site / "context.html").text
    assert len(csv_rows(site / "data/national-context.csv")) == 15


@pytest.mark.parametrize("topic", ["", "Total"])
def test_where_all_is_shown_nothing_is_said_to_be_left_out(tmp_path: Path, topic: str) -> None:
    site = _site(tmp_path, _figure(12, topic=topic))
    assert _lines(_table(site, "context.html"))[1:] == [["Detected victims", "12"]]
    assert "Not shown here" not in read_page(site / "context.html").text


def test_two_topics_of_one_indicator_are_two_lines(tmp_path: Path) -> None:
    site = _site(tmp_path, _figure(12, topic="Trafficking"), _figure(5, topic="Smuggling"))
    assert _lines(_table(site, "context.html"))[1:] == [
        ["Detected victims: Smuggling", "5"],
        ["Detected victims: Trafficking", "12"],
    ]
