"""The overview: one sentence, six figures in two rows, two charts, what changed, the caveat, downloads."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.downloads.files import Downloads
from assets.dashboards.pages.overview import texts as says
from assets.dashboards.pages.overview.changes import changes, changes_since
from assets.dashboards.pages.overview.key_figures import key_figure
from assets.dashboards.pages.overview.overview_charts import enquiries_chart, stage_blocks
from assets.dashboards.pages.page_model import MenuEntry, Page, chart_map
from assets.dashboards.site_data import SiteData

_TOGETHER = ("INF_RSP_RATE", "CMP_CASE", "TRN_OFF")
_FOUND = ("INV_NEW", "ARR", "VIC_ID")

MENU = MenuEntry("overview", "Overview", "index.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page."""
    yield Page(
        path="index.html",
        section="overview",
        h1=says.headline(data),
        lead=says.lead(data),
        template="overview/overview.html",
        charts=chart_map(enquiries_chart(data), stage_blocks(data)) if data.synthetic[1] else {},
        context={
            "together": [key_figure(data, code) for code in _TOGETHER],
            "found": [key_figure(data, code) for code in _FOUND],
            "legend": _legend(data),
            "changes": changes(data),
            "changes_since": changes_since(data),
            "care": _care(data),
        },
    )


def _legend(data: SiteData) -> str:
    if not data.milestones:
        later = any(target.edition_id == data.edition.edition_id for target in data.framework.targets)
        return f"Small bars: each month{'. No milestone is due yet' if later else ''}"
    month = data.fmt.month_alone(max(found.due for found in data.milestones.values()))
    return (
        f"Small bars: each month. Long bar: to date, with the milestone for {month} (upright mark) and the target (end)"
    )


def _care(data: SiteData) -> str:
    if not data.last:
        return ""
    fmt, last = data.fmt, data.last
    counted = fmt.of(data.reported(last), len(data.countries))
    status = "is provisional and covers" if data.vintage.status == "provisional" else "covers"
    return (
        f"{fmt.month(last)} {status} {counted} countries. Months are compared only for the countries that are "
        "counted in both."
    )
