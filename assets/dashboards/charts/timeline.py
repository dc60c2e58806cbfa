"""A case on the months of the edition: a letter at the day each stage was reached, a line from the first one on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assets.dashboards.charts.colours import ACCENT, MID, WHITE
from assets.dashboards.formatter import Formatter

LETTERS = {
    "NOMINATED": "N",
    "ACCEPTED": "A",
    "INVESTIGATION": "I",
    "CHARGED": "C",
    "COURT": "K",
    "CONVICTED": "V",
    "CLOSED": "X",
}
FROM_CHARGE = frozenset({"CHARGED", "COURT", "CONVICTED", "CLOSED"})
_LOW, _SPAN = 2.0, 95.0
_FEW_MONTHS = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the line of every case runs over."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, in per cent; days outside stand at the ends."""
        whole = max((self.last - self.first).days, 1)
        return _LOW + _SPAN * min(max((day - self.first).days / whole, 0), 1)


def case_line(stages: Sequence[tuple[str, str]], span: Span) -> Markup:
    """The line of one case; ``stages`` are (stage, ISO day) in order. A closed case's line ends where it closed."""
    dated = [(stage, date.fromisoformat(day)) for stage, day in stages]
    if not dated:
        return Markup("")
    closed = dated[-1][1] if dated[-1][0] == "CLOSED" else span.last
    parts = [
        Markup('<line x1="{:.1f}%" x2="{:.1f}%" y1="12" y2="12" stroke="{}" stroke-width="2"/>').format(
            span.place(dated[0][1]), span.place(closed), MID
        )
    ]
    for stage, day in dated:
        full = stage in FROM_CHARGE
        parts.append(
            Markup(
                '<circle cx="{0:.1f}%" cy="12" r="8.5" fill="{1}" stroke="{2}" stroke-width="1.5"/>'
                '<text x="{0:.1f}%" y="16" text-anchor="middle" font-size="11" font-weight="700" fill="{3}">{4}</text>'
            ).format(span.place(day), ACCENT if full else WHITE, ACCENT, WHITE if full else ACCENT, LETTERS[stage])
        )
    return Markup('<svg class="rowline caseline" height="24" aria-hidden="true">{}</svg>').format(
        Markup("").join(parts)
    )


def month_heads(months: Sequence[str], span: Span, fmt: Formatter) -> Markup:
    """The names of the months over the lines, each at its first day; every third one where there are many."""
    step = 1 if len(months) <= _FEW_MONTHS else 3
    parts = [
        Markup('<text x="{:.1f}%" y="14">{}</text>').format(
            span.place(date.fromisoformat(f"{month}-01")),
            fmt.month_in_row(month, position == 0),
        )
        for position, month in enumerate(months)
        if position % step == 0
    ]
    return Markup(
        '<svg class="rowline caseline" height="20" aria-hidden="true">{}</svg><span class="away">Days of '
        "each stage</span>"
    ).format(Markup("").join(parts))
