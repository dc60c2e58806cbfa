"""Lines over the months: a running total by itself, or two of them with the gap between named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.dashboards.charts.colours import ACCENT, AREA, INK, SECOND
from assets.dashboards.charts.figure_frame import (
    Part,
    Plot,
    annotation,
    baseline,
    frame,
    month_axis,
    plot,
    synthetic_label,
    value_axis,
)
from assets.dashboards.formatter import Formatter

_LINE, _END_DOT = 2.5, 9
_CHARACTER = 7.6
# Names closer than this share of the height would stand on each other; one between two needs twice that.
_CLOSE = 0.095
_APART = 8


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name at the end and a value for each month, None where there is none (the line breaks).

    ``lower``: the last value is a lower bound.
    """

    name: str
    values: tuple[int | None, ...]
    lower: bool = False


def running_line(
    series: Series, months: Sequence[str], past: int, fmt: Formatter, *, synthetic: bool, height: int = 170
) -> Plot:
    """One running total, its last value and name at its end."""
    highest = max((v for v in series.values if v is not None), default=0)
    made, narrow = _frame(months, past, highest, fmt, height, right=6)
    end = _end(series)
    if end is not None:
        x, value = end
        room_right = x < len(months) - 2
        made["annotations"].append(
            annotation(
                f"<b>{fmt.label(value, series.lower)}</b> {series.name}",
                x,
                value,
                xanchor="left" if room_right else "right",
                xshift=10 if room_right else -10,
                yshift=0 if room_right else 8,
                font={"size": 14, "color": INK},
            )
        )
    if synthetic:
        made["annotations"].append(synthetic_label())
    data = [_line(series, months, ACCENT, fmt), *_dots([(series, ACCENT)])]
    return plot(data, made, narrow)


def two_lines(
    upper: Series, lower: Series, gap: str, months: Sequence[str], past: int, fmt: Formatter, *, synthetic: bool
) -> Plot:
    """Two running totals with their names at the end and the gap between them as an upright rule with its number."""
    highest = max((v for s in (upper, lower) for v in s.values if v is not None), default=0)
    names = [f"{fmt.label(end[1], s.lower)} {s.name}" for s in (upper, lower) if (end := _end(s))]
    right = round(max(map(len, names), default=0) * _CHARACTER) + 18
    made, narrow = _frame(months, past, highest, fmt, 250, right)
    top, bottom = _end(upper), _end(lower)
    scale = made["yaxis"]["range"][1]
    near = bool(top and bottom and top[1] - bottom[1] < _CLOSE * scale)
    for series, end, shift in ((upper, top, _APART), (lower, bottom, -_APART)):
        if end is not None:
            made["annotations"].append(_name(series, end, fmt) | {"yshift": shift if near else 0})
    exact = not upper.lower and not lower.lower
    if exact and top and bottom and top[0] == bottom[0] and top[1] - bottom[1] > 2 * _CLOSE * scale:
        x = top[0] + 0.16
        rule = {"type": "line", "x0": x, "x1": x, "y0": bottom[1] * 1.03, "y1": top[1] * 0.97}
        made["shapes"].append(rule | {"line": {"color": INK, "width": 1}})
        middle = (top[1] + bottom[1]) / 2
        made["annotations"].append(
            annotation(
                f"<b>{fmt.number(top[1] - bottom[1])}</b> {gap}",
                x,
                middle,
                xanchor="left",
                xshift=8,
                font={"size": 14, "color": INK},
            )
        )
    if synthetic:
        made["annotations"].append(synthetic_label())
    below = _line(lower, months, SECOND, fmt)
    above = _line(upper, months, ACCENT, fmt) | {"fill": "tonexty", "fillcolor": AREA}
    return plot([below, above, *_dots([(upper, ACCENT), (lower, SECOND)])], made, narrow)


def _frame(
    months: Sequence[str], past: int, highest: int, fmt: Formatter, height: int, right: int
) -> tuple[Part, Part]:
    made = frame(height, (6, right, 26, 42))
    axis, narrow_axis = month_axis(months, fmt)
    made["yaxis"], made["annotations"] = value_axis(highest, fmt, labels=True)
    made |= {"xaxis": axis, "shapes": baseline(len(months), past)}
    return made, {"layout": {"xaxis": narrow_axis}}


def _line(series: Series, months: Sequence[str], colour: str, fmt: Formatter) -> Part:
    hover = [
        "" if value is None else f"{fmt.month(month)}: {fmt.number(value)} {series.name}"
        for month, value in zip(months, series.values, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": series.name,
        "x": list(range(len(months))),
        "y": list(series.values),
        "connectgaps": False,
        "line": {"color": colour, "width": _LINE, "shape": "linear"},
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _dots(ends: Sequence[tuple[Series, str]]) -> list[Part]:
    found = [(end, colour) for series, colour in ends if (end := _end(series)) is not None]
    marker = {"size": _END_DOT, "color": [colour for _, colour in found], "symbol": "circle"}
    points = {"x": [end[0] for end, _ in found], "y": [end[1] for end, _ in found]}
    return [{"type": "scatter", "mode": "markers", "cliponaxis": False, "hoverinfo": "skip", "marker": marker} | points]


def _end(series: Series) -> tuple[int, int] | None:
    known = [(x, value) for x, value in enumerate(series.values) if value is not None]
    return known[-1] if known else None


def _name(series: Series, end: tuple[int, int], fmt: Formatter) -> Part:
    text = f"<b>{fmt.label(end[1], series.lower)}</b> {series.name}"
    return annotation(text, end[0], end[1], xanchor="left", xshift=10, font={"size": 14, "color": INK})
