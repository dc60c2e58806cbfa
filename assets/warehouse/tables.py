"""Every table that Python fills, declared once: columns, types, what they hold, and which values may stand in them.

From a declaration come the table in DuckDB, the Arrow schema in which rows travel, the pandera schema by which they are
checked before they are written (contracts.py), the columns that Dagster shows and docs/tables.md. Pandera itself is
slow to import and stays out of here: every process that loads the definitions reads this.

A sender's mistake never gets this far, it is a finding: whatever is refused here is a bug of our own. Text that is
not there is empty text, so no column is nullable unless it says so. Types are spelt out, so that an empty table, or a
column of nothing but missing values, keeps its type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, ClassVar, TypeAlias, get_args

import duckdb
import pandas as pd
import pyarrow as pa

from assets.checking.findings import FileStatus
from assets.warehouse.columns import Column
from assets.warehouse.store import SCHEMAS, append

# Enough rows to find the bug by; a frame of 360,000 wrong rows must not be listed.
SHOWN_CASES = 3
COUNTRIES = "country"

_SHA256 = r"[0-9a-f]{64}"
_SHORT_SHA256 = r"[0-9a-f]{12,64}"
_CELL = r"[A-Z]{1,3}[1-9][0-9]{0,6}"
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
# SDMX: a month, a year, a quarter, a half year, or a span such as 2022-07-01/P12M.
_PERIOD = rf"{_MONTH}|[0-9]{{4}}(-(Q[1-4]|S[12]))?|{_MONTH}-[0-9]{{2}}/P[0-9]+[YM]"
_RULE = r"[A-Z][0-9]{2}"
_NAME = r"[a-z][a-z0-9_]*"
_STATUSES = ("V", "O", "M", "Q")

Text: TypeAlias = str
Count: TypeAlias = int
YesNo: TypeAlias = bool
Number: TypeAlias = float
Day: TypeAlias = date
# In UTC, and kept without a zone: every engine reads that alike.
Moment: TypeAlias = datetime

# What each type is called in DuckDB, and its Arrow type.
_STORED: dict[str, tuple[str, pa.DataType]] = {
    "Text": ("varchar", pa.string()),
    "Count": ("bigint", pa.int64()),
    "YesNo": ("boolean", pa.bool_()),
    "Number": ("double", pa.float64()),
    "Day": ("date", pa.date32()),
    "Moment": ("timestamp", pa.timestamp("us")),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of whole rows: ``holds`` gives true, false or missing for each row of a frame."""

    name: str
    holds: Callable[[Any, pd.DataFrame], Any]

    def check(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Whether each row is right; what cannot be compared because a value is missing is."""
        checked: pd.Series[bool] = self.holds(None, frame).astype("boolean").fillna(True).astype(bool)
        return checked


def _column(description: str, *, nullable: bool = False) -> Any:
    return Column(description, nullable)


def _text(description: str, pattern: str, *, or_empty: bool = False) -> Any:
    """Text that is the whole pattern, or empty where that is allowed."""
    return Column(description, pattern=f"(?:{pattern}){'?' if or_empty else ''}")


def _one_of(description: str, *values: str) -> Any:
    return Column(description, values=values)


def _code(description: str, *codelists: str, also: tuple[str, ...] = ()) -> Any:
    """A code of one of the framework's code lists ("country" are the countries), or one of ``also``."""
    return Column(description, codelists=codelists, also=also)


def _at_least(description: str, least: int, *, nullable: bool = False) -> Any:
    return Column(description, nullable, least=least)


def _rule(name: str) -> Callable[[Callable[[Any, pd.DataFrame], Any]], Any]:
    """A check over whole rows; what cannot be compared because a value is missing holds."""
    return lambda holds: Rule(name, holds)


class _Table:
    """A table: its annotated attributes are its columns, its ``unique`` columns its key."""

    unique: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    rules: ClassVar[tuple[Rule, ...]] = ()

    def __init_subclass__(cls) -> None:
        declared = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        cls.columns = tuple(
            replace(column, name=name, type=_STORED[cls.__annotations__[name]][0]) for name, column in declared.items()
        )
        cls.rules = tuple(value for value in vars(cls).values() if isinstance(value, Rule))


class FrameworkVintage(_Table):
    """What this build is of: the working state, or a release with its cut-off."""

    edition_id: Text = _column("edition, as in framework.editions")
    release_id: Text = _column("release, or preview")
    is_release: YesNo = _column("true for a frozen release")
    release_month: Text = _column("month that is released; empty for a preview")
    revision: Count = _column("number of the revision of the release", nullable=True)
    cut_off: Day = _column("last day of which receipts are part of it")
    audience: Text = _column("who it is for")


class FrameworkMonths(_Table):
    """Every month of every edition, with the days that follow from it."""

    edition_id: Text = _column("edition")
    time_period: Text = _text("month, YYYY-MM", _MONTH)
    month_order: Count = _at_least("1 for the first month of the edition", 1)
    previous_month: Text = _column("month before it in the edition", nullable=True)
    ends_on: Day = _column("last day of the month")
    due_on: Day = _column("day on which returns of the month are due")
    cut_off_on: Day = _column("day after which receipts are no part of the month's release")


class FrameworkEditions(_Table):
    """The joint periods of action."""

    edition_id: Text = _column("edition")
    name: Text = _column("its name")
    short_name: Text = _column("its name where there is little room")
    first_day: Day = _column("first day")
    last_day: Day = _column("last day")
    time_zone: Text = _column("time zone in which days are counted")
    due_day: Count = _at_least("day of the month after, on which returns are due", 1)
    cut_off_day: Count = _at_least("day of the month after, until which receipts are part of the release", 1)
    note: Text = _column("remark of the officer who keeps the table")


class FrameworkParticipants(_Table):
    """Countries that take part, by edition."""

    edition_id: Text = _column("edition")
    ref_area: Text = _code("country, ISO 3166 alpha-3", COUNTRIES)
    source: Text = _column("where this is known from")


class FrameworkCountries(_Table):
    """Countries that may be named."""

    ref_area: Text = _code("country, ISO 3166 alpha-3", COUNTRIES)
    iso2: Text = _column("ISO 3166 alpha-2")
    m49: Text = _column("United Nations M49 code")
    is_member: YesNo = _column("true for a member of the Bali Process")
    name_en: Text = _column("name in English")


class FrameworkIndicators(_Table):
    """The indicators, and how each adds up."""

    indicator: Text = _text("code of the indicator", ".+")
    name: Text = _column("its name")
    short_name: Text = _column("its name where there is little room")
    headline_group: Text = _column("group of the overview in which it is shown")
    unit_measure: Text = _column("unit, as a code")
    unit: Text = _column("unit, in words")
    counted_when: Text = _column("event that is counted")
    aggregation: Text = _column("how it adds up")
    is_stock: YesNo = _column("true for a number as of the end of a month, which is not summed over months")
    level: Text = _column("level of the results framework")
    is_headline: YesNo = _column("true for a headline indicator")
    victim_status: Text = _column("status of victims that counts; empty for all")
    ceiling: Count = _at_least("most that one cell may hold", 0, nullable=True)


class FrameworkIndicatorSplits(_Table):
    """The dimensions by which an indicator is asked."""

    indicator: Text = _text("code of the indicator", ".+")
    split: Text = _column("dimension")


class FrameworkCountingRules(_Table):
    """Where each indicator is counted, and how."""

    indicator: Text = _text("code of the indicator", ".+")
    counted_in: Text = _column("where it is counted: grid, field or line of a list")
    method: Text = _column("how it adds up: sum, latest, stage or first_day")
    list_name: Text = _column("list sheet")
    field: Text = _column("column of the list")
    activity: Text = _column("type of activity that counts")
    role: Text = _column("role in the activity that counts")
    record: Text = _column("kind of record that counts")
    from_order: Count = _at_least("order of the first stage at which a record counts", 0)
    until_order: Count = _at_least("order of the first stage at which it does not count any more", 0)
    counts_without_stage: YesNo = _column("true where a record without a stage counts")
    sex: Text = _column("sex that the column counts")


class FrameworkCellStatuses(_Table):
    """What a cell says for a sum of cells, by its status, in the order in which that is said of several."""

    obs_status: Text = _column("status of the cell")
    state: Text = _text("what it says", _NAME)
    state_order: Count = _at_least("place in the order, from 1", 1)
    lower_bound: Count = _at_least("least it can be", 0, nullable=True)
    upper_bound: Count = _at_least("most it can be", 0, nullable=True)


class FrameworkValueStates(_Table):
    """The states of a value, in the order in which one prevails over the next."""

    state: Text = _text("state", _NAME)
    state_order: Count = _at_least("place in the order, from 1", 1)
    over_countries: Text = _column("how the state carries over to a total over countries")


class FrameworkCodes(_Table):
    """Codes of the dimensions and lists, in their order."""

    codelist: Text = _column("code list")
    code: Text = _column("code")
    name: Text = _column("what it means")
    code_order: Count = _at_least("place of the code in its list, from 1", 1)


class FrameworkTargets(_Table):
    """Targets and milestones of an edition."""

    edition_id: Text = _column("edition")
    indicator: Text = _column("indicator")
    due: Text = _column("month at whose end the milestone is due")
    milestone: Number = _column("what is to be reached by then", nullable=True)
    target: Number = _column("what is to be reached by the end", nullable=True)
    direction: Text = _column("whether more or less is better")


class FrameworkRuleLimits(_Table):
    """The thresholds of the rules that compare figures."""

    rule: Text = _text("rule, as in docs/rules.md", _RULE)
    name: Text = _text("what the threshold is of, as the rule calls it", _NAME)
    number: Count = _column("the threshold")

    unique = ("rule", "name")


class FrameworkPublishedOutcomes(_Table):
    """Figures that were published about earlier editions; never added to the returns."""

    edition: Text = _column("edition, as its source names it")
    indicator_code: Text = _column("the product's indicator it is nearest to")
    indicator: Text = _column("what was published, in the words of its source")
    value: Count = _at_least("number published", 0, nullable=True)
    qualifier: Text = _column("exact, over, under or about")
    unit: Text = _column("unit, in words")
    value_basis: Text = _column("what the number rests on")
    period_start: Text = _column("first day or month it covers")
    period_end: Text = _column("last day or month it covers")
    scope: Text = _column("what it covers")
    source: Text = _column("where it was published")
    corroborating_source: Text = _column("where else it stands")
    note: Text = _column("remark")


class ReceivedReceipts(_Table):
    """The log of receipts: one row an arrival, in the order of arrival."""

    sequence: Count = _at_least("number of the arrival, from 1", 1)
    sha256: Text = _text("SHA-256 of the file's bytes", _SHA256)
    file_name: Text = _column("name under which it came")
    size: Count = _at_least("bytes", 0)
    received_at: Moment = _column("moment of arrival, UTC")
    received_on: Day = _column("day of arrival in the edition's time zone")
    declared: YesNo = _column("true where an officer stated the moment of arrival")

    unique = ("sequence",)


class ReceivedDecisions(_Table):
    """Officers' decisions: waivers, corrections, withdrawals."""

    name: Text = _text("name of the decision's file", ".+")
    kind: Text = _one_of("what is decided", "waiver", "correction", "withdrawal")
    sha256: Text = _text("the file it is about: its SHA-256, or the first 12 or more digits", _SHORT_SHA256)
    rule: Text = _text("rule that is waived", _RULE, or_empty=True)
    sheet: Text = _column("sheet of the cell it is about")
    cell: Text = _text("cell it is about", _CELL, or_empty=True)
    expected: Text = _column("text that the cell must hold")
    corrected: Text = _column("text that is read instead")
    superseded_by: Text = _text("newer file that makes the correction needless", _SHORT_SHA256, or_empty=True)
    author: Text = _text("who decided", ".+")
    reason: Text = _text("why", "(?s:.+)")
    decided_on: Day = _column("day of the decision")


class CheckedFiles(_Table):
    """Every file that was read: what it is, what its cover says, and its file status by itself."""

    sha256: Text = _text("SHA-256 of the file's bytes", _SHA256)
    fingerprint: Text = _column("rules, code and decisions it was read with")
    kind: Text = _one_of("a country's return, published figures, or neither", "return", "context", "unknown")
    layout: Text = _column("layout by which it was read")
    layout_version: Text = _column("version of the layout")
    edition_id: Text = _column("edition it is for; empty where unknown")
    ref_area: Text = _code("country; empty where unknown", COUNTRIES, also=("",))
    time_period: Text = _text("month; empty where unknown", _MONTH, or_empty=True)
    language: Text = _column("language of the form")
    synthetic: YesNo = _column("true for made-up figures")
    asked: Count = _at_least("cells that the form asks for", 0)
    answered: Count = _at_least("cells that hold a number or a mark", 0)
    data_status: Text = _code("final or provisional", "data_status", also=("",))
    source_agency: Text = _column("agency that the cover names")
    contact_office: Text = _column("office that the cover names")
    nil_return: YesNo = _column("true where the cover says that nothing happened")
    exchanges_listed: Text = _code("whether the list of exchanges is complete", "listing", also=("",))
    cases_listed: Text = _code("whether the list of cases is complete", "listing", also=("",))
    activities_listed: Text = _code("whether the list of activities is complete", "listing", also=("",))
    what_it_is: Text = _column("what the file is, in words")
    file_status: Text = _one_of("its status by itself", *get_args(FileStatus))
    errors: Count = _at_least("findings that hold or refuse it", 0)
    warnings: Count = _at_least("findings that are warnings", 0)
    reason: Text = _column("why it was held or refused, without what a sender typed")

    unique = ("sha256",)

    @_rule("answered of asked")
    def answered_of_asked(cls, frame: pd.DataFrame) -> Any:
        """A return cannot answer more than it is asked."""
        return (frame["kind"] != "return") | (frame["answered"] <= frame["asked"])

    @_rule("file_status and findings agree")
    def file_status_and_findings_agree(cls, frame: pd.DataFrame) -> Any:
        """Held and refused files have errors, warned ones warnings, accepted ones neither."""
        status = frame["file_status"]
        return (
            (status.isin(["held", "refused"]) == (frame["errors"] > 0))
            & ((status == "accepted_with_warnings") <= (frame["warnings"] > 0))
            & ((status == "accepted") <= (frame["warnings"] == 0))
        )


class CheckedObservations(_Table):
    """Every counted cell that was read, as its sender typed it."""

    sha256: Text = _text("SHA-256 of the file's bytes", _SHA256)
    indicator: Text = _text("indicator, or what a published source counts", ".+")
    ref_area: Text = _code("country; empty where unknown", COUNTRIES, also=("",))
    time_period: Text = _text("month, year, quarter, half year or span (SDMX)", _PERIOD, or_empty=True)
    sheet: Text = _column("sheet")
    cell: Text = _text("address of the cell", _CELL)
    raw_text: Text = _column("text of the cell")
    obs_value: Count = _at_least("the number", 0, nullable=True)
    obs_status: Text = _one_of("V value, O missing, M cannot be counted, Q withheld", *_STATUSES)
    lower_bound: Count = _at_least("least that a withheld number can be", 0, nullable=True)
    upper_bound: Count = _column("most that a withheld number can be", nullable=True)
    qualifier: Text = _one_of("how exact the number is", "exact", "over", "under", "about")
    expected: YesNo = _column("true where a missing value will still come")
    crime: Text = _code("crime", "crime")
    victim_status: Text = _code("status of the victim", "victim_status", also=("_T",))
    exploitation: Text = _code("form of exploitation", "exploitation")
    sex: Text = _code("sex", "sex")
    age: Text = _code("age", "age")
    counterpart_area: Text = _code("other country", COUNTRIES, "organisation", also=("_T", "_U", "_X"))
    reporting_mode: Text = _one_of("of the month, or since the start", "PERIOD", "CUM")
    unit_measure: Text = _text("unit, as a code", "[A-Z_]+", or_empty=True)
    topic: Text = _column("topic that only a published source has")
    category: Text = _column("category that only a published source has")
    source_agency: Text = _column("agency that a published source names")
    comment: Text = _column("remark of a published source")

    unique = ("sha256", "sheet", "cell", "reporting_mode")

    @_rule("a value has a number, a mark has none")
    def value_has_a_number(cls, frame: pd.DataFrame) -> Any:
        """A cell with status V has a number; no other has."""
        return (frame["obs_status"] == "V") == frame["obs_value"].notna()

    @_rule("withheld has bounds")
    def withheld_has_bounds(cls, frame: pd.DataFrame) -> Any:
        """A withheld number lies between two bounds."""
        return (frame["obs_status"] != "Q") | (frame["lower_bound"].notna() & frame["upper_bound"].notna())

    @_rule("bounds in order")
    def bounds_in_order(cls, frame: pd.DataFrame) -> Any:
        """The lower bound is not above the upper one."""
        return frame["lower_bound"] <= frame["upper_bound"]

    @_rule("only a missing value is still expected")
    def only_missing_is_expected(cls, frame: pd.DataFrame) -> Any:
        """What has come is not expected any more."""
        return ~frame["expected"] | (frame["obs_status"] == "O")


class CheckedEntries(_Table):
    """Every field of every line of a list sheet, and of the cover (list cover, line 1)."""

    sha256: Text = _text("SHA-256 of the file's bytes", _SHA256)
    list_name: Text = _text("list sheet", _NAME)
    entry: Count = _at_least("row of the sheet", 1)
    field: Text = _text("column of the list", _NAME)
    sheet: Text = _column("sheet")
    cell: Text = _text("address of the cell", _CELL)
    raw_text: Text = _column("text of the cell")
    value_text: Text = _column("code, text, month or ISO date that was read")
    value_number: Count = _at_least("the number, where the field is one", 0, nullable=True)
    obs_status: Text = _one_of("V value, O missing, M cannot be counted, Q withheld", *_STATUSES)

    unique = ("sha256", "list_name", "sheet", "entry", "field")

    @_rule("a value has a text")
    def value_has_a_text(cls, frame: pd.DataFrame) -> Any:
        """A field with status V has a text."""
        return (frame["obs_status"] != "V") | (frame["value_text"] != "")

    @_rule("a mark has no number")
    def mark_has_no_number(cls, frame: pd.DataFrame) -> Any:
        """A field without a value has no number."""
        return (frame["obs_status"] == "V") | frame["value_number"].isna()


class CheckedFindings(_Table):
    """Findings on a file by itself."""

    sha256: Text = _text("SHA-256 of the file's bytes", _SHA256)
    rule: Text = _text("rule, as in docs/rules.md", _RULE)
    severity: Text = _one_of("how grave it is", "refusal", "error", "warning", "info")
    sheet: Text = _column("sheet; empty for the whole file")
    cell: Text = _text("address of the cell; empty for the whole sheet or file", _CELL, or_empty=True)
    found: Text = _column("text that was found there")
    facts: Text = _text("what the wording says, as JSON", r"\{.*\}")


class CheckedAsked(_Table):
    """Every cell in which a layout of returns asks for an indicator; what is not here was never asked."""

    layout: Text = _text("layout, as in checked.files", _NAME)
    layout_version: Text = _text("its version", ".+")
    indicator: Text = _text("indicator that is asked for", ".+")
    sheet: Text = _column("sheet of the form; empty for a country's own sheet")
    part: Text = _text("block of the layout: a grid, a list or a table", _NAME)
    row: Text = _text("code of the grid's row, or field of the list", ".+")
    col: Text = _column("code of the grid's column; empty for a list")

    unique = ("layout", "layout_version", "indicator", "part", "row", "col")


class CheckedRows(_Table):
    """Rows of a table that is not the form: what became of each."""

    sha256: Text = _text("SHA-256 of the file's bytes", _SHA256)
    sheet: Text = _column("sheet")
    row: Count = _at_least("row of the sheet", 1)
    fate: Text = _one_of("what became of it", "value", "skipped", "finding")
    reason: Text = _column("why it is no value")

    unique = ("sha256", "sheet", "row")

    @_rule("a row left out has a reason")
    def left_out_has_a_reason(cls, frame: pd.DataFrame) -> Any:
        """A row that is no value says why."""
        return (frame["fate"] == "value") | (frame["reason"] != "")


MODELS: dict[str, type[_Table]] = {
    "framework.vintage": FrameworkVintage,
    "framework.months": FrameworkMonths,
    "framework.editions": FrameworkEditions,
    "framework.participants": FrameworkParticipants,
    "framework.countries": FrameworkCountries,
    "framework.indicators": FrameworkIndicators,
    "framework.indicator_splits": FrameworkIndicatorSplits,
    "framework.counting_rules": FrameworkCountingRules,
    "framework.cell_statuses": FrameworkCellStatuses,
    "framework.value_states": FrameworkValueStates,
    "framework.codes": FrameworkCodes,
    "framework.targets": FrameworkTargets,
    "framework.rule_limits": FrameworkRuleLimits,
    "framework.published_outcomes": FrameworkPublishedOutcomes,
    "received.receipts": ReceivedReceipts,
    "received.decisions": ReceivedDecisions,
    "checked.files": CheckedFiles,
    "checked.observations": CheckedObservations,
    "checked.entries": CheckedEntries,
    "checked.findings": CheckedFindings,
    "checked.rows": CheckedRows,
    "checked.asked": CheckedAsked,
}
# What is read from files, and kept by the file's sha256.
_OF_ALL_FILES = ("checked.asked",)
CHECKED_TABLES = tuple(name for name in MODELS if name.startswith("checked.") and name not in _OF_ALL_FILES)
FRAMEWORK_TABLES = tuple(name for name in MODELS if name.startswith("framework."))


def columns_of(table: str) -> tuple[Column, ...]:
    """The declared columns of ``table`` (schema.name), in their order."""
    return MODELS[table].columns


def rules_of(table: str) -> tuple[str, ...]:
    """What must hold of the rows of ``table`` as wholes, in words; the key first."""
    model = MODELS[table]
    key = [f"unique: {', '.join(model.unique)}"] if model.unique else []
    return (*key, *(rule.name for rule in model.rules))


def column_names(table: str) -> list[str]:
    """The names of the declared columns of ``table``, in their order."""
    return [column.name for column in columns_of(table)]


@lru_cache(maxsize=32)
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema in which rows of ``table`` travel; it can be pickled into a message to a child process."""
    return pa.schema([pa.field(c.name, _ARROW[c.type], nullable=True) for c in columns_of(table)])


_ARROW = dict(_STORED.values())


def create_statement(table: str, *, or_replace: bool = False) -> str:
    """The statement that makes ``table`` (schema.name) with its declared columns."""
    columns = ", ".join(f'"{column.name}" {column.type}' for column in columns_of(table))
    how = "create or replace table" if or_replace else "create table if not exists"
    return f"{how} {table} ({columns})"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the schemas, and the tables that are added to rather than replaced, where they do not exist."""
    for schema in SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    if not _as_declared(connection):
        # Made by another version of the product. All of it comes from the archive and is read from there again.
        for table in CHECKED_TABLES:
            connection.execute(f"drop table if exists {table}")
    for table in (*CHECKED_TABLES, *_OF_ALL_FILES, "received.receipts", "received.decisions"):
        connection.execute(create_statement(table))


def _as_declared(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether every table checked.* that exists has the declared columns, in any order."""
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'checked'"
    ).fetchall()
    existing: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        existing.setdefault(table, {})[column] = kind.lower()
    declared = {table: {column.name: column.type for column in columns_of(table)} for table in CHECKED_TABLES}
    return all(existing[table] == declared[table] for table in CHECKED_TABLES if table in existing)


def replace_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Put ``rows`` in the place of ``table``."""
    connection.execute(create_statement(table, or_replace=True))
    append(connection, table, rows)
