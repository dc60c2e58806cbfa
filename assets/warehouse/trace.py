"""From a published number back to the cells it was added up from."""

from __future__ import annotations

import duckdb
import pandas as pd

from assets.warehouse.store import lookup


def trace_cells(
    connection: duckdb.DuckDBPyConnection, indicator: str, ref_area: str = "", time_period: str = ""
) -> pd.DataFrame:
    """One row a cell behind ``indicator``, for one country and month or for all (empty text).

    ``role_in_total`` is added for a cell that is added, detail for one that explains an added one, shared for a record
    that several countries share, empty for a mark without a number.
    """
    return lookup(connection, "trace_cells", indicator=indicator, ref_area=ref_area, time_period=time_period)


def trace_values(
    connection: duckdb.DuckDBPyConnection, indicator: str, ref_area: str = "", time_period: str = ""
) -> pd.DataFrame:
    """The values by country and month that those cells make."""
    return lookup(connection, "trace_values", indicator=indicator, ref_area=ref_area, time_period=time_period)
