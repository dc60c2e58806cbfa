"""The sentence of the index of indicators; those of an indicator's own page are in pages/shared/indicator_texts.py."""

from __future__ import annotations

from assets.dashboards.formatter import plural
from assets.dashboards.pages.shared.comparisons import is_complete
from assets.dashboards.site_data import SiteData


def index_headline(data: SiteData) -> str:
    """'24 of 25 indicators have figures; three rest on every country and month'."""
    fmt, everything = data.fmt, len(data.framework.indicators)
    with_figure = [t for t in data.totals.values() if t.obs_value is not None]
    if not with_figure:
        return f"{fmt.number(everything)} indicators, none with a figure yet"
    full = sum(is_complete(t) for t in with_figure)
    having = fmt.of(len(with_figure), everything)
    rest = plural(full, "rests", "rest") if full else "rests"
    return f"{having} indicators have figures; {fmt.count(full)} {rest} on every country and month"
