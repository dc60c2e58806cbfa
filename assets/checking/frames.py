"""Checked files as the tables checked.*: whole batches, column by column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

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
_ARROW = {"int": pa.int64(), "int | None": pa.int64(), "bool": pa.bool_()}
_PANDAS = {
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}


def to_frames(files: Sequence[CheckedFile], fingerprints: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """Frames "files", "observations", "entries", "findings", "rows", with the columns that the warehouse declares.

    ``fingerprints`` says by sha256 under which rules, code and decisions each file was read.
    """
    return {
        "files": _files(files, fingerprints),
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


def _long(kind: type[Any], groups: Iterable[tuple[str, Sequence[Any]]]) -> pd.DataFrame:
    """One row an item: the sha256 of its file, then its fields."""
    hashes: list[str] = []
    items: list[Any] = []
    for sha256, group in groups:
        hashes += [sha256] * len(group)
        items += group
    columns: dict[str, list[Any]] = {"sha256": hashes}
    transposed = zip(*items, strict=True) if items else ((),) * len(kind._fields)
    columns |= dict(zip(kind._fields, map(list, transposed), strict=True))
    types = {name: getattr(kind, "__forward_arg__", "") for name, kind in kind.__annotations__.items()}
    return _typed(columns, types)


def _typed(columns: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """Columns as a frame: text, whole numbers and yes/no that may be missing."""
    arrays = {name: pa.array(values, _ARROW.get(types.get(name, ""), pa.string())) for name, values in columns.items()}
    frame: pd.DataFrame = pa.table(arrays).to_pandas(types_mapper=_PANDAS.get)
    return frame


def _files(files: Sequence[CheckedFile], fingerprints: Mapping[str, str]) -> pd.DataFrame:
    rows = [_file(file, fingerprints[file.sha256]) for file in files]
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
        "outcome": file.file_status,
        "errors": severities.count("error") + severities.count("refusal"),
        "warnings": severities.count("warning"),
        "reason": file.reason,
    }


_FILE_COLUMNS = (
    "sha256", "fingerprint", "kind", "layout", "layout_version", "edition_id", "ref_area", "time_period", "language",
    "synthetic", "asked", "answered", "data_status", "source_agency", "contact_office", "nil_return",
    "exchanges_listed", "cases_listed", "activities_listed", "what_it_is", "outcome", "errors", "warnings", "reason",
)  # fmt: skip
