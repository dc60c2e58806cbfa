"""Whoever adds an indicator, a layout, a page or a language is told what is still missing, and where it goes.

docs/house.md, "How to add", lists the same places. What is missing of a rule is named in tests/checking/test_rules.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assets.dashboards.pages.shared.phrases import Phrase, phrase
from assets.dashboards.site import PAGES as PAGE_MODULES
from assets.forms.layout.blocks import GridBlock
from assets.forms.layout.layout import load_layouts
from assets.forms.reader.grid import grid_rows
from assets.framework.loader import load_framework
from assets.framework.texts import languages, load_texts
from pipelines.settings import PROJECT
from tests.forms.contents import sample
from tests.forms.forms import FORM, FRAMEWORK
from tests.recount.compare import RECOUNTED

INDICATORS = {indicator.indicator: indicator for indicator in load_framework().indicators}
BY_CELL = {rule.indicator for rule in load_framework().counting_rules if rule.counted_in == "grid"}
# Followed from month to month, by a part of the recount of their own.
RECORDS = {rule.indicator for rule in load_framework().counting_rules if rule.record}
GRIDS = {block.name: grid_rows(block, FRAMEWORK) for block in FORM.form_blocks if isinstance(block, GridBlock)}
PAGES = PROJECT / "assets" / "dashboards" / "pages"
PAGE_FOLDERS = sorted(path.parent.name for path in PAGES.glob("*/page.py"))


@pytest.mark.parametrize("code", INDICATORS)
def test_an_indicator_is_named_in_running_text(code: str) -> None:
    short = INDICATORS[code].short_name
    message = "Write how one and many are said in assets/dashboards/pages/shared/phrases.py"
    assert phrase(INDICATORS[code]) != Phrase(short, short), message


@pytest.mark.parametrize("code", sorted(BY_CELL))
def test_an_indicator_counted_in_cells_is_asked_by_the_form_and_filled_in_by_the_samples(code: str) -> None:
    rows = [(name, row.key) for name, plan in GRIDS.items() for row in plan if row.indicator.indicator == code]
    assert rows, "Add it to the rows of a grid in assets/forms/layouts/jpa_return_v1.toml"
    filled = {(name, row) for name, cells in sample().grids.items() for (row, _) in cells}
    assert set(rows) <= filled, "Give it numbers in assets/forms/sample/numbers.py"


@pytest.mark.parametrize("code", INDICATORS)
def test_an_indicator_is_named_in_every_language_of_the_form(code: str) -> None:
    asked = {row.indicator.indicator for plan in GRIDS.values() for row in plan}
    if code in asked:
        missing = [
            name for name in languages() if name != "en" and not load_texts().get(INDICATORS[code].name, {}).get(name)
        ]
        assert missing == [], "Translate its name in assets/framework/tables/texts.csv"


@pytest.mark.parametrize("code", sorted(INDICATORS.keys() - RECORDS))
def test_an_indicator_is_counted_once_more_by_the_second_program(code: str) -> None:
    assert code in RECOUNTED, "Add it to GRID_INDICATORS or LISTED in tests/recount/"


@pytest.mark.parametrize("name", sorted({layout.id for layout in load_layouts()}))
def test_a_layout_is_tested_row_by_row(name: str) -> None:
    others = [path for path in (PROJECT / "tests").rglob("*.py") if path != Path(__file__)]
    named = any(f'"{name}"' in path.read_text(encoding="utf-8") for path in others)
    assert named, "Say in tests/forms/test_real_tables.py how many rows become values, are skipped, or findings"


@pytest.mark.parametrize("name", PAGE_FOLDERS)
def test_a_page_is_built_with_its_template_and_is_in_the_menu(name: str) -> None:
    by_folder = {Path(str(module.__file__)).parent.name: module for module in PAGE_MODULES}  # type: ignore[attr-defined]
    assert name in by_folder, "Add it to PAGES in assets/dashboards/site.py"
    assert list((PAGES / name).glob("*.html")), f"Write its template, assets/dashboards/pages/{name}/"
    # What lies behind every figure is reached from the figure.
    assert by_folder[name].MENU or name == "provenance", f"Give it a MENU in {name}/page.py"


@pytest.mark.parametrize("language", languages())
def test_a_language_says_how_its_numbers_are_typed(language: str) -> None:
    assert re.fullmatch(r"[a-z]{2,3}", language)
    assert language in FORM.conventions, "Add it under [conventions] in assets/forms/layouts/jpa_return_v1.toml"
