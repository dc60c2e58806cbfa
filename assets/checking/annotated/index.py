"""The first sheet of a marked workbook: what became of the file, how to send it again, what was found; and its XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import quoteattr

from assets.checking.annotated.fills import MARKS
from assets.checking.annotated.geometry import wrapped_lines
from assets.checking.annotated.styles import StyleSheet
from assets.checking.annotated.xml_edits import words
from assets.checking.answer import texts
from assets.checking.answer.facts import AnswerFacts, counts_text, key_of
from assets.checking.answer.recurring import Recurring, also_in
from assets.checking.findings import Severity, WordedFinding
from assets.forms.writer.styles import ACCENT, ALERT, INK, MUTED, PALE
from assets.forms.writer.styles import RULE as GREY_LINE
from assets.framework.names import number
from assets.framework.texts import translate
from assets.intake.addresses import a1, place

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


# Begins the text of a hidden cell that carries the style which a marked cell had before.
MARK = "jpa-mark:"
_GREEN, _AMBER, _WHITE = "#1B5E32", "#7A4B00", "#FFFFFF"
_RED, _YELLOW = f"#{MARKS['error'][2:]}", f"#{MARKS['warning'][2:]}"
_WIDTHS = (4, 28, 60, 60, 26, 9)
_FONT = "Arial"
# Pixels of a digit, in which widths are counted, and of a letter (Arial, 10 points); points of a line.
_DIGIT, _CHARACTER, _LINE_HEIGHT = 7, 5.3, 13.2
_LONGEST_TEXT = 32_000


@dataclass(frozen=True, slots=True)
class _Look:
    size: int = 10
    bold: bool = False
    colour: str = INK
    back: str = ""
    boxed: bool = False
    linked: bool = False
    wrapped: bool = True


_LOOKS = {
    "machine": _Look(8, colour=MUTED, wrapped=False),
    "accepted": _Look(18, True, _GREEN, wrapped=False),
    "accepted_with_warnings": _Look(18, True, _AMBER, wrapped=False),
    "held": _Look(18, True, ALERT, wrapped=False),
    "refused": _Look(18, True, ALERT, wrapped=False),
    "what_it_is": _Look(12, True, wrapped=False),
    "label": _Look(bold=True, colour=MUTED),
    "value": _Look(),
    "head": _Look(bold=True, colour=_WHITE, back=ACCENT, boxed=True),
    "section_error": _Look(11, True, back=_RED, wrapped=False),
    "section_warning": _Look(11, True, back=_YELLOW, wrapped=False),
    "section_info": _Look(11, True, back=PALE, wrapped=False),
    "where_error": _Look(bold=True, back=_RED, boxed=True),
    "where_warning": _Look(bold=True, back=_YELLOW, boxed=True),
    "where_info": _Look(bold=True, back=PALE, boxed=True),
    "link_error": _Look(bold=True, colour=ACCENT, back=_RED, boxed=True, linked=True),
    "link_warning": _Look(bold=True, colour=ACCENT, back=_YELLOW, boxed=True, linked=True),
    "link_info": _Look(bold=True, colour=ACCENT, back=PALE, boxed=True, linked=True),
    "text": _Look(boxed=True),
    "rule": _Look(9, colour=MUTED, boxed=True),
}


def index_xml(
    lines: Sequence[Line], styles: StyleSheet, space: str, tab: str, before: Mapping[tuple[str, str], int]
) -> bytes:
    """The sheet part; ``tab`` is the colour of its tab. ``before`` has each marked cell's style before it was marked.

    Those styles are carried by cells of the hidden column, from row 2 on: a program that saves the workbook numbers
    all styles anew, and these with them.
    """
    made = {name: _made(styles, look) for name, look in _LOOKS.items()}
    hidden = [(f"{MARK}{sheet}!{cell}", style) for (sheet, cell), style in sorted(before.items())][:MOST_LISTED]
    rows = []
    for row, line in enumerate([*lines, *[Line({})] * max(0, len(hidden) + 1 - len(lines))], start=1):
        cells = {column: (text, made[style]) for column, (text, style) in line.cells.items()}
        if 2 <= row < len(hidden) + 2:
            cells[1] = hidden[row - 2]
        rows.append(_row(row, cells, line.height or _height(line)))
    links = "".join(
        f'<hyperlink ref="B{row}" location={quoteattr(_location(*line.target))}/>'
        for row, line in enumerate(lines, start=1)
        if line.target
    )
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1" hidden="{int(n == 1)}"/>'
        for n, width in enumerate(_WIDTHS, start=1)
    )
    links = f"<hyperlinks>{links}</hyperlinks>" if links else ""
    return _SHEET.format(space=space, tab=tab, columns=columns, rows="".join(rows), links=links).encode()


_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}"><sheetPr>'
    '<tabColor rgb="{tab}"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" '
    'tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
    "<sheetData>{rows}</sheetData>{links}"
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;C&amp;9&amp;A&amp;R&amp;9&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
)


def _height(line: Line) -> float:
    """Points that the text of a row needs: LibreOffice believes the heights in a file and does not measure text."""
    lines = (
        wrapped_lines(text, (_WIDTHS[column - 1] - 1) * _DIGIT, _CHARACTER) if _LOOKS[style].wrapped else 1
        for column, (text, style) in line.cells.items()
    )
    return max(lines, default=1) * _LINE_HEIGHT + 3


def _row(number: int, cells: Mapping[int, tuple[str, int]], height: float) -> str:
    # Not marked as chosen by a person: Excel fits the row again when its text is changed.
    size = f' ht="{height:g}"'
    written = "".join(_cell(a1(number, column), text, style) for column, (text, style) in sorted(cells.items()))
    return f'<row r="{number}"{size}>{written}</row>'


def _cell(address: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{address}" s="{style}"/>'
    inside = words(text[:_LONGEST_TEXT])
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{inside}</t></is></c>'


def _location(sheet: str, cell: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def _made(styles: StyleSheet, look: _Look) -> int:
    bold, line = "<{0}b/>" if look.bold else "", "<{0}u/>" if look.linked else ""
    font = (
        f'<{{0}}font>{bold}{line}<{{0}}sz val="{look.size}"/><{{0}}color rgb="{_argb(look.colour)}"/>'
        f'<{{0}}name val="{_FONT}"/><{{0}}family val="2"/></{{0}}font>'
    )
    side = f'style="thin"><{{0}}color rgb="{_argb(GREY_LINE)}"/></{{0}}'
    sides = "".join(f"<{{0}}{name} {side}{name}>" for name in ("left", "right", "top", "bottom"))
    border = styles.add("borders", f"<{{0}}border>{sides}<{{0}}diagonal/></{{0}}border>") if look.boxed else 0
    upright = "top" if look.wrapped and look.back != ACCENT else "center"
    across = f'horizontal="left" indent="{int(look.boxed)}"'
    alignment = f'<{{0}}alignment {across} vertical="{upright}" wrapText="{int(look.wrapped)}"/>'
    fill = styles.fill(_argb(look.back)) if look.back else 0
    return styles.cell_format(styles.add("fonts", font), fill, border, alignment)


def _argb(colour: str) -> str:
    return f"FF{colour.lstrip('#').upper()}"
