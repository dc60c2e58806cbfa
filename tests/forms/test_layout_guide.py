"""The guide for writing a layout: its example is really read, its table of keys is that of the declarations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets.forms.layout.guide import layout_keys
from assets.forms.layout_try import ROW_COLUMNS, Trial, TryTask, layout_lines, row_lines, try_layouts
from assets.intake.limits import Limits
from tests.forms.tables import at, fates

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "layouts.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def tried(folder: Path, *changes: tuple[str, str]) -> Trial:
    text = block("csv")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path, layout = folder / "desk.csv", folder / "lka_desk.toml"
    path.write_text(text, encoding="utf-8")
    layout.write_text(block("toml"), encoding="utf-8")
    return try_layouts(TryTask(path, path.name, Limits(), layout))


def test_the_table_of_keys_is_the_one_the_declarations_make() -> None:
    made = re.search(r"<!-- made: layout_keys -->\n(.*)\n<!-- /made -->", GUIDE, re.DOTALL)
    assert made and made[1] == layout_keys(), "Put the result of layout_keys() between the marks in docs/layouts.md."


def test_every_key_is_explained() -> None:
    for line in layout_keys().splitlines():
        if line.startswith("| `"):
            assert line.rstrip(" |").endswith((".", ".)")), line


def test_the_example_is_read_as_the_guide_shows(tmp_path: Path) -> None:
    shown = GUIDE[GUIDE.index("| " + " | ".join(ROW_COLUMNS)) :].split("\n\n")[0].splitlines()[2:]
    lines = [
        "| " + " | ".join(cell.replace("|", r"\|").replace("\n", "<br>") for cell in line) + " |"
        for line in row_lines(tried(tmp_path))
    ]
    assert lines == shown


def test_the_example_of_a_test_holds(tmp_path: Path) -> None:
    result = tried(tmp_path).result
    assert result is not None and result.problems == []
    assert (at(result, "C7").sex, at(result, "C7").obs_value) == ("M", 25 - 22)
    assert fates(result)[8] == ("skipped", "adds up sums")


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ((",31,", ",30,"), "E06", "D7"),
        ((",25,31,", ",21,27,"), "E07", "C7"),
        ((",25,", ",25 (2 pending),"), "E03", "C7"),
    ],
)
def test_what_the_guide_says_of_a_broken_copy_is_so(
    tmp_path: Path, change: tuple[str, str], code: str, cell: str
) -> None:
    assert (code, cell) in [(p.code, p.cell) for p in tried(tmp_path, change).problems]


def test_a_fall_that_is_explained_in_its_row_is_no_finding(tmp_path: Path) -> None:
    assert tried(tmp_path, (",25,31,", ",21,27,two were counted twice")).problems == ()


def test_a_renamed_heading_fits_no_more_and_a_missing_month_makes_it_the_month_before(tmp_path: Path) -> None:
    renamed = tried(tmp_path, ("Women", "Female"))
    assert [line[3] for line in layout_lines(renamed)] == ["the heading “Women”"]
    shorter = tried(tmp_path, ("September 2023,6,25,31,\n", "")).result
    assert shorter is not None and (shorter.time_period, shorter.problems) == ("2023-08", [])


def test_columns_in_another_order_are_read_alike(tmp_path: Path) -> None:
    swapped = tried(tmp_path, ("Women,Men", "Men,Women"), ("4,17", "17,4"), ("6,22", "22,6"), ("6,25", "25,6")).result
    assert swapped is not None and swapped.problems == []
    assert (at(swapped, "B7").sex, at(swapped, "B7").obs_value) == ("M", 3)
