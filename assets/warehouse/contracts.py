"""The check between rooms: rows are held against what is declared of their table (tables.py) before they are written.

Arrow finds out whether all is as declared; pandera says which rows are not, and is imported only then.

A violation names table, column, check and place, never a value: what a sender typed stands in none of these messages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from assets.framework.contract import ContractViolation
from assets.framework.loader import Framework
from assets.warehouse.columns import Column
from assets.warehouse.store import to_pandas
from assets.warehouse.tables import COUNTRIES, MODELS, SHOWN_CASES, arrow_schema, columns_of

if TYPE_CHECKING:
    import pandera.pandas as pandera

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
    # A moment without a zone could be of any.
    "timestamp": (lambda kind: pa.types.is_timestamp(kind) and kind.tz is not None,),
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


def as_declared(table: str, rows: Rows, framework: Framework) -> pa.Table:
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
    failures: tuple[str, ...] = ()
    if not all_as_declared(table, rows, framework):
        from pandera.errors import SchemaErrors

        typed = to_pandas(rows)
        try:
            schema_of(table, framework).validate(typed, lazy=True)
        except SchemaErrors as error:
            failures = _failures(table, typed, error.failure_cases)
    return ContractResult(table, rows.num_rows, failures)


def all_as_declared(table: str, rows: pa.Table, framework: Framework) -> bool:
    """Whether rows with the declared Arrow schema are all as declared: pandera's answer, without the places.

    Text comes in few distinct values, and each is looked at once: pandera over every row costs many times as much.
    """
    model, encoded = MODELS[table], {}
    for column in model.columns:
        values = rows.column(column.name)
        if values.null_count and not column.nullable:
            return False
        if pa.types.is_string(values.type):
            values = values.combine_chunks().dictionary_encode() if rows.num_rows else values
        if not _fits_declaration(column, _distinct(values), framework):
            return False
        encoded[column.name] = values
    if not rows.num_rows or not (model.unique or model.rules):
        return True
    typed = to_pandas(pa.table(encoded))
    if model.unique and typed.duplicated(list(model.unique)).any():
        return False
    return all(bool(rule.check(typed).all()) for rule in model.rules)


def _distinct(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return (values.dictionary if isinstance(values, pa.DictionaryArray) else values).drop_null()


def _fits_declaration(column: Column, distinct: pa.Array, framework: Framework) -> bool:
    if not len(distinct):
        return True
    if column.least is not None and pc.min(distinct).as_py() < column.least:
        return False
    if column.pattern and not pc.all(pc.match_substring_regex(distinct, rf"\A(?:{column.pattern})\z")).as_py():
        return False
    allowed = _allowed(column, framework)
    return not allowed or set(distinct.to_pylist()) <= set(allowed)


def _allowed(column: Column, framework: Framework) -> list[str]:
    """The values that a column of codes may hold; empty where it may hold any."""
    allowed = [*column.values, *column.also]
    for codelist in column.codelists:
        allowed += framework.country_by_code if codelist == COUNTRIES else framework.codelist(codelist)
    return allowed


@lru_cache(maxsize=64)
def schema_of(table: str, framework: Framework) -> pandera.DataFrameSchema:
    """The pandera schema of ``table`` with the code lists of ``framework``, checks named as messages name them."""
    import pandera.pandas as pandera
    from pandera.engines import pandas_engine

    types: dict[str, Any] = {
        "varchar": str,
        "bigint": pd.Int64Dtype,
        "boolean": pd.BooleanDtype,
        "double": pd.Float64Dtype,
        "date": pandas_engine.Date,
        "timestamp": "datetime64[us]",
    }
    shown: dict[str, Any] = {"n_failure_cases": SHOWN_CASES}
    columns = {}
    for column in columns_of(table):
        checks = []
        if column.pattern:
            checks.append(pandera.Check.str_matches(rf"(?:{column.pattern})\Z", error="pattern", **shown))
        if column.least is not None:
            checks.append(pandera.Check.ge(column.least, error=f"at least {column.least}", **shown))
        if allowed := _allowed(column, framework):
            checks.append(pandera.Check.isin(allowed, error="code list", **shown))
        columns[column.name] = pandera.Column(types[column.type], checks, nullable=column.nullable)
    model = MODELS[table]
    rules = [pandera.Check(rule.check, name=rule.name, **shown) for rule in model.rules]
    key = list(model.unique) or None
    return pandera.DataFrameSchema(columns, rules, unique=key, strict=True, ordered=True, coerce=False)


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
