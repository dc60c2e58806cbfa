"""What an answer says about the file it answers, and its findings in the order in which they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from assets.checking.answer import texts
from assets.checking.findings import CheckedFile, FileStatus, Finding, Severity
from assets.framework.loader import Framework
from assets.framework.names import day_name, number, return_name
from assets.framework.texts import ENGLISH, translate
from assets.intake.addresses import place

_WORST_FIRST: tuple[Severity, ...] = ("refusal", "error", "warning", "info")
F = TypeVar("F", bound=Finding)
# One finding as the index and the report tell it from others of the file.
FindingKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """One received file and what became of it.

    ``received_at`` is aware and in the time zone in which it is to be shown. ``what_it_is`` is "Thailand, September
    2023" in ``language``. ``version`` counts the files of that country and month from 1; None for a file that
    is no version of a return. ``sent`` is False where the sender checks a file before sending it; ``received_at`` is
    then the time of the check.
    """

    file_name: str
    size: int
    sha256: str
    received_at: datetime
    file_status: FileStatus
    what_it_is: str
    version: int | None = None
    edition_id: str = ""
    ref_area: str = ""
    time_period: str = ""
    layout: str = ""
    language: str = ENGLISH
    sent: bool = True

    def __post_init__(self) -> None:
        """Raise ValueError for a time without a zone: nobody could say when that was."""
        if self.received_at.utcoffset() is None:
            raise ValueError("received_at needs a time zone.")

    @property
    def received(self) -> str:
        """The time of arrival as people read it, with its distance from UTC."""
        zone = self.received_at.strftime("%z")
        return (
            f"{day_name(self.received_at.date(), self.language)}, {self.received_at:%H:%M} (UTC{zone[:3]}:{zone[3:5]})"
        )

    @property
    def title(self) -> str:
        """What the answer is: a receipt, or the result of a check before sending."""
        return translate(texts.RECEIPT if self.sent else texts.CHECK, self.language)

    @property
    def time_label(self) -> str:
        """What happened at the time that is shown."""
        return translate(texts.RECEIVED if self.sent else texts.CHECKED, self.language)

    @property
    def next_text(self) -> str:
        """What happens next."""
        return translate((texts.NEXT if self.sent else texts.NEXT_BEFORE_SENDING)[self.file_status], self.language)

    @property
    def version_text(self) -> str:
        """The version as people read it."""
        if self.version is not None:
            return number(self.version, self.language)
        if not (self.ref_area and self.time_period):
            return translate(texts.NO_VERSION, self.language)
        return translate(texts.NO_MONTH if self.sent else texts.NOT_SENT, self.language)


def facts_of(
    checked: CheckedFile,
    framework: Framework,
    *,
    size: int,
    received_at: datetime,
    version: int | None,
    language: str = "",
    sent: bool = True,
) -> AnswerFacts:
    """The facts of an arrival of a checked file, in ``language``, else that of its form, else English."""
    result = checked.result
    language = language or result.language or ENGLISH
    return AnswerFacts(
        file_name=checked.file_name,
        size=size,
        sha256=checked.sha256,
        received_at=received_at,
        file_status=checked.file_status,
        what_it_is=_what_it_is(checked, framework, language),
        version=version,
        edition_id=result.edition_id,
        ref_area=result.ref_area,
        time_period=result.time_period,
        layout=result.layout,
        language=language,
        sent=sent,
    )


def _what_it_is(checked: CheckedFile, framework: Framework, language: str) -> str:
    if checked.result.kind == "return":
        return return_name(framework, checked.result.ref_area, checked.result.time_period, language)
    return translate(checked.what_it_is, language)


def key_of(finding: Finding) -> FindingKey:
    """Rule, sheet and cell of a finding."""
    return finding.rule, finding.sheet, finding.cell


def ordered(findings: Iterable[F], sheets: Sequence[str] = ()) -> list[F]:
    """Worst first, then in the order of the sheets (of ``sheets``, else as they come), then by row and column.

    What is said of the whole file stands first, then what is said of a whole sheet.
    """
    listed = list(findings)
    order = {name: n for n, name in enumerate(dict.fromkeys(["", *sheets, *(f.sheet for f in listed)]))}
    return sorted(
        listed, key=lambda f: (_WORST_FIRST.index(f.severity), order[f.sheet], place(f.cell) or (0, 0), f.cell, f.rule)
    )


def counted(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many findings there are of each severity, worst first, zeros left in."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in _WORST_FIRST}


def counts_text(findings: Iterable[Finding], language: str) -> str:
    """The numbers as people read them: 'Errors: 2 · Warnings: 1'; severities that were not found are left out."""
    found = ((severity, count) for severity, count in counted(findings).items() if count)
    return " · ".join(
        translate(texts.COUNTS[severity], language).format(count=number(count, language)) for severity, count in found
    )
