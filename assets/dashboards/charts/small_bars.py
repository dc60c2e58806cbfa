"""Small bars: a bar for each month, the last one in focus, a dotted line where months are not yet due."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assets.dashboards.charts.colours import ACCENT, GREY, GRID, INK, MID, WHITE

_SLOT, _BAR, _HEIGHT, _TOP = 8.0, 5.5, 30, 2


def spark(values: Sequence[int | None], past: int, name: str) -> Markup:
    """An SVG of ``values``, one slot a month of which ``past`` have data; ``name`` says it to who cannot see it.

    A month without a value leaves its slot empty and the line at 0 open there: a gap is not a zero.
    """
    highest = max((v for v in values if v is not None), default=0) or 1
    width = _SLOT * len(values)
    marks = []
    for position, value in enumerate(values[:past]):
        x = position * _SLOT
        if value is None:
            continue
        height = round(value / highest * (_HEIGHT - _TOP), 1)
        colour = ACCENT if position == past - 1 else MID
        if value:
            marks.append(_rect(x + (_SLOT - _BAR) / 2, _HEIGHT - height, _BAR, height, colour))
        marks.append(_line(x, x + _SLOT, INK, ""))
    if past < len(values):
        marks.append(_line(past * _SLOT, width, GREY, "1.5 2"))
    return Markup(
        '<svg class="spark" viewBox="0 0 {0:g} {1}" width="{0:g}" height="{1}" role="img" aria-label="{2}">{3}</svg>'
    ).format(width, _HEIGHT + 2, name, Markup("").join(marks))


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return Markup('<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" fill="{}"/>').format(x, y, width, height, colour)


def _line(x0: float, x1: float, colour: str, dash: str) -> Markup:
    pattern = Markup(' stroke-dasharray="{}"').format(dash) if dash else Markup("")
    return Markup('<line x1="{:g}" x2="{:g}" y1="{}" y2="{}" stroke="{}" stroke-width="1"{}/>').format(
        x0, x1, _HEIGHT + 0.5, _HEIGHT + 0.5, colour, pattern
    )


_MIDDLE, _THICK = 9, 8


def track(actual: float, milestone: float, target: float) -> Markup:
    """An SVG that fills its column and ends at the target, or at what was reached where that is more."""
    end = max(target, milestone, actual, 1e-9)

    def share(value: float) -> str:
        return f"{max(0.0, min(100.0, 100 * value / end)):.1f}%"

    bar = Markup('<rect y="{}" width="{}" height="{}" fill="{}"/>')
    mark = Markup('<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="{4}"/>')
    top = _MIDDLE - _THICK // 2
    parts = (
        bar.format(top, "100%", _THICK, GRID),
        bar.format(top, share(actual), _THICK, ACCENT),
        mark.format(share(target), 3, 15, GREY, 2),
        mark.format(share(milestone), 1, 17, WHITE, 6),
        mark.format(share(milestone), 1, 17, INK, 2.5),
    )
    return Markup('<svg class="track" height="18" aria-hidden="true">{}</svg>').format(Markup("").join(parts))
