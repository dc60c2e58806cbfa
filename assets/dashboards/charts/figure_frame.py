"""What every figure has in common: one registered Plotly template, the month axis, the axis of values, the baseline.

The template holds all that does not change from figure to figure (type, colours, quiet axes, labels of bars). The site
carries it once; a figure on a page holds only what is its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assets.dashboards.charts.colours import ACCENT, GREY, GRID, INK, MUTED, WHITE
from assets.dashboards.formatter import Formatter

# Part of a figure in Plotly's own words: an axis, a shape, an annotation, a trace.
Part = dict[str, Any]
FONT = (
    '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans Thai", '
    '"Leelawadee UI", "Liberation Sans", Arial, sans-serif'
)
SYNTHETIC = "Synthetic figures"
TEMPLATE_NAME = "jpa"
_STEPS = (1, 2, 2.5, 3, 4, 5, 6, 8)
_GRID_LINES = 3
# Above the highest grid line stands its label, above the highest bar its number.
_LABEL_ROOM, _NUMBER_ROOM = 1.18, 1.16
_EVERY = 3
# In a small panel January is named only where it keeps clear of both ends.
_FROM_END = 3
_QUIET_AXIS = {"fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": ""}

TEMPLATE: Part = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": INK, "font": {"family": FONT, "size": 13, "color": INK}},
        "dragmode": False,
        "xaxis": _QUIET_AXIS,
        "yaxis": {**_QUIET_AXIS, "gridcolor": GRID, "gridwidth": 1},
        "annotationdefaults": {"showarrow": False, "font": {"size": 13, "color": MUTED}},
    },
    "data": {
        "bar": [
            {
                "type": "bar",
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
                "textfont": {"color": INK},
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "line": {"color": ACCENT, "width": 0},
                    "pattern": {"fgcolor": ACCENT, "bgcolor": WHITE, "size": 5, "solidity": 0.42},
                },
            }
        ]
    },
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart that Plotly draws: traces and layout, and in ``narrow`` what differs below 480 px.

    ``narrow`` has the keys "layout" and "data" and is laid over the figure by the page's script.
    """

    data: Sequence[Part]
    layout: Part
    narrow: Mapping[str, Any] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Height in px."""
        return int(self.layout["height"])

    def as_dict(self) -> dict[str, Any]:
        """What a page carries: data, layout without the template, and the narrow form."""
        return {"data": self.data, "layout": self.layout, "narrow": self.narrow}


def plot(data: Sequence[Part], layout: Part, narrow: Mapping[str, Any] | None = None) -> Plot:
    """A figure of traces and layout; raises ValueError naming a property that Plotly does not know.

    Plotly's check takes many times as long as all the rest, and a site has hundreds of figures that differ in their
    numbers alone: the first of each form (the names of its properties) is checked.
    """
    form = (_form(data), _form(layout))
    if form not in _checked:
        register_template()
        import plotly.graph_objects as go

        go.Figure({"data": data, "layout": layout})
        _checked.add(form)
    return Plot(data, layout, narrow or {})


# Forms of figures that Plotly has checked in this process.
_checked: set[Hashable] = set()
_NESTED = (dict, list, tuple)


@cache
def register_template() -> None:
    """Register the template with Plotly, for every figure of the process.

    Plotly is imported here and where a figure is checked: pages are written without it.
    """
    import plotly.graph_objects as go
    import plotly.io as pio

    pio.templates[TEMPLATE_NAME] = go.layout.Template(TEMPLATE)
    pio.templates.default = TEMPLATE_NAME


def _form(part: Part | Sequence[Any]) -> Hashable:
    """The names of all properties below ``part``, and the kinds of its traces."""
    if isinstance(part, dict):
        names = ((name, _form(value)) if isinstance(value, _NESTED) else name for name, value in part.items())
        return part.get("type"), frozenset(names)
    return frozenset(_form(value) for value in part if isinstance(value, dict))


def frame(height: int, margin: tuple[int, int, int, int], size: int | None = None) -> Part:
    """A layout without axes: ``margin`` is left, right, top, bottom in px; ``size`` of the text, where not 13 px."""
    left, right, top, bottom = margin
    margins = {"l": left, "r": right, "t": top, "b": bottom, "pad": 0}
    made: Part = {"height": height, "margin": margins, "annotations": [], "shapes": []}
    return made if size is None else made | {"font": {"size": size}}


def month_axis(months: Sequence[str], fmt: Formatter) -> tuple[Part, Part]:
    """The axis of an edition's months and its narrow form: a slot for every month, its year where it begins."""
    labels = [_month_label(month, position, fmt) for position, month in enumerate(months)]
    axis = {
        "range": [-0.5, len(months) - 0.5],
        "tickmode": "array",
        "tickvals": list(range(len(months))),
        "ticktext": labels,
        "tickangle": 0,
        "ticklabeloverflow": "allow",
        "ticklabelstandoff": 4,
    }
    shown = range(0, len(months), _EVERY)
    return axis, {"tickvals": list(shown), "ticktext": [labels[position] for position in shown]}


