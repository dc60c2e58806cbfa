"""An indicator by country: to date as bars, and every country and month as a table."""

from __future__ import annotations

from collections.abc import Sequence

from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.charts.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.flags import FLAG_OF_STATE, REASON_OF_STATE
from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import CountryTotal, Total
from assets.dashboards.pages.shared import indicator_texts as says
from assets.dashboards.pages.shared.comparisons import is_complete, is_of_one_month, monthly_figures
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import month_cell, total_cell
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import Indicator


def by_country(data: SiteData, indicator: Indicator, root: str) -> Chart | None:
    """Bars by country to date, largest first; countries without a figure last, A to Z, with the reason."""
    fmt, code = data.fmt, indicator.indicator
    found = [data.country_totals[code, area] for area in data.countries if (code, area) in data.country_totals]
    if not found:
        return None
    known = sorted((t for t in found if t.obs_value is not None), key=lambda t: -(t.obs_value or 0))
    ordered = [*known, *(t for t in found if t.obs_value is None)]
    total = data.totals[code]
    title = says.countries_title(
        indicator,
        [(fmt.country(t.ref_area), t.obs_value or 0) for t in known],
        total,
        fmt,
        exact=not any(t.is_lower_bound for t in known),
    )
    when = _when(indicator, total, fmt)
    bars = tuple(_bar(t, data) for t in ordered)
    return Chart(
        name="countries",
        title=title,
        unit=f"{indicator.short_name} {when}, by country, largest first",
        sentence=" ".join((_sentence(total, fmt), *_why_fewer(indicator, total, known))),
        table=_table(data, indicator, ordered, root),
        plot=ranked_bars((Group("", bars),), fmt, synthetic=bool(data.synthetic[0])),
        table_name="by country",
        links=(Link(f"{root}provenance.html#{code}", "Where each number comes from"),),
    )


def _when(indicator: Indicator, total: Total, fmt: Formatter) -> str:
    if not indicator.is_stock:
        return "to date"
    if not is_of_one_month(total):
        return "as each country last reported"
    return f"at the end of {fmt.month(total.last_month)}"


def _sentence(total: Total, fmt: Formatter) -> str:
    text = f"{fmt.of(total.countries_counted, total.countries_expected)} countries have a figure"
    return f"{text}." if is_complete(total) else f"{text}; {monthly_figures(total, fmt)} are there."


def _why_fewer(indicator: Indicator, total: Total, known: Sequence[CountryTotal]) -> tuple[str, ...]:
    """Why a country may list more than all together count: what one partner ended is no part of the total."""
    if indicator.aggregation != "DIST" or not indicator.is_stock:
        return ()
    most = max((t.obs_value or 0 for t in known), default=0)
    return ("What one partner has closed is closed in the total.",) if most > (total.obs_value or 0) else ()


def _bar(total: CountryTotal, data: SiteData) -> Bar:
    flag = FLAG_OF_STATE.get(total.state, "[x]")
    name = data.fmt.country(total.ref_area)
    return Bar(name, total.obs_value, flag, _why(total, data), total.is_lower_bound)


def _why(total: CountryTotal, data: SiteData) -> str:
    """Why there is no figure, or what is lacking in it."""
    if total.obs_value is None:
        return REASON_OF_STATE.get(total.state, "")
    if total.value_month and total.value_month != data.last:
        return f"of {data.fmt.month(total.value_month)}"
    arrival = data.arrivals.get(total.ref_area, {}).get(data.last)
    lacking = 0 if data.indicators[total.indicator].is_stock else total.months_due - total.months_counted
    if lacking == 1 and arrival is not None and arrival.state in ("held", "not_received"):
        return f"{data.fmt.month_alone(data.last)} {'held' if arrival.state == 'H' else 'not received'}"
    return f"{data.fmt.of(total.months_counted, total.months_due)} months" if lacking else ""


def _table(data: SiteData, indicator: Indicator, ordered: list[CountryTotal], root: str) -> Table:
    rows = tuple(
        (
            Cell(data.fmt.country(t.ref_area), href=f"{root}countries/{t.ref_area}.html"),
            total_cell(t),
            Cell(t.months_counted, of=t.months_due),
        )
        for t in ordered
    )
    columns = (
        Column("Country", "text"),
        Column(indicator.short_name),
        Column("Months counted", "of", "Months counted", "Months due"),
    )
    shared = "A record that countries share counts once in the total, and once for each country here."
    return Table(f"{indicator.name} by country", columns, rows, shared if indicator.aggregation == "DIST" else "")


def by_country_and_month(data: SiteData, indicator: Indicator, root: str) -> Table | None:
    """Every country and month behind the totals; None before the first month."""
    fmt, code = data.fmt, indicator.indicator
    if not data.past:
        return None
    months = tuple(Column(fmt.month_in_row(m, m == data.past[0]), download=m) for m in data.past)
    rows = []
    for area in data.countries:
        by_month = data.country_months.get((code, area), {})
        name = Cell(fmt.country(area), href=f"{root}countries/{area}.html")
        total = total_cell(data.country_totals.get((code, area)))
        rows.append((name, *(month_cell(by_month.get(m)) for m in data.past), total))
    last = Column("Latest" if indicator.is_stock else "To date")
    return Table(f"{indicator.name} by country and month", (Column("Country", "text"), *months, last), tuple(rows))
