"""What was reached: a bar on a track, an upright mark for the milestone, an end mark for the target."""

from __future__ import annotations

from markupsafe import Markup


def track(actual: float, milestone: float, target: float) -> Markup:
    """HTML that fills its column and ends at the target, or at what was reached where that is more."""
    end = max(target, milestone, actual, 1e-9)

    def share(value: float) -> str:
        return f"{max(0.0, min(100.0, 100 * value / end)):.1f}%"

    return Markup(
        '<div class="track" aria-hidden="true"><span class="reached" style="width:{}"></span>'
        '<span class="goal" style="left:{}"></span><span class="milestone" style="left:{}"></span></div>'
    ).format(share(actual), share(target), share(milestone))
