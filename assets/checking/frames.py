"""Checked files as the tables checked.*: whole batches, column by column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import pandas as pd

from assets.checking.findings import CheckedFile, Finding
from assets.forms.results import Entry, Observation, RowFate

ANSWERED = ("V", "Q", "M")
_COVER = ("data_status", "source_agency", "contact_office", "exchanges_listed", "cases_listed", "activities_listed")
_RESULT = (
    "kind",
    "layout",
    "layout_version",
    "edition_id",
    "ref_area",
    "time_period",
    "language",
    "synthetic",
    "asked",
)


def to_frames(files: Sequence[CheckedFile], fingerprint: str) -> dict[str, pd.DataFrame]:
    """Frames "files", "observations", "entries", "findings", "rows", with the columns that the warehouse declares.

    ``fingerprint`` says under which rules and code the files were read.
    """
    return {
        "files": _files(files, fingerprint),
        "observations": _long(Observation, ((f.sha256, f.result.observations) for f in files)),
        "entries": _long(Entry, ((f.sha256, f.result.entries) for f in files)),
        "findings": findings_frame((f.sha256, f.findings) for f in files),
        "rows": _long(RowFate, ((f.sha256, f.result.rows) for f in files)),
    }


def findings_frame(found: Iterable[tuple[str, Iterable[Finding]]]) -> pd.DataFrame:
    """Findings with the sha256 of their file; ``facts`` as JSON with sorted keys."""
    names = ("rule", "severity", "sheet", "cell", "found", "facts", "message", "action")
    rows = [(sha256, finding) for sha256, some in found for finding in some]
    columns: dict[str, list[Any]] = {"sha256": [sha256 for sha256, _ in rows]}
    for name in names:
        columns[name] = [getattr(finding, name) for _, finding in rows]
    columns["facts"] = [json.dumps(facts, sort_keys=True, ensure_ascii=False) for facts in columns["facts"]]
    return _typed(columns, {})


def _long(kind: type, groups: Iterable[tuple[str, Sequence[Any]]]) -> pd.DataFrame:
    """One row an item: the sha256 of its file, then the attributes of its dataclass."""
    names = [f.name for f in fields(kind)]
    get = attrgetter(*names)
    hashes: list[str] = []
    items: list[tuple[Any, ...]] = []
    for sha256, group in groups:
        hashes += [sha256] * len(group)
        items += map(get, group)
    by_name: Iterable[Sequence[Any]] = zip(*items, strict=True) if items else ([] for _ in names)
    columns: dict[str, Sequence[Any]] = {"sha256": hashes, **dict(zip(names, by_name, strict=True))}
    types = {f.name: str(f.type) for f in fields(kind)}
    return _typed(columns, types)


def _typed(columns: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: _column(values, types.get(name, "str")) for name, values in columns.items()})


def _column(values: Sequence[Any], kind: str) -> pd.Series[Any]:
    if kind in ("int", "int | None"):
        return pd.Series(values, dtype="Int64")
    if kind == "bool":
        return pd.Series(values, dtype="boolean")
    return pd.Series(values, dtype="str")


def _files(files: Sequence[CheckedFile], fingerprint: str) -> pd.DataFrame:
    rows = [_file(file, fingerprint) for file in files]
    types = dict.fromkeys(("asked", "answered", "errors", "warnings"), "int") | {
        "synthetic": "bool",
        "nil_return": "bool",
    }
    return _typed({name: [row[name] for row in rows] for name in _FILE_COLUMNS}, types)


def _file(file: CheckedFile, fingerprint: str) -> dict[str, Any]:
    result = file.result
    cover = {e.field: e.value_text for e in result.entries if e.list_name == "cover"}
    severities = [finding.severity for finding in file.findings]
    return {
        "sha256": file.sha256,
        "fingerprint": fingerprint,
        **{name: getattr(result, name) for name in _RESULT},
        # The citizenship list is open: nobody is asked for a row of it.
        "answered": sum(o.obs_status in ANSWERED and o.counterpart_area == "_T" for o in result.observations),
        **{name: cover.get(name, "") for name in _COVER},
        "nil_return": cover.get("nil_return") == "YES",
        "what_it_is": file.what_it_is,
        "outcome": file.outcome,
        "errors": severities.count("error") + severities.count("refusal"),
        "warnings": severities.count("warning"),
        "reason": file.reason,
    }


_FILE_COLUMNS = (
    "sha256", "fingerprint", "kind", "layout", "layout_version", "edition_id", "ref_area", "time_period", "language",
    "synthetic", "asked", "answered", "data_status", "source_agency", "contact_office", "nil_return",
    "exchanges_listed", "cases_listed", "activities_listed", "what_it_is", "outcome", "errors", "warnings", "reason",
)  # fmt: skip
