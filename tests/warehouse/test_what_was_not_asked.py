"""An indicator that a later version of the form brought: older returns did not leave it blank, they were not asked."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from assets.forms.layout.layout import LAYOUTS, Layout, load_layouts
from assets.framework.loader import CountingRule, Framework, Indicator
from tests.warehouse.built import Built, built
from tests.warehouse.small_edition import BASE, UNITS, SmallEdition

JULY, AUGUST = "2023-07", "2023-08"
NEW = "NO_SUCH"


class WithANewIndicator(SmallEdition):
    """The small edition, and victims referred, counted in the grid of the second version of the form."""

    @property
    def framework(self) -> Framework:
        assisted = next(i for i in BASE.indicators if i.indicator == "VIC_AST")
        rule = next(r for r in BASE.counting_rules if r.indicator == "VIC_AST")
        shipped = super().framework
        return replace(
            shipped,
            indicators=(*shipped.indicators, Indicator.model_validate(assisted.model_dump() | {"indicator": NEW})),
            counting_rules=(
                *shipped.counting_rules,
                CountingRule.model_validate(rule.model_dump() | {"indicator": NEW}),
            ),
        )


def second_version() -> Layout:
    declared = tomllib.loads((LAYOUTS / "jpa_return_v1.toml").read_text(encoding="utf-8"))
    grid = next(block for block in declared["blocks"] if block["kind"] == "grid" and "indicator" in block["rows"][0])
    grid["rows"].append({"indicator": [NEW], **{name: ["_T"] for name in grid["rows"][0] if name != "indicator"}})
    return Layout.model_validate(declared | {"version": "2", "file": "jpa_return_v2.toml", "digest": "2"})


@pytest.fixture
def two_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(UNITS, NEW, "PERSON")
    layouts = (*load_layouts(), second_version())
    monkeypatch.setattr("tests.warehouse.small_edition.load_layouts", lambda: layouts)


def state(tables: Built, area: str, month: str) -> tuple[object, ...]:
    columns = ("obs_value", "state")
    found: tuple[object, ...] = tables.one(
        "outcomes.indicator_country_month", *columns, indicator=NEW, ref_area=area, time_period=month
    )
    return found


@pytest.mark.usefixtures("two_versions")
def test_a_return_on_an_older_form_was_not_asked_and_one_on_the_newer_left_it_blank() -> None:
    small = WithANewIndicator(months=2)
    small.send("THA", JULY, {"VIC_AST _T": 3})
    small.send("THA", AUGUST, {f"{NEW} _T": 4}, layout_version="2")
    small.send("MYS", JULY, {"VIC_AST _T": 1})
    small.send("MYS", AUGUST, {f"{NEW} _T": None}, layout_version="2")
    small.send("VNM", JULY, outcome="held")
    small.send("VNM", AUGUST, {"VIC_AST _T": 1}, nil_return=True)
    with built(small) as tables:
        assert state(tables, "THA", JULY) == (None, "not_asked")
        assert state(tables, "THA", AUGUST) == (4, "value")
        assert state(tables, "MYS", AUGUST) == (None, "missing")
        assert state(tables, "VNM", JULY) == (None, "held")
        # Nothing to report is no 0 for what was never asked.
        assert state(tables, "VNM", AUGUST) == (None, "not_asked")
        columns = ("ref_area", "state", "months_counted", "months_due")
        assert tables.rows("outcomes.country_to_date", *columns, indicator=NEW) == [
            ("MYS", "missing", 0, 1), ("THA", "value", 1, 1), ("VNM", "held", 0, 1),
        ]  # fmt: skip
        # Two of the three countries were asked in August; one of them gave a figure.
        columns = ("time_period", "state", "countries_counted", "countries_expected")
        assert tables.rows("outcomes.indicator_month", *columns, indicator=NEW) == [
            (JULY, "missing", 0, 1), (AUGUST, "value", 1, 2),
        ]  # fmt: skip
        assert tables.wrong() == {}


@pytest.mark.usefixtures("two_versions")
def test_what_nobody_was_asked_is_said_so_over_all_countries() -> None:
    small = WithANewIndicator(countries=("THA",), months=1)
    small.send("THA", JULY, {"VIC_AST _T": 3})
    with built(small) as tables:
        columns = ("state", "countries_counted", "countries_expected")
        assert tables.one("outcomes.indicator_month", *columns, indicator=NEW) == ("not_asked", 0, 0)
        assert tables.one("outcomes.indicator_to_date", *columns, indicator=NEW) == ("not_asked", 0, 0)
        assert tables.one("outcomes.indicator_to_date", *columns, indicator="VIC_AST") == ("value", 1, 1)
        assert tables.one("outcomes.indicator_to_date", *columns, indicator="ARR") == ("missing", 0, 1)
