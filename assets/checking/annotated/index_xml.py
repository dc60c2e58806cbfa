"""The index written as a sheet part, with styles of its own and texts of its own: it touches no shared string."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from assets.checking.annotated.fills import MARKS
from assets.checking.annotated.geometry import wrapped_lines
from assets.checking.annotated.index import MOST_LISTED, Line
from assets.checking.annotated.styles import StyleSheet
from assets.checking.annotated.xml_edits import words
from assets.forms.writer.styles import ACCENT, ALERT, INK, MUTED, PALE
from assets.forms.writer.styles import RULE as GREY_LINE
from assets.intake.addresses import a1

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
    for number, line in enumerate([*lines, *[Line({})] * max(0, len(hidden) + 1 - len(lines))], start=1):
        cells = {column: (text, made[style]) for column, (text, style) in line.cells.items()}
        if 2 <= number < len(hidden) + 2:
            cells[1] = hidden[number - 2]
        rows.append(_row(number, cells, line.height or _height(line)))
    links = "".join(
        f'<hyperlink ref="B{number}" location={quoteattr(_location(*line.target))}/>'
        for number, line in enumerate(lines, start=1)
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
