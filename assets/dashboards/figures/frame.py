"""What every figure has in common: type, month axis, baseline, grid. Plain dictionaries in Plotly's own words.

A figure is {"data", "layout", "narrow"}; ``narrow`` holds what differs below 480 px and is laid over the layout by
the page's script. The shapes of Plotly's schema are checked in the tests, not while pages are built.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assets.dashboards.colours import GREY, GRID, INK, MUTED, WHITE
from assets.dashboards.words import Words

Figure = dict[str, Any]
FONT = (
    '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans Thai", '
    '"Leelawadee UI", "Liberation Sans", Arial, sans-serif'
)
SYNTHETIC = "Synthetic figures"
_STEPS = (1, 2, 5)
_GRID_LINES = 3
_EVERY = 3


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


def month_axis(
    months: Sequence[str], words: Words, size: int = 13, *, ends_only: bool = False
) -> tuple[Figure, Figure]:
    """The axis of an edition's months and its narrow form: every month has a slot, its year stands below where it begins."""
    labels = [_month_label(month, position, words) for position, month in enumerate(months)]
    shown = range(0, len(months), _EVERY)
    kept = [position in (0, len(months) - 1) or months[position].endswith("-01") for position in range(len(months))]
    if ends_only:
        labels = [words.month(m, "MMM y") if not m.endswith("-01") else words.short_month(m) for m in months]
        shown = [position for position, keep in enumerate(kept) if keep]
    positions = list(shown) if ends_only else list(range(len(months)))
    axis = quiet_axis(
        range=[-0.5, len(months) - 0.5],
        tickmode="array",
        tickvals=positions,
        ticktext=[labels[p] for p in positions],
        tickfont={"size": size, "color": INK},
        tickangle=0,
    )
    narrow = {} if ends_only else {"tickvals": list(shown), "ticktext": [labels[p] for p in shown]}
    return axis, narrow


def _month_label(month: str, position: int, words: Words) -> str:
    name = words.short_month(month)
    return f"{name}<br>{month[:4]}" if position == 0 or month.endswith("-01") else name


def value_axis(highest: float, *, labels: bool, head_room: float = 0.16) -> Figure:
    """The axis of values from 0: at most three grid lines; labels stand on their line, at the left."""
    step = nice_step(highest / _GRID_LINES)
    top = max(highest, 1)
    return quiet_axis(
        range=[0, top * (1 + head_room)],
        tick0=0,
        dtick=step,
        showgrid=True,
        gridcolor=GRID,
        gridwidth=1,
        showticklabels=labels,
        ticklabelposition="inside top",
        tickfont={"size": 13, "color": MUTED},
        tickformat=",d",
    )


def nice_step(wanted: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that is not below ``wanted``."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= wanted:
                return step * power
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


def synthetic_note() -> Figure:
    """The label that a chart of synthetic figures carries in itself, at its top right."""
    return note(
        SYNTHETIC,
        1,
        1,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        font={"size": 11, "color": MUTED},
    )
