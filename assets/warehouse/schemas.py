"""What the rows that Python hands to the warehouse must look like: declared columns, and which values may stand there.

Columns and types come from ``columns.py``; here stands only what a type does not say. A sender's mistake never gets
this far, it is a finding: whatever these schemas refuse is a bug of our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandera.pandas as pandera

from assets.framework.loader import Framework
from assets.warehouse.columns import COLUMNS

_TYPES = {"varchar": "str", "bigint": "Int64", "boolean": "boolean", "double": "Float64", "date": None}
# A blank cell has no number, a mark no bounds but "<5": these may be missing. Text that is not there is empty text.
_MAY_BE_MISSING = frozenset({"obs_value", "lower_bound", "upper_bound", "value_number"})
# Enough rows to find the bug by; a frame of 360,000 wrong rows must not be listed.
SHOWN_CASES = 3

_SHA256 = r"[0-9a-f]{64}"
_CELL = r"[A-Z]{1,3}[1-9][0-9]{0,6}"
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
# SDMX: a month, a year, a quarter, a half year, or a span such as 2022-07-01/P12M.
_PERIOD = rf"{_MONTH}|[0-9]{{4}}(-(Q[1-4]|S[12]))?|{_MONTH}-[0-9]{{2}}/P[0-9]+[YM]"
_NAME = r"[a-z][a-z0-9_]*"
_STATUSES = ("V", "O", "M", "Q")


def _pattern(pattern: str, *, or_empty: bool = False) -> pandera.Check:
    whole = f"({pattern})?" if or_empty else pattern
    return pandera.Check(lambda column: column.str.fullmatch(whole), name="pattern", n_failure_cases=SHOWN_CASES)


def _one_of(*values: str) -> pandera.Check:
    allowed = list(values)
    return pandera.Check(lambda column: column.isin(allowed), name="code list", n_failure_cases=SHOWN_CASES)


def _at_least(least: int) -> pandera.Check:
    return pandera.Check(lambda column: column >= least, name=f"at least {least}", n_failure_cases=SHOWN_CASES)


def _once(*key: str) -> pandera.Check:
    return _rule(f"{', '.join(key)} once", lambda frame: ~frame.duplicated(list(key), keep=False))


def _rule(name: str, holds: Any) -> pandera.Check:
    """A check over whole rows; what cannot be compared because a value is missing holds."""
    return pandera.Check(
        lambda frame: holds(frame).astype("boolean").fillna(True).astype(bool), name=name, n_failure_cases=SHOWN_CASES
    )


def _column_checks(framework: Framework) -> dict[str, dict[str, pandera.Check]]:
    codes = {name: tuple(framework.codelist(name)) for name in {code.codelist for code in framework.codes}}
    countries = tuple(framework.country_by_code)
    finding = {
        "rule": _pattern(r"[A-Z][0-9]{2}"),
        "severity": _one_of("refusal", "error", "warning", "info"),
        "cell": _pattern(_CELL, or_empty=True),
        "facts": _pattern(r"\{.*\}"),
        "message": _pattern(r"(?s).+"),
    }
    return {
        "received.receipts": {
            "sequence": _at_least(1),
            "size": _at_least(0),
            # Times are compared as text: one form, one zone.
            "received_at": _pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+00:00"),
        },
        "checked.files": {
            "kind": _one_of("return", "context", "unknown"),
            "ref_area": _one_of("", *countries),
            "time_period": _pattern(_MONTH, or_empty=True),
            "asked": _at_least(0),
            "answered": _at_least(0),
            "data_status": _one_of("", *codes["data_status"]),
            "exchanges_listed": _one_of("", *codes["listing"]),
            "cases_listed": _one_of("", *codes["listing"]),
            "activities_listed": _one_of("", *codes["listing"]),
            "outcome": _one_of("accepted", "accepted_with_warnings", "held", "refused"),
            "errors": _at_least(0),
            "warnings": _at_least(0),
        },
        "received.decisions": {
            "name": _pattern(r".+"),
            "kind": _one_of("waiver", "correction", "withdrawal"),
            "sha256": _pattern(r"[0-9a-f]{12,64}"),
            "rule": _pattern(r"[A-Z][0-9]{2}", or_empty=True),
            "cell": _pattern(_CELL, or_empty=True),
            "superseded_by": _pattern(r"[0-9a-f]{12,64}", or_empty=True),
            "author": _pattern(r".+"),
            "reason": _pattern(r"(?s).+"),
        },
        "checked.observations": {
            "indicator": _pattern(r".+"),
            "ref_area": _one_of("", *countries),
            "time_period": _pattern(_PERIOD, or_empty=True),
            "cell": _pattern(_CELL),
            "obs_value": _at_least(0),
            "obs_status": _one_of(*_STATUSES),
            "lower_bound": _at_least(0),
            "qualifier": _one_of("exact", "over", "under", "about"),
            "crime": _one_of(*codes["crime"]),
            "jpa_link": _one_of("_T", "JPA", "NAT"),
            "victim_status": _one_of("_T", *codes["victim_status"]),
            "exploitation": _one_of(*codes["exploitation"]),
            "sex": _one_of(*codes["sex"]),
            "age": _one_of(*codes["age"]),
            "counterpart_area": _one_of("_T", "_U", "_X", *countries, *codes["organisation"]),
            "reporting_mode": _one_of("PERIOD", "CUM"),
            "unit_measure": _pattern(r"[A-Z_]+", or_empty=True),
        },
        "checked.entries": {
            "list_name": _pattern(_NAME),
            "entry": _at_least(1),
            "field": _pattern(_NAME),
            "cell": _pattern(_CELL),
            "value_number": _at_least(0),
            "obs_status": _one_of(*_STATUSES),
        },
        "checked.findings": finding,
        "checked.history_findings": finding,
        "checked.rows": {"row": _at_least(1), "fate": _one_of("value", "skipped", "finding")},
    }


_ROW_CHECKS: Mapping[str, list[pandera.Check]] = {
    "received.receipts": [_once("sequence")],
    "checked.files": [
        _once("sha256"),
        _rule("answered of asked", lambda f: (f["kind"] != "return") | (f["answered"] <= f["asked"])),
        _rule(
            "outcome and findings agree",
            lambda f: (
                (f["outcome"].isin(["held", "refused"]) == (f["errors"] > 0))
                & ((f["outcome"] == "accepted_with_warnings") <= (f["warnings"] > 0))
                & ((f["outcome"] == "accepted") <= (f["warnings"] == 0))
            ),
        ),
    ],
    "checked.observations": [
        _once("sha256", "sheet", "cell", "reporting_mode"),
        _rule("a value has a number, a mark has none", lambda f: (f["obs_status"] == "V") == f["obs_value"].notna()),
        _rule(
            "withheld has bounds",
            lambda f: (f["obs_status"] != "Q") | (f["lower_bound"].notna() & f["upper_bound"].notna()),
        ),
        _rule("bounds in order", lambda f: f["lower_bound"] <= f["upper_bound"]),
        _rule("only a missing value is still expected", lambda f: ~f["expected"] | (f["obs_status"] == "O")),
    ],
    "checked.entries": [
        _once("sha256", "list_name", "sheet", "entry", "field"),
        _rule("a value has a text", lambda f: (f["obs_status"] != "V") | (f["value_text"] != "")),
        _rule("a mark has no number", lambda f: (f["obs_status"] == "V") | f["value_number"].isna()),
    ],
    "checked.rows": [
        _once("sha256", "sheet", "row"),
        _rule("a row left out has a reason", lambda f: (f["fate"] == "value") | (f["reason"] != "")),
    ],
}


@lru_cache(maxsize=4)
def schemas_of(framework: Framework) -> Mapping[str, pandera.DataFrameSchema]:
    """The schema of every guarded table by name (schema.name), with the code lists of ``framework``."""
    return {
        table: pandera.DataFrameSchema(
            {
                column: pandera.Column(
                    _TYPES[kind],
                    checks=checks.get(column, _pattern(_SHA256) if column == "sha256" else None),
                    nullable=column in _MAY_BE_MISSING,
                )
                for column, kind in COLUMNS[table].items()
            },
            checks=_ROW_CHECKS.get(table, []),
            strict=True,
            ordered=True,
            coerce=False,
        )
        for table, checks in _column_checks(framework).items()
    }
