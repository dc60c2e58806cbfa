"""What every figure has in common: type, month axis, baseline, grid. Plain dictionaries in Plotly's own words.

A figure is {"data", "layout", "narrow"}; ``narrow`` holds what differs below 480 px and is laid over the layout by
the page's script. The shapes of Plotly's schema are checked in the tests, not while pages are built.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.dashboards.charts.colours import GREY, GRID, INK, MUTED, WHITE
from assets.dashboards.formatter import Formatter

Figure = dict[str, Any]
FONT = (
    '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans Thai", '
    '"Leelawadee UI", "Liberation Sans", Arial, sans-serif'
)
SYNTHETIC = "Synthetic figures"
_STEPS = (1, 2, 2.5, 3, 4, 5, 6, 8)
_GRID_LINES = 3
# Above the highest grid line stands its label, above the highest bar its number.
_LABEL_ROOM, _NUMBER_ROOM = 1.18, 1.16
_EVERY = 3
# In a small panel January is named only where it keeps clear of both ends.
_FROM_END = 3


def layout(height: int, margin: tuple[int, int, int, int], size: int = 13) -> Figure:
    """A bare layout: ``margin`` is left, right, top, bottom in px, ``size`` of the text."""
    left, right, top, bottom = margin
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "font": {"family": FONT, "size": size, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": INK, "font": {"family": FONT, "size": 13, "color": INK}},
        "dragmode": False,
        "annotations": [],
        "shapes": [],
    }


def quiet_axis(**more: Any) -> Figure:
    """An axis with nothing drawn but what ``more`` asks for."""
    return {"fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "ticks": "", **more}


def month_axis(months: Sequence[str], fmt: Formatter) -> tuple[Figure, Figure]:
    """The axis of an edition's months and its narrow form: a slot for every month, its year where it begins."""
    labels = [_month_label(month, position, fmt) for position, month in enumerate(months)]
    axis = quiet_axis(
        range=[-0.5, len(months) - 0.5],
        tickmode="array",
        tickvals=list(range(len(months))),
        ticktext=labels,
        tickfont={"size": 13, "color": INK},
        tickangle=0,
        ticklabeloverflow="allow",
        ticklabelstandoff=4,
    )
    shown = range(0, len(months), _EVERY)
    return axis, {"tickvals": list(shown), "ticktext": [labels[position] for position in shown]}


def month_ends(months: Sequence[str], fmt: Formatter) -> tuple[Figure, list[Figure]]:
    """The axis of a small panel: no labels of its own, but the first and the last month and January as texts below."""
    axis = quiet_axis(range=[-0.5, len(months) - 0.5], showticklabels=False)
    last = len(months) - 1
    below = {"yanchor": "top", "yshift": -4, "font": {"size": 12, "color": MUTED}}
    texts = [note(fmt.month(months[0], "MMM y"), -0.5, 0, xanchor="left", **below)]
    if last > 1:
        texts.append(note(fmt.month(months[-1], "MMM y"), last + 0.5, 0, xanchor="right", **below))
    texts += [
        note(fmt.short_month(month), position, 0, **below)
        for position, month in enumerate(months)
        if month.endswith("-01") and _FROM_END <= position <= last - _FROM_END
    ]
    return axis, texts


def _month_label(month: str, position: int, fmt: Formatter) -> str:
    name = fmt.short_month(month)
    return f"{name}<br>{month[:4]}" if position == 0 or month.endswith("-01") else name


def value_axis(highest: float, fmt: Formatter, *, labels: bool) -> tuple[Figure, list[Figure]]:
    """The axis of values from 0 with at most three grid lines, and its labels, each on its line; 0 needs none.

    The labels are texts: Plotly would hide the first month's name under labels of its own at that place.
    """
    step = nice_step(highest / _GRID_LINES)
    lines = [step * number for number in range(1, _GRID_LINES + 1)]
    axis = quiet_axis(
        range=[0, lines[-1] * _LABEL_ROOM if labels else max(highest, 1) * _NUMBER_ROOM],
        tickmode="array",
        tickvals=lines,
        showgrid=True,
        gridcolor=GRID,
        gridwidth=1,
        showticklabels=False,
    )
    place = {"xref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return axis, [note(fmt.number(line), 0, line, **place) for line in lines] if labels else []


def nice_step(wanted: float) -> int:
    """The smallest of 1, 2, 3, 4, 5, 6, 8, 10, 20, 25, 30, 40 ... that is not below ``wanted``."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= wanted and float(step * power).is_integer():
                return int(step * power)
        power *= 10


def baseline(slots: int, past: int) -> list[Figure]:
    """The line at 0: ink up to the last month with data, dotted grey beyond."""
    lines = []
    if past:
        lines.append(_line(-0.5, past - 0.5, {"color": INK, "width": 1.5}))
    if past < slots:
        lines.append(_line(past - 0.5, slots - 0.5, {"color": GREY, "width": 1.5, "dash": "dot"}))
    return lines


def _line(x0: float, x1: float, line: Figure) -> Figure:
    return {"type": "line", "x0": x0, "x1": x1, "y0": 0, "y1": 0, "line": line, "layer": "above"}


def note(text: str, x: float, y: float = 0, **more: Any) -> Figure:
    """Text at a point, without an arrow."""
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": 13, "color": MUTED}} | more


def synthetic_note(lift: int = 0) -> Figure:
    """The label that a chart of synthetic figures carries in itself, at its top right, ``lift`` px above the axes."""
    return note(
        SYNTHETIC,
        1,
        1,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        yshift=lift,
        font={"size": 11, "color": MUTED},
    )
