"""Joint operations on the page Cooperation: who leads, who confirms, and what nobody else could confirm."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.dashboards.formatter import Formatter
from assets.dashboards.pages.cooperation.texts import operations_title
from assets.dashboards.site import build_site
from assets.framework.loader import load_framework
from tests.dashboards.editions import tables_of
from tests.dashboards.reading import Node, read_page
from tests.warehouse.small_edition import Row, SmallEdition


def _operation(name: str, lead: str = "", others: str = "") -> Row:
    return {"record": "OPER", "shared_id": name, "crime": "TIP", "opened_on": "2023-07-10", "lead": lead,
            "other_countries": others}  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Node:
    small = SmallEdition(countries=("MYS", "THA", "VNM"), months=1)
    small.send(
        "THA", "2023-07", cases=[_operation("BOTH", "THA", "MYS"), _operation("ALONE"), _operation("ODD", "THA")]
    )
    small.send(
        "MYS", "2023-07", cases=[_operation("BOTH", "THA"), _operation("ODD", "MYS"), _operation("FAR", "INTERPOL")]
    )
    small.send("VNM", "2023-07", cases=[_operation("FAR")])
    folder = tmp_path_factory.mktemp("operations")
    build_site(tables_of(small), small.framework, folder)
    return read_page(folder / "cooperation.html")


def _row(page: Node, name: str) -> list[str]:
    (table,) = page.all("table", class_="partners")
    (row,) = [r for r in table.all("tr") if r.all("th")[0].text == name]
    return [cell.text for cell in row.all("td")][2:]


def test_an_operation_that_one_country_lists_alone_is_not_confirmed_by_every_partner(page: Node) -> None:
    assert _row(page, "ALONE") == ["not stated", "Thailand Confirmed", "", "no partner named"]
    assert page.all("h2", id="title-operations")[0].text == "3 of 4 joint operations are confirmed by every partner"


def test_nobody_stands_under_the_heading_of_the_lead_that_is_not_the_lead(page: Node) -> None:
    assert _row(page, "BOTH") == ["Thailand Confirmed", "Malaysia Confirmed", "", "2 of 2"]
    assert _row(page, "ODD")[0] == "named differently"
    assert _row(page, "FAR")[0] == "not a participant"


def test_none_confirmed_is_said_in_words() -> None:
    fmt = Formatter(load_framework())
    assert operations_title(3, 0, fmt) == "None of 3 joint operations is confirmed by every partner"
    assert operations_title(1, 0, fmt) == "The one joint operation is not confirmed by every partner"
    assert operations_title(3, 1, fmt) == "1 of 3 joint operations is confirmed by every partner"
    assert operations_title(3, 3, fmt) == "3 of 3 joint operations are confirmed by every partner"


def test_plans_and_cases_of_lists_that_are_not_complete_say_at_least(tmp_path: Path) -> None:
    small = SmallEdition(countries=("THA",), months=1)
    lines = [{"record": "PLAN", "shared_id": "P1", "crime": "TIP", "stage": "ACCEPTED"}]
    lines += [{"record": "COMP", "shared_id": "C1", "crime": "TIP", "stage": "ACCEPTED"}]
    small.send("THA", "2023-07", listed={"cases": "NOT_AVAILABLE"}, cases=lines)
    build_site(tables_of(small), small.framework, tmp_path)
    figures = read_page(tmp_path / "cooperation.html").all("dl", class_="figures")[0]
    assert "≥1" in [number.text for number in figures.all("dd")]
    country = read_page(tmp_path / "countries" / "THA.html")
    assert "It takes part in at least 1 Compendium case." in country.text
    assert "≥1" in [number.text for number in country.all("dl", class_="figures")[0].all("dd")]
