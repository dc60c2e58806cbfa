"""The matrix of returns: country by month, a letter in each cell."""

from __future__ import annotations

from dataclasses import dataclass

from assets.dashboards.charts.chart import Chart
from assets.dashboards.flags import LETTER_OF_RETURN, RETURN_STATES
from assets.dashboards.pages.reporting import texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table

_LOOKS = {"on_time": "on-time", "late": "late", "held": "held", "not_received": "none", "not_due": "not-due"}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One country of the matrix: its name and page, a letter with its look and words for each month, two counts."""

    name: str
    href: str
    letters: tuple[tuple[str, str, str], ...]
    counted: str
    on_time: str


def _ordered(data: SiteData) -> list[str]:
    """Most complete first, then most timely, then A to Z."""

    def rank(area: str) -> tuple[int, int, str]:
        returns = data.returns[area]
        return -returns["counted"], -returns["on_time"], data.fmt.country(area)

    return sorted(data.countries, key=rank)


def _state(data: SiteData, area: str, month: str) -> str:
    arrival = data.arrivals.get(area, {}).get(month)
    return arrival.state if arrival else "not_due"


def _letter(state: str) -> str:
    return "·" if state == "not_due" else LETTER_OF_RETURN[state]


def matrix_rows(data: SiteData) -> list[MatrixRow]:
    """The rows, most complete first."""
    fmt, rows = data.fmt, []
    for area in _ordered(data):
        returns = data.returns[area]
        states = [_state(data, area, month) for month in data.months]
        rows.append(
            MatrixRow(
                fmt.country(area),
                f"countries/{area}.html",
                tuple((_letter(state), _LOOKS[state], RETURN_STATES[state]) for state in states),
                fmt.of(returns["counted"], returns["due"]),
                fmt.of(returns["on_time"], returns["due"]),
            )
        )
    return rows


def countries_counted(data: SiteData) -> tuple[list[str], str, str]:
    """The bottom row: countries counted in each month, then returns counted and on time, of those due."""
    fmt = data.fmt
    returns = data.returns["_T"]
    by_month = [fmt.number(data.reported(m)) if m in data.past else "" for m in data.months]
    return by_month, fmt.of(returns["counted"], returns["due"]), fmt.of(returns["on_time"], returns["due"])


def matrix_key(data: SiteData) -> list[tuple[str, str, str]]:
    """Letter, look and words of each state, with how often it stands in the matrix."""
    states = data.returns["_T"]
    return [
        (
            _letter(state),
            _LOOKS[state],
            text if state == "not_due" else f"{text}, {data.fmt.number(states[state])}",
        )
        for state, text in RETURN_STATES.items()
    ]


def matrix_chart(data: SiteData) -> Chart:
    """The matrix as a table for its files; on the page its own template draws it."""
    columns = (
        Column("Country", "text"),
        *(Column(month, "text") for month in data.months),
        Column("Counted", "of", "Returns counted", "Returns due"),
        Column("On time", "of", "Returns on time", "Returns due (on time)"),
    )
    rows = []
    for area in _ordered(data):
        returns = data.returns[area]
        letters = (Cell(LETTER_OF_RETURN[_state(data, area, month)]) for month in data.months)
        counts = (
            Cell(returns["counted"], of=returns["due"]),
            Cell(returns["on_time"], of=returns["due"]),
        )
        rows.append((Cell(data.fmt.country(area)), *letters, *counts))
    note = " ".join(f"{LETTER_OF_RETURN[state]}: {text.lower()}." for state, text in RETURN_STATES.items())
    return Chart(
        name="returns",
        title="Returns by country and month",
        unit="Most complete first. A letter stands in every cell; colour only repeats it",
        sentence=says.lead(data),
        table=Table("Returns by country and month", columns, tuple(rows), note),
        level=2,
    )
