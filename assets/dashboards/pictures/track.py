"""What was reached: a bar on a track, an upright mark for the milestone, an end mark for the target."""

from __future__ import annotations

from markupsafe import Markup

from assets.dashboards.colours import ACCENT, GREY, GRID, INK, WHITE

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
