"""The receipt of a received file: what came, when, what became of it and what happens next, on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.checking.answer import texts
from assets.checking.answer.facts import AnswerFacts, counted, counts_text, ordered
from assets.checking.findings import Severity, WordedFinding
from assets.framework.names import number
from assets.framework.texts import translate

# Reasons that a receipt spells out where there is no marked workbook to look into.
_MOST_REASONS = 10


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt as data (``facts``, numbers by severity) and as the text that is sent."""

    facts: AnswerFacts
    counts: Mapping[Severity, int]
    text: str

    def to_bytes(self) -> bytes:
        """The text file: UTF-8, lines ended as every editor of Windows shows them."""
        return self.text.replace("\n", "\r\n").encode()


def receipt(findings: Sequence[WordedFinding], facts: AnswerFacts) -> Receipt:
    """The receipt in the language of ``facts``; ``findings`` are worded in it."""
    language = facts.language
    lines = [
        f"{facts.title}: {facts.what_it_is}",
        "",
        *(f"{label}: {value}" for label, value in _facts(findings, facts)),
        "",
        translate(texts.NEXT_HEADING, language),
        facts.next_text,
    ]
    if facts.file_status == "refused":
        lines += _reasons(findings, language)
    return Receipt(facts, counted(findings), "\n".join(lines) + "\n")


def _facts(findings: Sequence[WordedFinding], facts: AnswerFacts) -> list[tuple[str, str]]:
    language = facts.language
    found = counts_text(findings, language) or translate(texts.NOTHING_FOUND, language)
    size = translate(texts.BYTES, language).format(count=number(facts.size, language))
    return [
        (translate(texts.OUTCOME, language), translate(texts.OUTCOMES[facts.file_status], language)),
        (translate(texts.FOUND_IN_ALL, language), found),
        # On one line: a name with line breaks could say anything below it.
        (translate(texts.FILE, language), " ".join(facts.file_name.split())),
        (facts.time_label, facts.received),
        (translate(texts.SIZE, language), size),
        (translate(texts.VERSION, language), facts.version_text),
        (translate(texts.FINGERPRINT, language), facts.sha256),
    ]


def _reasons(findings: Sequence[WordedFinding], language: str) -> list[str]:
    lines: list[str] = []
    for finding in ordered(findings)[:_MOST_REASONS]:
        lines += ["", f"{finding.rule}: {finding.message}"]
        if finding.action:
            lines.append(translate(texts.DO, language).format(action=finding.action))
    return lines
