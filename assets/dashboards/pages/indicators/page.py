"""A page for each indicator, and the index of all."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from assets.dashboards.charts.chart import Chart
from assets.dashboards.charts.small_bars import spark
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.formatter import capital
from assets.dashboards.pages.indicators import texts as of_index
from assets.dashboards.pages.page_frame import crumbs
from assets.dashboards.pages.page_model import MenuEntry, Page, chart_map, table_map
from assets.dashboards.pages.shared import indicator_texts as says
from assets.dashboards.pages.shared.comparisons import same_country_pair
from assets.dashboards.pages.shared.country_chart import by_country, by_country_and_month
from assets.dashboards.pages.shared.milestone_status import status_of, target_text
from assets.dashboards.pages.shared.months_chart import months_chart
from assets.dashboards.pages.shared.part_charts import by_crime, by_exploitation, by_sex_and_age
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import all_countries_cell, month_cell
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import Indicator

_ROOT = "../"
GROUPS = (("together", "What countries do together"), ("found", "What was found"))
_CARE = {
    "found": "A higher count can mean more crime, better detection or both. It is not a measure of how much there is.",
    "together": "This is what countries say that they did. It says nothing of how much crime there is.",
}

MENU = MenuEntry("indicators", "Indicators", "indicators/index.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The index, then a page for each indicator of the framework."""
    yield _index(data)
    for indicator in data.framework.indicators:
        yield _page(data, indicator)


def _page(data: SiteData, indicator: Indicator) -> Page:
    total = data.totals.get(indicator.indicator)
    charts: list[Chart | None] = []
    if total is not None and total.obs_value is not None:
        charts.append(months_chart(data, indicator, _ROOT))
        makers = (by_country, by_sex_and_age, by_exploitation, by_crime)
        charts += [make(data, indicator, _ROOT) for make in makers]
    return Page(
        path=f"indicators/{indicator.indicator}.html",
        section="indicators",
        h1=says.headline(indicator, data),
        lead=says.lead(indicator, data),
        template="indicators/indicator.html",
        charts=chart_map(*charts),
        tables=table_map(everything=by_country_and_month(data, indicator, _ROOT)),
        context={
            "indicator": indicator,
            "facts": facts(data, indicator),
            "care": _CARE[indicator.headline_group],
        },
        crumbs=crumbs(MENU, indicator.short_name, _ROOT),
    )


def facts(data: SiteData, indicator: Indicator) -> list[tuple[str, str]]:
    """Unit, when it counts, how it adds up, target, code."""
    code = indicator.indicator + (f", status {indicator.victim_status}" if indicator.victim_status else "")
    return [
        ("Unit", capital(indicator.unit)),
        ("Counted when", capital(indicator.counted_when)),
        ("Over countries", says.ADDED_UP[indicator.aggregation]),
        ("Target", target_text(data, _target_code(indicator))),
        ("Code", code),
    ]


def _target_code(indicator: Indicator) -> str:
    return "INF_RSP_RATE" if indicator.indicator == "INF_RSP" else indicator.indicator


def _index(data: SiteData) -> Page:
    tables = {
        group: index_table(data, title, [i for i in data.framework.indicators if i.headline_group == group])
        for group, title in GROUPS
    }
    return Page(
        path="indicators/index.html",
        section="indicators",
        h1=of_index.index_headline(data),
        lead="Each page gives definition, unit, months, countries and, where it is recorded, sex, age and offence.",
        template="indicators/indicators.html",
        tables=tables,
    )


def index_table(data: SiteData, title: str, indicators: list[Indicator]) -> Table:
    """Every indicator: small bars, last month, the same countries before, to date, countries, status."""
    fmt = data.fmt
    last = fmt.month(data.last, "MMM y") if data.last else "Last month"
    before = fmt.month(data.before_last, "MMM y") if data.before_last else "month before"
    columns = (
        Column("Indicator", "text"),
        Column("Each month", "picture"),
        Column(last),
        Column(f"{last}, same countries"),
        Column(f"{before}, same countries"),
        Column("To date"),
        Column("Countries", "of", "Countries counted", "Countries expected"),
        Column("Monthly figures", "of", "Monthly figures counted", "Monthly figures due"),
        Column("Status", "text"),
    )
    note = (
        "Same countries, none: no country has a figure in both months, or the record is shared and "
        "belongs to no country alone."
    )
    return Table(title, columns, tuple(_index_row(data, indicator) for indicator in indicators), note)


def _index_row(data: SiteData, indicator: Indicator) -> tuple[Cell, ...]:
    code = indicator.indicator
    by_month, total = data.month_totals.get(code, {}), data.totals.get(code)
    found = by_month.get(data.last)
    pair = same_country_pair(found) if found else None
    values = [by_month[m].obs_value if m in by_month else None for m in data.months]
    name = Cell(indicator.name, href=f"{_ROOT}indicators/{code}.html", small=f"{code}, {indicator.unit}")
    value = total.obs_value if total else None
    to_date = all_countries_cell(total if data.past else None)
    to_date = to_date._replace(bold=True, small="latest" if value is not None and indicator.is_stock else "")
    return (
        name,
        Cell(html=spark(values, len(data.past), "by month") if data.past else Markup("")),
        month_cell(found) if found else Cell(flags=("·",)),
        Cell(pair[0] if pair else None),
        Cell(pair[1] if pair else None),
        to_date,
        Cell(total.countries_counted if total else 0, of=total.countries_expected if total else len(data.countries)),
        Cell(total.months_counted if total else 0, of=total.months_due if total else 0),
        Cell(status_of(data, _target_code(indicator)).word if indicator.headline_group == "together" else "none"),
    )
