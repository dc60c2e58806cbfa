"""What the pages are made of: the tables of one build, looked up by what they are about. Nothing is added up here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pyarrow as pa

from assets.dashboards.formatter import Formatter
from assets.dashboards.page_rows import (
    Arrival,
    CountryMonth,
    CountryTotal,
    Measure,
    Milestone,
    MonthTotal,
    Row,
    Total,
    Vintage,
    records,
    rows_of,
)
from assets.framework.loader import Framework, Indicator

TABLES = (
    "checked.files",
    "core.case_status",
    "core.findings",
    "core.notes",
    "core.receipts",
    "core.record_crimes",
    "core.returns",
    "core.vintage",
    "outcomes.activities_held",
    "outcomes.activity_people",
    "outcomes.answered_share",
    "outcomes.cells_behind",
    "outcomes.compendium_dates",
    "outcomes.compendium_days",
    "outcomes.compendium_stages",
    "outcomes.compendium_steps",
    "outcomes.compendium_summary",
    "outcomes.cooperation_summary",
    "outcomes.country_to_date",
    "outcomes.crime_to_date",
    "outcomes.enquiries_to_date",
    "outcomes.enquiries_waiting",
    "outcomes.enquiry_pairs",
    "outcomes.exploitation_to_date",
    "outcomes.indicator_country_month",
    "outcomes.indicator_month",
    "outcomes.indicator_to_date",
    "outcomes.milestones",
    "outcomes.national_context",
    "outcomes.operation_confirmations",
    "outcomes.operation_partners",
    "outcomes.plans_active",
    "outcomes.recent_months",
    "outcomes.revisions",
    "outcomes.sex_age_to_date",
    "outcomes.sex_to_date",
    "outcomes.told_apart",
    "quality.country",
    "quality.figures",
    "quality.findings_by_rule",
    "quality.not_counted",
    "quality.overall",
    "quality.reporting",
    "quality.returns_by_country",
    "quality.returns_by_month",
    "quality.summary",
)


class SiteData:
    """The tables of one build (``TABLES``, by name) with the framework they were made under."""

    def __init__(self, tables: Mapping[str, pa.Table], framework: Framework, fmt: Formatter) -> None:
        self.tables = tables
        self.framework = framework
        self.fmt = fmt
        (self.vintage,) = records(tables["core.vintage"], Vintage)
        self.edition = framework.edition(self.vintage.edition_id)
        self.months = self.edition.months
        # Every month up to the last one with data; a month in it may still lack some countries.
        self.past = tuple(m for m in self.months if m <= self.vintage.data_to)
        self.countries = tuple(sorted(framework.participants_of(self.edition.edition_id), key=fmt.country))
        self.indicators: Mapping[str, Indicator] = {i.indicator: i for i in framework.indicators}
        self._rows: dict[str, list[Row]] = {}

    @property
    def last(self) -> str:
        """The last month with data, or empty."""
        return self.vintage.data_to

    @property
    def before_last(self) -> str:
        """The month before the last one with data, or empty."""
        return self.past[-2] if len(self.past) > 1 else ""

    def rows(self, table: str) -> list[Row]:
        """The rows of a table as dictionaries."""
        if table not in self._rows:
            self._rows[table] = rows_of(self.tables[table])
        return self._rows[table]

    @cached_property
    def month_totals(self) -> Mapping[str, Mapping[str, MonthTotal]]:
        """By indicator and month."""
        found: dict[str, dict[str, MonthTotal]] = {}
        for row in records(self.tables["outcomes.indicator_month"], MonthTotal):
            found.setdefault(row.indicator, {})[row.time_period] = row
        return found

    @cached_property
    def totals(self) -> Mapping[str, Total]:
        """By indicator, to date."""
        return {row.indicator: row for row in records(self.tables["outcomes.indicator_to_date"], Total)}

    @cached_property
    def country_months(self) -> Mapping[tuple[str, str], Mapping[str, CountryMonth]]:
        """By indicator and country, then month."""
        found: dict[tuple[str, str], dict[str, CountryMonth]] = {}
        for row in records(self.tables["outcomes.indicator_country_month"], CountryMonth):
            found.setdefault((row.indicator, row.ref_area), {})[row.time_period] = row
        return found

    @cached_property
    def country_totals(self) -> Mapping[tuple[str, str], CountryTotal]:
        """By indicator and country, to date."""
        found = records(self.tables["outcomes.country_to_date"], CountryTotal)
        return {(row.indicator, row.ref_area): row for row in found}

    @cached_property
    def arrivals(self) -> Mapping[str, Mapping[str, Arrival]]:
        """The returns, by country and month."""
        found: dict[str, dict[str, Arrival]] = {}
        for row in records(self.tables["quality.reporting"], Arrival):
            found.setdefault(row.ref_area, {})[row.time_period] = row
        return found

    @cached_property
    def milestones(self) -> Mapping[str, Milestone]:
        """By indicator or derived share; only those due in the last month with data."""
        return {row.indicator: row for row in records(self.tables["outcomes.milestones"], Milestone)}

    @property
    def answered_share(self) -> float | None:
        """Enquiries answered of those sent in per cent; None where the two are not of the same countries and months."""
        found = self.rows("outcomes.answered_share")
        share: float | None = found[0]["share"] if found else None
        return share

    @cached_property
    def quality(self) -> Mapping[tuple[str, str], Measure]:
        """By country (or _T for all) and measure."""
        found = [
            *records(self.tables["quality.country"], Measure),
            *records(self.tables["quality.figures"], Measure),
            *records(self.tables["quality.overall"], Measure, ref_area="_T"),
        ]
        return {(row.ref_area, row.measure): row for row in found}

    @cached_property
    def stages(self) -> Mapping[str, int]:
        """Compendium cases by the furthest stage that any country reports."""
        return {row["stage"]: row["cases"] for row in self.rows("outcomes.compendium_stages")}

    @property
    def compendium(self) -> Row:
        """Compendium cases: accepted, charged, closed without a charge, in progress, moved to a charge."""
        return self.rows("outcomes.compendium_summary")[0]

    @property
    def cooperation(self) -> Row:
        """Joint operations and pairs of countries: how many there are, are confirmed, compared, agree."""
        return self.rows("outcomes.cooperation_summary")[0]

    @property
    def summary(self) -> Row:
        """Countries whose returns are complete, returns that count, open findings."""
        return self.rows("quality.summary")[0]

    @cached_property
    def returns(self) -> Mapping[str, Row]:
        """Returns by country, and of all (_T): due, counted, on time, late, held, not received."""
        return {row["ref_area"]: row for row in self.rows("quality.returns_by_country")}

    @cached_property
    def recent(self) -> Mapping[tuple[str, str], int]:
        """What the last three months brought, by indicator and country (_T: all)."""
        return {(row["indicator"], row["ref_area"]): row["obs_value"] for row in self.rows("outcomes.recent_months")}

    @cached_property
    def revisions(self) -> list[Row]:
        """Figures that a later version changed, brought or no longer gives, newest first."""
        order = list(self.indicators)

        def rank(row: Row) -> tuple[str, int]:
            return row["received_on"], order.index(row["indicator"])

        return sorted(self.rows("outcomes.revisions"), key=rank, reverse=True)

    @cached_property
    def synthetic(self) -> tuple[int, int]:
        """Returns that count and are marked as synthetic samples, of all that count."""
        return self.summary["returns_synthetic"], self.summary["returns_counted"]

    def due_returns(self, area: str) -> list[Arrival]:
        """The returns of a country that are due or have come, by month."""
        by_month = self.arrivals.get(area, {})
        return [by_month[m] for m in self.months if m in by_month and by_month[m].state != "not_due"]

    @cached_property
    def returns_of_month(self) -> Mapping[str, Row]:
        """Returns by month: counted, held, not received, not due."""
        return {row["time_period"]: row for row in self.rows("quality.returns_by_month")}

    def reported(self, month: str) -> int:
        """How many countries' returns are counted for a month."""
        counted: int = self.returns_of_month[month]["counted"] if month in self.returns_of_month else 0
        return counted
