"""The guard between rooms: rows are checked before anything is written, and a violation names where it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import pandera.errors
import pyarrow as pa

from assets.framework.loader import Framework
from assets.warehouse.frames import TableViolation, to_arrow, to_pandas
from assets.warehouse.schemas import SHOWN_CASES, schemas_of

_PLACE = ("sheet", "cell", "row", "list_name", "field", "sequence")
_SHOWN_VIOLATIONS = 5


def guarded(table: str, frame: pd.DataFrame, framework: Framework) -> pa.Table:
    """The rows of ``frame`` in the declared types of ``table`` (schema.name).

    Raises TableViolation where a column, a type or a value is not as declared.
    """
    rows = to_arrow(table, frame)
    schema = schemas_of(framework).get(table)
    if schema is not None:
        typed = to_pandas(rows)
        try:
            schema.validate(typed, lazy=True)
        except pandera.errors.SchemaErrors as error:
            # "from None": the causes hold the values themselves.
            raise TableViolation(_told(table, typed, error.failure_cases)) from None
    return rows


def check_origin(table: str, rows: pa.Table, known: Collection[str]) -> None:
    """Raises TableViolation where a row belongs to a file (sha256) that is not among the ``known`` ones."""
    strangers = sorted(set(rows.column("sha256").unique().to_pylist()) - set(known))
    if strangers:
        shown = ", ".join(strangers[:SHOWN_CASES])
        raise TableViolation(f"{table}: column sha256, check known file: no such file in checked.files: {shown}.")


def check_new(rows: pa.Table, kept: Collection[str]) -> None:
    """Raises TableViolation where a file of checked.files is added and kept at the same time: it would stand twice."""
    twice = sorted(set(rows.column("sha256").to_pylist()) & set(kept))
    if twice:
        shown = ", ".join(twice[:SHOWN_CASES])
        raise TableViolation(f"checked.files: column sha256, check new file: read anew and kept as well: {shown}.")


def _told(table: str, typed: pd.DataFrame, cases: pd.DataFrame) -> str:
    # A check over whole rows is reported once a column of the table: the column says nothing then.
    whole = cases["schema_context"] == "DataFrameSchema"
    columns = cases["column"].astype("str").mask(whole, "all")
    said = [
        f"{table}: column {column}, check {check}: {_places(typed, some['index'])}"
        for (column, check), some in cases.groupby([columns, cases["check"].astype("str")], sort=True)
    ]
    rest = [f"and {len(said) - _SHOWN_VIOLATIONS} more"] if len(said) > _SHOWN_VIOLATIONS else []
    return "\n".join([*said[:_SHOWN_VIOLATIONS], *rest])


def _places(typed: pd.DataFrame, index: pd.Series[Any]) -> str:
    numbers = index.dropna().astype("int64").drop_duplicates().sort_values().head(SHOWN_CASES)
    return "; ".join(_place(typed, int(number)) for number in numbers) or "the whole table"


def _place(typed: pd.DataFrame, number: int) -> str:
    row = typed.iloc[number]
    named = [f"{name} {row[name]}" for name in _PLACE if name in typed.columns]
    return ", ".join([f"file {str(row['sha256'])[:12]}", *named])
