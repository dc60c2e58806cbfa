"""A layout file is checked when it is loaded, and says where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.forms.layout.blocks import GridBlock, ListBlock
from assets.forms.layout.layout import LAYOUTS as FOLDER
from assets.forms.layout.layout import Layout, LayoutError, check_codes, load_layout, load_layouts
from assets.forms.reader.grid import applies, grid_rows
from tests.forms.forms import FIXTURES, FORM, FRAMEWORK, LAYOUTS

GOOD = (FIXTURES / "usa_fbi_ucr_2016.toml").read_text(encoding="utf-8")


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
        ('column = "State"', 'column = "States"', "blocks.*States is not declared"),
        ('total = "Total / Offenses"', 'total = "State"', "State is no column to obs_value"),
        ('time_period = "2016"', 'time_period = "2016/17"', "no period such as"),
        ('ref_area = "USA", ', "", "ref_area is neither fixed nor read"),
        ('pattern = "(?i)^total"', 'pattern = "(total"', "no regular expression"),
        ('to = "category"', 'to = "category"\ndimensions = { sex = "F" }', "dimensions and at_most belong"),
        ('to = "category"', 'to = "category"\notherwise = "x"', "otherwise goes with"),
        ('to = "category"', 'to = "category"\ncalendar = "buddhist"', "a calendar goes with a period"),
        ('to = "obs_value"', 'to = "obs_value"\nat_most = 4', "at_most and at_most_from go together"),
        ('to = "obs_value"', 'to = "obs_value"\nexpect = "4"', "holds counts"),
        ('unit_measure = "OFFENCE"', 'unit_measure = "OFFENCE"\nreporting_mode = "CUM"', "where the count begins"),
        ('unit_measure = "OFFENCE"', 'unit_measure = "OFFENCE"\nstarts = "July"', "is no year, quarter or month"),
        ('[[fits]]\ntext = "Human Trafficking"', "[[fits]]\nalone = true", "a condition names"),
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


def test_layouts_of_the_state_folder_are_read_beside_those_shipped(tmp_path: Path) -> None:
    shipped = load_layouts()
    assert load_layouts(tmp_path) == load_layouts(tmp_path / "not there") == shipped
    (tmp_path / "somebody.toml").write_text(GOOD, encoding="utf-8")
    own = FORM.file
    (tmp_path / own).write_text((FOLDER / own).read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    both = {layout.file: layout for layout in load_layouts(tmp_path)}
    assert both.keys() == {"somebody.toml", *(layout.file for layout in shipped)}
    assert both[own].digest != FORM.digest


def test_a_code_the_framework_does_not_have_is_named(tmp_path: Path) -> None:
    text = (FOLDER / "jpa_return_v1.toml").read_text(encoding="utf-8").replace('"ARR_OTH"', '"ARR_XXX"')
    with pytest.raises(LayoutError, match="ARR_XXX is not a code of indicator"):
        check_codes(_load(tmp_path, text), FRAMEWORK)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('crime = "TIP"', 'crime = "TRAFFICKING"', "table_1.fixed: TRAFFICKING is not a code of crime"),
        ('ref_area = "USA"', 'ref_area = "US"', "table_1.fixed: US is not a code of ref_area"),
        ('topic = "Total" }', 'sex = "W" }', r"columns\..*dimensions: W is not a code of sex"),
        (
            'label = "State"\nto = "category"',
            'label = "State"\nto = "counterpart_area"\notherwise = "ZZZ"\nvalues = { Alaska = "USA" }',
            "columns.State.values: ZZZ is not a code of counterpart_area",
        ),
    ],
)
def test_a_table_that_names_an_unknown_code_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    assert old in GOOD
    with pytest.raises(LayoutError, match=named):
        check_codes(_load(tmp_path, GOOD.replace(old, new, 1)), FRAMEWORK)


def test_every_layout_of_a_source_has_its_own_name_and_says_whose_figures_they_are() -> None:
    tables = [layout for layout in LAYOUTS if layout.tables]
    sources = {layout.source.name for layout in tables if layout.source}
    assert (
        len({layout.id for layout in tables}) == len({layout.title for layout in tables}) == len(sources) == len(tables)
    )


def test_the_form_asks_for_every_indicator_that_is_counted_in_cells() -> None:
    asked = {
        row.indicator.indicator
        for block in FORM.form_blocks
        if isinstance(block, GridBlock)
        for row in grid_rows(block, FRAMEWORK)
    }
    assert asked == {rule.indicator for rule in FRAMEWORK.counting_rules if rule.counted_in == "grid"}


def test_only_the_total_is_asked_where_an_indicator_has_no_split_by_sex_and_age() -> None:
    outcomes = next(b for b in FORM.form_blocks if isinstance(b, GridBlock) and b.name == "outcomes")
    asked = {
        row.key: [column.key for column in outcomes.columns if applies(row.indicator, column)]
        for row in grid_rows(outcomes, FRAMEWORK)
    }
    assert asked["INV_NEW.TIP"] == ["_T._T"]
    assert asked["ARR_OTH.OTH"] == ["_T._T"]
    assert len(asked["ARR.TIP"]) == len(outcomes.columns)


def test_the_form_has_every_field_that_the_counting_rules_count() -> None:
    fields = {block.name: {f.name for f in block.fields} for block in FORM.form_blocks if isinstance(block, ListBlock)}
    for rule in FRAMEWORK.counting_rules:
        assert not rule.list_name or rule.field in fields[rule.list_name], rule
