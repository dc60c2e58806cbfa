"""The matrix of returns: country by month, a letter in each cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assets.dashboards.charts import Chart
from assets.dashboards.marks import LETTERS
from assets.dashboards.sentences import reporting as says
from assets.dashboards.sentences.country import due_returns
from assets.dashboards.site_data import Numbers
from assets.dashboards.tables import Cell, Column, Table

_LOOKS = {"T": "on-time", "L": "late", "H": "held", "N": "none", ".": "not-due"}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One country of the matrix: its name and page, a letter with its look and words for each month, two counts."""

    name: str
    href: str
    letters: tuple[tuple[str, str, str], ...]
    counted: str
    on_time: str


def _ordered(numbers: Numbers) -> list[str]:
    """Most complete first, then most timely, then A to Z."""

    def rank(area: str) -> tuple[int, int, str]:
        due = due_returns(numbers, area)
        return -sum(a.counted for a in due), -sum(a.state == "T" for a in due), numbers.words.country(area)

    return sorted(numbers.countries, key=rank)


def _state(numbers: Numbers, area: str, month: str) -> str:
    arrival = numbers.arrivals.get(area, {}).get(month)
    return arrival.state if arrival else "."


def matrix_rows(numbers: Numbers) -> list[MatrixRow]:
    """The rows, most complete first."""
    words, rows = numbers.words, []
    for area in _ordered(numbers):
        due = due_returns(numbers, area)
        states = [_state(numbers, area, month) for month in numbers.months]
        rows.append(
            MatrixRow(
                words.country(area),
                f"countries/{area}.html",
                tuple(("·" if state == "." else state, _LOOKS[state], LETTERS[state]) for state in states),
                words.of(sum(a.counted for a in due), len(due)),
                words.of(sum(a.state == "T" for a in due), len(due)),
            )
        )
    return rows


def countries_counted(numbers: Numbers) -> tuple[list[str], str, str]:
    """The bottom row: countries counted in each month, then returns counted and on time, of those due."""
    words = numbers.words
    due = [arrival for area in numbers.countries for arrival in due_returns(numbers, area)]
    by_month = [words.number(numbers.reported(m)) if m in numbers.past else "" for m in numbers.months]
    counted, on_time = sum(a.counted for a in due), sum(a.state == "T" for a in due)
    return by_month, words.of(counted, len(due)), words.of(on_time, len(due))


def matrix_key(numbers: Numbers) -> list[tuple[str, str, str]]:
    """Letter, look and words of each state, with how often it stands in the matrix."""
    states = Counter(_state(numbers, area, month) for area in numbers.countries for month in numbers.months)
    return [
        (
            "·" if state == "." else state,
            _LOOKS[state],
            words if state == "." else f"{words}, {numbers.words.number(states[state])}",
        )
        for state, words in LETTERS.items()
    ]


def matrix_chart(numbers: Numbers) -> Chart:
    """The matrix as a table for its files; on the page its own template draws it."""
    columns = (
        Column("Country", "text"),
        *(Column(month, "text") for month in numbers.months),
        Column("Counted", "of", "Returns counted", "Returns due"),
        Column("On time", "of", "Returns on time", "Returns due (on time)"),
    )
    rows = []
    for area in _ordered(numbers):
        due = due_returns(numbers, area)
        letters = (Cell(_state(numbers, area, month)) for month in numbers.months)
        counts = (Cell(sum(a.counted for a in due), of=len(due)), Cell(sum(a.state == "T" for a in due), of=len(due)))
        rows.append((Cell(numbers.words.country(area)), *letters, *counts))
    note = " ".join(f"{state}: {words.lower()}." for state, words in LETTERS.items())
    return Chart(
        name="returns",
        title="Returns by country and month",
        unit="Most complete first. A letter stands in every cell; colour only repeats it",
        sentence=says.lead(numbers),
        table=Table("Returns by country and month", columns, tuple(rows), note),
        level=2,
    )
