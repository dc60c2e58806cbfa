"""Bars by month: every month has its slot, every bar its number, and a month without a value says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.dashboards.charts.colours import ACCENT, INK
from assets.dashboards.charts.figure_frame import (
    Part,
    Plot,
    annotation,
    baseline,
    frame,
    month_axis,
    month_ends,
    plot,
    synthetic_label,
    value_axis,
)
from assets.dashboards.flags import REASON_OF_STATE
from assets.dashboards.formatter import Formatter

_SLOT = 0.62
_LONGEST_LABEL_NARROW = 3
_ENOUGH_EMPTY_SLOTS = 2
# In a small panel the number of the highest bar reaches out of the axes; the label stands clear of it.
_PANEL_LIFT = 8


@dataclass(frozen=True, slots=True)
class Point:
    """One month: a value (``lower``: at least that), or the state and flag of why there is none.

    ``breaks``: the series breaks before this month.
    """

    month: str
    value: int | None
    state: str
    flag: str
    lower: bool = False
    provisional: bool = False
    breaks: bool = False


def month_bars(points: Sequence[Point], past: int, fmt: Formatter, *, small: bool = False, synthetic: bool) -> Plot:
    """A figure of bars for all months of the edition; ``past`` months have data. ``small`` is a panel of many."""
    shown = [(x, p) for x, p in enumerate(points) if p.value is not None]
    highest = max((p.value or 0 for _, p in shown), default=0)
    labels = [_label(p, x == past - 1, fmt) for x, p in shown]
    made, narrow = _frame(points, fmt, small)
    made |= {"yaxis": value_axis(highest, fmt, labels=False)[0], "bargap": 1 - _SLOT}
    made["shapes"] = baseline(len(points), past) + [_break(x) for x, p in enumerate(points) if p.breaks]
    made["annotations"] += [*_marks(points, past), *_break_notes(points), *_not_due(points, past, small)]
    if synthetic:
        made["annotations"].append(synthetic_label(_PANEL_LIFT if small else 0))
    if not small and highest >= 10**_LONGEST_LABEL_NARROW:
        narrow["data"] = [{"text": _fewer(labels, [p for _, p in shown], highest)}]
    return plot([_bars(shown, labels, fmt, 12 if small else 13)], made, narrow)


def _frame(points: Sequence[Point], fmt: Formatter, small: bool) -> tuple[Part, Part]:
    months = [p.month for p in points]
    if small:
        made = frame(148, (0, 0, 34, 22), 12)
        made["xaxis"], made["annotations"] = month_ends(months, fmt)
        return made, {}
    made = frame(216, (6, 6, 26, 42))
    made["xaxis"], narrow_axis = month_axis(months, fmt)
    return made, {"layout": {"xaxis": narrow_axis}}


def _bars(shown: Sequence[tuple[int, Point]], labels: Sequence[str], fmt: Formatter, size: int) -> Part:
    provisional = [p.provisional for _, p in shown]
    return {
        "type": "bar",
        "x": [x for x, _ in shown],
        "y": [p.value for _, p in shown],
        "text": list(labels),
        "textangle": 0,
        "textfont": {"size": size},
        "hovertext": [_hover(p, fmt) for _, p in shown],
        "marker": {
            "color": ACCENT,
            "line": {"width": [1.5 if p else 0 for p in provisional]},
            "pattern": {"shape": ["/" if p else "" for p in provisional]},
        },
    }


def _label(point: Point, is_last: bool, fmt: Formatter) -> str:
    text = fmt.label(point.value or 0, point.lower)
    return f"<b>{text}</b>" if is_last else text


def _hover(point: Point, fmt: Formatter) -> str:
    value = fmt.at_least(point.value or 0, point.lower)
    return f"{fmt.month(point.month)}: {value}{', provisional' if point.provisional else ''}"


def _fewer(labels: Sequence[str], points: Sequence[Point], highest: int) -> list[str]:
    return [
        label if position == len(labels) - 1 or point.value == highest else ""
        for position, (label, point) in enumerate(zip(labels, points, strict=True))
    ]


def _marks(points: Sequence[Point], past: int) -> list[Part]:
    return [
        annotation(
            point.flag, x, 0, yanchor="bottom", hovertext=REASON_OF_STATE.get(point.state, ""), font={"size": 12}
        )
        for x, point in enumerate(points[:past])
        if point.value is None and point.flag
    ]


def _break(x: int) -> Part:
    line = {"color": INK, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": x - 0.5, "x1": x - 0.5, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _break_notes(points: Sequence[Point]) -> list[Part]:
    return [
        annotation("definition changes", x - 0.42, 1, yref="paper", xanchor="left", yanchor="bottom", font={"size": 12})
        for x, point in enumerate(points)
        if point.breaks
    ]


def _not_due(points: Sequence[Point], past: int, small: bool) -> list[Part]:
    empty = len(points) - past
    if small or empty < _ENOUGH_EMPTY_SLOTS:
        return []
    return [annotation("not yet due", past - 0.5 + empty / 2, 0, yanchor="bottom", yshift=4)]
