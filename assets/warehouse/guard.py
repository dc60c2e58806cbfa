"""The check between rooms: rows are checked against their model before anything is written (tables.py).

A violation names table, column, check and place, never a value: what a sender typed stands in none of these messages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
from pandera.errors import SchemaErrors
from pandera.pandas import DataFrameSchema

from assets.framework.contract import ContractViolation
from assets.framework.loader import Framework
from assets.warehouse.store import to_pandas
from assets.warehouse.tables import SHOWN_CASES, arrow_schema, columns_of, schema_of

# An Arrow table or a frame of pandas.
Rows: TypeAlias = "pa.Table | pd.DataFrame"
_PLACE = ("sheet", "cell", "row", "list_name", "field", "sequence")
_SHOWN_VIOLATIONS = 5
_FITS: Mapping[str, tuple[Callable[[pa.DataType], bool], ...]] = {
    "varchar": (pa.types.is_string, pa.types.is_large_string, pa.types.is_dictionary),
    "bigint": (pa.types.is_integer, pa.types.is_floating),
    "boolean": (pa.types.is_boolean,),
    "date": (pa.types.is_date,),
    "double": (pa.types.is_integer, pa.types.is_floating),
}


class TableViolation(ContractViolation):
    """Rows that must not enter the warehouse: a bug of our own, never a sender's mistake.

    The message names table, column, check and the first rows by file, sheet and cell; nothing that a sender typed
    into a cell stands in it.
    """


@dataclass(frozen=True, slots=True)
class ContractResult:
    """Rows of a table held against its model: how many, and a line for each column and check that failed."""

    table: str
    rows: int
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True where every row is as declared."""
        return not self.failures


def guarded(table: str, rows: Rows, framework: Framework) -> pa.Table:
    """The rows in the declared types of ``table`` (schema.name); NaN, NA and None are missing.

    Raises TableViolation where a column, a type or a value is not as declared.
    """
    typed = to_arrow(table, rows)
    result = check_rows(table, typed, framework)
    if not result.passed:
        more = len(result.failures) - _SHOWN_VIOLATIONS
        rest = [f"and {more} more"] if more > 0 else []
        raise TableViolation("\n".join([*result.failures[:_SHOWN_VIOLATIONS], *rest]))
    return typed


def check_rows(table: str, rows: pa.Table, framework: Framework) -> ContractResult:
    """Hold rows with the declared Arrow schema against the model of ``table``; pandera says what fails and where."""
    schema = schema_of(table, framework)
    failures: tuple[str, ...] = ()
    if not _holds(schema, rows):
        typed = to_pandas(rows)
        try:
            schema.validate(typed, lazy=True)
        except SchemaErrors as error:
            failures = _failures(table, typed, error.failure_cases)
    return ContractResult(table, rows.num_rows, failures)


def _holds(schema: DataFrameSchema, rows: pa.Table) -> bool:
    """Whether all is as declared, found out by the model's own checks, each distinct value of a column looked at once.

    Text comes in few distinct values: pandera over every row costs five times as much. It is asked for the places only
    where this says no.
    """
    encoded = rows.combine_chunks()
    frame = {}
    for position, (name, column) in enumerate(schema.columns.items()):
        values = encoded.column(position)
        if values.null_count and not column.nullable:
            return False
        if pa.types.is_string(values.type):
            values = values.dictionary_encode().combine_chunks()
            values = values.chunk(0) if isinstance(values, pa.ChunkedArray) and values.num_chunks else values
            distinct = values.dictionary if isinstance(values, pa.DictionaryArray) else pa.array([], pa.string())
        else:
            distinct = values.unique()
        once = to_pandas(pa.table({name: distinct.drop_null()}))[name]
        if len(once) and not all(check(once).check_passed for check in column.checks):
            return False
        frame[name] = values
    if not rows.num_rows:
        return True
    typed = to_pandas(pa.table(frame))
    if schema.unique and typed.duplicated(list(schema.unique)).any():
        return False
    return all(bool(check(typed).check_passed) for check in schema.checks)


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


def to_arrow(table: str, rows: Rows) -> pa.Table:
    """The rows with the declared columns and types of ``table``.

    Raises TableViolation where columns or types are not the declared ones.
    """
    declared = columns_of(table)
    names = [column.name for column in declared]
    given = rows.column_names if isinstance(rows, pa.Table) else list(rows.columns)
    if given != names:
        raise TableViolation(f"{table} has the columns {names}, the frame has {given}.")
    if isinstance(rows, pa.Table) and rows.schema.equals(arrow_schema(table)):
        return rows
    columns = []
    for column in declared:
        values = rows.column(column.name) if isinstance(rows, pa.Table) else rows[column.name]
        typed = _to_arrow(values, column.type, arrow_schema(table).field(column.name).type)
        if typed is None:
            raise TableViolation(f"{table}: column {column.name}, check type: not everything in it is {column.type}.")
        columns.append(typed)
    return pa.Table.from_arrays(columns, schema=arrow_schema(table))


def _to_arrow(column: Any, kind: str, wanted: pa.DataType) -> pa.Array | None:
    """The column as an array of the declared kind, or None where it is of another: text is never read as a number."""
    try:
        # The type is found first and cast after: asked for whole numbers at once, Arrow cuts fractions off.
        found = column if isinstance(column, pa.ChunkedArray) else pa.array(column, from_pandas=True)
        if not any(fits(found.type) for fits in (pa.types.is_null, *_FITS[kind])):
            return None
        return found.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return None


def _failures(table: str, typed: pd.DataFrame, cases: pd.DataFrame) -> tuple[str, ...]:
    # A check over whole rows is reported once a column of the table: the column says nothing then.
    whole = cases["schema_context"] == "DataFrameSchema"
    columns = cases["column"].astype("str").mask(whole, "all")
    return tuple(
        f"{table}: column {column}, check {_CHECKS.get(str(check), check)}: {_places(typed, some['index'])}"
        for (column, check), some in cases.groupby([columns, cases["check"].astype("str")], sort=True)
    )


_CHECKS = {"multiple_fields_uniqueness": "key once", "field_uniqueness": "key once"}


def _places(typed: pd.DataFrame, index: pd.Series[Any]) -> str:
    numbers = index.dropna().astype("int64").drop_duplicates().sort_values().head(SHOWN_CASES)
    return "; ".join(_place(typed, int(number)) for number in numbers) or "the whole table"


def _place(typed: pd.DataFrame, number: int) -> str:
    row = typed.iloc[number]
    named = [f"{name} {row[name]}" for name in _PLACE if name in typed.columns]
    file = [f"file {str(row['sha256'])[:12]}"] if "sha256" in typed.columns else [f"row {number + 1}"]
    return ", ".join([*file, *named])
