"""Horizontal bars: countries by size, or stages and forms in their own order, in one group or several on one scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from assets.dashboards.colours import ACCENT, INK, MUTED
from assets.dashboards.figures.frame import Figure, layout, note, quiet_axis, synthetic_note
from assets.dashboards.words import Words

_ROW, _THICK = 31, 20
_HEAD = 1.1
_CHARACTER = 7.3
_LABEL_WIDE, _LABEL_NARROW = 34, 15


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a value, or the mark of why there is none; ``note`` stands behind it in words."""

    label: str
    value: int | None
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Bars of one colour under a heading (empty: none)."""

    heading: str
    bars: tuple[Bar, ...]
    colour: str = ACCENT


def ranked_bars(groups: Sequence[Group], words: Words, *, synthetic: bool) -> Figure:
    """A figure of all groups on one scale, in the order given."""
    places = _places(groups)
    rows = places[-1][2] + 0.5 if places else 1
    bars = [bar for group in groups for bar in group.bars]
    highest = max([bar.value or 0 for bar in bars] + [1])
    top = 18 if synthetic else 4
    left, narrow_left = _label_room(bars, _LABEL_WIDE), _label_room(bars, _LABEL_NARROW)
    made = layout(round(rows * _ROW) + top + 6, (left, 0, top, 4), 13)
    made["xaxis"] = quiet_axis(range=[0, highest * _room(bars, highest, words)], showticklabels=False)
    made["yaxis"] = quiet_axis(
        range=[rows, 0],
        tickmode="array",
        tickvals=[y for _, _, y in places],
        ticktext=[_wrapped(bar.label, _LABEL_WIDE) for _, bar, _ in places],
        tickfont={"size": 13, "color": INK},
        ticklabelstandoff=6,
    )
    made["bargap"] = 0
    made["shapes"] = [_edge(group, places) for group in groups if group.bars]
    made["annotations"] = [*_headings(groups, places, words), *_no_values(places)]
    if synthetic:
        made["annotations"].append(synthetic_note())
    ticks = {"ticktext": [_wrapped(bar.label, _LABEL_NARROW) for _, bar, _ in places]}
    narrow = {"layout": {"yaxis": ticks, "margin": {"l": narrow_left}}}
    return {"data": [_trace(group, places, words) for group in groups], "layout": made, "narrow": narrow}


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


def _trace(group: Group, places: Sequence[tuple[Group, Bar, float]], words: Words) -> Figure:
    mine = [(bar, y) for owner, bar, y in places if owner is group and bar.value is not None]
    return {
        "type": "bar",
        "orientation": "h",
        "name": group.heading,
        "x": [bar.value for bar, _ in mine],
        "y": [y for _, y in mine],
        "width": _THICK / _ROW,
        "text": [_label(bar, words) for bar, _ in mine],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "textfont": {"color": INK},
        "hovertext": [f"{bar.label}: {words.number(bar.value or 0)}" for bar, _ in mine],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": group.colour, "line": {"width": 0}},
    }


def _label(bar: Bar, words: Words) -> str:
    text = f"<b>{words.number(bar.value or 0)}</b>"
    return f'{text}  <span style="color:{MUTED};font-size:12px">{bar.note}</span>' if bar.note else text


def _room(bars: Sequence[Bar], highest: int, words: Words) -> float:
    """How far beyond the longest bar the scale goes, so that labels and notes find room."""
    widest = max((len(bar.note) * (bar.value or 0) / highest for bar in bars), default=0)
    return 1.16 + 0.05 * max(len(words.number(highest)) - 3, 0) + 0.017 * widest


def _label_room(bars: Sequence[Bar], width: int) -> int:
    longest = max((len(line) for bar in bars for line in _lines(bar.label, width)), default=0)
    return round(longest * _CHARACTER) + 12


def _lines(label: str, width: int) -> list[str]:
    return textwrap.wrap(label, width, break_long_words=False) or [""]


def _wrapped(label: str, width: int) -> str:
    return "<br>".join(_lines(label, width))


def _edge(group: Group, places: Sequence[tuple[Group, Bar, float]]) -> Figure:
    mine = [y for owner, _, y in places if owner is group]
    line = {"color": INK, "width": 1.5}
    return {"type": "line", "x0": 0, "x1": 0, "y0": mine[0] - 0.5, "y1": mine[-1] + 0.5, "line": line, "layer": "above"}


def _headings(groups: Sequence[Group], places: Sequence[tuple[Group, Bar, float]], words: Words) -> list[Figure]:
    found = []
    for group in groups:
        mine = [y for owner, _, y in places if owner is group]
        if group.heading and mine:
            total = [bar.value for bar in group.bars if bar.value is not None]
            text = f"<b>{group.heading}</b> {words.number(sum(total))}" if total else f"<b>{group.heading}</b>"
            place = {"xref": "paper", "xanchor": "left", "font": {"size": 14, "color": INK}}
            found.append(note(text, 0, mine[0] - _HEAD + 0.05, **place))
    return found


def _no_values(places: Sequence[tuple[Group, Bar, float]]) -> list[Figure]:
    return [
        note(f"<b>{bar.mark}</b>  {bar.note}", 0, y, xanchor="left", xshift=6)
        for _, bar, y in places
        if bar.value is None
    ]
