"""Monthly bars with their running total, over all countries or in one: the charts that most pages begin with."""

from __future__ import annotations

from assets.dashboards.charts.chart import Chart, KeyItem, Link
from assets.dashboards.charts.lines import Series, running_line
from assets.dashboards.charts.month_bars import month_bars
from assets.dashboards.page_rows import MonthTotal
from assets.dashboards.pages.shared import indicator_texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import month_cell, point, running_cell
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import Indicator


def months_chart(data: SiteData, indicator: Indicator, root: str) -> Chart:
    """The indicator by month over all countries; a flow has its running total on the same months below."""
    fmt, code = data.fmt, indicator.indicator
    by_month, past = data.month_totals.get(code, {}), len(data.past)
    points = [point(month, by_month.get(month)) for month in data.months]
    flow = not indicator.is_stock
    running = tuple(by_month[m].running_total if m in data.past and m in by_month else None for m in data.months)
    synthetic = bool(data.synthetic[0])
    title = says.months_title(indicator, data)
    each = "each month" if flow else "at the end of each month"
    return Chart(
        name="months",
        title=title,
        unit=f"{indicator.name}, {each}, all countries counted. Unit: {indicator.unit}",
        sentence=says.lead(indicator, data),
        table=_table(data, indicator, flow),
        plot=month_bars(points, past, fmt, synthetic=synthetic),
        second=(
            "Running total over the same months",
            running_line(
                Series("to date", running, data.totals[code].is_lower_bound),
                data.months,
                past,
                fmt,
                synthetic=False,
            ),
        )
        if flow
        else None,
        key=_key(data, by_month.get(data.last), any(p.provisional for p in points)),
        table_name="the numbers in these charts" if flow else "the numbers in this chart",
        table_open=True,
        links=(
            Link(f"{root}method.html#{code}", "Definition"),
            Link(f"{root}provenance.html#{code}", "Where each number comes from"),
        ),
        level=2,
    )


def _key(data: SiteData, last: MonthTotal | None, provisional: bool) -> tuple[KeyItem, ...]:
    """The keys of the bars, with what the last month of this indicator rests on: it may lack more than returns."""
    if not provisional or last is None:
        return ()
    counted = data.fmt.of(last.countries_counted, last.countries_expected)
    month = data.fmt.month(last.time_period)
    return (KeyItem("checked", "Final"), KeyItem("hatched", f"Provisional; {month} rests on {counted} countries"))


def _table(data: SiteData, indicator: Indicator, flow: bool) -> Table:
    by_month = data.month_totals.get(indicator.indicator, {})
    columns: list[Column] = [
        Column("Month", "month"),
        Column(indicator.short_name),
        Column("Running total"),
        Column("Countries counted", "of", "Countries counted", "Countries expected"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for found in (by_month[month] for month in data.past if month in by_month):
        counted = Cell(found.countries_counted, of=found.countries_expected)
        running = (running_cell(found),) if flow else ()
        rows.append((Cell(found.time_period), month_cell(found), *running, counted))
    if not flow:
        columns.pop(2)
    first = data.edition.first_day
    note = (
        []
        if first.day == 1
        else [f"{data.fmt.month(data.months[0])} counts from {data.fmt.day(first.isoformat())} on."]
    )
    if any((by_month[m].countries_counted < by_month[m].countries_expected) for m in data.past if m in by_month):
        note.append("Where not all countries are counted, a figure rests on those that are.")
    return Table(f"{indicator.name} by month", tuple(columns), tuple(rows), " ".join(note), across=True)
