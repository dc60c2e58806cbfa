"""Checked files as rows of the tables checked.*: Arrow, made in the process that read the file, in batches of files.

What warehouse/tables.py declares is heavy to import where a file is read: the columns here follow from the row classes,
and a test holds both equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, get_type_hints

import pyarrow as pa

from assets.checking.check_file import CheckTask, check_file, failed
from assets.checking.findings import CheckedFile, Finding
from assets.forms.results import Entry, Observation, RowFate
from assets.intake.pool import WorkerPool

# Files whose rows are handed on together: more of them only take memory.
BATCH = 500
ANSWERED = ("V", "Q", "M")
# What a child hands over for one file: of each table (schema.name) a serialised record batch of its rows, compressed,
# and its size before. All of them wait in the parent until a batch of files is full.
Message = Mapping[str, tuple[int, bytes]]
_CODEC = "lz4"


class FileRow(NamedTuple):
    """A row of checked.files."""

    sha256: str
    fingerprint: str
    kind: str
    layout: str
    layout_version: str
    edition_id: str
    ref_area: str
    time_period: str
    language: str
    synthetic: bool
    asked: int
    answered: int
    data_status: str
    source_agency: str
    contact_office: str
    nil_return: bool
    exchanges_listed: str
    cases_listed: str
    activities_listed: str
    what_it_is: str
    file_status: str
    errors: int
    warnings: int
    reason: str


class FindingRow(NamedTuple):
    """A row of checked.findings behind its sha256; ``facts`` is JSON with sorted keys."""

    rule: str
    severity: str
    sheet: str
    cell: str
    found: str
    facts: str


_ROWS: Mapping[str, type[Any]] = {
    "checked.files": FileRow,
    "checked.observations": Observation,
    "checked.entries": Entry,
    "checked.findings": FindingRow,
    "checked.rows": RowFate,
}
_TYPES = {int: pa.int64(), int | None: pa.int64(), bool: pa.bool_()}


def _schema(kind: type[Any]) -> pa.Schema:
    fields = [(name, _TYPES.get(hint, pa.string())) for name, hint in get_type_hints(kind).items()]
    return pa.schema([*([] if kind is FileRow else [("sha256", pa.string())]), *fields])


SCHEMAS: Mapping[str, pa.Schema] = {table: _schema(kind) for table, kind in _ROWS.items()}


def rows_of_file(task: CheckTask) -> Message:
    """The same as rows of the tables checked.*, in the process that read the file."""
    return message_of(check_file(task), task.fingerprint)


def check_in_batches(
    tasks: Sequence[CheckTask],
    pool: WorkerPool,
    *,
    size: int = BATCH,
    progress: Callable[[int], None] | None = None,
) -> Iterator[dict[str, pa.Table]]:
    """The rows of every file by table (schema.name), ``size`` files at a time, in the order of the tasks.

    Files are read on while a batch is stored; no more than a batch and what waits in the pool is held.
    """
    messages = (
        o.result if o.result is not None else message_of(failed(o.task, o.failure), o.task.fingerprint)
        for o in pool.run(rows_of_file, tasks, lambda done, of: progress(done) if progress else None)
    )
    while some := list(islice(messages, size)):
        yield tables_from_messages(some)


def tables_of(files: Sequence[CheckedFile], fingerprints: Mapping[str, str]) -> dict[str, pa.Table]:
    """The rows of some files by table (schema.name).

    ``fingerprints`` says by sha256 under which rules, code and decisions each file was read.
    """
    return tables_from_messages(message_of(file, fingerprints[file.sha256]) for file in files)


def message_of(file: CheckedFile, fingerprint: str) -> Message:
    """The rows of one file as bytes: a record batch of each table, without its schema."""
    result = file.result
    rows: dict[str, Sequence[Any]] = {
        "checked.files": [_file(file, fingerprint)],
        "checked.observations": result.observations,
        "checked.entries": result.entries,
        "checked.findings": [_finding(finding) for finding in file.findings],
        "checked.rows": result.rows,
    }
    return {table: _packed(_batch(table, some, file.sha256)) for table, some in rows.items() if some}


def _packed(batch: pa.RecordBatch) -> tuple[int, bytes]:
    data = batch.serialize()
    return data.size, pa.compress(data, _CODEC, asbytes=True)


def tables_from_messages(messages: Iterable[Message]) -> dict[str, pa.Table]:
    """The rows of some files by table (schema.name), as ``message_of`` made them."""
    batches: dict[str, list[pa.RecordBatch]] = {table: [] for table in SCHEMAS}
    for message in messages:
        for table, (size, data) in message.items():
            unpacked = pa.decompress(data, size, _CODEC)
            batches[table].append(pa.ipc.read_record_batch(unpacked, SCHEMAS[table]))
    # In one piece: what comes after takes longer over hundreds of small ones.
    return {t: pa.Table.from_batches(some, schema=SCHEMAS[t]).combine_chunks() for t, some in batches.items()}


def _batch(table: str, rows: Sequence[Any], sha256: str) -> pa.RecordBatch:
    schema = SCHEMAS[table]
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * len(_ROWS[table]._fields)
    if len(columns) < len(schema):
        columns.insert(0, (sha256,) * len(rows))
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _finding(finding: Finding) -> FindingRow:
    facts = json.dumps(finding.facts, sort_keys=True, ensure_ascii=False)
    return FindingRow(finding.rule, finding.severity, finding.sheet, finding.cell, finding.found, facts)


def _file(file: CheckedFile, fingerprint: str) -> FileRow:
    result = file.result
    cover = {e.field: e.value_text for e in result.entries if e.list_name == "cover"}
    severities = [finding.severity for finding in file.findings]
    return FileRow(
        sha256=file.sha256,
        fingerprint=fingerprint,
        kind=result.kind,
        layout=result.layout,
        layout_version=result.layout_version,
        edition_id=result.edition_id,
        ref_area=result.ref_area,
        time_period=result.time_period,
        language=result.language,
        synthetic=result.synthetic,
        asked=result.asked,
        # The citizenship list is open: nobody is asked for a row of it.
        answered=sum(o.obs_status in ANSWERED and o.counterpart_area == "_T" for o in result.observations),
        data_status=cover.get("data_status", ""),
        source_agency=cover.get("source_agency", ""),
        contact_office=cover.get("contact_office", ""),
        nil_return=cover.get("nil_return") == "YES",
        exchanges_listed=cover.get("exchanges_listed", ""),
        cases_listed=cover.get("cases_listed", ""),
        activities_listed=cover.get("activities_listed", ""),
        what_it_is=file.what_it_is,
        file_status=file.file_status,
        errors=severities.count("error") + severities.count("refusal"),
        warnings=severities.count("warning"),
        reason=file.reason,
    )
