"""Reporting: country by month, the measures of quality, findings by rule, files set aside, revisions."""

from __future__ import annotations

from collections.abc import Iterator

from assets.checking.rules.declared import RULES
from assets.dashboards.downloads.files import Downloads
from assets.dashboards.flags import FILE_STATUSES
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.page_model import MenuEntry, Page, chart_map, table_map
from assets.dashboards.pages.reporting import texts as says
from assets.dashboards.pages.reporting.matrix import countries_counted, matrix_chart, matrix_key, matrix_rows
from assets.dashboards.pages.shared.quality_tables import overall_quality, revisions_table
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table

MENU = MenuEntry("reporting", "Reporting", "reporting.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page."""
    fmt = data.fmt
    yield Page(
        path="reporting.html",
        section="reporting",
        h1=says.headline(data),
        lead=says.lead(data),
        template="reporting/reporting.html",
        charts=chart_map(matrix_chart(data)),
        tables=table_map(
            quality=overall_quality(data),
            findings=_findings(data),
            set_aside=_not_counted(data),
            revisions=revisions_table(data, data.revisions, by_country=True),
        ),
        context={
            "heads": [
                (fmt.short_month(m), m[:4] if i == 0 or m.endswith("-01") else "") for i, m in enumerate(data.months)
            ],
            "matrix": matrix_rows(data),
            "bottom": countries_counted(data),
            "key": matrix_key(data),
            "findings_title": says.findings_title(data.summary["open_errors"], data.summary["open_warnings"], fmt),
        },
    )


def _findings(data: SiteData) -> Table:
    """Open findings by rule, errors first, then the most frequent; each rule with its words."""
    rows = sorted(
        (row for row in data.rows("quality.findings_by_rule") if row["severity"] in ("error", "warning")),
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
            Cell(RULES[row["rule"]].title),
            Cell(row["severity"].capitalize()),
            Cell(row["findings"]),
            Cell(row["returns_concerned"]),
            Cell(row["countries"]),
        )
        for row in rows
    )
    note = "Errors hold a return until it is corrected; warnings never do."
    return Table("Open findings by rule", columns, cells, note)


def _not_counted(data: SiteData) -> Table:
    """Files of the edition of which nothing counts: refused ones, and held ones that no accepted version replaces."""
    found = [
        row
        for row in data.rows("quality.not_counted")
        if row["file_status"] in ("held", "refused") and row["edition_id"] in ("", data.edition.edition_id)
    ]
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
            Cell(_whose(row, data)),
            Cell(row["received_on"]),
            Cell(FILE_STATUSES[row["file_status"]]),
            Cell(row["reason"] or "none"),
        )
        for row in sorted(found, key=lambda r: (r["received_at"], r["sha256"]), reverse=True)
    )
    return Table("Files set aside", columns, rows)


def _whose(row: Row, data: SiteData) -> str:
    if not row["ref_area"] or not row["time_period"]:
        return "not known"
    return f"{data.fmt.country(row['ref_area'])}, {data.fmt.month(row['time_period'])}"
