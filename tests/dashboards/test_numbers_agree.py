"""Chart, table, CSV and workbook of every chart say the same numbers, and they are the right ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq
import pytest

from tests.dashboards.reading import (
    Node,
    csv_rows,
    drawn_numbers,
    figures_of,
    numbers_in,
    pages_of,
    read_page,
    zipped_csv_rows,
)


def _charts(site: Path) -> list[tuple[Path, Node]]:
    return [(path, chart) for path in pages_of(site) for chart in read_page(path).all("section", class_="chart")]


def _table(chart: Node) -> Node:
    (details,) = chart.all("details", class_="numbers")
    return details.all("table")[0]


def _file(chart: Node, page: Path, ending: str) -> Path:
    href = next(str(a.attributes["href"]) for a in chart.all("a") if str(a.attributes["href"]).endswith(ending))
    return (page.parent / href).resolve()


def _values(table: Node) -> Counter[float]:
    """Every number in the cells of numbers."""
    return Counter(number for cell in table.all("td", class_="n") for number in numbers_in(cell.text))


def test_every_chart_has_a_title_a_sentence_a_table_and_its_files(site: Path) -> None:
    charts = _charts(site)
    assert len(charts) > 40
    for page, chart in charts:
        (title,) = chart.all(class_="finding")
        named = str(chart.attributes["aria-labelledby"])
        assert title.attributes["id"] == named and title.text
        assert any(p.text for p in chart.all("p") if str(p.attributes.get("id", "")).startswith("says-"))
        assert _table(chart).all("caption")[0].text
        assert _file(chart, page, ".csv").is_file() and _file(chart, page, ".xlsx").is_file()


def test_every_number_that_is_drawn_stands_in_the_table(site: Path) -> None:
    drawn = 0
    for page in pages_of(site):
        tree = read_page(page)
        figures = figures_of(tree)
        for chart in tree.all("section", class_="chart"):
            for plot in chart.all("div", class_="plot"):
                data = drawn_numbers(figures[str(plot.attributes["id"])])
                table = _values(_table(chart))
                assert not Counter(map(float, data)) - table, f"{page.name}: {plot.attributes['id']}"
                drawn += len(data)
    assert drawn > 150


def test_the_panels_of_a_country_draw_what_its_table_says(site: Path) -> None:
    page = site / "countries" / "THA.html"
    tree = read_page(page)
    rows = csv_rows(site / "data/countries/THA-series.csv")
    figures = figures_of(tree)
    by_title = {panel.all("h3")[0].text: panel for panel in tree.all("section", class_="panel")}
    assert len(by_title) == 9
    for title, panel in by_title.items():
        (plot,) = panel.all("div", class_="plot")
        said = [int(row[title]) for row in rows if row[title]]
        assert drawn_numbers(figures[str(plot.attributes["id"])]) == said


def test_table_csv_and_workbook_hold_the_same_numbers(site: Path) -> None:
    for page, chart in _charts(site):
        rows = csv_rows(_file(chart, page, ".csv"))
        in_csv = Counter(float(v) for row in rows for k, v in row.items() if k != "Month" and v.isdigit())
        assert _values(_table(chart)) - in_csv == Counter(), f"{page.name}: {chart.attributes}"
        title = chart.all(class_="finding")[0].text
        sheets = [s for s in openpyxl.load_workbook(_file(chart, page, ".xlsx")).worksheets if s["A1"].value == title]
        in_book = [
            Counter(float(c.value) for line in s.iter_rows() for c in line if isinstance(c.value, int | float))
            for s in sheets
        ]
        assert in_csv in in_book


@pytest.mark.parametrize(
    ("month", "value", "counted"),
    [("2023-07", 30 + 30, 3), ("2023-09", 30 + 36, 3), ("2023-10", 30, 2), ("2023-11", 30 + 34, 3)],
)
def test_new_investigations_of_a_month_are_what_the_returns_say(
    site: Path, month: str, value: int, counted: int
) -> None:
    (row,) = [r for r in csv_rows(site / "data/indicators/INV_NEW-months.csv") if r["Month"] == month]
    assert (int(row["New investigations opened"]), int(row["Countries counted"])) == (value, counted)


def test_the_running_total_ends_at_the_total_to_date(site: Path) -> None:
    rows = csv_rows(site / "data/indicators/INV_NEW-months.csv")
    assert int(rows[-1]["Running total"]) == 60 + 61 + 66 + 30 + 64
    overview = read_page(site / "index.html")
    assert "281" in [big.text for big in overview.all("p", class_="big")]


def test_the_cells_behind_a_number_add_up_to_it(site: Path) -> None:
    rows = zipped_csv_rows(site / "data/cells.zip")
    july = [
        r for r in rows if (r["indicator"], r["time_period"], r["role_in_total"]) == ("INV_NEW", "2023-07", "added")
    ]
    assert sum(int(r["obs_value"]) for r in july) == 60
    assert all(r["file_name"] and r["sheet"] and r["cell"] for r in rows)


def test_the_cells_for_a_spreadsheet_program_and_those_for_others_are_the_same(site: Path) -> None:
    rows = zipped_csv_rows(site / "data/cells.zip")
    others = pq.read_table(site / "data/cells.parquet").to_pylist()
    assert rows == [{name: "" if value is None else str(value) for name, value in row.items()} for row in others]
