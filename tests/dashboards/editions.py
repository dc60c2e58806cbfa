"""Small editions written out by hand, through sql/, to the tables that pages are built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pyarrow as pa

from assets.dashboards.formatter import Formatter
from assets.dashboards.site_data import TABLES, SiteData
from assets.framework.loader import Framework, Target
from assets.framework.vintage import preview
from assets.warehouse.queries import load_queries
from assets.warehouse.runner import run_all
from assets.warehouse.store import arrow_of
from tests.warehouse.built import filled_in_memory
from tests.warehouse.small_edition import SmallEdition, Value

LONG_AFTER = date(2024, 12, 31)
FIFTH_MONTH = date(2023, 12, 12)
TARGETS = (
    Target(edition_id="JPA6", indicator="INF_RSP_RATE", due="2023-11", milestone=80, target=85, direction="ascending"),
    Target(edition_id="JPA6", indicator="CMP_CASE", due="2023-11", milestone=1, target=4, direction="ascending"),
    Target(edition_id="JPA6", indicator="TRN_OFF", due="2023-11", milestone=60, target=80, direction="ascending"),
)


def tables_of(small: SmallEdition, as_of: date = LONG_AFTER) -> dict[str, pa.Table]:
    """The tables of ``TABLES`` for a small edition as known on a day."""
    with filled_in_memory(small, preview(small.edition, as_of)) as connection:
        run_all(connection, load_queries())
        return {table: arrow_of(connection, f"select * from {table} order by all") for table in TABLES}


def site_data_of(small: SmallEdition, as_of: date = LONG_AFTER) -> SiteData:
    """What pages are made of, for a small edition."""
    framework: Framework = small.framework
    return SiteData(tables_of(small, as_of), framework, Formatter(framework))


def victims(total: Value, **parts: int) -> dict[str, Value]:
    """Victims formally identified: the total as typed, and parts of it such as F_Y_GE18."""
    cells = {f"VIC_ID _T IDF SEX {name.replace('_', '.', 1)}": value for name, value in parts.items()}
    return {"VIC_ID _T IDF SEX": total, **cells}


def send_all(small: SmallEdition, month: str, values: Mapping[str, int], indicator: str = "INV_NEW TIP") -> None:
    """One return a country for a month, with one figure each."""
    for country, value in values.items():
        small.send(country, month, {indicator: value})


def rich_edition(targets: Sequence[Target] = ()) -> SmallEdition:
    """Four countries, five months of eight, every state at least once; all returns are marked as synthetic.

    INV_NEW: July 10 + 20 + 30 = 60 (Viet Nam 0, a zero). VIC_ID: Thailand 4 a month.
    """
    small = SmallEdition(countries=("MYS", "NZL", "THA", "VNM"), months=8, targets=targets)
    for number, month in enumerate(("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")):
        _thailand(small, month, number)
        _malaysia(small, month, number)
        _new_zealand(small, month, number)
        small.send("VNM", month, {"INV_NEW TIP": 0, "VIC_ID _T IDF SEX": "n/a", "ARR TIP": "n/a"}, synthetic=True)
    return small


def _thailand(small: SmallEdition, month: str, number: int) -> None:
    cells = {
        **victims(4, F_Y0T17=1, F_Y_GE18=2, M_Y_GE18=1),
        "INV_NEW TIP": 10,
        "INV_NEW SOM": 20,
        "ARR TIP": 7 + number,
        "ARR TIP F.Y_GE18": 2,
        "ARR TIP M.Y_GE18": 5 + number,
    }
    stages = ("NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "CHARGED")
    days = ("2023-07-05", "2023-08-10", "2023-09-01", "2023-10-20", "2023-10-20")
    case = {"case_reference": "T-1", "record": "COMP", "shared_id": "COMP-1", "crime": "TIP", "stage": stages[number],
            "stage_reached_on": days[number]}  # fmt: skip
    plan = {"case_reference": "T-2", "record": "PLAN", "shared_id": "PLAN-1", "crime": "TIP", "stage": "ACCEPTED",
            "stage_reached_on": "2023-07-01"}  # fmt: skip
    operation = {"case_reference": "T-3", "record": "OPER", "shared_id": "OP-1", "crime": "SOM",
                 "other_countries": "MYS", "lead": "THA", "opened_on": "2023-09-09"}  # fmt: skip
    enquiries = [{"counterpart": "MYS", "channel": "POLICE", "crime": "TIP", "sent": 5, "received": 2, "answered": 2}]
    training = {"reference": "A-1", "type": "TRAINING", "role": "HOST", "mode": "ONLINE", "officers_f": 4,
                "officers_m": 7, "officers_not_stated": 0}  # fmt: skip
    small.send(
        "THA", month, cells, exchanges=enquiries, cases=[case, plan] + ([operation] if number == 2 else []),
        activities=[training], synthetic=True, data_status="PROVISIONAL" if number == 4 else "FINAL",
    )  # fmt: skip


def _malaysia(small: SmallEdition, month: str, number: int) -> None:
    received = 5 if number else 4
    enquiries = [{"counterpart": "THA", "channel": "POLICE", "crime": "TIP", "sent": 2, "received": received,
                  "answered": 3}]  # fmt: skip
    cells = {**victims("<5"), "INV_NEW TIP": 30 + number, "ARR TIP": 6}
    if number == 3:  # held
        small.send("MYS", month, cells, outcome="held", synthetic=True, reason="Two cells are wrong.")
        return
    on = "2023-09-20" if number == 1 else ""  # late
    sent = small.send("MYS", month, cells, exchanges=enquiries, on=on, synthetic=True)
    if number == 2:  # revised
        small.send("MYS", month, {**cells, "INV_NEW TIP": 36}, exchanges=enquiries, synthetic=True, on="2023-10-12")
    if number == 0:
        small.find(sent, "W01", "warning")


def _new_zealand(small: SmallEdition, month: str, number: int) -> None:
    if number != 4:  # the last one has not come
        small.send("NZL", month, {"INV_NEW TIP": None, **victims(1)}, synthetic=True)
