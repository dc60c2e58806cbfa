"""Every Compendium case on a line of its own, a letter at the day of each stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assets.dashboards.charts import Chart, KeyItem, Link
from assets.dashboards.formatter import Words
from assets.dashboards.pictures.timeline import LETTERS, Span, case_line, month_heads
from assets.dashboards.rows import Row
from assets.dashboards.sentences import compendium as says
from assets.dashboards.site_data import Numbers
from assets.dashboards.table_html import html_table
from assets.dashboards.tables import Cell, Column, Table
from assets.framework.vintage import month_end

_CASE_COLUMNS = (Column("Case", "text"), Column("Countries", "text"), Column("Offence", "text"))


@dataclass(frozen=True, slots=True)
class Case:
    """A Compendium case: the countries that list it, its offence, and (stage, ISO day) in the order of the stages."""

    name: str
    countries: tuple[str, ...]
    crime: str
    stages: tuple[tuple[str, str], ...]


def _cases(numbers: Numbers) -> list[Case]:
    """Every case accepted or beyond, the furthest first, then the oldest."""
    by_case: dict[str, list[Row]] = {}
    for row in numbers.rows("core.case_status"):
        if row["record"] == "COMP" and row["time_period"] == numbers.last:
            by_case.setdefault(row["shared_id"], []).append(row)
    dates: dict[str, list[tuple[int, str, str]]] = {}
    for row in numbers.rows("outcomes.compendium_dates"):
        dates.setdefault(row["shared_id"], []).append((row["stage_order"], row["stage"], row["reached_on"]))
    found = []
    for name, rows in by_case.items():
        furthest = max(row["stage_order"] or 0 for row in rows)
        if furthest > says.STAGES.index("NOMINATED") + 1:
            days = tuple((stage, day) for _, stage, day in sorted(dates.get(name, [])))
            case = Case(name, tuple(sorted(row["ref_area"] for row in rows)), rows[0]["crime"], days)
            found.append((-furthest, days[0][1] if days else "", name, case))
    return [case for _, _, _, case in sorted(found, key=lambda entry: entry[:3])]


def timeline_chart(numbers: Numbers) -> Chart | None:
    """Every accepted case on its line, furthest first; None where there is none."""
    words, cases = numbers.words, _cases(numbers)
    if not cases:
        return None
    stages = tuple(Column(words.code("stage", stage), "day") for stage in says.STAGES)
    rows = tuple(
        (*_case_cells(case, words), *(Cell(dict(case.stages).get(stage)) for stage in says.STAGES)) for case in cases
    )
    moved = sum("CHARGED" in dict(case.stages) and "INVESTIGATION" in dict(case.stages) for case in cases)
    title = says.timeline_title(moved, words)
    return Chart(
        name="cases",
        title=title,
        unit=(
            "Every accepted case, furthest first. A letter stands at the day each stage was first reached, "
            "as any country reports it"
        ),
        sentence=f"{words.number(len(cases))} cases are accepted or beyond.",
        table=Table(
            "Every accepted case with its days",
            (*_CASE_COLUMNS, *stages),
            rows,
            "none: no day is reported for that stage.",
        ),
        picture=_drawn_cases(numbers, cases),
        table_name="every accepted case with its days",
        key=(
            *(KeyItem(f"letter {letter}", words.code("stage", stage)) for stage, letter in LETTERS.items()),
            KeyItem("", "Filled: charged or beyond"),
        ),
        links=(Link("provenance.html#CMP_CASE", "Where each number comes from"),),
        level=2,
    )


def _case_cells(case: Case, words: Words) -> tuple[Cell, ...]:
    return (Cell(case.name), Cell(", ".join(case.countries)), Cell(words.code("crime", case.crime)))


def _drawn_cases(numbers: Numbers, cases: Sequence[Case]) -> Markup:
    days = [day for case in cases for _, day in case.stages]
    first = min([date.fromisoformat(day) for day in days] + [date.fromisoformat(f"{numbers.months[0]}-01")])
    span = Span(first, month_end(numbers.last))
    heads = month_heads(numbers.past, span, numbers.words)
    rows = tuple((*_case_cells(case, numbers.words), Cell(html=case_line(case.stages, span))) for case in cases)
    columns = (*_CASE_COLUMNS, Column(heads, "picture"))
    return html_table(Table("Every accepted case, drawn", columns, rows, look="pictures"), numbers.words)
