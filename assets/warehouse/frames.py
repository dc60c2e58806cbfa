"""Frames of pandas to typed rows and back, without a value lost, rounded or read as something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from assets.warehouse.columns import COLUMNS

_ARROW = {
    "varchar": pa.string(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "double": pa.float64(),
}
_FITS: Mapping[str, tuple[Callable[[pa.DataType], bool], ...]] = {
    "varchar": (pa.types.is_string, pa.types.is_large_string),
    "bigint": (pa.types.is_integer, pa.types.is_floating),
    "boolean": (pa.types.is_boolean,),
    "date": (pa.types.is_date,),
    "double": (pa.types.is_integer, pa.types.is_floating),
}
_PANDAS: Mapping[pa.DataType, object] = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}


class TableViolation(ValueError):
    """Rows that must not enter the warehouse: a bug of our own, never a sender's mistake.

    The message names table, column, check and the first rows by file, sheet and cell; nothing that a sender typed
    into a cell stands in it.
    """


def to_arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """The rows of ``frame`` with the declared columns and types of ``table``; NaN, NA and None are missing.

    Raises TableViolation where columns or types are not the declared ones.
    """
    declared = COLUMNS[table]
    if list(frame.columns) != list(declared):
        raise TableViolation(f"{table} has the columns {list(declared)}, the frame has {list(frame.columns)}.")
    columns = []
    for name, kind in declared.items():
        column = _to_arrow(frame[name], kind)
        if column is None:
            raise TableViolation(f"{table}: column {name}, check type: not everything in it is {kind}.")
        columns.append(column)
    return pa.Table.from_arrays(columns, names=list(declared))


def _to_arrow(column: pd.Series[Any], kind: str) -> pa.Array | None:
    """The column as an array of the declared kind, or None where it is of another: text is never read as a number."""
    try:
        # The type is found first and cast after: asked for whole numbers at once, Arrow cuts fractions off.
        found = pa.array(column, from_pandas=True)
        if not any(fits(found.type) for fits in (pa.types.is_null, *_FITS[kind])):
            return None
        return found.cast(_ARROW[kind])
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return None


def to_pandas(rows: pa.Table) -> pd.DataFrame:
    """Arrow rows as a frame: text as str, whole numbers as Int64, yes/no as boolean."""
    frame: pd.DataFrame = rows.to_pandas(types_mapper=_PANDAS.get)
    return frame
