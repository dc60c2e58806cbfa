"""A page for each country, and the index of all: returns first, then series, then revisions, quality and context."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.charts.figure_frame import Plot
from assets.dashboards.charts.month_bars import month_bars
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.flags import FLAG_OF_STATE
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.countries import texts as says
from assets.dashboards.pages.countries.country_tables import (
    cases_table,
    index_page,
    returns_table,
    series_table,
    to_date_table,
)
from assets.dashboards.pages.page_frame import crumbs
from assets.dashboards.pages.page_model import MenuEntry, Page, table_map
from assets.dashboards.pages.shared.national_context import country_context
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.pages.shared.quality_tables import country_quality, revisions_table
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import point

_ROOT = "../"
_PANELS = ("INV_NEW", "SUS_ID", "ARR", "CHG", "VIC_ID", "VIC_AST", "INF_ENQ", "INF_RSP", "TRN_OFF")

MENU = MenuEntry("countries", "Countries", "countries/index.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The index, then a page for each participating country."""
    yield index_page(data)
    for area in data.countries:
        yield _page(data, area)


def _page(data: SiteData, area: str) -> Page:
    fmt = data.fmt
    codes = [code for code in _PANELS if code in data.indicators]
    mine = [row for row in data.revisions if row["ref_area"] == area]
    return Page(
        path=f"countries/{area}.html",
        section="countries",
        h1=says.headline(data, area),
        lead=says.lead(data, area),
        template="countries/country.html",
        tables=table_map(
            series=series_table(data, area, codes) if data.past else None,
            everything=to_date_table(data, area),
            returns=returns_table(data, area),
            quality=country_quality(data, area),
            revisions=revisions_table(data, mine, by_country=False) if mine else None,
            cases=cases_table(data, area),
            national=country_context(data, area),
        ),
        context={
            "name": fmt.country(area),
            "area": area,
            "figures": _key_figures(data, area),
            "panels": [_panel(data, area, code) for code in codes] if data.past else [],
            "due_day": data.edition.due_day,
        },
        crumbs=crumbs(MENU, fmt.country(area), _ROOT),
    )


def _key_figures(data: SiteData, area: str) -> list[tuple[str, str]]:
    fmt = data.fmt
    returns = data.returns[area]
    found = [
        (fmt.of(returns["counted"], returns["due"]), "returns counted"),
        (fmt.of(returns["on_time"], returns["due"]), "on time"),
    ]
    if answered := _answered(data, area):
        found.append((answered, "enquiries received, answered"))
    for code in ("CMP_CASE", "OPS_JNT"):
        total = data.country_totals.get((code, area))
        if total is not None and total.obs_value is not None and code in data.indicators:
            named = phrase(data.indicators[code]).after(total.obs_value)
            found.append((fmt.label(total.obs_value, total.is_lower_bound), named))
    return found


def _answered(data: SiteData, area: str) -> str:
    """'62 of 95'; empty where the country lists none."""
    enquiries = data.rows("outcomes.enquiries_to_date")
    rows = [row for row in enquiries if (row["grouped_by"], row["code"]) == ("country", area)]
    if not rows or not rows[0]["received"]:
        return ""
    answered, received = (_label(data, rows[0], name) for name in ("answered", "received"))
    return f"{answered} of {received}"


def _label(data: SiteData, row: Row, name: str) -> str:
    if row[name] is None:
        return FLAG_OF_STATE[row[f"{name}_state"]]
    return data.fmt.label(row[name], row[f"{name}_is_lower_bound"])


def _panel(data: SiteData, area: str, code: str) -> dict[str, str | Plot]:
    fmt, indicator = data.fmt, data.indicators[code]
    by_month = data.country_months.get((code, area), {})
    total = data.country_totals.get((code, area))
    breaks = {(r["time_period"]) for r in _notes(data, area, code) if r["note_kind"] == "BREAK"}
    points = [point(m, by_month.get(m), breaks=m in breaks) for m in data.months]
    last = by_month.get(data.last)
    unit = f"{indicator.unit}s" if total is None or total.obs_value != 1 else indicator.unit
    in_last = (
        f", {fmt.label(last.obs_value, last.is_lower_bound)} in {fmt.month_alone(data.last)}"
        if last and last.obs_value is not None
        else ""
    )
    has = total is not None and total.obs_value is not None
    return {
        "code": code,
        "title": indicator.short_name,
        "value": fmt.label(total.obs_value, total.is_lower_bound)
        if total and total.obs_value is not None
        else "no figure",
        "about": f"{unit} to date{in_last}" if has else "",
        "plot": month_bars(points, len(data.past), fmt, small=True, synthetic=bool(data.synthetic[0])),
    }


def _notes(data: SiteData, area: str, code: str) -> list[dict[str, str]]:
    return [row for row in data.rows("core.notes") if (row["ref_area"], row["indicator"]) == (area, code)]
