"""A zero, a missing value, a withheld one, one that cannot be counted and one not yet due are told apart everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from assets.checking.findings import FileStatus
from assets.dashboards.flags import FILE_STATUSES
from assets.dashboards.site import build_site
from tests.dashboards.editions import tables_of
from tests.dashboards.reading import Node, csv_rows, figures_of, read_page
from tests.warehouse.small_edition import SmallEdition


def test_whatever_becomes_of_a_file_has_words() -> None:
    assert FILE_STATUSES.keys() == {*get_args(FileStatus), "withdrawn"}


def _row(page: Node, heading: str, caption: str) -> list[str]:
    (table,) = [t for t in page.all("table") if t.all("caption")[0].text == caption]
    (row,) = [r for r in table.all("tr") if r.all("th") and r.all("th")[0].text == heading]
    return [cell.text for cell in row.all("td")]


def _victims(site: Path) -> Node:
    return read_page(site / "indicators" / "VIC_ID.html")


def test_a_withheld_figure_is_marked_c_and_no_number(site: Path) -> None:
    assert _row(_victims(site), "Malaysia", "Trafficking victims identified by country")[0] == "[c]"


def test_a_figure_that_cannot_be_counted_is_marked_z(site: Path) -> None:
    assert _row(_victims(site), "Viet Nam", "Trafficking victims identified by country")[0] == "[z]"


def test_a_blank_and_a_missing_return_are_marked_x(site: Path) -> None:
    page = read_page(site / "indicators" / "INV_NEW.html")
    row = _row(page, "New Zealand", "New investigations opened by country and month")
    assert row == ["[x]", "[x]", "[x]", "[x]", "[x]", "[x]"]


def test_a_zero_is_the_number_0_and_has_no_bar_but_its_label(site: Path) -> None:
    page = read_page(site / "indicators" / "INV_NEW.html")
    assert _row(page, "Viet Nam", "New investigations opened by country and month") == ["0"] * 6
    bars = figures_of(page)["chart-countries"]["data"][0]
    assert 0 in bars["x"] and "<b>0</b>" in bars["text"]


def test_a_held_month_is_marked_x_and_the_chart_says_why(site: Path) -> None:
    page = read_page(site / "countries" / "MYS.html")
    notes = figures_of(page)["chart-INV_NEW"]["layout"]["annotations"]
    (mark,) = [note for note in notes if note["text"] == "[x]"]
    assert (mark["x"], mark["hovertext"]) == (3, "return held for correction")


def test_a_month_not_yet_due_has_its_slot_and_no_value(site: Path) -> None:
    figure = figures_of(_victims(site))["chart-months"]
    assert figure["layout"]["xaxis"]["range"] == [-0.5, 7.5]
    assert figure["data"][0]["x"] == [0, 1, 2, 3, 4]
    assert "not yet due" in [note["text"] for note in figure["layout"]["annotations"]]
    dotted = [shape for shape in figure["layout"]["shapes"] if shape["line"].get("dash") == "dot"]
    assert [(shape["x0"], shape["x1"]) for shape in dotted] == [(4.5, 7.5)]


def test_a_provisional_month_is_hatched_and_marked_p(site: Path) -> None:
    figure = figures_of(_victims(site))["chart-months"]
    assert figure["data"][0]["marker"]["pattern"]["shape"] == ["", "", "", "", "/"]
    rows = csv_rows(site / "data/indicators/VIC_ID-months.csv")
    assert [row["Trafficking victims identified, mark"] for row in rows][-1].endswith("[p]")


def test_a_revised_figure_is_marked_r_and_its_old_value_is_listed(site: Path) -> None:
    rows = csv_rows(site / "data/indicators/INV_NEW-months.csv")
    assert [row["New investigations opened, mark"] for row in rows] == ["", "", "[r]", "", "[p]"]
    (revision,) = csv_rows(site / "data/reporting-revisions.csv")
    assert (revision["Was"], revision["Now"], revision["Change"]) == ("32", "36", "'+4")


def test_a_revised_figure_of_a_country_is_marked_r_on_both_pages_that_show_it(site: Path) -> None:
    rows = csv_rows(site / "data/countries/MYS-series.csv")
    flags = {row["Month"]: row["New investigations opened, mark"] for row in rows}
    assert "[r]" in flags["2023-09"] and not any("[r]" in flags[month] for month in flags if month != "2023-09")
    tables = read_page(site / "countries/MYS.html").all("table")
    (table,) = [t for t in tables if "nine series by month" in t.all("caption")[0].text]
    assert "[r]" in table.text
    months = csv_rows(site / "data/indicators/INV_NEW-everything.csv")
    assert [row["Country"] for row in months if "[r]" in str(row)] == ["Malaysia"]


def test_a_total_with_a_withheld_part_says_at_least(site: Path) -> None:
    page = _victims(site)
    assert page.all("h1")[0].text.startswith("At least 24 trafficking victims identified")
    assert "≥5" in figures_of(page)["chart-months"]["data"][0]["text"]
    assert "5 [≥]" in _row(page, "Trafficking victims identified", "Trafficking victims identified by month")


def test_no_share_is_said_where_the_whole_is_not_known(site: Path) -> None:
    titles = [title.text for title in _victims(site).all(class_="finding")]
    assert titles and not any("%" in title for title in titles)
    assert "Thailand has the highest known figure, 20" in titles


def test_marks_in_a_table_are_explained_below_it(site: Path) -> None:
    page = _victims(site)
    for details in page.all("details", class_="numbers"):
        marks = {span.text for span in details.all("span", class_="mark")}
        note = " ".join(p.text for p in details.all("p", class_="note"))
        assert all(mark in note for mark in marks), (marks, note)


def test_each_letter_of_the_matrix_is_a_letter_with_its_word(site: Path) -> None:
    page = read_page(site / "reporting.html")
    (table,) = page.all("table", class_="matrix")
    letters = {row.all("th")[0].text: [a.text for a in row.all("abbr")] for row in table.all("tr") if row.all("abbr")}
    assert letters["Malaysia"] == ["T", "L", "T", "H", "T", "·", "·", "·"]
    assert letters["New Zealand"] == ["T", "T", "T", "T", "N", "·", "·", "·"]
    titles = {a.text: a.attributes["title"] for a in table.all("abbr")}
    assert titles["H"] == "Held for correction, not counted"


def test_the_countries_counted_stand_below_the_matrix(site: Path) -> None:
    (table,) = read_page(site / "reporting.html").all("table", class_="matrix")
    last = table.all("tr")[-1]
    assert [cell.text for cell in last.all("td")] == ["4", "4", "4", "3", "3", "", "", "", "18 of 20", "17 of 20"]


def test_a_break_in_a_series_is_a_dashed_line_with_words(tmp_path: Path) -> None:
    small = SmallEdition(countries=("THA",), months=3)
    for month in small.edition.months:
        notes = [{"where": "ARR", "note_kind": "BREAK", "text": "A new law."}] if month == "2023-09" else []
        small.send("THA", month, {"ARR TIP": 5}, notes=notes)
    build_site(tables_of(small), small.framework, tmp_path)
    page = read_page(tmp_path / "countries" / "THA.html")
    layout = figures_of(page)["chart-ARR"]["layout"]
    (line,) = [shape for shape in layout["shapes"] if shape["line"].get("dash") == "dash"]
    assert line["x0"] == line["x1"] == 1.5
    assert "definition changes" in [note["text"] for note in layout["annotations"]]
    assert "A new law." not in page.text


def test_an_enquiry_of_which_the_number_is_blank_makes_a_lower_bound(tmp_path: Path) -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    line = {"counterpart": "THA", "channel": "POLICE", "crime": "TIP", "sent": 3, "received": 4, "answered": 2}
    small.send(
        "MYS", "2023-07", {"ARR TIP": 1}, exchanges=[line, line | {"channel": "MLA", "sent": None, "received": None}]
    )
    small.send("THA", "2023-07", {"ARR TIP": 1})
    build_site(tables_of(small), small.framework, tmp_path)
    figures = read_page(tmp_path / "countries" / "MYS.html").all("dl", class_="figures")[0]
    assert "≥4" in figures.text and "4 of ≥4" in figures.text
    channels = csv_rows(tmp_path / "data/cooperation-channels.csv")
    assert [(row["Channel"], row["Sent"], row["Sent, mark"]) for row in channels] == [
        ("Police to police", "3", ""),
        ("Mutual legal assistance", "", "[x]"),
    ]
