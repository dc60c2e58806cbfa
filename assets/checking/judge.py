"""From what was read to what becomes of the file: findings in words, the outcome, and one sentence of why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assets.checking.decided import waive
from assets.checking.decisions import Decision
from assets.checking.findings import CheckedFile, FileStatus, Finding, Severity
from assets.checking.rules.declared import RULES, finding_of
from assets.forms.layout.layout import Layout
from assets.forms.results import ReadResult
from assets.framework.loader import Framework
from assets.framework.names import return_name
from assets.framework.texts import ENGLISH, translate
from assets.intake.problems import Problem

UNKNOWN = "unknown"
_WORST_FIRST: tuple[Severity, ...] = ("refusal", "error", "warning", "info")


def severity_of(problem: Problem, result: ReadResult) -> Severity:
    """How bad a problem is in this file.

    A file in no known layout is refused. In a context source a faulty row is left out and the rest counts, so its
    problems are warnings; without its headings (F06) nothing of it can be used.
    """
    declared = RULES[problem.code].severity
    if problem.code == "F06" and result.kind == "unknown":
        return "refusal"
    if result.kind == "context" and problem.code != "F06" and declared == "error":
        return "warning"
    return declared


def judge(
    sha256: str,
    file_name: str,
    result: ReadResult,
    problems: Sequence[Problem],
    framework: Framework,
    layout: Layout | None,
    decisions: Sequence[Decision] = (),
) -> CheckedFile:
    """The checked file; ``problems`` are those of the reader and of the rules, ``layout`` the one that fits.

    ``decisions`` are the officers' about this file. A return of no country and month of an edition could count for
    nothing, so nothing of it can be waived.
    """
    found = tuple(finding_of(problem, severity_of(problem, result)) for problem in problems)
    findings = waive(found, decisions) if _is_identified(result, framework) else found
    file_status = file_status_of(findings)
    return CheckedFile(
        sha256=sha256,
        file_name=file_name,
        result=result,
        findings=findings,
        file_status=file_status,
        reason=reason(findings, file_status, layout, result.language or ENGLISH),
        what_it_is=what_it_is(result, framework, layout),
    )


def _is_identified(result: ReadResult, framework: Framework) -> bool:
    edition = next((one for one in framework.editions if one.edition_id == result.edition_id), None)
    if edition is None:
        return False
    return result.time_period in edition.months and result.ref_area in framework.participants_of(edition.edition_id)


def refused(sha256: str, file_name: str, problem: Problem) -> CheckedFile:
    """A file that could not be read."""
    finding = finding_of(problem)
    return CheckedFile(
        sha256, file_name, ReadResult(problems=[problem]), (finding,), "refused", _title(finding), UNKNOWN
    )


def file_status_of(findings: Sequence[Finding]) -> FileStatus:
    """The outcome: the worst finding decides, notes never do."""
    found = {finding.severity for finding in findings}
    if "refusal" in found:
        return "refused"
    if "error" in found:
        return "held"
    return "accepted_with_warnings" if "warning" in found else "accepted"


def reason(findings: Sequence[Finding], file_status: FileStatus, layout: Layout | None, language: str = ENGLISH) -> str:
    """One sentence for an officer: how many findings, and the first of the worst; empty for an accepted file.

    It holds nothing that the sender typed, not even the name of a sheet: it is shown in logs and in run metadata.
    """
    if file_status == "accepted":
        return ""
    counted = Counter(finding.severity for finding in findings)
    worst = next(severity for severity in _WORST_FIRST if counted[severity])
    first = next(finding for finding in findings if finding.severity == worst)
    if worst == "refusal":
        return _title(first)
    errors, warnings = counted["error"], counted["warning"]
    number = " and ".join(_number(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n)
    return f"{number}; first: {_place(first, layout, language)}{_title(first)}"


def what_it_is(result: ReadResult, framework: Framework, layout: Layout | None) -> str:
    """Whose return this is ("Thailand, September 2023"), the title of a context source, or "unknown"."""
    if layout is None:
        return UNKNOWN
    if layout.kind == "context":
        return layout.title
    return return_name(framework, result.ref_area, result.time_period)


def _title(finding: Finding) -> str:
    return f"{RULES[finding.rule].title} ({finding.rule})"


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _place(finding: Finding, layout: Layout | None, language: str) -> str:
    ours = {block.sheet for block in layout.form_blocks} if layout else set()
    shown = {translate(name, language) for name in ours}
    sheet = finding.sheet if finding.sheet in ours | shown else ""
    place = " ".join(part for part in (sheet, finding.cell) if part)
    return f"{place}: " if place else ""
