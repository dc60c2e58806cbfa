"""A layout file is checked when it is loaded, and says where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.forms.layout import LAYOUTS as FOLDER
from assets.forms.layout import Layout, LayoutError, check_codes, load_layout, load_layouts
from assets.forms.layout_blocks import GridBlock
from assets.forms.read_grid import applies, grid_rows
from tests.forms.forms import FORM, FRAMEWORK, LAYOUTS

GOOD = (FOLDER / "usa_fbi_ucr_2016.toml").read_text(encoding="utf-8")


def _load(tmp_path: Path, text: str) -> Layout:
    path = tmp_path / "somebody.toml"
    path.write_text(text, encoding="utf-8")
    return load_layout(path)


def test_all_layouts_load_and_use_codes_of_the_framework() -> None:
    assert {layout.kind for layout in LAYOUTS} == {"return", "context"}
    assert len({layout.digest for layout in LAYOUTS}) == len(LAYOUTS)
    for layout in LAYOUTS:
        check_codes(layout, FRAMEWORK)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('kind = "context"', 'kind = "contex"', "kind"),
        ('unit_measure = "OFFENCE"', 'unit = "OFFENCE"', "unit_measure"),
        ("header_levels = 2", 'header_levels = "two"', "header_levels"),
        ('decimal = "."', 'decimal = ","', "convention"),
        ('to = "category"', 'to = "state"', "columns"),
        ("[source]", "[sauce]", "sauce"),
        ('reason = "footnote"', 'reason = "footnote"\ncolumn = "State"', "skip"),
    ],
)
def test_an_error_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in GOOD
    with pytest.raises(LayoutError, match=f"somebody.toml, key .*{named}"):
        _load(tmp_path, GOOD.replace(old, new, 1))


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"somebody\.toml"):
        _load(tmp_path, "id = ")


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(LayoutError, match=r"b\.toml, key id.*a\.toml"):
        load_layouts(tmp_path)


def test_a_code_the_framework_does_not_have_is_named(tmp_path: Path) -> None:
    text = (FOLDER / "jpa_return_v1.toml").read_text(encoding="utf-8").replace('"ARR_OTH"', '"ARR_XXX"')
    with pytest.raises(LayoutError, match="ARR_XXX is not a code of indicator"):
        check_codes(_load(tmp_path, text), FRAMEWORK)


def test_the_form_asks_for_every_indicator_that_is_counted_in_cells() -> None:
    asked = {
        row.indicator.indicator
        for block in FORM.form_blocks
        if isinstance(block, GridBlock)
        for row in grid_rows(block, FRAMEWORK)
    }
    assert asked == {i.indicator for i in FRAMEWORK.indicators if i.source_sheet in ("Outcomes", "Victims")}


def test_only_the_total_is_asked_where_an_indicator_has_no_split_by_sex_and_age() -> None:
    outcomes = next(b for b in FORM.form_blocks if isinstance(b, GridBlock) and b.name == "outcomes")
    asked = {
        row.key: [column.key for column in outcomes.columns if applies(row.indicator, column)]
        for row in grid_rows(outcomes, FRAMEWORK)
    }
    assert asked["INV_NEW.TIP"] == ["_T._T"]
    assert asked["ARR_OTH.OTH"] == ["_T._T"]
    assert len(asked["ARR.TIP"]) == len(outcomes.columns)
