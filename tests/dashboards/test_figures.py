"""Figures are valid for Plotly, coloured by the project, with fixed ids and a narrow form."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.dashboards.charts import colours
from assets.dashboards.charts.figure_frame import TEMPLATE_NAME, nice_step, plot, register_template
from assets.dashboards.charts.month_bars import Point, month_bars
from assets.dashboards.charts.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.formatter import Formatter
from assets.framework.loader import load_framework
from tests.dashboards.reading import figures_of, pages_of, read_page

WORDS = Formatter(load_framework())
OURS = {value.upper() for name, value in vars(colours).items() if name.isupper()}
PLOTLY_DEFAULTS = {"#636EFA", "#EF553B", "#00CC96", "#AB63FA", "#1F77B4", "#FF7F0E", "#E5ECF6", "#2A3F5F"}


def _figures(site: Path) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{page.name} {name}", figure)
        for page in pages_of(site)
        for name, figure in figures_of(read_page(page)).items()
    ]


def _laid_over(base: Any, over: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    return {**base, **{key: _laid_over(base.get(key), value) for key, value in over.items()}}


def _narrow(figure: dict[str, Any]) -> dict[str, Any]:
    made = deepcopy(figure)
    over = made["narrow"]
    made["layout"] = _laid_over(made["layout"], over.get("layout", {}))
    for position, trace in enumerate(over.get("data", [])):
        made["data"][position] = _laid_over(made["data"][position], trace)
    return made


def test_every_figure_is_valid_for_plotly_wide_and_narrow(site: Path) -> None:
    figures = _figures(site)
    assert len(figures) > 50
    for name, figure in figures:
        for form in (figure, _narrow(figure)):
            assert go.Figure(data=form["data"], layout=form["layout"]), name


def test_no_figure_uses_a_colour_of_its_own_or_of_plotly(site: Path) -> None:
    for name, figure in _figures(site):
        used = {found.upper() for found in re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(figure))}
        assert used <= OURS, name
        assert not used & PLOTLY_DEFAULTS, name


def test_every_trace_says_its_colour(site: Path) -> None:
    for name, figure in _figures(site):
        for trace in figure["data"]:
            assert (trace.get("marker") or trace.get("line"))["color"], name


def test_every_synthetic_chart_carries_its_label(site: Path) -> None:
    for name, figure in _figures(site):
        if not name.endswith("-2"):  # the panel below another one of the same chart
            assert "Synthetic figures" in [note["text"] for note in figure["layout"]["annotations"]], name


def test_axes_start_at_zero_and_there_are_at_most_three_grid_lines(site: Path) -> None:
    for name, figure in _figures(site):
        axis = figure["layout"]["yaxis" if figure["data"][0].get("orientation") != "h" else "xaxis"]
        assert axis["range"][0] == 0, name
        assert len(axis.get("tickvals", [])) <= 3, name


def test_the_site_carries_the_registered_template_once_and_no_figure_carries_it(site: Path) -> None:
    script = (site / "static" / "chart-template.js").read_text(encoding="utf-8")
    sent = json.loads(script.removeprefix("window.chartTemplate=").rstrip().removesuffix(";"))
    register_template()
    assert go.layout.Template(sent) == pio.templates[TEMPLATE_NAME]
    assert not any("template" in figure["layout"] for _, figure in _figures(site))
    assert 'src="static/chart-template.js"' in (site / "index.html").read_text(encoding="utf-8")


def test_what_plotly_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="heigth"):
        plot([{"type": "bar", "y": [1]}], {"heigth": 100})


def test_a_figure_is_what_plotly_would_write_and_every_form_is_checked() -> None:
    layout = {"height": 100, "annotations": [{"text": "a", "x": 1, "y": 0}], "xaxis": {"range": [0, 1]}}
    for n in (1, 2):
        written = plot([{"type": "bar", "x": [0], "y": [n]}], layout).as_dict()
        as_plotly_does = go.Figure([go.Bar(x=[0], y=[n])], layout).to_plotly_json()
        del as_plotly_does["layout"]["template"]
        assert written == {**as_plotly_does, "narrow": {}}
    with pytest.raises(ValueError, match="colr"):
        plot([{"type": "bar", "x": [0], "y": [3], "marker": {"colr": "red"}}], layout)


def test_keys_are_sorted_in_the_page(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'id="chart-enquiries-figure">(.*?)</script>', text)
    assert found == json.dumps(json.loads(found), sort_keys=True, ensure_ascii=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )


@given(st.integers(0, 10_000_000))
def test_three_steps_always_reach_the_highest_value(highest: int) -> None:
    step = nice_step(highest / 3)
    assert isinstance(step, int) and step >= 1
    assert 3 * step >= highest
    assert highest < 6 or 3 * step <= 2 * highest


@pytest.mark.parametrize("small", [True, False])
@given(values=st.lists(st.one_of(st.none(), st.integers(0, 2000)), min_size=1, max_size=13), past=st.integers(0, 13))
def test_bars_of_any_months_are_valid(small: bool, values: list[int | None], past: int) -> None:
    months = load_framework().editions[0].months[: len(values)]
    past = min(past, len(values))
    points = [
        Point(month, value if position < past else None, "value" if value is not None else "missing", "[x]")
        for position, (month, value) in enumerate(zip(months, values, strict=True))
    ]
    figure = month_bars(points, past, WORDS, small=small, synthetic=False).as_dict()
    assert figure["data"][0]["y"] == [v for v in values[:past] if v is not None]
    go.Figure(data=figure["data"], layout=figure["layout"])


@given(st.lists(st.tuples(st.text("abcdefgh ", min_size=1, max_size=60), st.integers(0, 10**7)), max_size=45))
def test_ranked_bars_leave_room_for_every_number(rows: list[tuple[str, int]]) -> None:
    bars = tuple(Bar(label, value, note="April not received") for label, value in rows)
    figure = ranked_bars((Group("", bars),), WORDS, synthetic=True).as_dict()
    end = figure["layout"]["xaxis"]["range"][1]
    assert all(value < end or value == 0 for _, value in rows)
    go.Figure(data=figure["data"], layout=_narrow(figure)["layout"])
