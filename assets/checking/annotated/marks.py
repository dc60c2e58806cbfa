"""Mark the cells of one sheet: a fill and a note where something was found; marks of an earlier answer go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assets.checking.annotated.book import Book, SheetPart
from assets.checking.annotated.cell_comments import CellComment, CommentsPart
from assets.checking.annotated.conditions import paint_over
from assets.checking.annotated.fills import Mark, marked, marked_styles, unmarked
from assets.checking.annotated.geometry import wrapped_lines
from assets.checking.annotated.package import Package, Relation
from assets.checking.annotated.shapes import Box, ShapeNumbers, Shapes
from assets.checking.annotated.sheet import SheetPass, merged_places
from assets.checking.annotated.styles import StyleSheet
from assets.checking.answer import texts
from assets.checking.answer.facts import key_of
from assets.checking.answer.recurring import Recurring, also_in
from assets.checking.findings import WordedFinding
from assets.framework.texts import translate
from assets.intake.addresses import Place, a1, place

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MARKS: Mapping[str, Mark] = {"refusal": "error", "error": "error", "warning": "warning"}
# Programs draw every note when they open a workbook: LibreOffice takes 4 seconds for 1,000, 42 for 10,000. In each
# sheet the worst come first; the other cells are coloured, and listed in the index.
_MOST_COMMENTS = 1_000
# Pixels: the box of a note, a line and a letter in it (Tahoma, 9 points).
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTER, _HIGHEST = 300, 15, 5.6, 600


@dataclass(slots=True)
class AnnotationContext:
    """What is needed to mark the sheets of one workbook.

    ``earlier`` and ``before`` have the style of a marked cell without its mark, by sheet and cell: of an earlier
    answer, and of this one. ``hidden`` collects the marked cells that nobody sees, ``notes`` counts the notes.
    """

    package: Package
    book: Book
    styles: StyleSheet
    numbers: ShapeNumbers
    language: str
    recurring: Recurring
    earlier: Mapping[tuple[str, str], int]
    before: dict[tuple[str, str], int] = field(default_factory=dict)
    hidden: set[tuple[str, str]] = field(default_factory=set)
    notes: int = 0


def mark_sheet(context: AnnotationContext, sheet: SheetPart, findings: Sequence[WordedFinding]) -> None:
    """Mark the cells of a sheet that ``findings`` (in order, all of this sheet) name."""
    data = context.package[sheet.part]
    by_place = _by_place(data, findings)
    marks = {at: mark for at, found in by_place.items() if (mark := _MARKS.get(found[0].severity))}
    old = marked_styles(context.styles)

    def restyle(style: int, at: Place) -> int:
        key = (sheet.name, a1(*at))
        plain = unmarked(context.styles, style, context.earlier.get(key)) if style in old else style
        if at not in marks:
            return plain
        context.before[key] = plain
        return marked(context.styles, plain, marks[at])

    done = SheetPass(data, marks, old, restyle)
    done.run(sheet.part)
    for at, found in by_place.items():
        if done.cells.geometry.hides(*at):
            context.hidden.update((sheet.name, finding.cell) for finding in found)
    noted = list(by_place.items())[: max(0, _MOST_COMMENTS - context.notes)]
    context.notes += len(noted)
    notes = {at: _cell_comment(found, context) for at, found in noted}
    _write_comments(context, sheet, done, notes)
    paint_over(sheet.part, done, marks, context.styles)
    context.package[sheet.part] = done.edits.apply(data)


def _by_place(data: bytes, findings: Sequence[WordedFinding]) -> dict[Place, list[WordedFinding]]:
    """The findings by the cell that is shown for theirs: in a merged range that is the first one."""
    placed = [(at, finding) for finding in findings if (at := place(finding.cell))]
    rows = sorted({row for (row, _), _ in placed})
    ranges: dict[int, list[tuple[Place, Place]]] = {row: [] for row in rows}
    for first, last in merged_places(data) if placed else []:
        for row in rows[bisect_left(rows, first[0]) : bisect_right(rows, last[0])]:
            ranges[row].append((first, last))
    found: dict[Place, list[WordedFinding]] = {}
    for at, finding in placed:
        shown = next((first for first, last in ranges[at[0]] if first[1] <= at[1] <= last[1]), at)
        found.setdefault(shown, []).append(finding)
    return found


def _cell_comment(findings: Sequence[WordedFinding], context: AnnotationContext) -> CellComment:
    language = context.language
    said = []
    for finding in findings:
        again = also_in(context.recurring.get(key_of(finding), ()), language)
        action = translate(texts.DO, language).format(action=finding.action) if finding.action else ""
        said.append("\n".join(line for line in (finding.message, again, action) if line))
    names = [f"{translate(texts.SEVERITIES[finding.severity], language)} {finding.rule}" for finding in findings]
    if len(findings) > 1:
        said = [f"{name}: {text}" for name, text in zip(names, said, strict=True)]
    return CellComment(" · ".join(dict.fromkeys(names)), "\n\n".join(said))


def _write_comments(
    context: AnnotationContext, sheet: SheetPart, done: SheetPass, wanted: Mapping[Place, CellComment]
) -> None:
    package = context.package
    relations = package.relations(sheet.part)
    comments = next((r for r in relations if r.kind == "comments"), None)
    if not wanted and comments is None:
        return
    change = CommentsPart(package[comments.target] if comments else b"", context.book.space).change(wanted)
    if not (change.added or change.extended or change.removed):
        return
    drawing = next((r for r in relations if r.identity == done.notes_id and r.kind == "vmlDrawing"), None)
    shapes = Shapes(package[drawing.target].decode("utf-8", "surrogateescape") if drawing else "")
    boxes = {at: _box(done, at, comment) for at, comment in wanted.items()}
    shapes.change({at: boxes[at].anchor for at in change.extended if at in boxes} | dict.fromkeys(change.removed))
    for at in (*change.added, *(change.extended if drawing is None else ())):
        if at in boxes:
            shapes.add(boxes[at])
    _store_comments(context, sheet, comments, change.data if change.left else b"")
    text = shapes.to_text(context.numbers) if shapes.has_any else ""
    _store_drawing(context, sheet, done, drawing, text.encode("utf-8", "surrogateescape"))


def _box(done: SheetPass, at: Place, comment: CellComment) -> Box:
    lines = wrapped_lines(f"{comment.heading}\n{comment.text}", _NOTE_WIDTH, _NOTE_CHARACTER) + 2
    height = min(lines * _NOTE_LINE, _HIGHEST)
    return Box(*at, done.cells.geometry.anchor(*at, _NOTE_WIDTH, height), _NOTE_WIDTH, height)


def _store_comments(context: AnnotationContext, sheet: SheetPart, old: Relation | None, data: bytes) -> None:
    package = context.package
    if old and data:
        package[old.target] = data
    elif old:
        package.unrelate(sheet.part, old.identity)
        package.remove(old.target)
    elif data:
        path = package.free_path("xl/jpa_comments{}.xml")
        package[path] = data
        package.declare(path, _COMMENTS_TYPE)
        context.book.relate(sheet, "comments", path)


def _store_drawing(
    context: AnnotationContext, sheet: SheetPart, done: SheetPass, old: Relation | None, data: bytes
) -> None:
    package = context.package
    if old and data:
        package[old.target] = data
    elif old:
        package.unrelate(sheet.part, old.identity)
        package.remove(old.target)
        done.drop_notes()
    elif data:
        path = package.free_path("xl/drawings/jpa_notes{}.vml")
        package[path] = data
        package.declare(path, _DRAWING_TYPE)
        done.hang_notes(context.book.relate(sheet, "vmlDrawing", path), context.book.relations)
