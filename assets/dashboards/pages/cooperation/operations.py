"""Joint operations and investigation plans, and who lists them."""

from __future__ import annotations

from dataclasses import dataclass

from assets.dashboards.charts.chart import Chart, Link
from assets.dashboards.page_rows import Row
from assets.dashboards.pages.cooperation import texts as says
from assets.dashboards.site_data import SiteData
from assets.dashboards.table_model import Cell, Column, Table

_PARTNER = {
    "confirmed": "Confirmed",
    "date_differs": "Listed, date differs",
    "held": "Return held",
    "no_return": "No return",
    "not_listed": "Not listed",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A joint operation with each partner: name, look and word of its own confirmation.

    The first partner is the lead, where the countries name one; else ``no_lead`` says why there is none.
    """

    name: str
    first_day: str
    crime: str
    partners: tuple[tuple[str, str, str], ...]
    confirmed: str
    no_lead: str

    @property
    def columns(self) -> int:
        """Cells of its row that name a partner, the lead's among them."""
        return len(self.partners) + bool(self.no_lead)


def operations_of(by_operation: dict[str, list[Row]], data: SiteData) -> list[Operation]:
    """The operations by their first day, the lead before its partners."""
    fmt, counts = data.fmt, {row["shared_id"]: row for row in data.rows("outcomes.operation_confirmations")}
    found = []
    for name, rows in sorted(by_operation.items(), key=lambda item: (item[1][0]["first_day"] or "", item[0])):
        ordered = sorted(rows, key=lambda r: (not r["is_lead"], fmt.country(r["ref_area"])))
        partners = tuple((fmt.country(r["ref_area"]), r["state"], _PARTNER[r["state"]]) for r in ordered)
        day = rows[0]["first_day"]
        found.append(
            Operation(
                name=name,
                first_day=fmt.day(day) if day else "not stated",
                crime=fmt.code("crime", rows[0]["crime"]),
                partners=partners,
                confirmed=fmt.of(counts[name]["confirmed"], counts[name]["partners"])
                if len(rows) > 1
                else "no partner named",
                no_lead="" if any(r["is_lead"] for r in rows) else _no_lead(rows[0]["leads_named"]),
            )
        )
    return found


def _no_lead(named: int) -> str:
    """Why none of the countries is shown as the lead."""
    if not named:
        return "not stated"
    return "named differently" if named > 1 else "not a participant"


def operations_chart(by_operation: dict[str, list[Row]], data: SiteData, confirmed: int) -> Chart | None:
    """The operations for their files and title; on the page their own table shows them. None where there is none."""
    if not by_operation:
        return None
    fmt = data.fmt
    columns = (
        Column("Operation", "text"),
        Column("First day", "text"),
        Column("Country", "text"),
        Column("Reporting lead", "text"),
        Column("Its own return", "text"),
    )
    rows = tuple(
        (
            Cell(row["shared_id"]),
            Cell(row["first_day"] or "not stated"),
            Cell(fmt.country(row["ref_area"])),
            Cell("yes" if row["is_lead"] else "no"),
            Cell(_PARTNER[row["state"]]),
        )
        for row in sorted(data.rows("outcomes.operation_partners"), key=lambda r: (r["shared_id"], r["ref_area"]))
    )
    title = says.operations_title(len(by_operation), confirmed, fmt)
    return Chart(
        name="operations",
        title=title,
        unit=(
            "Counted once by their shared id. A partner confirms an operation by listing it in its own "
            "return; each lists only its own arrests and victims"
        ),
        sentence=f"{title}.",
        table=Table("Joint operations by partner", columns, rows),
        links=(Link("provenance.html#OPS_JNT", "Where each number comes from"),),
        level=2,
    )


def plans_table(data: SiteData) -> Table | None:
    """Investigation plans that are active in the last month with data, once each, with the countries that list them."""
    fmt = data.fmt
    by_plan: dict[str, list[Row]] = {}
    for row in data.rows("outcomes.plans_active"):
        by_plan.setdefault(row["shared_id"], []).append(row)
    cells = tuple(
        (
            Cell(plan),
            Cell(fmt.listing(sorted(fmt.country(r["ref_area"]) for r in found))),
            Cell(fmt.code("crime", found[0]["crime"])),
        )
        for plan, found in sorted(by_plan.items())
    )
    columns = (Column("Plan", "text"), Column("Countries that list it", "text"), Column("Offence", "text"))
    return Table("Cross-border investigation plans active", columns, cells) if cells else None
