"""Write the cover: whose return it is, whether it can be sent, the marks, the counting rules."""

from __future__ import annotations

from assets.forms.layout.blocks import FieldsBlock, FormField
from assets.forms.reader.cover import VALUE
from assets.forms.reader.regions import LABEL, anchor_name
from assets.forms.writer.checklist import Checklist
from assets.forms.writer.content import Value
from assets.forms.writer.cover_guide import write_legend, write_sheets, write_verdict
from assets.forms.writer.cover_live import QUIET, STILL_BLANK, doubts_of, field_help, field_state
from assets.forms.writer.live_conditions import highlight_when
from assets.forms.writer.sheet import FIRST_COLUMN, MACHINE_COLUMN, FormSheet, field_style, machine_row
from assets.forms.writer.text import row_height
from assets.forms.writer.worksheet import LiveFormula, Tally

_LABEL, _VALUE, _HELP, _STATE = range(FIRST_COLUMN, FIRST_COLUMN + 4)
_WIDTHS = {_LABEL: 26, _VALUE: 42, _HELP: 58, _STATE: 4}
COVER_LAST = _HELP
COVER_WIDTH = sum(_WIDTHS.values()) - _WIDTHS[_STATE]
_FIELD_HEIGHT, _COMMENT_HEIGHT = 22, 60
_VALUE_LETTER, _STATE_LETTER = "C", "E"


class CoverWriter:
    """Writes the cover once all other sheets are known; ``checklist`` says what they hold."""

    def __init__(self, page: FormSheet, block: FieldsBlock, checklist: Checklist) -> None:
        self.page = page
        self.block = block
        self.checklist = checklist
        self.reported = checklist.reported()
        self.states: list[int] = []
        self.answered: list[tuple[str, bool]] = []
        self.shown: dict[str, LiveFormula] = {}
        self.first_field = 0

    def write(self) -> Tally:
        """The whole page; returns the cover's own line of the checklist."""
        page = self.page
        for column, width in _WIDTHS.items():
            hidden = {"hidden": True} if column == _STATE else None
            page.sheet.set_column(column, column, width, None, hidden)
        page.put(page.row, MACHINE_COLUMN, page.context.layout.fits[0].marker, "machine")
        status_row = page.heading()
        self._fields()
        tally = self._tally()
        write_verdict(page, status_row, (_LABEL, _HELP, _STATE), tally, self.checklist)
        write_sheets(page, (_LABEL, _VALUE, _HELP), self.checklist)
        write_legend(page, (_LABEL, _VALUE))
        page.sections()
        return tally

    def _fields(self) -> None:
        page = self.page
        machine_row(page, anchor_name("fields", self.block.name), {_VALUE: VALUE})
        self.first_field = page.row
        for item in self.block.fields:
            if item.section:
                page.row += 1
                page.write_line(page.context.translate(item.section), "section", code=LABEL)
            page.put(page.row, MACHINE_COLUMN, item.name, "machine")
            if item.hidden:
                page.put(page.row, _VALUE, cover_value(page, item), "machine")
                page.sheet.set_row(page.row, None, None, {"hidden": True})
            else:
                self._field(item, page.shown(item, cover_value(page, item)))
            page.row += 1
        last = page.row - 1
        state = f"${_STATE_LETTER}{self.first_field + 1}"
        highlight_when(page, (self.first_field, _VALUE, last, _VALUE), f"{state}>{QUIET}")
        highlight_when(page, (self.first_field, _HELP, last, _HELP), f"{state}>{STILL_BLANK}")

    def _field(self, item: FormField, value: Value) -> None:
        page, row, context = self.page, self.page.row, self.page.context
        label, told = context.translate(item.label), context.translate(item.help)
        cell = f"{_VALUE_LETTER}{row + 1}"
        least = _COMMENT_HEIGHT if item.name == "comments" else _FIELD_HEIGHT
        page.sheet.set_row(row, row_height([(label, _WIDTHS[_LABEL]), (told, _WIDTHS[_HELP] * 1.1)], least))
        page.put(row, _LABEL, label, "label")
        page.put(row, _VALUE, value, field_style(item))
        self._input_check(item, (row, _VALUE, row, _VALUE))
        self.shown[item.name] = LiveFormula(f"{page.reference}$C${row + 1}", str(value or ""))
        doubts = doubts_of(page, item, cell, value, self.reported)
        if not (doubts or item.asked):
            page.put(row, _HELP, told, "help")
            return
        state = field_state(item, cell, value, self.reported, doubts)
        page.write_formula(row, _STATE, state, "machine")
        self.states.append(int(state.amount))
        if doubts:
            page.write_formula(row, _HELP, field_help(told, f"{_STATE_LETTER}{row + 1}", state, doubts), "help")
        else:
            page.put(row, _HELP, told, "help")
        if item.asked:
            self.answered.append((f"{page.reference}{cell}", value not in (None, "")))

    def _input_check(self, item: FormField, area: tuple[int, int, int, int]) -> None:
        page, checks = self.page, self.page.context.checks
        source = "" if item.locked else page.context.options.source(item)
        if source:
            checks.choose_from(page.sheet, source, item, area)
        elif item.kind == "date":
            checks.day(page.sheet, area)
        if not item.locked and not item.identifies:
            page.select(area[0], area[1])

    def _tally(self) -> Tally:
        page = self.page
        cells = ",".join(cell for cell, _ in self.answered)
        states = f"{page.reference}${_STATE_LETTER}${self.first_field + 1}:${_STATE_LETTER}${page.row}"
        return Tally(
            block=self.block.name,
            sheet=self.block.sheet,
            what=page.context.translate(page.text.about),
            asked=len(self.answered),
            answered=LiveFormula(f"COUNTA({cells})", sum(given for _, given in self.answered)),
            look=LiveFormula(f'COUNTIF({states},">{QUIET}")', sum(state > QUIET for state in self.states)),
        )


def cover_value(page: FormSheet, item: FormField) -> Value:
    """What a field of the cover holds in the form that is written: its content, or what is known of the form."""
    context = page.context
    if item.name in context.content.cover:
        return context.content.cover[item.name]
    filled: dict[str, Value] = {
        "language": context.book.language,
        "synthetic": "YES" if context.synthetic else "NO",
        "form_version": context.layout.version,
        "edition_id": context.edition.edition_id,
        "ref_area": context.ref_area,
        "time_period": context.month,
    }
    return filled.get(item.name)
