"""A page for each country, and the index of all: returns first, then series, then revisions, quality and context."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.cells import point
from assets.dashboards.charts import Figure
from assets.dashboards.figures.month_bars import month_bars
from assets.dashboards.marks import MARK_OF_STATE
from assets.dashboards.page import Page, table_map
from assets.dashboards.page_frame import crumbs
from assets.dashboards.pages.context import country_context
from assets.dashboards.pages.country_index import index_page
from assets.dashboards.pages.country_tables import cases_table, returns_table, series_table, to_date_table
from assets.dashboards.pages.quality import country_quality
from assets.dashboards.pages.revisions import revisions_table
from assets.dashboards.phrases import phrase
from assets.dashboards.rows import Row
from assets.dashboards.sentences import country as says
from assets.dashboards.site_data import Numbers

_ROOT = "../"
_PANELS = ("INV_NEW", "SUS_ID", "ARR", "CHG", "VIC_ID", "VIC_AST", "INF_ENQ", "INF_RSP", "TRN_OFF")


def build(numbers: Numbers) -> Iterator[Page]:
    """The index, then a page for each participating country."""
    yield index_page(numbers)
    for area in numbers.countries:
        yield _page(numbers, area)


def _page(numbers: Numbers, area: str) -> Page:
    words = numbers.words
    codes = [code for code in _PANELS if code in numbers.indicators]
    mine = [row for row in numbers.revisions if row["ref_area"] == area]
    return Page(
        path=f"countries/{area}.html",
        section="countries",
        h1=says.headline(numbers, area),
        lead=says.lead(numbers, area),
        template="country.html",
        tables=table_map(
            series=series_table(numbers, area, codes) if numbers.past else None,
            everything=to_date_table(numbers, area),
            returns=returns_table(numbers, area),
            quality=country_quality(numbers, area),
            revisions=revisions_table(numbers, mine, by_country=False) if mine else None,
            cases=cases_table(numbers, area),
            national=country_context(numbers, area),
        ),
        context={
            "name": words.country(area),
            "area": area,
            "figures": _key_figures(numbers, area),
            "panels": [_panel(numbers, area, code) for code in codes] if numbers.past else [],
            "due_day": numbers.edition.due_day,
        },
        crumbs=crumbs("countries", words.country(area), _ROOT),
    )


def _key_figures(numbers: Numbers, area: str) -> list[tuple[str, str]]:
    words = numbers.words
    due = says.due_returns(numbers, area)
    counted = sum(arrival.counted for arrival in due)
    on_time = sum(arrival.state == "T" for arrival in due)
    found = [
        (words.of(counted, len(due)), "returns counted"),
        (words.of(on_time, len(due)), "on time"),
    ]
    if answered := _answered(numbers, area):
        found.append((answered, "enquiries received, answered"))
    for code in ("CMP_CASE", "OPS_JNT"):
        total = numbers.country_totals.get((code, area))
        if total is not None and total.obs_value is not None and code in numbers.indicators:
            named = phrase(numbers.indicators[code]).after(total.obs_value)
            found.append((words.label(total.obs_value, total.is_lower_bound), named))
    return found


def _answered(numbers: Numbers, area: str) -> str:
    """'62 of 95'; empty where the country lists none."""
    rows = [row for row in numbers.rows("outcomes.enquiries_by_country") if row["ref_area"] == area]
    if not rows or not rows[0]["received"]:
        return ""
    answered, received = (_label(numbers, rows[0], name) for name in ("answered", "received"))
    return f"{answered} of {received}"


def _label(numbers: Numbers, row: Row, name: str) -> str:
    if row[name] is None:
        return MARK_OF_STATE[row[f"{name}_state"]]
    return numbers.words.label(row[name], row[f"{name}_is_lower_bound"])


def _panel(numbers: Numbers, area: str, code: str) -> dict[str, str | Figure | bool]:
    words, indicator = numbers.words, numbers.indicators[code]
    by_month = numbers.country_months.get((code, area), {})
    total = numbers.country_totals.get((code, area))
    breaks = {(r["time_period"]) for r in _notes(numbers, area, code) if r["note_kind"] == "BREAK"}
    points = [point(m, by_month.get(m), breaks=m in breaks) for m in numbers.months]
    last = by_month.get(numbers.last)
    unit = f"{indicator.unit}s" if total is None or total.obs_value != 1 else indicator.unit
    in_last = (
        f", {words.label(last.obs_value, last.is_lower_bound)} in {words.month_alone(numbers.last)}"
        if last and last.obs_value is not None
        else ""
    )
    has = total is not None and total.obs_value is not None
    return {
        "code": code,
        "title": indicator.short_name,
        "value": words.label(total.obs_value, total.is_lower_bound)
        if total and total.obs_value is not None
        else "no figure",
        "about": f"{unit} to date{in_last}" if has else "",
        "figure": month_bars(points, len(numbers.past), words, small=True, synthetic=bool(numbers.synthetic[0])),
    }


def _notes(numbers: Numbers, area: str, code: str) -> list[dict[str, str]]:
    return [row for row in numbers.rows("core.notes") if (row["ref_area"], row["indicator"]) == (area, code)]
