"""What the first sheet of a marked workbook says: what became of the file, how to send it again, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assets.checking.answer import texts
from assets.checking.answer.facts import AnswerFacts, counts_text, key_of
from assets.checking.answer.recurring import Recurring, also_in
from assets.checking.findings import Severity, WordedFinding
from assets.framework.names import number
from assets.framework.texts import translate
from assets.intake.addresses import place

# Says that a sheet is ours, whatever it is called and whichever program saved it. Our form's own codes begin
# with "jpa:"; these must not, or the reader would take the sheet for a part of the form.
MARKER = "jpa-answer:1"
# The index stays well within what the gate lets in when the workbook is sent again; the report lists everything.
MOST_LISTED = 10_000
_LONGEST_FOUND = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the index: column (1 is hidden) to text and style; ``target`` is the cell that column 2 leads to."""

    cells: Mapping[int, tuple[str, str]]
    target: tuple[str, str] | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the index must know of the workbook: sheets that are there, cells and sheets that nobody sees."""

    sheets: frozenset[str]
    hidden_sheets: frozenset[str] = frozenset()
    hidden_cells: frozenset[tuple[str, str]] = frozenset()
    is_copy: bool = False


def index_lines(
    findings: Sequence[WordedFinding], facts: AnswerFacts, shown: Shown, before: Recurring
) -> Iterator[Line]:
    """The rows of the index from the top; ``findings`` are in order."""
    yield from _heading(findings, facts, shown)
    yield Line({})
    if not findings:
        yield Line({2: (translate(texts.NOTHING_FOUND, facts.language), "section_info")})
        return
    heads = (texts.WHERE, texts.WHAT_IS_WRONG, texts.WHAT_TO_DO, texts.FOUND, texts.RULE)
    yield Line({n: (translate(text, facts.language), "head") for n, text in enumerate(heads, start=2)}, height=24)
    for severity, group in groupby(findings[:MOST_LISTED], key=lambda finding: finding.severity):
        title = translate(texts.SECTIONS[severity], facts.language)
        yield Line({n: (title if n == 2 else "", f"section_{_colour(severity)}") for n in range(2, 7)}, height=22)
        for finding in group:
            yield _line(finding, facts.language, shown, before)
    if len(findings) > MOST_LISTED:
        left = number(len(findings) - MOST_LISTED, facts.language)
        yield Line({2: (translate(texts.AND_MORE, facts.language).format(count=left), "value")})


def _heading(findings: Sequence[WordedFinding], facts: AnswerFacts, shown: Shown) -> Iterator[Line]:
    language = facts.language
    yield Line(
        {1: (MARKER, "machine"), 2: (translate(texts.OUTCOMES[facts.file_status], language), facts.file_status)},
        height=30,
    )
    yield Line({2: (facts.what_it_is, "what_it_is")}, height=22)
    said = [(texts.NEXT_HEADING, facts.next_text)]
    if findings:
        said.append((texts.FOUND_IN_ALL, counts_text(findings, language)))
    if shown.is_copy:
        said.append((texts.ABOUT_COPY, translate(texts.COPY, language)))
    if findings:
        steps = (f"{number(n, language)}. {translate(step, language)}" for n, step in enumerate(texts.STEPS, start=1))
        said.append((texts.HOW_TO_SEND, "\n".join(steps)))
    said += [
        (texts.FILE, facts.file_name),
        (facts.time_label, facts.received),
        (texts.VERSION, facts.version_text),
        (texts.FINGERPRINT, facts.sha256),
    ]
    for label, value in said:
        yield Line({2: (translate(label, language), "label"), 3: (value, "value")})


def _line(finding: WordedFinding, language: str, shown: Shown, before: Recurring) -> Line:
    colour = _colour(finding.severity)
    again = also_in(before.get(key_of(finding), ()), language)
    message = f"{finding.message}\n{again}" if again else finding.message
    is_there = finding.sheet in shown.sheets and place(finding.cell) is not None
    reachable = is_there and finding.sheet not in shown.hidden_sheets
    cells = {
        2: (_where(finding, language, shown), f"where_{colour}" if not reachable else f"link_{colour}"),
        3: (message, "text"),
        4: (finding.action, "text"),
        5: (found_text(finding, language), "text"),
        6: (finding.rule, "rule"),
    }
    return Line(cells, (finding.sheet, finding.cell) if reachable else None)


def _where(finding: WordedFinding, language: str, shown: Shown) -> str:
    if not finding.sheet:
        return translate(texts.WHOLE_FILE, language)
    if not finding.cell:
        return translate(texts.WHOLE_SHEET, language).format(sheet=finding.sheet)
    where = f"{finding.sheet}, {finding.cell}"
    if finding.sheet in shown.hidden_sheets:
        return f"{where} {translate(texts.HIDDEN_SHEET, language)}"
    if (finding.sheet, finding.cell) in shown.hidden_cells:
        return f"{where} {translate(texts.HIDDEN_CELL, language)}"
    return where


def found_text(finding: WordedFinding, language: str) -> str:
    """What stands in the cell, in quotes: it is never taken for a formula or a machine code of the form."""
    if not finding.found:
        return translate(texts.BLANK, language) if finding.cell else ""
    cut = len(finding.found) > _LONGEST_FOUND
    return f"“{finding.found[:_LONGEST_FOUND]}{'…' if cut else ''}”"


def _colour(severity: Severity) -> str:
    return "error" if severity == "refusal" else severity
