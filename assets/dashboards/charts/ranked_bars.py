"""Horizontal bars: countries by size, or stages and forms in their own order, in one group or several on one scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from assets.dashboards.charts.colours import ACCENT, INK, MUTED
from assets.dashboards.charts.figure_frame import Part, Plot, annotation, frame, plot, synthetic_label
from assets.dashboards.formatter import Formatter

_ROW, _THICK = 31, 20
_HEAD = 1.1
_CHARACTER, _LINE = 7.3, 17


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a value (``lower``: at least that), or the flag of why there is none; ``note`` stands behind it."""

    label: str
    value: int | None
    flag: str = ""
    note: str = ""
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars of one colour under a heading (empty: none)."""

    heading: str
    bars: tuple[Bar, ...]
    colour: str = ACCENT


def ranked_bars(groups: Sequence[Group], fmt: Formatter, *, synthetic: bool) -> Plot:
    """A figure of all groups on one scale, in the order given."""
    places = _places(groups)
    bars = [bar for group in groups for bar in group.bars]
    made = _frame(places, bars, fmt, _WIDE, synthetic)
    made["shapes"] = [_edge(group, places) for group in groups if group.bars]
    made["annotations"] = [*_headings(groups, places, fmt), *_no_values(places)]
    if synthetic:
        made["annotations"].append(synthetic_label())
    small = _frame(places, bars, fmt, _NARROW, synthetic)
    narrow = {name: small[name] for name in ("height", "margin")}
    narrow["xaxis"] = {"range": small["xaxis"]["range"]}
    narrow["yaxis"] = {"ticktext": small["yaxis"]["ticktext"]}
    return plot([_trace(group, places, fmt) for group in groups], made, {"layout": narrow})


@dataclass(frozen=True, slots=True)
class _Room:
    """The width of the whole figure in px, and the longest line of a label in characters."""

    width: int
    label: int


_WIDE, _NARROW = _Room(480, 34), _Room(296, 20)


def _frame(
    places: Sequence[tuple[Group, Bar, float]], bars: Sequence[Bar], fmt: Formatter, room: _Room, synthetic: bool
) -> Part:
    rows = places[-1][2] + 0.5 if places else 1
    lines = [_lines(bar.label, room.label) for bar in bars]
    left = round(max((len(line) for label in lines for line in label), default=0) * _CHARACTER) + 12
    row = max(_ROW, _LINE * max((len(label) for label in lines), default=1) + 2)
    top = 24 if synthetic else 4
    made = frame(round(rows * row) + top + 6, (left, 0, top, 4))
    made["xaxis"] = {"range": [0, _end_of_scale(bars, fmt, room.width - left)], "showticklabels": False}
    made["yaxis"] = {
        "range": [rows, 0],
        "tickmode": "array",
        "tickvals": [y for _, _, y in places],
        "ticktext": ["<br>".join(_lines(bar.label, room.label)) for _, bar, _ in places],
        "ticklabelstandoff": 6,
    }
    made["bargap"] = 0
    return made


def _end_of_scale(bars: Sequence[Bar], fmt: Formatter, width: int) -> float:
    """Where the scale ends so that the number and the note behind each bar still fit into ``width`` px."""
    end = 1.0
    for bar in bars:
        if bar.value is not None:
            behind = 12 + len(fmt.label(bar.value, bar.lower)) * _CHARACTER + len(bar.note) * _CHARACTER
            end = max(end, bar.value / max(1 - behind / max(width, 1), 0.2))
    return round(end, 3)


def _lines(label: str, width: int) -> list[str]:
    return textwrap.wrap(label, width, break_long_words=False) or [""]


def _places(groups: Sequence[Group]) -> list[tuple[Group, Bar, float]]:
    found: list[tuple[Group, Bar, float]] = []
    y = 0.5
    for group in groups:
        y += _HEAD if group.heading else 0
        for bar in group.bars:
            found.append((group, bar, y))
            y += 1
        y += 0.4 if group.heading else 0
    return found


def _trace(group: Group, places: Sequence[tuple[Group, Bar, float]], fmt: Formatter) -> Part:
    mine = [(bar, y) for owner, bar, y in places if owner is group and bar.value is not None]
    return {
        "type": "bar",
        "orientation": "h",
        "name": group.heading,
        "x": [bar.value for bar, _ in mine],
        "y": [y for _, y in mine],
        "width": _THICK / _ROW,
        "text": [_label(bar, fmt) for bar, _ in mine],
        "hovertext": [f"{bar.label}: {fmt.at_least(bar.value or 0, bar.lower)}" for bar, _ in mine],
        "marker": {"color": group.colour},
    }


def _label(bar: Bar, fmt: Formatter) -> str:
    text = f"<b>{fmt.label(bar.value or 0, bar.lower)}</b>"
    return f'{text}  <span style="color:{MUTED};font-size:12px">{bar.note}</span>' if bar.note else text


def _edge(group: Group, places: Sequence[tuple[Group, Bar, float]]) -> Part:
    mine = [y for owner, _, y in places if owner is group]
    line = {"color": INK, "width": 1.5}
    return {"type": "line", "x0": 0, "x1": 0, "y0": mine[0] - 0.5, "y1": mine[-1] + 0.5, "line": line, "layer": "above"}


def _headings(groups: Sequence[Group], places: Sequence[tuple[Group, Bar, float]], fmt: Formatter) -> list[Part]:
    found = []
    for group in groups:
        mine = [y for owner, _, y in places if owner is group]
        if group.heading and mine:
            known = [bar.value for bar in group.bars if bar.value is not None]
            lower = len(known) < len(group.bars) or any(bar.lower for bar in group.bars)
            text = f"<b>{group.heading}</b> {fmt.label(sum(known), lower)}" if known else f"<b>{group.heading}</b>"
            place = {"xref": "paper", "xanchor": "left", "font": {"size": 14, "color": INK}}
            found.append(annotation(text, 0, mine[0] - _HEAD + 0.05, **place))
    return found


def _no_values(places: Sequence[tuple[Group, Bar, float]]) -> list[Part]:
    return [
        annotation(f"<b>{bar.flag}</b>  {bar.note}", 0, y, xanchor="left", xshift=6)
        for _, bar, y in places
        if bar.value is None
    ]