def month_ends(months: Sequence[str], fmt: Formatter) -> tuple[Part, list[Part]]:
    """The axis of a small panel: no labels of its own, but the first and the last month and January as texts below."""
    axis = {"range": [-0.5, len(months) - 0.5], "showticklabels": False}
    last = len(months) - 1
    below = {"yanchor": "top", "yshift": -4, "font": {"size": 12}}
    texts = [annotation(fmt.month(months[0], "MMM y"), -0.5, 0, xanchor="left", **below)]
    if last > 1:
        texts.append(annotation(fmt.month(months[-1], "MMM y"), last + 0.5, 0, xanchor="right", **below))
    texts += [
        annotation(fmt.short_month(month), position, 0, **below)
        for position, month in enumerate(months)
        if month.endswith("-01") and _FROM_END <= position <= last - _FROM_END
    ]
    return axis, texts


def _month_label(month: str, position: int, fmt: Formatter) -> str:
    name = fmt.short_month(month)
    return f"{name}<br>{month[:4]}" if position == 0 or month.endswith("-01") else name


def value_axis(highest: float, fmt: Formatter, *, labels: bool) -> tuple[Part, list[Part]]:
    """The axis of values from 0 with at most three grid lines, and its labels, each on its line; 0 needs none.

    The labels are texts: Plotly would hide the first month's name under labels of its own at that place.
    """
    step = nice_step(highest / _GRID_LINES)
    lines = [step * number for number in range(1, _GRID_LINES + 1)]
    axis = {
        "range": [0, lines[-1] * _LABEL_ROOM if labels else max(highest, 1) * _NUMBER_ROOM],
        "tickmode": "array",
        "tickvals": lines,
        "showgrid": True,
        "showticklabels": False,
    }
    place = {"xref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return axis, [annotation(fmt.number(line), 0, line, **place) for line in lines] if labels else []


def nice_step(wanted: float) -> int:
    """The smallest of 1, 2, 3, 4, 5, 6, 8, 10, 20, 25, 30, 40 ... that is not below ``wanted``."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= wanted and float(step * power).is_integer():
                return int(step * power)
        power *= 10


def baseline(slots: int, past: int) -> list[Part]:
    """The line at 0: ink up to the last month with data, dotted grey beyond."""
    lines = []
    if past:
        lines.append(_line(-0.5, past - 0.5, {"color": INK, "width": 1.5}))
    if past < slots:
        lines.append(_line(past - 0.5, slots - 0.5, {"color": GREY, "width": 1.5, "dash": "dot"}))
    return lines


def _line(x0: float, x1: float, line: Part) -> Part:
    return {"type": "line", "x0": x0, "x1": x1, "y0": 0, "y1": 0, "line": line, "layer": "above"}


def annotation(text: str, x: float, y: float = 0, **more: Any) -> Part:
    """Text at a point; without an arrow, small and muted, as the template says."""
    return {"text": text, "x": x, "y": y, **more}


def synthetic_label(lift: int = 0) -> Part:
    """The label that a chart of synthetic figures carries in itself, at its top right, ``lift`` px above the axes."""
    return annotation(
        SYNTHETIC,
        1,
        1,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        yshift=lift,
        font={"size": 11},
    )
