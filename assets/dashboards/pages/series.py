"""Monthly bars with their running total, over all countries or in one: the charts that most pages begin with."""

from __future__ import annotations

from assets.dashboards.cells import month_cell, point, running_cell
from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.figures.lines import Series, running_line
from assets.dashboards.figures.month_bars import month_bars
from assets.dashboards.rows import MonthTotal
from assets.dashboards.sentences import indicator as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table
from assets.framework.loader import Indicator


def months_chart(numbers: Numbers, indicator: Indicator, root: str) -> Chart:
    """The indicator by month over all countries; a flow has its running total on the same months below."""
    words, code = numbers.words, indicator.indicator
    by_month, past = numbers.month_totals.get(code, {}), len(numbers.past)
    points = [point(month, by_month.get(month)) for month in numbers.months]
    flow = indicator.stock == "no"
    running = tuple(by_month[m].running_total if m in numbers.past and m in by_month else None for m in numbers.months)
    synthetic = bool(numbers.synthetic[0])
    title = says.months_title(indicator, numbers)
    each = "each month" if flow else "at the end of each month"
    return Chart(
        name="months",
        title=title,
        unit=f"{indicator.name}, {each}, all countries counted. Unit: {indicator.unit}",
        sentence=says.lead(indicator, numbers),
        table=_table(numbers, indicator, flow),
        figure=month_bars(points, past, words, synthetic=synthetic),
        second=(
            "Running total over the same months",
            running_line(
                Series("to date", running, numbers.totals[code].is_lower_bound),
                numbers.months,
                past,
                words,
                synthetic=False,
            ),
        )
        if flow
        else None,
        key=_key(numbers, by_month.get(numbers.last), any(p.provisional for p in points)),
        table_name="the numbers in these charts" if flow else "the numbers in this chart",
        table_open=True,
        links=(
            Link(f"{root}method.html#{code}", "Definition"),
            Link(f"{root}provenance.html#{code}", "Where each number comes from"),
        ),
        level=2,
    )


def _key(numbers: Numbers, last: MonthTotal | None, provisional: bool) -> tuple[KeyItem, ...]:
    """The keys of the bars, with what the last month of this indicator rests on: it may lack more than returns."""
    if not provisional or last is None:
        return ()
    counted = numbers.words.of(last.countries_counted, last.countries_expected)
    month = numbers.words.month(last.time_period)
    return (KeyItem("checked", "Final"), KeyItem("hatched", f"Provisional; {month} rests on {counted} countries"))


def _table(numbers: Numbers, indicator: Indicator, flow: bool) -> Table:
    by_month = numbers.month_totals.get(indicator.indicator, {})
    columns: list[Column] = [
        Column("Month", "month"),
        Column(indicator.short_name),
        Column("Running total"),
        Column("Countries counted", "of", "Countries counted", "Countries expected"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for found in (by_month[month] for month in numbers.past if month in by_month):
        counted = Cell(found.countries_counted, of=found.countries_expected)
        running = (running_cell(found),) if flow else ()
        rows.append((Cell(found.time_period), month_cell(found), *running, counted))
    if not flow:
        columns.pop(2)
    first = numbers.edition.first_day
    note = (
        []
        if first.day == 1
        else [f"{numbers.words.month(numbers.months[0])} counts from {numbers.words.day(first.isoformat())} on."]
    )
    if any((by_month[m].countries_counted < by_month[m].countries_expected) for m in numbers.past if m in by_month):
        note.append("Where not all countries are counted, a figure rests on those that are.")
    return Table(f"{indicator.name} by month", tuple(columns), tuple(rows), " ".join(note), across=True)
