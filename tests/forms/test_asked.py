"""What each layout asks for, so that a figure that an older form never asked for is not taken for one left blank."""

from __future__ import annotations

from collections import Counter

import pytest

from assets.forms.asked import asked_cells
from assets.forms.layout.blocks import GridBlock
from assets.forms.reader.grid import grid_plan
from tests.forms.forms import FORM, FRAMEWORK


def test_the_form_asks_for_every_indicator() -> None:
    """Whoever adds an indicator adds it to the form, or to a list of the form."""
    assert {cell.indicator for cell in asked_cells([FORM], FRAMEWORK)} == {i.indicator for i in FRAMEWORK.indicators}


def test_every_cell_that_is_read_is_asked_once() -> None:
    cells = Counter(cell for cell in asked_cells([FORM], FRAMEWORK) if cell.col)
    assert set(cells.values()) == {1}
    grids = [block for block in FORM.form_blocks if isinstance(block, GridBlock)]
    assert len(cells) == sum(grid_plan(block, FORM, FRAMEWORK).asked for block in grids)


@pytest.mark.parametrize("indicator", ["WAR_EXE", "AWR_PPL"])
def test_what_an_older_form_lacks_is_not_asked_there(indicator: str) -> None:
    older = FORM.model_dump() | {"version": "0"}
    for block in older["blocks"]:
        if block["name"] == "outcomes":
            block["rows"] = [
                {**group, "indicator": tuple(code for code in group["indicator"] if code != "WAR_EXE")}
                for group in block["rows"]
            ]
        if block["name"] == "activities":
            block["fields"] = [field for field in block["fields"] if field["name"] != "people_reached"]
    layouts = [FORM, type(FORM).model_validate(older | {"digest": "older"})]
    asked = {(cell.layout_version, cell.indicator) for cell in asked_cells(layouts, FRAMEWORK)}
    assert (FORM.version, indicator) in asked
    assert ("0", indicator) not in asked
    assert ("0", "ARR") in asked


def test_nothing_is_asked_by_published_figures() -> None:
    assert asked_cells([FORM.model_copy(update={"kind": "context"})], FRAMEWORK) == []
