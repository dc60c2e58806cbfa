"""An indicator to date by sex and age, by offence, by form of exploitation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.charts.colours import ACCENT, SECOND
from assets.dashboards.charts.ranked_bars import Bar, Group, ranked_bars
from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.shared import indicator_texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_cells import part_cell
from assets.dashboards.table_model import Cell, Column, Table
from assets.framework.loader import Indicator

Parts = Mapping[tuple[str, str], Row]
_AGES = ("Y0T17", "Y_GE18", "_U", "_T")
_SEXES = ("F", "M")


def by_sex_and_age(data: SiteData, indicator: Indicator, root: str) -> Chart | None:
    """Persons to date by sex and age, women and men on one scale; None where the indicator has no such split."""
    fmt, code = data.fmt, indicator.indicator
    rows = [row for row in data.rows("outcomes.sex_age_to_date") if row["indicator"] == code]
    parts: Parts = {(row["sex"], row["age"]): row for row in rows}
    ages = [age for age in _AGES if any((sex, age) in parts for sex in _SEXES)]
    if not ages:
        return None
    title = says.sex_age_title(told_apart(data, indicator), data.totals[code], fmt)
    has_ages = ages != ["_T"]
    return Chart(
        name="sex-age",
        title=title,
        unit=f"{indicator.short_name} to date, by sex{' and age. One scale for both' if has_ages else ''}",
        sentence=f"{title}.",
        table=_sex_age_table(data, indicator, parts, ages),
        plot=ranked_bars(_sex_groups(parts, ages, fmt), fmt, synthetic=bool(data.synthetic[0])),
        table_name="by sex and age" if has_ages else "by sex",
        table_open=True,
        links=(Link(f"{root}provenance.html#{code}", "Where each number comes from"),),
    )


def told_apart(data: SiteData, indicator: Indicator) -> Row:
    """How many persons are told apart by sex and age, and how many are not."""
    return next(row for row in data.rows("outcomes.told_apart") if row["indicator"] == indicator.indicator)


def _sex_groups(parts: Parts, ages: Sequence[str], fmt: Formatter) -> tuple[Group, ...]:
    """A group of ages for each sex; one bar a sex, without a heading, where there are no ages."""
    colours = dict(zip(_SEXES, (ACCENT, SECOND), strict=True))
    if ages == ["_T"]:
        return tuple(Group("", (_bar(fmt.code("sex", sex), parts.get((sex, "_T"))),), colours[sex]) for sex in _SEXES)
    return tuple(
        Group(
            fmt.code("sex", sex),
            tuple(_bar(fmt.code("age", age), parts.get((sex, age))) for age in ages),
            colours[sex],
        )
        for sex in _SEXES
    )


def _bar(label: str, found: Row | None) -> Bar:
    """A part of a total; a part of which nothing is known has no row."""
    if found is None:
        return Bar(label, None, "[x]", "nothing is known")
    return Bar(label, found["obs_value"], lower=found["is_lower_bound"])


def _sex_age_table(data: SiteData, indicator: Indicator, parts: Parts, ages: Sequence[str]) -> Table:
    fmt, total = data.fmt, data.totals[indicator.indicator]
    shown = ages if ages != ["_T"] else ()
    by_sex = {row["sex"]: row for row in data.rows("outcomes.sex_to_date") if row["indicator"] == indicator.indicator}
    rows = []
    for sex in (*_SEXES, "_O", "_U"):
        if sex in by_sex:
            split = sex in _SEXES
            cells = (part_cell(parts.get((sex, age))) if split else Cell(flags=("[z]",)) for age in shown)
            rows.append((Cell(fmt.code("sex", sex)), *cells, part_cell(by_sex[sex])))
    columns = (Column("Sex", "text"), *(Column(fmt.code("age", age)) for age in shown), Column("All"))
    note, apart = "", told_apart(data, indicator)["not_told_apart"]
    if total.obs_value is not None and apart:
        whole_text = fmt.at_least(total.obs_value, total.is_lower_bound)
        note = f"Of the total of {whole_text}, {fmt.number(apart)} are not told apart here."
    return Table(f"{indicator.name} by sex{' and age' if shown else ''}", columns, tuple(rows), note)


def by_crime(data: SiteData, indicator: Indicator, root: str) -> Chart | None:
    """To date by offence, in the order of the code list; None where the indicator has no such split."""
    fmt, code = data.fmt, indicator.indicator
    parts = {row["crime"]: row for row in data.rows("outcomes.crime_to_date") if row["indicator"] == code}
    if not parts:
        return None
    order = [crime for crime in data.framework.codelist("crime") if crime in parts]
    bars = tuple(_bar(fmt.code("crime", crime), parts[crime]) for crime in order)
    title = _title([(bar, crime) for bar, crime in zip(bars, order, strict=True)], fmt, top=1)
    rows = tuple((Cell(fmt.code("crime", crime)), part_cell(parts[crime])) for crime in order)
    when = "as each country last reported" if indicator.is_stock else "to date"
    return Chart(
        name="offence",
        title=title,
        unit=f"{indicator.short_name} {when}, by offence",
        sentence=f"{title}.",
        table=Table(f"{indicator.name} by offence", (Column("Offence", "text"), Column(indicator.short_name)), rows),
        plot=ranked_bars((Group("", bars),), fmt, synthetic=bool(data.synthetic[0])),
        table_name="by offence",
        links=(Link(f"{root}provenance.html#{code}", "Where each number comes from"),),
    )


def by_exploitation(data: SiteData, indicator: Indicator, root: str) -> Chart | None:
    """Victims to date by form of exploitation: those formally identified as bars, potential ones in the table."""
    fmt = data.fmt
    rows = data.rows("outcomes.exploitation_to_date") if indicator.indicator == "VIC_ID" else []
    found: Parts = {(row["victim_status"], row["exploitation"]): row for row in rows}
    forms = [form for form in data.framework.codelist("exploitation") if form != "_T" and ("IDF", form) in found]
    if not forms:
        return None
    forms.sort(key=lambda form: (form == "_U", -found["IDF", form]["obs_value"]))
    bars = tuple(_bar(fmt.code("exploitation", form), found["IDF", form]) for form in forms)
    title = _title([(bar, form) for bar, form in zip(bars, forms, strict=True)], fmt, top=2)
    return Chart(
        name="exploitation",
        title=title,
        unit="Trafficking victims formally identified to date, by form of exploitation",
        sentence=f"{title}.",
        table=_exploitation_table(found, forms, fmt),
        plot=ranked_bars((Group("", bars),), fmt, synthetic=bool(data.synthetic[0])),
        table_name="by form of exploitation",
        links=(Link(f"{root}provenance.html#VIC_ID", "Where each number comes from"),),
    )


def _exploitation_table(found: Parts, forms: Sequence[str], fmt: Formatter) -> Table:
    columns = (Column("Form of exploitation", "text"), Column("Formally identified"), Column("Potential victims"))
    rows = tuple(
        (
            Cell("All forms" if form == "_T" else fmt.code("exploitation", form)),
            *(part_cell(found.get((status, form))) for status in ("IDF", "POT")),
        )
        for form in (*forms, "_T")
    )
    note = (
        "Potential victims are counted apart and are no part of any total. “All forms” may be more than the forms "
        "together, where a return gives only the total."
    )
    return Table("Trafficking victims by form of exploitation", columns, rows, note, total=True)


def _title(bars: Sequence[tuple[Bar, str]], fmt: Formatter, top: int) -> str:
    """The largest parts and their share; what is unknown is never named as the largest."""
    ordered = sorted(bars, key=lambda entry: (entry[1] == "_U", -(entry[0].value or 0)))
    parts = [(bar.label, bar.value or 0) for bar, _ in ordered]
    return says.parts_title(parts, fmt, top, exact=not any(bar.lower for bar, _ in bars))
