"""The eight measures of data quality: for all countries, and one country against all."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from assets.dashboards.formatter import Words, plural
from assets.dashboards.pictures.dots import against_all
from assets.dashboards.rows import Measure
from assets.dashboards.site_data import Numbers
from assets.dashboards.status import goals, status_of
from assets.dashboards.tables import Cell, Column, Table

# Measure in the tables, its short code, its name, what is better.
MEASURES = (
    ("Q1", "Q1", "Returns counted", "higher"),
    ("Q2", "Q2", "Returns on time", "higher"),
    ("Q3", "Q3", "Cells answered of cells asked", "higher"),
    ("Q4_errors", "Q4", "Rules passed: no error", "higher"),
    ("Q4_warnings", "Q4", "Rules passed: no warning", "higher"),
    ("Q5", "Q5", "Size of revisions", "lower"),
    ("Q6", "Q6", "Cells withheld", "lower"),
    ("Q7", "Q7", "Returns provisional", "lower"),
    ("Q8", "Q8", "Days late, median when late", "lower"),
)
_RESTS_ON: dict[str, Callable[[str, Words], str]] = {
    "Q1": lambda of, _: f"{of} returns due are counted",
    "Q2": lambda of, _: f"{of} returns due came on time",
    "Q3": lambda of, _: f"{of} cells; a typed 0 is an answer, a blank is not",
    "Q4_errors": lambda of, _: f"{of} returns judged have no error",
    "Q4_warnings": lambda of, _: f"{of} returns judged have no warning",
    "Q5": lambda of, _: f"figures were changed by {of} that count now",
    "Q6": lambda of, _: f"{of} cells are withheld by their senders",
    "Q7": lambda of, _: f"{of} counted returns are provisional",
}
_DAYS = "Q8"
_MILESTONE = {"Q2": "ON_TIME_RATE"}


def overall_quality(numbers: Numbers) -> Table:
    """Each measure for all countries, what it rests on, and its milestone where it has one."""
    columns = (
        Column("Code", "text"),
        Column("Measure", "text"),
        Column("All countries", "text", download="Value in per cent, Q8 in days"),
        Column("What it rests on", "text"),
        Column("Milestone", "text"),
    )
    rows = []
    for measure, code, name, _ in MEASURES:
        found = numbers.quality.get(("_T", measure))
        goal = goals(numbers, _MILESTONE.get(measure, ""))
        status = status_of(numbers, _MILESTONE[measure]).word if goal else ""
        rows.append(
            (
                Cell(code),
                Cell(name),
                Cell(shown(found, numbers.words), bold=True),
                Cell(_rests_on(found, measure, numbers.words)),
                Cell(f"{goal} {status}" if goal else "none"),
            )
        )
    return Table("Quality of all returns", columns, tuple(rows))


def country_quality(numbers: Numbers, area: str) -> Table:
    """Each measure for one country beside that of all, as words and as a dot against a mark."""
    words = numbers.words
    columns = (
        Column("Measure", "text"),
        Column(words.country(area), "text", right=True),
        Column("All", "text", right=True),
        Column("0% to 100%", "picture"),
    )
    rows = []
    for measure, code, name, _ in MEASURES:
        mine, everyone = numbers.quality.get((area, measure)), numbers.quality.get(("_T", measure))
        picture = Cell(html=Markup("&nbsp;"))
        if measure != _DAYS and mine is not None and mine.value is not None:
            picture = Cell(html=against_all(mine.value, everyone.value if everyone else None))
        rows.append(
            (Cell(f"{code} {name}"), Cell(shown(mine, words), bold=True), Cell(shown(everyone, words)), picture)
        )
    return Table(f"{words.country(area)}: quality", columns, tuple(rows), look="pictures")


def shown(found: Measure | None, words: Words) -> str:
    """'97%', '7 days', or 'none' where there is nothing to measure."""
    if found is None or found.value is None:
        return "none"
    if found.measure == _DAYS:
        return f"{words.number(round(found.value, 1))} {plural(round(found.value), 'day', 'days')}"
    return words.percent(found.value)


def _rests_on(found: Measure | None, measure: str, words: Words) -> str:
    if found is None or not found.denominator:
        return "nothing to measure yet"
    if measure == _DAYS:
        late = found.numerator or 0
        return (
            f"{words.number(late)} late {plural(late, 'return', 'returns')} of "
            f"{words.number(found.denominator)} counted"
        )
    return _RESTS_ON[measure](words.of(found.numerator or 0, found.denominator), words)
