"""A page for each indicator, and the index of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from assets.dashboards.cells import all_countries_cell, month_cell
from assets.dashboards.charts import Chart
from assets.dashboards.formatter import capital, plural
from assets.dashboards.page import Page, chart_map, table_map
from assets.dashboards.page_frame import crumbs
from assets.dashboards.pages.by_country import by_country, by_country_and_month
from assets.dashboards.pages.by_part import by_crime, by_exploitation, by_sex_and_age
from assets.dashboards.pages.series import months_chart
from assets.dashboards.pictures.spark import spark
from assets.dashboards.sentences import indicator as says
from assets.dashboards.sentences.change import same_country_pair
from assets.dashboards.sentences.rests_on import is_complete
from assets.dashboards.site_data import Numbers
from assets.dashboards.status import status_of, target_text
from assets.dashboards.tables import Cell, Column, Table
from assets.framework.loader import Indicator

_ROOT = "../"
ADDED_UP = {
    "SUM": "Added up",
    "SENT": "Added up, each enquiry by its sender",
    "HOST": "Added up, each by its host alone",
    "DIST": "Each shared record once, however many countries list it",
    "LATEST": "Latest figure of each country, never added over months",
}
GROUPS = (("together", "What countries do together"), ("found", "What was found"))
_CARE = {
    "found": "A higher count can mean more crime, better detection or both. It is not a measure of how much there is.",
    "together": "This is what countries say that they did. It says nothing of how much crime there is.",
}


def build(numbers: Numbers) -> Iterator[Page]:
    """The index, then a page for each indicator of the framework."""
    yield _index(numbers)
    for indicator in numbers.framework.indicators:
        yield _page(numbers, indicator)


def _page(numbers: Numbers, indicator: Indicator) -> Page:
    total = numbers.totals.get(indicator.indicator)
    charts: list[Chart | None] = []
    if total is not None and total.obs_value is not None:
        charts.append(months_chart(numbers, indicator, _ROOT))
        makers = (by_country, by_sex_and_age, by_exploitation, by_crime)
        charts += [make(numbers, indicator, _ROOT) for make in makers]
    return Page(
        path=f"indicators/{indicator.indicator}.html",
        section="indicators",
        h1=says.headline(indicator, numbers),
        lead=says.lead(indicator, numbers),
        template="indicator.html",
        charts=chart_map(*charts),
        tables=table_map(everything=by_country_and_month(numbers, indicator, _ROOT)),
        context={
            "indicator": indicator,
            "facts": facts(numbers, indicator),
            "care": _CARE[indicator.headline_group],
        },
        crumbs=crumbs("indicators", indicator.short_name, _ROOT),
    )


def facts(numbers: Numbers, indicator: Indicator) -> list[tuple[str, str]]:
    """Unit, when it counts, how it adds up, target, code."""
    code = indicator.indicator + (f", status {indicator.victim_status}" if indicator.victim_status else "")
    return [
        ("Unit", capital(indicator.unit)),
        ("Counted when", capital(indicator.counted_when)),
        ("Over countries", ADDED_UP[indicator.aggregation]),
        ("Target", target_text(numbers, _target_code(indicator))),
        ("Code", code),
    ]


def _target_code(indicator: Indicator) -> str:
    return "INF_RSP_RATE" if indicator.indicator == "INF_RSP" else indicator.indicator


def _index(numbers: Numbers) -> Page:
    tables = {
        group: index_table(numbers, title, [i for i in numbers.framework.indicators if i.headline_group == group])
        for group, title in GROUPS
    }
    return Page(
        path="indicators/index.html",
        section="indicators",
        h1=_index_headline(numbers),
        lead="Each page gives definition, unit, months, countries and, where it is recorded, sex, age and offence.",
        template="indicators.html",
        tables=tables,
    )


def _index_headline(numbers: Numbers) -> str:
    words, everything = numbers.words, len(numbers.framework.indicators)
    with_figure = [t for t in numbers.totals.values() if t.obs_value is not None]
    if not with_figure:
        return f"{words.number(everything)} indicators, none with a figure yet"
    full = sum(is_complete(t) for t in with_figure)
    having = words.of(len(with_figure), everything)
    rest = plural(full, "rests", "rest") if full else "rests"
    return f"{having} indicators have figures; {words.count(full)} {rest} on every country and month"


def index_table(numbers: Numbers, title: str, indicators: list[Indicator]) -> Table:
    """Every indicator: small bars, last month, the same countries before, to date, countries, status."""
    words = numbers.words
    last = words.month(numbers.last, "MMM y") if numbers.last else "Last month"
    before = words.month(numbers.before_last, "MMM y") if numbers.before_last else "month before"
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
    return Table(title, columns, tuple(_index_row(numbers, indicator) for indicator in indicators), note)


def _index_row(numbers: Numbers, indicator: Indicator) -> tuple[Cell, ...]:
    code = indicator.indicator
    by_month, total = numbers.month_totals.get(code, {}), numbers.totals.get(code)
    found = by_month.get(numbers.last)
    pair = same_country_pair(found) if found else None
    values = [by_month[m].obs_value if m in by_month else None for m in numbers.months]
    name = Cell(indicator.name, href=f"{_ROOT}indicators/{code}.html", small=f"{code}, {indicator.unit}")
    value = total.obs_value if total else None
    to_date = all_countries_cell(total if numbers.past else None)
    to_date = replace(to_date, bold=True, small="latest" if value is not None and indicator.stock == "yes" else "")
    return (
        name,
        Cell(html=spark(values, len(numbers.past), "by month") if numbers.past else Markup("")),
        month_cell(found) if found else Cell(marks=("·",)),
        Cell(pair[0] if pair else None),
        Cell(pair[1] if pair else None),
        to_date,
        Cell(total.countries_counted if total else 0, of=total.countries_expected if total else len(numbers.countries)),
        Cell(total.months_counted if total else 0, of=total.months_due if total else 0),
        Cell(status_of(numbers, _target_code(indicator)).word if indicator.headline_group == "together" else "none"),
    )
