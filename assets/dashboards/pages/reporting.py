"""Reporting: country by month, the measures of quality, findings by rule, files set aside, revisions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assets.checking.rules import RULES
from assets.dashboards.charts import Chart
from assets.dashboards.marks import LETTERS
from assets.dashboards.numbers import Numbers
from assets.dashboards.page import Page, chart_map, table_map
from assets.dashboards.pages.country import OUTCOMES
from assets.dashboards.pages.quality import overall_quality
from assets.dashboards.pages.revisions import revisions_table
from assets.dashboards.rows import Arrival
from assets.dashboards.sentences import reporting as says
from assets.dashboards.sentences.country import due_returns
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


def build(numbers: Numbers) -> Page:
    """The page."""
    words = numbers.words
    rules = [row for row in numbers.rows("quality.findings_by_rule") if row["severity"] in ("error", "warning")]
    open_findings = Counter({s: sum(r["findings"] for r in rules if r["severity"] == s) for s in ("error", "warning")})
    return Page(
        path="reporting.html",
        section="reporting",
        h1=says.headline(numbers),
        lead=says.lead(numbers),
        template="reporting.html",
        charts=chart_map(_matrix_chart(numbers)),
        tables=table_map(
            quality=overall_quality(numbers),
            findings=_findings(numbers),
            set_aside=_set_aside(numbers),
            revisions=revisions_table(numbers, numbers.revisions, by_country=True),
        ),
        context={
            "heads": [
                (words.short_month(m), m[:4] if i == 0 or m.endswith("-01") else "")
                for i, m in enumerate(numbers.months)
            ],
            "matrix": _matrix(numbers),
            "bottom": _bottom(numbers),
            "key": _key(numbers),
            "findings_title": says.findings_title(open_findings["error"], open_findings["warning"], words),
        },
    )


def _ordered(numbers: Numbers) -> list[str]:
    """Most complete first, then most timely, then A to Z."""

    def rank(area: str) -> tuple[int, int, str]:
        due = due_returns(numbers, area)
        return -sum(a.counted for a in due), -sum(a.state == "T" for a in due), numbers.words.country(area)

    return sorted(numbers.countries, key=rank)


def _state(numbers: Numbers, area: str, month: str) -> str:
    arrival = numbers.arrivals.get(area, {}).get(month)
    return arrival.state if arrival else "."


def _matrix(numbers: Numbers) -> list[MatrixRow]:
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


def _bottom(numbers: Numbers) -> tuple[list[str], str, str]:
    words = numbers.words
    due = [arrival for area in numbers.countries for arrival in due_returns(numbers, area)]
    by_month = [words.number(numbers.reported(m)) if m in numbers.past else "" for m in numbers.months]
    counted, on_time = sum(a.counted for a in due), sum(a.state == "T" for a in due)
    return by_month, words.of(counted, len(due)), words.of(on_time, len(due))


def _key(numbers: Numbers) -> list[tuple[str, str, str]]:
    states = Counter(_state(numbers, area, month) for area in numbers.countries for month in numbers.months)
    return [
        (
            "·" if state == "." else state,
            _LOOKS[state],
            words if state == "." else f"{words}, {numbers.words.number(states[state])}",
        )
        for state, words in LETTERS.items()
    ]


def _matrix_chart(numbers: Numbers) -> Chart:
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


def _findings(numbers: Numbers) -> Table:
    """Open findings by rule, errors first, then the most frequent; each rule with its words."""
    rows = sorted(
        (row for row in numbers.rows("quality.findings_by_rule") if row["severity"] in ("error", "warning")),
        key=lambda r: (r["severity"] != "error", -r["findings"], r["rule"]),
    )
    columns = (
        Column("Rule", "text"),
        Column("What it says", "text"),
        Column("Severity", "text"),
        Column("Findings"),
        Column("Returns"),
        Column("Countries"),
    )
    cells = tuple(
        (
            Cell(row["rule"]),
            Cell(RULES[row["rule"]].title if row["rule"] in RULES else row["example"]),
            Cell(row["severity"].capitalize()),
            Cell(row["findings"]),
            Cell(row["returns_concerned"]),
            Cell(row["countries"]),
        )
        for row in rows
    )
    note = "Errors hold a return until it is corrected; warnings never do."
    return Table("Open findings by rule", columns, cells, note)


def _set_aside(numbers: Numbers) -> Table:
    """Files of which nothing is counted now: held returns that no accepted version replaces, and refused files."""
    standing = {a.sha256: a for by_month in numbers.arrivals.values() for a in by_month.values() if a.state == "H"}
    found = [row for row in numbers.rows("core.returns") if row["sha256"] in standing or row["outcome"] == "refused"]
    columns = (
        Column("File", "text"),
        Column("Country and month", "text"),
        Column("Received", "day"),
        Column("Outcome", "text"),
        Column("Why", "text"),
    )
    rows = tuple(
        (
            Cell(row["file_name"]),
            Cell(_whose(standing.get(row["sha256"]), numbers)),
            Cell(row["received_on"]),
            Cell(OUTCOMES[row["outcome"]]),
            Cell(row["reason"] or "none"),
        )
        for row in sorted(found, key=lambda r: (r["received_at"], r["sha256"]), reverse=True)
    )
    return Table("Files set aside", columns, rows)


def _whose(arrival: Arrival | None, numbers: Numbers) -> str:
    if arrival is None:
        return "not known"
    return f"{numbers.words.country(arrival.ref_area)}, {numbers.words.month(arrival.time_period)}"
