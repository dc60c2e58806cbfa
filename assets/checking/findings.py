"""What checking one file gives: findings with their facts, and the status of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assets.forms.results import ReadResult

Severity = Literal["refusal", "error", "warning", "info"]
FileStatus = Literal["accepted", "accepted_with_warnings", "held", "refused"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule at one place of one file: where, what was found, and the facts of which it is worded.

    ``rule`` is a code declared in rules/; ``sheet`` and ``cell`` (A1) are empty where the whole file is meant.
    A note says what was changed while reading and never changes the outcome.
    """

    rule: str
    severity: Severity
    sheet: str
    cell: str
    found: str
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordedFinding(Finding):
    """A finding as a person reads it, in one language: what is wrong, and what to do."""

    message: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was judged: what it gave, what is wrong with it, and what becomes of it.

    ``reason`` is the first thing to say to an officer, in one sentence; empty for an accepted file. ``what_it_is`` is
    "Thailand, September 2023", the title of a context source, or "unknown".
    """

    sha256: str
    file_name: str
    result: ReadResult
    findings: tuple[Finding, ...]
    file_status: FileStatus
    reason: str
    what_it_is: str
