"""From a published number back to the cells it was added up from."""

from __future__ import annotations

import duckdb
import pandas as pd

from assets.warehouse.store import frame_of

_CELLS = """
select
    o.ref_area, o.time_period, o.indicator, o.crime, o.victim_status, o.exploitation, o.sex, o.age,
    o.counterpart_area, o.obs_value, o.obs_status, o.raw_text, o.file_name, o.sheet, o.cell, o.sha256, o.version,
    o.shared_id
from core.observations as o
where o.indicator = $indicator
    and ($ref_area = '' or o.ref_area = $ref_area)
    and ($time_period = '' or o.time_period = $time_period)
order by o.ref_area, o.time_period, o.file_name, o.sheet, o.crime, o.victim_status, o.exploitation, o.sex, o.age, o.cell
"""

_TOTALS = """
select ref_area, time_period, obs_value, state
from outcomes.indicator_country_month
where indicator = $indicator
    and ($ref_area = '' or ref_area = $ref_area)
    and ($time_period = '' or time_period = $time_period)
    and obs_value is not null
order by ref_area, time_period
"""


def trace_cells(
    connection: duckdb.DuckDBPyConnection, indicator: str, ref_area: str = "", time_period: str = ""
) -> pd.DataFrame:
    """One row a cell behind ``indicator``, for one country and month or for all (empty text)."""
    return _frame(connection, _CELLS, indicator, ref_area, time_period)


def trace_values(
    connection: duckdb.DuckDBPyConnection, indicator: str, ref_area: str = "", time_period: str = ""
) -> pd.DataFrame:
    """The values by country and month that those cells make."""
    return _frame(connection, _TOTALS, indicator, ref_area, time_period)


def _frame(
    connection: duckdb.DuckDBPyConnection, query: str, indicator: str, ref_area: str, time_period: str
) -> pd.DataFrame:
    wanted = {"indicator": indicator, "ref_area": ref_area, "time_period": time_period}
    return frame_of(connection, query, wanted)
