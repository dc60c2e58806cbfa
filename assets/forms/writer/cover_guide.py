"""The parts of the cover below its fields, and its first line: can the form be sent, what is where, what marks mean."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from assets.forms.writer.checklist import Checklist
from assets.forms.writer.form_context import CHECKLIST
from assets.forms.writer.live_conditions import highlight_when
from assets.forms.writer.sheet import ROW_HEIGHT, FormSheet
from assets.forms.writer.text import row_height
from assets.forms.writer.worksheet import LiveFormula, Tally, joined_text

_VERDICT_HEIGHT, _LEGEND_HEIGHT = 24, 15
_ABOUT_WIDTH = 42

NOTHING_YET = "Nothing is filled in yet."
CAN_BE_SENT = "Nothing to look at: the form can be sent."
LOOK_FIRST = "To look at before sending:"
COUNT_ON_SHEET = "{count} on {sheet}"
CELLS = "{answered} of {asked} cells answered"
ROWS = "rows filled in: {answered}"
ROWS_TO_LOOK_AT = "to look at: {look}"
COLOURS = {
    "sample_white": "white cell: to be filled in",
    "not_asked": "grey cell: does not apply, or is filled in already",
    "sample_amber": "amber cell: look again before you send the form",
}
_NOTHING = -1


def write_verdict(page: FormSheet, row: int, columns: tuple[int, int, int], cover: Tally, checklist: Checklist) -> None:
    """The line that says whether the form can be sent, or where to look first.

    ``columns``: the first and the last that the line takes, and the hidden one for its number: how many rows are to
    be looked at, -1 where nothing is filled in.
    """
    first, last, hidden = columns
    translate, filled = page.context.translate, checklist.reported().filled
    looks = {page.text.name: cover.look} | {t.sheet: checklist.look_at(t.sheet) for t in checklist.tallies}
    total = sum(live.amount for live in looks.values())
    sum_of = "+".join(live.formula for live in looks.values())
    state = f"{xl_col_to_name(hidden)}{row + 1}"
    number = total or (0 if filled.value else _NOTHING)
    page.write_formula(
        row, hidden, LiveFormula(f"IF({sum_of}>0,{sum_of},IF({filled.formula}>0,0,{_NOTHING}))", number), "machine"
    )
    words = {text: translate(text) for text in (NOTHING_YET, CAN_BE_SENT, LOOK_FIRST)}
    nothing, fine, look_first = page.context.options.texts(list(words.values()))
    where = {name: joined_text(_on_sheet(page, name), {"count": live}) for name, live in looks.items()}
    pieces = "&".join(f'IF({looks[name].formula}>0,", "&{said.formula},"")' for name, said in where.items())
    formula = f'IF({state}>0,{look_first}&" "&MID({pieces},3,250),IF({state}=0,{fine},{nothing}))'
    told = ", ".join(str(said.value) for name, said in where.items() if looks[name].value)
    quiet = words[CAN_BE_SENT] if filled.value else words[NOTHING_YET]
    page.sheet.set_row(row, _VERDICT_HEIGHT)
    page.write_formula(row, first, LiveFormula(formula, f"{words[LOOK_FIRST]} {told}" if total else quiet), "verdict")
    for column in range(first + 1, last + 1):
        page.put(row, column, None, "verdict")
    highlight_when(page, (row, first, row, last), f"${state}>0")
    highlight_when(page, (row, first, row, last), f"${state}=0", "fine")


def write_sheets(page: FormSheet, columns: tuple[int, int, int], checklist: Checklist) -> None:
    """What each sheet holds, and live how far it is answered."""
    context = page.context
    page.row += 1
    page.write_line(context.translate("What is in this workbook"), "section")
    with_blocks = {tally.sheet for tally in checklist.tallies}
    for text in context.layout.sheets:
        if text.name not in with_blocks and text.name != CHECKLIST:
            continue
        about = context.translate(text.about)
        page.sheet.set_row(page.row, row_height([(about, _ABOUT_WIDTH)], ROW_HEIGHT))
        page.link(page.row, columns[0], text.name, "link")
        page.put(page.row, columns[1], about, "means")
        if text.name in with_blocks:
            page.write_formula(page.row, columns[2], sheet_status(page, text.name, checklist), "help")
        page.row += 1


def sheet_status(page: FormSheet, name: str, checklist: Checklist) -> LiveFormula:
    """How far a sheet is answered: cells or rows, and how many rows are to be looked at."""
    asked = checklist.asked(name)
    template = f"{page.context.translate(CELLS if asked else ROWS)}   –   {page.context.translate(ROWS_TO_LOOK_AT)}"
    lives = {"answered": checklist.answered(name, cells=bool(asked)), "look": checklist.look_at(name)}
    return joined_text(template, lives | {"asked": LiveFormula(str(asked), asked)})


def write_legend(page: FormSheet, columns: tuple[int, int]) -> None:
    """The marks that may stand in a number's place, and the colours of the cells."""
    context = page.context
    page.row += 1
    page.write_line(context.translate("Marks that may stand in a number's place, and colours"), "section")
    lines = [(context.translate(line.mark), "mark", line.means) for line in context.layout.legend]
    lines += [("", style, text) for style, text in COLOURS.items()]
    for mark, style, text in lines:
        means = context.translate(text)
        page.sheet.set_row(page.row, row_height([(means, _ABOUT_WIDTH)], _LEGEND_HEIGHT))
        page.put(page.row, columns[0], mark, style)
        page.put(page.row, columns[1], means, "means")
        page.row += 1


def _on_sheet(page: FormSheet, name: str) -> str:
    return page.context.translate(COUNT_ON_SHEET).replace("{sheet}", page.context.sheet_name(name))
