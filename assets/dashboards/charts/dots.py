"""Dots on a line of their own row: the sides of a pair, days of each case, a country against all; in per cent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from assets.dashboards.charts.colours import ACCENT, FOURTH, INK, PALE
from assets.dashboards.formatter import Formatter

_LOW, _SPAN = 2.0, 82.0
_DOT_STEP = 9


def _place(value: float, highest: float) -> str:
    return f"{_LOW + _SPAN * value / (highest or 1):.1f}%"


def pair(sent: int | None, received: int | None, highest: int, fmt: Formatter) -> Markup:
    """A filled dot for sent, a ring for received, one in the other where both are the same; the number at each."""
    parts = [Markup('<line x1="2%" x2="84%" y1="12" y2="12" class="rail"/>')]
    if sent is not None and sent == received:
        at = _place(sent, highest)
        parts += [_ring(at, 7), _dot(at, 4.5), _text(at, 13, sent, fmt, bold=True)]
    elif sent is not None and received is not None:
        a, b = _place(sent, highest), _place(received, highest)
        parts.append(Markup('<line x1="{}" x2="{}" y1="12" y2="12" stroke="{}" stroke-width="1.5"/>').format(a, b, INK))
        left = received < sent
        parts += [_ring(b, 5), _dot(a, 5)]
        parts += [_text(b, -12 if left else 12, received, fmt), _text(a, 12 if left else -12, sent, fmt, bold=True)]
    elif sent is not None:
        at = _place(sent, highest)
        parts += [_dot(at, 5), _text(at, 12, sent, fmt, bold=True)]
    elif received is not None:
        at = _place(received, highest)
        parts += [_ring(at, 5), _text(at, 12, received, fmt)]
    return Markup('<svg class="rowline" height="24" aria-hidden="true">{}</svg>').format(Markup("").join(parts))


def _dot(at: str, radius: float) -> Markup:
    return Markup('<circle cx="{}" cy="12" r="{:g}" fill="{}"/>').format(at, radius, ACCENT)


def _ring(at: str, radius: float) -> Markup:
    return Markup('<circle cx="{}" cy="12" r="{:g}" fill="#fff" stroke="{}" stroke-width="2"/>').format(
        at, radius, FOURTH
    )


def _text(at: str, shift: int, value: int, fmt: Formatter, *, bold: bool = False) -> Markup:
    return Markup('<text x="{}" dx="{}" y="16.5" text-anchor="{}"{}>{}</text>').format(
        at, shift, "start" if shift > 0 else "end", Markup(' font-weight="700"') if bold else "", fmt.number(value)
    )


def day_dots(days: Sequence[int], median: float | None, middle: tuple[float, float] | None, longest: int) -> Markup:
    """A dot for each case at its days, equal ones stacked; the middle half shaded and the median marked where given."""
    height = 16 + _DOT_STEP * max(Counter(_bin(d, longest) for d in days).values(), default=1)
    base = height / 2
    parts = [Markup('<line x1="{}" x2="{}" y1="0" y2="{:g}" class="edge"/>').format(_place(0, 1), _place(0, 1), height)]
    if middle:
        low, high = (_LOW + _SPAN * value / (longest or 1) for value in middle)
        parts.append(
            Markup('<rect x="{:.1f}%" y="{:g}" width="{:.1f}%" height="18" fill="{}"/>').format(
                low, base - 9, high - low, PALE
            )
        )
    stacked: Counter[int] = Counter()
    for day in sorted(days):
        seen = stacked[_bin(day, longest)]
        stacked[_bin(day, longest)] += 1
        shift = (seen + 1) // 2 * _DOT_STEP * (1 if seen % 2 else -1)
        parts.append(
            Markup('<circle cx="{}" cy="{:g}" r="4" fill="{}"/>').format(_place(day, longest), base + shift, ACCENT)
        )
    if median is not None:
        at = _place(median, longest)
        parts.append(
            Markup('<line x1="{}" x2="{}" y1="{:g}" y2="{:g}" stroke="{}" stroke-width="3"/>').format(
                at, at, base - 11, base + 11, FOURTH
            )
        )
    return Markup('<svg class="rowline" height="{:g}" aria-hidden="true">{}</svg>').format(
        height, Markup("").join(parts)
    )


def day_heads(longest: int, fmt: Formatter) -> Markup:
    """The scale over the dots: 0 and the longest wait."""
    return Markup(
        '<svg class="rowline" height="20" aria-hidden="true"><text x="{}" y="14" text-anchor="middle">0</text>'
        '<text x="{}" y="14" text-anchor="middle">{}</text></svg><span class="away">Days</span>'
    ).format(_place(0, 1), _place(1, 1), f"{fmt.number(longest)} days")


def _bin(day: int, longest: int) -> int:
    """Days that would be drawn on each other on a line of about 400 px."""
    return round(50 * day / (longest or 1))


def against_all(country: float, everyone: float | None) -> Markup:
    """A dot for a country against an upright mark for all countries, on a line from 0 to 100 per cent."""
    mark = Markup("")
    if everyone is not None:
        at = _on_line(everyone)
        mark = Markup('<line x1="{}" x2="{}" y1="4" y2="20" stroke="{}" stroke-width="2"/>').format(at, at, INK)
    return Markup(
        '<svg class="rowline" height="24" aria-hidden="true"><line x1="4%" x2="96%" y1="12" y2="12" class="rail"/>'
        '{}<circle cx="{}" cy="12" r="5" fill="{}"/></svg>'
    ).format(mark, _on_line(country), ACCENT)


def _on_line(share: float) -> str:
    return f"{4 + 92 * max(0.0, min(share, 100.0)) / 100:.1f}%"
