"""From a published number back to the cells it was added up from."""

from __future__ import annotations

import duckdb
import pandas as pd

from assets.warehouse.store import frame_of

_CELLS = """
select
    ref_area, time_period, indicator, crime, victim_status, exploitation, sex, age, counterpart_area, shared_id,
    obs_value, raw_text, adds_up, file_name, version, sheet, cell
from outcomes.cells_behind
where indicator = $indicator
    and ($ref_area = '' or ref_area = $ref_area)
    and ($time_period = '' or time_period = $time_period)
order by all
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
    """One row a cell behind ``indicator``, for one country and month or for all (empty text).

    ``adds_up`` is yes for a cell that is added, part for one that explains an added one, once for a record that
    several countries share, empty for a mark without a number.
    """
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
