"""The Compendium on the pages: a case that was closed is not said to have been charged."""

from __future__ import annotations

from pathlib import Path

from assets.dashboards.site import build_site
from tests.dashboards.editions import tables_of
from tests.dashboards.reading import read_page
from tests.warehouse.small_edition import SmallEdition


def test_cases_closed_without_a_charge_are_told_apart(tmp_path: Path) -> None:
    small = SmallEdition(countries=("THA",), months=1)
    stages = ("INVESTIGATION", "CHARGED", "CLOSED", "CLOSED")
    lines = [
        {"record": "COMP", "shared_id": f"C{number}", "crime": "TIP", "stage": stage}
        for number, stage in enumerate(stages)
    ]
    small.send("THA", "2023-07", cases=lines)
    build_site(tables_of(small), small.framework, tmp_path)
    page = read_page(tmp_path / "compendium.html")
    assert page.all("h1")[0].text == "1 of 4 accepted cases has reached a charge"
    assert "4 cases are accepted or beyond; 2 closed without a charge that any return reported." in page.text
    overview = read_page(tmp_path / "index.html").text
    assert "2 closed without a reported charge" in overview and "1 known to have reached a charge" in overview
