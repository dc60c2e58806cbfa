"""The downloads of the whole edition: every figure, one row each, and all tables in one workbook."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from assets.dashboards.downloads.files import Downloads, Saved
from assets.dashboards.flags import REASON_OF_STATE
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import all_countries_cell, month_cell, running_cell, total_cell
from assets.dashboards.table_model import Cell, Column, Table

_SDMX = {"ref_area": "REF_AREA", "time_period": "TIME_PERIOD", "indicator": "INDICATOR", "obs_value": "OBS_VALUE"}
_LEFT_OUT = ("state", "revised")


def whole_edition(data: SiteData, downloads: Downloads) -> list[tuple[str, Saved]]:
    """Writes both files; what each is, and the file."""
    month, to_date, country = _by_month(data), _to_date(data), _by_country(data)
    titles = [
        (month, "Every indicator by month", "Over all countries"),
        (to_date, "Every indicator to date", "Over all countries"),
        (country, "Every indicator by country, to date", ""),
    ]
    return [
        ("All tables of this edition", downloads.save_book(titles, "all-tables")),
        ("Every figure, one row each", downloads.save_rows(_figures(data), "figures")),
        (
            "What other sources publish",
            downloads.save_rows(data.tables["outcomes.national_context"], "national-context", ours=False),
        ),
    ]


def _figures(data: SiteData) -> pa.Table:
    """Country, month and indicator under SDMX names; the status of a value that is not there is said, not guessed."""
    rows = data.tables["outcomes.indicator_country_month"]
    rows = rows.filter(pc.field("time_period") <= data.last)
    units = {i.indicator: i.unit_measure for i in data.framework.indicators}
    unit = [units.get(code) for code in rows.column("indicator").to_pylist()]
    why = [REASON_OF_STATE.get(state, "") for state in rows.column("state").to_pylist()]
    columns = {"edition": pa.array([data.edition.edition_id] * len(rows), pa.string())}
    columns |= {_SDMX.get(name, name): rows.column(name) for name in rows.column_names if name not in _LEFT_OUT}
    return pa.table(columns | {"UNIT_MEASURE": pa.array(unit, pa.string()), "why_no_value": pa.array(why, pa.string())})


def _by_month(data: SiteData) -> Table:
    rows = []
    for indicator in data.framework.indicators:
        by_month = data.month_totals.get(indicator.indicator, {})
        for month in data.past:
            found = by_month.get(month)
            if found is not None:
                counted = Cell(found.countries_counted, of=found.countries_expected)
                running = running_cell(found) if not indicator.is_stock else Cell()
                rows.append(
                    (Cell(indicator.indicator), Cell(indicator.name), Cell(month), month_cell(found), running, counted)
                )
    columns = (
        Column("Indicator", "text"),
        Column("Name", "text"),
        Column("Month", "month"),
        Column("Value"),
        Column("Running total"),
        Column("Countries counted", "of", "Countries counted", "Countries expected"),
    )
    return Table("Every indicator by month", columns, tuple(rows))


def _to_date(data: SiteData) -> Table:
    rows = []
    for indicator in data.framework.indicators:
        total = data.totals.get(indicator.indicator)
        if total is not None:
            counted = Cell(total.countries_counted, of=total.countries_expected)
            months = Cell(total.months_counted, of=total.months_due)
            about = (Cell(indicator.indicator), Cell(indicator.name), Cell(indicator.unit))
            rows.append((*about, all_countries_cell(total), counted, months))
    columns = (
        Column("Indicator", "text"),
        Column("Name", "text"),
        Column("Unit", "text"),
        Column("To date, stocks: latest"),
        Column("Countries counted", "of", "Countries counted", "Countries expected"),
        Column("Monthly figures", "of", "Monthly figures counted", "Monthly figures due"),
    )
    return Table("Every indicator to date", columns, tuple(rows))


def _by_country(data: SiteData) -> Table:
    rows = []
    for indicator in data.framework.indicators:
        for area in data.countries:
            total = data.country_totals.get((indicator.indicator, area))
            if total is not None:
                months = Cell(total.months_counted, of=total.months_due)
                value = total_cell(total)
                rows.append(
                    (
                        Cell(indicator.indicator),
                        Cell(indicator.name),
                        Cell(area),
                        Cell(data.fmt.country(area)),
                        value,
                        months,
                    )
                )
    columns = (
        Column("Indicator", "text"),
        Column("Name", "text"),
        Column("Code", "text"),
        Column("Country", "text"),
        Column("To date, stocks: latest"),
        Column("Months counted", "of", "Months counted", "Months due"),
    )
    return Table("Every indicator by country, to date", columns, tuple(rows))
