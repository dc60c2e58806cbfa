"""Activities: training, exercises, awareness, workshops, expert engagements, and the officers trained."""

from __future__ import annotations

from assets.dashboards.cells import value_cell
from assets.dashboards.charts import Chart, Link
from assets.dashboards.page import Page, chart_map, table_map
from assets.dashboards.pages.by_country import by_country
from assets.dashboards.pages.by_part import by_sex_and_age
from assets.dashboards.pages.series import months_chart
from assets.dashboards.phrases import phrase
from assets.dashboards.rows import Row
from assets.dashboards.sentences import activities as says
from assets.dashboards.sentences.rests_on import rests_on
from assets.dashboards.site_data import Numbers
from assets.dashboards.status import Status, goals, status_of
from assets.dashboards.tables import Cell, Column, Table

_CODES = ("TRN_SES", "TRN_OFF", "SIM_EX", "AWR_ACT", "SME_ENG")
_FIELDS = ("officers_f", "officers_m", "officers_not_stated", "people_reached")


def build(numbers: Numbers) -> Page:
    """The page."""
    charts: tuple[Chart | None, ...] = ()
    indicator = numbers.indicators.get("TRN_OFF")
    total = numbers.totals.get("TRN_OFF")
    if indicator and total and total.obs_value is not None:
        makers = (by_country, by_sex_and_age)
        charts = (months_chart(numbers, indicator, ""), *(make(numbers, indicator, "") for make in makers))
    return Page(
        path="activities.html",
        section="activities",
        h1=says.headline(numbers),
        lead=says.lead(numbers),
        template="activities.html",
        charts=chart_map(*charts),
        tables=table_map(held=_held(numbers)),
        context={
            "figures": _figures(numbers),
            "links": [
                Link(f"indicators/{code}.html", numbers.indicators[code].short_name)
                for code in ("TRN_SES", "TRN_OFF", "SIM_EX", "SIM_PAR", "AWR_ACT", "AWR_PPL", "SME_ENG")
                if code in numbers.indicators
            ],
        },
    )


def _figures(numbers: Numbers) -> list[tuple[str, str, Status | None]]:
    found: list[tuple[str, str, Status | None]] = []
    for code in _CODES:
        total = numbers.totals.get(code)
        if total is None or total.obs_value is None:
            continue
        text = phrase(numbers.indicators[code]).after(total.obs_value)
        goal = goals(numbers, code)
        found.append(
            (
                numbers.words.label(total.obs_value, total.is_lower_bound),
                f"{text}. {rests_on(total, numbers.words)}. {goal}".strip(),
                status_of(numbers, code) if goal else None,
            )
        )
    return found


def _held(numbers: Numbers) -> Table | None:
    """Every type of activity by mode: held, and who took part."""
    words = numbers.words
    rows = numbers.rows("outcomes.activities_held")
    people = {(r["activity"], r["mode"], r["field"]): r for r in numbers.rows("outcomes.activity_people")}
    kinds, modes = list(numbers.framework.codelist("activity")), list(numbers.framework.codelist("mode"))
    ordered = sorted(
        rows,
        key=lambda r: (
            kinds.index(r["activity"]) if r["activity"] in kinds else len(kinds),
            modes.index(r["mode"]) if r["mode"] in modes else len(modes),
        ),
    )
    cells = tuple(
        (
            Cell(words.code("activity", row["activity"])),
            Cell(words.code("mode", row["mode"])),
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
