"""Activities: training, exercises, awareness, workshops, expert engagements, and the officers trained."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.activities import texts as says
from assets.dashboards.pages.page_model import MenuEntry, Page, chart_map, table_map
from assets.dashboards.pages.shared.comparisons import rests_on
from assets.dashboards.pages.shared.country_chart import by_country
from assets.dashboards.pages.shared.milestone_status import Status, goals, status_of
from assets.dashboards.pages.shared.months_chart import months_chart
from assets.dashboards.pages.shared.part_charts import by_sex_and_age
from assets.dashboards.pages.shared.phrases import phrase
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import value_cell
from assets.dashboards.table_model import Cell, Column, Table

_CODES = ("TRN_SES", "TRN_OFF", "SIM_EX", "AWR_ACT", "SME_ENG")
_FIELDS = ("officers_f", "officers_m", "officers_not_stated", "people_reached")

MENU = MenuEntry("activities", "Activities", "activities.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page."""
    charts: tuple[Chart | None, ...] = ()
    indicator = data.indicators.get("TRN_OFF")
    total = data.totals.get("TRN_OFF")
    if indicator and total and total.obs_value is not None:
        makers = (by_country, by_sex_and_age)
        charts = (months_chart(data, indicator, ""), *(make(data, indicator, "") for make in makers))
    yield Page(
        path="activities.html",
        section="activities",
        h1=says.headline(data),
        lead=says.lead(data),
        template="activities/activities.html",
        charts=chart_map(*charts),
        tables=table_map(held=_held(data)),
        context={
            "figures": _figures(data),
            "links": [
                Link(f"indicators/{code}.html", data.indicators[code].short_name)
                for code in ("TRN_SES", "TRN_OFF", "SIM_EX", "SIM_PAR", "AWR_ACT", "AWR_PPL", "SME_ENG")
                if code in data.indicators
            ],
        },
    )


def _figures(data: SiteData) -> list[tuple[str, str, Status | None]]:
    found: list[tuple[str, str, Status | None]] = []
    for code in _CODES:
        total = data.totals.get(code)
        if total is None or total.obs_value is None:
            continue
        text = phrase(data.indicators[code]).after(total.obs_value)
        goal = goals(data, code)
        found.append(
            (
                data.fmt.label(total.obs_value, total.is_lower_bound),
                f"{text}. {rests_on(total, data.fmt)}. {goal}".strip(),
                status_of(data, code) if goal else None,
            )
        )
    return found


def _held(data: SiteData) -> Table | None:
    """Every type of activity by mode: held, and who took part."""
    fmt = data.fmt
    rows = data.rows("outcomes.activities_held")
    people = {(r["activity"], r["mode"], r["field"]): r for r in data.rows("outcomes.activity_people")}
    kinds, modes = list(data.framework.codelist("activity")), list(data.framework.codelist("mode"))
    ordered = sorted(
        rows,
        key=lambda r: (
            kinds.index(r["activity"]) if r["activity"] in kinds else len(kinds),
            modes.index(r["mode"]) if r["mode"] in modes else len(modes),
        ),
    )
    cells = tuple(
        (
            Cell(fmt.code("activity", row["activity"])),
            Cell(fmt.code("mode", row["mode"])),
            value_cell(row["held"], "value", lower=row["is_lower_bound"]),
            *(
                _took_part(people.get((row["activity"], row["mode"], field)), row["activity"], field)
                for field in _FIELDS
            ),
        )
        for row in ordered
    )
    columns = (
        Column("Activity", "text"),
        Column("Mode", "text"),
        Column("Held"),
        Column("Officers, female"),
        Column("Officers, male"),
        Column("Officers, not stated"),
        Column("People reached"),
    )
    note = (
        "Held: as the host reports it. Officers: as each officer’s own country reports, host or guest. "
        "People reached is an estimate."
    )
    return Table("Activities by type and mode", columns, cells, note) if cells else None


def _took_part(found: Row | None, activity: str, field: str) -> Cell:
    """A number of people; awareness counts the people reached, everything else the officers."""
    asked = (activity == "AWARENESS") == (field == "people_reached")
    if found is None or (found["state"] == "missing" and not asked):
        return value_cell(None, "missing" if asked else "cannot_count")
    return value_cell(found["obs_value"], found["state"], lower=found["is_lower_bound"] and asked)
