"""Officers' decisions put to work on one file: cells that count as corrected, findings that no longer hold a return."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assets.checking.decisions import Correction, Decision, Waiver
from assets.checking.findings import Finding
from assets.checking.rules.declared import finding_of
from assets.forms.results import ReadResult
from assets.forms.values import STRIPPED, number_of
from assets.intake.addresses import place
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet, Workbook

# Sheet and A1 address to what the sender wrote there.
Received = Mapping[tuple[str, str], str]
# What the comment of an observation says where an officer corrected its cell.
CORRECTED = "corrected"


def correct(workbook: Workbook, decisions: Iterable[Decision]) -> tuple[list[Problem], Received]:
    """Put the corrected values into the cells of an opened workbook, each where the expected text stands.

    Gives a note (N02) for each cell that was corrected, and the texts that stood there. Where something else stands
    nothing is changed and no note is given: the check of the decisions then names the one that no longer fits.
    """
    notes: list[Problem] = []
    received: dict[tuple[str, str], str] = {}
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    for decision in decisions:
        sheet = sheets.get(decision.sheet) if isinstance(decision, Correction) else None
        if not isinstance(decision, Correction) or sheet is None or not _put(sheet, decision):
            continue
        received[decision.sheet, decision.cell] = decision.expected
        facts: dict[str, str | int] = {"corrected": decision.corrected, **_said(decision)}
        notes.append(Problem("N02", decision.sheet, decision.cell, decision.expected, facts))
    return notes, received


def as_received(result: ReadResult, received: Received) -> None:
    """Give the observations and entries of corrected cells the text that the sender wrote: it stays what was found."""
    if not received:
        return
    result.observations[:] = [
        o._replace(raw_text=received[o.sheet, o.cell], comment="; ".join(filter(None, (o.comment, CORRECTED))))
        if (o.sheet, o.cell) in received
        else o
        for o in result.observations
    ]
    result.entries[:] = [
        e._replace(raw_text=received[e.sheet, e.cell]) if (e.sheet, e.cell) in received else e for e in result.entries
    ]


def waive(findings: Sequence[Finding], decisions: Iterable[Decision]) -> tuple[Finding, ...]:
    """The findings where those that an officer waived are warnings, each followed by a note (N03) of who and why."""
    waivers = [decision for decision in decisions if isinstance(decision, Waiver)]
    if not waivers:
        return tuple(findings)
    said: list[Finding] = []
    for finding in findings:
        found_there = (finding.rule, finding.sheet, finding.cell, finding.found)
        waiver = next((w for w in waivers if finding.severity == "error" and is_about(w, *found_there)), None)
        if waiver is None:
            said.append(finding)
            continue
        facts: dict[str, str | int] = {"rule": waiver.rule, **_said(waiver)}
        said.append(replace(finding, severity="warning"))
        said.append(finding_of(Problem("N03", finding.sheet, finding.cell, finding.found, facts)))
    return tuple(said)


def is_about(waiver: Waiver, rule: str, sheet: str, cell: str, found: str) -> bool:
    """Whether a waiver is about what this rule found there."""
    return (waiver.rule, waiver.sheet, waiver.cell) == (rule, sheet, cell) and _alike(waiver.expected, found)


def _alike(expected: str, found: str) -> bool:
    """Whether an officer means this text: spaces around it and line breaks in it do not show where it is read."""
    return " ".join(expected.strip(STRIPPED).split()) == " ".join(found.strip(STRIPPED).split())


def _said(decision: Decision) -> dict[str, str | int]:
    return {
        "decision": decision.name,
        "author": decision.author,
        "reason": decision.reason,
        "date": decision.date.isoformat(),
    }


def _put(sheet: Sheet, correction: Correction) -> bool:
    at = place(correction.cell)
    if at is None:
        return False
    row, column = at
    cell = sheet.cell(row, column)
    if not _alike(correction.expected, cell.text if cell else ""):
        return False
    cells = sheet.rows.setdefault(row, {})
    cells[column] = _cell(row, column, correction.corrected)
    if not correction.corrected:
        del cells[column]
    sheet.rows[row] = dict(sorted(cells.items()))
    sheet.rows = dict(sorted(sheet.rows.items()))
    return True


def _cell(row: int, column: int, text: str) -> Cell:
    if text.isascii() and text.isdecimal():
        return Cell(row, column, CellKind.NUMBER, number_of(text), text)
    return Cell(row, column, CellKind.TEXT, text, text)
