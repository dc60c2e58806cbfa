"""Mark a received workbook: every finding in its own cell (fill and note), and a first sheet that lists them all.

An .xlsx keeps everything else as it was, byte for byte in the parts that are not touched. The other formats cannot
be marked like this: the answer is an .xlsx of the values that were read from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assets.checking.annotated.book import Book, SheetPart
from assets.checking.annotated.copy_of_values import copy_of_values
from assets.checking.annotated.earlier import EarlierAnswer, find_earlier
from assets.checking.annotated.fills import marked_styles
from assets.checking.annotated.index import Shown, index_lines, index_xml
from assets.checking.annotated.marks import AnnotationContext, mark_sheet
from assets.checking.annotated.package import Package
from assets.checking.annotated.shapes import ShapeNumbers
from assets.checking.annotated.sheet import without_selection
from assets.checking.annotated.styles import StyleSheet
from assets.checking.answer.facts import AnswerFacts, ordered
from assets.checking.answer.recurring import Recurring
from assets.checking.answer.texts import SHEET_NAME
from assets.checking.findings import FileStatus, WordedFinding
from assets.framework.texts import translate
from assets.intake.limits import Limits

_TABS: dict[FileStatus, str] = {
    "accepted": "FF1B5E32",
    "accepted_with_warnings": "FFE0A800",
    "held": "FFC62828",
    "refused": "FFC62828",
}


def annotate(
    original: bytes,
    format: str,
    findings: Sequence[WordedFinding],
    facts: AnswerFacts,
    *,
    before: Recurring | None = None,
    limits: Limits | None = None,
) -> bytes:
    """The sender's workbook with its findings marked, as an .xlsx; the same input gives the same bytes.

    ``format`` is what the gate said: xlsx, xls, xlsb, ods or csv. ``findings`` are worded in the language of
    ``facts``; ``before`` says which of them are old (recurring.recurring). Marks of an earlier answer are replaced.
    Only for a file that passed the gate, under the same ``limits``; a format other than xlsx is read again for its
    values and may raise what open_workbook raises. Call it where a received file may be opened: in a guarded child.
    """
    is_copy = format != "xlsx"
    names: Mapping[str, str] = {}
    if is_copy:
        original, names = copy_of_values(original, facts.file_name, limits or Limits())
        before = {(rule, names.get(sheet, sheet), cell): m for (rule, sheet, cell), m in (before or {}).items()}
    package = Package(original)
    book = Book(package)
    listed = ordered((_renamed(f, names) for f in findings), [sheet.name for sheet in book.sheets])
    earlier = find_earlier(package, book)
    context = AnnotationContext(
        package=package,
        book=book,
        styles=StyleSheet(package, book),
        numbers=ShapeNumbers([package[p].decode("utf-8", "replace") for p in package if p.casefold().endswith(".vml")]),
        language=facts.language,
        recurring=before or {},
        earlier=earlier.before if earlier else {},
    )
    sheets = [sheet for sheet in book.sheets if earlier is None or sheet.part != earlier.sheet.part]
    _mark(context, sheets, listed)
    _write_index(context, sheets, listed, facts, earlier, is_copy=is_copy)
    context.styles.save()
    return package.to_bytes()


def _mark(context: AnnotationContext, sheets: Sequence[SheetPart], listed: Sequence[WordedFinding]) -> None:
    """Mark the sheets that something was found in, and those that an earlier answer has marked."""
    package, old = context.package, bool(marked_styles(context.styles))
    for sheet in sheets:
        found = [finding for finding in listed if finding.sheet == sheet.name]
        has_notes = any(relation.kind == "comments" for relation in package.relations(sheet.part))
        if found or old or has_notes:
            mark_sheet(context, sheet, found)
        else:
            package[sheet.part] = without_selection(sheet.part, package[sheet.part])
    for part in context.book.chart_sheets:
        package[part] = without_selection(part, package[part])


def _write_index(
    context: AnnotationContext,
    sheets: Sequence[SheetPart],
    listed: Sequence[WordedFinding],
    facts: AnswerFacts,
    earlier: EarlierAnswer | None,
    *,
    is_copy: bool,
) -> None:
    shown = Shown(
        sheets=frozenset(sheet.name for sheet in sheets),
        hidden_sheets=frozenset(sheet.name for sheet in sheets if sheet.state != "visible"),
        hidden_cells=frozenset(context.hidden),
        is_copy=is_copy,
    )
    lines = list(index_lines(listed, facts, shown, context.recurring))
    xml = index_xml(lines, context.styles, context.book.space, _TABS[facts.file_status], context.before)
    name = translate(SHEET_NAME, facts.language)
    if earlier:
        context.book.renew_sheet(earlier.sheet, name, xml)
    else:
        context.book.add_first_sheet(name, xml)


def _renamed(finding: WordedFinding, names: Mapping[str, str]) -> WordedFinding:
    """The finding with its sheet named as in the copy."""
    return replace(finding, sheet=names.get(finding.sheet, finding.sheet)) if names else finding
