"""An indicator to date by country, by sex and age, by offence, by form of exploitation."""

from __future__ import annotations

from assets.dashboards.cells import month_cell, total_cell
from assets.dashboards.charts import Chart, Link
from assets.dashboards.colours import ACCENT, SECOND
from assets.dashboards.figures.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.marks import MARK_OF_STATE, REASON_OF_STATE
from assets.dashboards.numbers import Numbers
from assets.dashboards.rows import CountryTotal
from assets.dashboards.sentences import indicator as says
from assets.dashboards.tables import Cell, Column, Table
from assets.framework.loader import Indicator

_AGES = ("Y0T17", "Y_GE18", "_U")


def by_country(numbers: Numbers, indicator: Indicator, root: str) -> Chart | None:
    """Bars by country to date, largest first; countries without a figure last, A to Z, with the reason."""
    words, code = numbers.words, indicator.indicator
    found = [numbers.country_totals[code, area] for area in numbers.countries if (code, area) in numbers.country_totals]
    if not found:
        return None
    known = sorted((t for t in found if t.obs_value is not None), key=lambda t: -(t.obs_value or 0))
    ordered = [*known, *(t for t in found if t.obs_value is None)]
    bars = tuple(
        Bar(words.country(t.ref_area), t.obs_value, MARK_OF_STATE.get(t.state, ""), _why(t, numbers)) for t in ordered
    )
    total = numbers.totals[code].obs_value
    title = says.countries_title(
        indicator, [(words.country(t.ref_area), t.obs_value or 0) for t in known], total, words
    )
    counted = numbers.totals[code]
    rows = tuple(
        (
            Cell(words.country(t.ref_area), href=f"{root}countries/{t.ref_area}.html"),
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
    note = (
        "A record that countries share counts once in the total, and once for each country here."
        if indicator.aggregation == "DIST"
        else ""
    )
    when = f"at the end of {words.month(numbers.last)}" if indicator.stock == "yes" else "to date"
    return Chart(
        name="countries",
        title=title,
        unit=f"{indicator.short_name} {when}, by country, largest first",
        sentence=f"{title}. {words.of(counted.countries_counted, counted.countries_expected)} countries have a figure.",
        table=Table(f"{indicator.name} by country", columns, rows, note),
        figure=ranked_bars((Group("", bars),), words, synthetic=bool(numbers.synthetic[0])),
        table_name="by country",
        links=(Link(f"{root}provenance.html#{code}", "Where each number comes from"),),
    )


def _why(total: CountryTotal, numbers: Numbers) -> str:
    if total.obs_value is None:
        return REASON_OF_STATE.get(total.state, "")
    arrival = numbers.arrivals.get(total.ref_area, {}).get(numbers.last)
    if arrival is not None and not arrival.counted and arrival.state in ("H", "N"):
        state = "held" if arrival.state == "H" else "not received"
        return f"{numbers.words.month_alone(numbers.last)} {state}"
    lacking = total.months_due - total.months_counted
    return f"{numbers.words.of(total.months_counted, total.months_due)} months" if lacking else ""


def by_country_and_month(numbers: Numbers, indicator: Indicator, root: str) -> Table | None:
    """Every country and month behind the totals."""
    words, code = numbers.words, indicator.indicator
    if not numbers.past:
        return None
    months = tuple(
        Column(f"{words.short_month(m)}{f' ’{m[2:4]}' if i == 0 or m.endswith('-01') else ''}", download=m)
        for i, m in enumerate(numbers.past)
    )
    rows = []
    for area in numbers.countries:
        by_month = numbers.country_months.get((code, area), {})
        name = Cell(words.country(area), href=f"{root}countries/{area}.html")
        total = total_cell(numbers.country_totals.get((code, area)))
        rows.append((name, *(month_cell(by_month.get(m)) for m in numbers.past), total))
    last = Column("Latest" if indicator.stock == "yes" else "To date")
    return Table(f"{indicator.name} by country and month", (Column("Country", "text"), *months, last), tuple(rows))


def by_sex_and_age(numbers: Numbers, indicator: Indicator, root: str) -> Chart | None:
    """Persons to date by sex and age, women and men on one scale; None where the indicator has no such split."""
    words, code = numbers.words, indicator.indicator
    parts = {
        (row["sex"], row["age"]): row["obs_value"]
        for row in numbers.rows("outcomes.sex_age_to_date")
        if row["indicator"] == code
    }
    if not parts:
        return None
    total = numbers.totals[code].obs_value
    ages = [age for age in (*_AGES, "_T") if any((sex, age) in parts for sex in ("F", "M"))]
    groups = tuple(
        Group(
            words.code("sex", sex) if len(ages) > 1 else "",
            tuple(
                Bar(words.code("age", age) if len(ages) > 1 else words.code("sex", sex), parts.get((sex, age), 0))
                for age in ages
            ),
            colour,
        )
        for sex, colour in (("F", ACCENT), ("M", SECOND))
    )
    title = says.sex_age_title(parts, total, words)
    return Chart(
        name="sex-age",
        title=title,
        unit=f"{indicator.short_name} to date, by sex{' and age. One scale for both' if len(ages) > 1 else ''}",
        sentence=f"{title}.",
        table=_sex_age_table(numbers, indicator, parts, ages),
        figure=ranked_bars(groups, words, synthetic=bool(numbers.synthetic[0])),
        table_name="by sex and age" if len(ages) > 1 else "by sex",
        table_open=True,
        links=(Link(f"{root}provenance.html#{code}", "Where each number comes from"),),
    )


def _sex_age_table(numbers: Numbers, indicator: Indicator, parts: dict[tuple[str, str], int], ages: list[str]) -> Table:
    words, total = numbers.words, numbers.totals[indicator.indicator]
    rows = []
    for sex in ("F", "M", "_O", "_U"):
        mine = [parts.get((sex, age)) for age in ages]
        whole = [value for (part, _), value in parts.items() if part == sex]
        if not whole:
            continue
        cells = [Cell(value) if value is not None else Cell(marks=("[z]",)) for value in mine]
        rows.append((Cell(words.code("sex", sex)), *(cells if len(ages) > 1 else ()), Cell(sum(whole))))
    told = sum(parts.values())
    notes = []
    if total.obs_value is not None and told < total.obs_value:
        missing = words.number(total.obs_value - told)
        notes.append(f"Of the total of {words.number(total.obs_value)}, {missing} are not split by sex.")
    if total.withheld_cells:
        notes.append(
            f"{words.number(total.withheld_cells)} cells were withheld by their senders; totals include them only where a total was given."
        )
    columns = (
        Column("Sex", "text"),
        *(Column(words.code("age", age)) for age in ages if len(ages) > 1),
        Column("All"),
    )
    return Table(f"{indicator.name} by sex and age", columns, tuple(rows), " ".join(notes))


def by_crime(numbers: Numbers, indicator: Indicator, root: str) -> Chart | None:
    """To date by offence, in the order of the code list; None where the indicator has no such split."""
    words, code = numbers.words, indicator.indicator
    parts = {
        row["crime"]: row["obs_value"] for row in numbers.rows("outcomes.crime_to_date") if row["indicator"] == code
    }
    if not parts:
        return None
    order = [crime for crime in numbers.framework.codelist("crime") if crime in parts]
    bars = tuple(Bar(words.code("crime", crime), parts[crime]) for crime in order)
    title = says.parts_title(sorted(((b.label, b.value or 0) for b in bars), key=lambda p: -p[1]), words)
    rows = tuple((Cell(bar.label), Cell(bar.value)) for bar in bars)
    return Chart(
        name="offence",
        title=title,
        unit=f"{indicator.short_name} {'at month end' if indicator.stock == 'yes' else 'to date'}, by offence",
        sentence=f"{title}.",
        table=Table(f"{indicator.name} by offence", (Column("Offence", "text"), Column(indicator.short_name)), rows),
        figure=ranked_bars((Group("", bars),), words, synthetic=bool(numbers.synthetic[0])),
        table_name="by offence",
        links=(Link(f"{root}provenance.html#{code}", "Where each number comes from"),),
    )


def by_exploitation(numbers: Numbers, indicator: Indicator, root: str) -> Chart | None:
    """Victims to date by form of exploitation, those formally identified drawn, potential ones in the table beside."""
    words = numbers.words
    if indicator.indicator != "VIC_ID":
        return None
    found = {
        (row["victim_status"], row["exploitation"]): row["obs_value"]
        for row in numbers.rows("outcomes.exploitation_to_date")
    }
    forms = [form for form in numbers.framework.codelist("exploitation") if form != "_T"]
    known = sorted((f for f in forms if ("IDF", f) in found), key=lambda f: (f == "_U", -found["IDF", f]))
    if not known:
        return None
    bars = tuple(Bar(words.code("exploitation", form), found["IDF", form]) for form in known)
    title = says.parts_title(
        [(b.label, b.value or 0) for b in bars if b.label != words.code("exploitation", "_U")], words, top=2
    )
    rows = [
        (Cell(words.code("exploitation", form)), *(_or_missing(found.get((status, form))) for status in ("IDF", "POT")))
        for form in known
    ]
    rows.append((Cell("All forms"), *(_or_missing(found.get((status, "_T"))) for status in ("IDF", "POT"))))
    columns = (Column("Form of exploitation", "text"), Column("Formally identified"), Column("Potential victims"))
    note = "Potential victims are counted apart and are no part of any total. “All forms” may be more than the forms together, where a return gives only the total."
    return Chart(
        name="exploitation",
        title=title,
        unit="Trafficking victims formally identified to date, by form of exploitation",
        sentence=f"{title}.",
        table=Table("Trafficking victims by form of exploitation", columns, tuple(rows), note, total=True),
        figure=ranked_bars((Group("", bars),), words, synthetic=bool(numbers.synthetic[0])),
        table_name="by form of exploitation",
        links=(Link(f"{root}provenance.html#VIC_ID", "Where each number comes from"),),
    )


def _or_missing(value: int | None) -> Cell:
    return Cell(value) if value is not None else Cell(marks=("[x]",))
