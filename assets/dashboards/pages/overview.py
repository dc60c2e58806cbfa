"""The overview: one sentence, six figures in two rows, two charts, what changed, the caveat, downloads."""

from __future__ import annotations

from assets.dashboards.page import Page, chart_map
from assets.dashboards.pages.changes import changes, changes_since
from assets.dashboards.pages.key_figures import key_figure
from assets.dashboards.pages.overview_charts import enquiries_chart, stage_blocks
from assets.dashboards.sentences import overview as says
from assets.dashboards.site_data import Numbers

_TOGETHER = ("INF_RSP_RATE", "CMP_CASE", "TRN_OFF")
_FOUND = ("INV_NEW", "ARR", "VIC_ID")


def build(numbers: Numbers) -> Page:
    """The page."""
    return Page(
        path="index.html",
        section="overview",
        h1=says.headline(numbers),
        lead=says.lead(numbers),
        template="overview.html",
        charts=chart_map(enquiries_chart(numbers), stage_blocks(numbers)) if numbers.synthetic[1] else {},
        context={
            "together": [key_figure(numbers, code) for code in _TOGETHER],
            "found": [key_figure(numbers, code) for code in _FOUND],
            "legend": _legend(numbers),
            "changes": changes(numbers),
            "changes_since": changes_since(numbers),
            "care": _care(numbers),
        },
    )


def _legend(numbers: Numbers) -> str:
    if not numbers.milestones:
        later = any(target.edition_id == numbers.edition.edition_id for target in numbers.framework.targets)
        return f"Small bars: each month{'. No milestone is due yet' if later else ''}"
    month = numbers.words.month_alone(max(found.due for found in numbers.milestones.values()))
    return (
        f"Small bars: each month. Long bar: to date, with the milestone for {month} (upright mark) and the target (end)"
    )


def _care(numbers: Numbers) -> str:
    if not numbers.last:
        return ""
    words, last = numbers.words, numbers.last
    counted = words.of(numbers.reported(last), len(numbers.countries))
    status = "is provisional and covers" if numbers.vintage.status == "provisional" else "covers"
    return (
        f"{words.month(last)} {status} {counted} countries. Months are compared only for the countries that are "
        "counted in both."
    )
