"""Tables as the Dagster UI shows them under an asset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dagster as dg

SHOWN_ROWS = 50  # The UI shows no more rows of a table.


def table(rows: Sequence[Mapping[str, str | int]]) -> dg.TableMetadataValue:
    """Rows of like columns as a metadata table, cut to what the UI shows; one row of "none" where there is none."""
    shown = list(rows[:SHOWN_ROWS]) or [{"": "none"}]
    schema = dg.TableSchema(columns=[dg.TableColumn(column) for column in shown[0]])
    return dg.MetadataValue.table(records=[dg.TableRecord(dict(row)) for row in shown], schema=schema)
