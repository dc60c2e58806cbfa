"""The report of a checked file for programs: JSON, its shape published as docs/schemas/check-report-1.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from assets.checking.answer.facts import AnswerFacts, counted, key_of, ordered
from assets.checking.answer.recurring import Recurring
from assets.checking.findings import Severity, WordedFinding

SCHEMA = "check-report-1"
# The words of the published schema.
_SEVERITIES: dict[Severity, str] = {"refusal": "refusal", "error": "error", "warning": "warning", "info": "note"}


def report(findings: Sequence[WordedFinding], facts: AnswerFacts, *, before: Recurring | None = None) -> dict[str, Any]:
    """The report as plain data, findings in order.

    ``version`` is null where the file is no version of a return; texts are in the language of ``facts``.
    """
    known = before or {}
    return {
        "schema": SCHEMA,
        "file": {
            "name": facts.file_name,
            "size": facts.size,
            "sha256": facts.sha256,
            "received_at": facts.received_at.isoformat(timespec="seconds"),
        },
        "return": {
            "what_it_is": facts.what_it_is,
            "layout": facts.layout,
            "edition_id": facts.edition_id,
            "ref_area": facts.ref_area,
            "time_period": facts.time_period,
            "version": facts.version,
        },
        "language": facts.language,
        "outcome": facts.file_status,
        "counts": {_SEVERITIES[severity]: number for severity, number in counted(findings).items()},
        "findings": [
            {
                "file": facts.file_name,
                "sheet": finding.sheet,
                "cell": finding.cell,
                "found": finding.found,
                "rule": finding.rule,
                "severity": _SEVERITIES[finding.severity],
                "message": finding.message,
                "action": finding.action,
                "also_in": list(known.get(key_of(finding), ())),
            }
            for finding in ordered(findings)
        ],
    }


def report_bytes(found: dict[str, Any]) -> bytes:
    """The report as a file: sorted keys, UTF-8; the same report gives the same bytes."""
    return (json.dumps(found, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()
