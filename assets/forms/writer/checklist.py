"""Write the checklist: what is asked of the sender, how much is answered, and what to look at, counted live."""

from __future__ import annotations

from itertools import groupby

from assets.forms.writer.cover_live import Reported
from assets.forms.writer.live_conditions import highlight_when
from assets.forms.writer.sheet import FIRST_COLUMN, ROW_HEIGHT, FormSheet
from assets.forms.writer.text import row_height
from assets.forms.writer.worksheet import LiveFormula, Tally

_SHEET, _WHAT, _ASKED, _ANSWERED, _LOOK, _NUMBERS, _REPORTED = range(FIRST_COLUMN, FIRST_COLUMN + 7)
_LETTERS = "ABCDEFGH"
_HEADS = {
    _SHEET: ("Sheet", 22), _WHAT: ("What is asked", 60), _ASKED: ("Cells asked for", 15),
    _ANSWERED: ("Answered", 15), _LOOK: ("Rows to look at", 15),
}  # fmt: skip
CHECKLIST_WIDTH = sum(width for _, width in _HEADS.values())
ALL = "All together"
_HEAD_HEIGHT = 32


class Checklist:
    """The lines of the checklist: where they stand is known before they are written, so that the cover can point there.

    The cover's own line comes first; ``tallies`` are those of the sheets behind it.
    """

    def __init__(self, page: FormSheet, tallies: list[Tally]) -> None:
        self.page = page
        self.tallies = tallies
        self.status_row = page.heading()
        page.row += 1
        self._first = page.row + 1

    def answered(self, sheet: str, *, cells: bool) -> LiveFormula:
        """How many cells of a sheet are answered, or how many rows of its lists are filled in."""
        return self._over(_ANSWERED, [n for n in self._lines(sheet) if (self.tallies[n].asked is not None) == cells])

    def look_at(self, sheet: str) -> LiveFormula:
        """How many rows of a sheet are to be looked at."""
        return self._over(_LOOK, self._lines(sheet))

    def asked(self, sheet: str) -> int:
        """How many cells of a sheet are asked for; 0 where it holds lists alone."""
        return sum(tally.asked or 0 for tally in self.tallies if tally.sheet == sheet)

    def reported(self) -> Reported:
        """What the sheets behind the cover hold."""
        lists = {t.block: self._over(_REPORTED, [n]) for n, t in enumerate(self.tallies) if t.asked is None}
        every = list(range(len(self.tallies)))
        return Reported(
            self._over(_ANSWERED, every), self._over(_NUMBERS, every), self._over(_REPORTED, every), lists
        )  # fmt: skip

    def write(self, cover: Tally) -> int:
        """Write all lines and what they add up to; returns the last column that is shown."""
        page = self.page
        self._write_head()
        lines = [cover, *self.tallies]
        for _, same_sheet in groupby(lines, key=lambda tally: tally.sheet):
            for number, tally in enumerate(same_sheet):
                self._write_line(tally, "" if number else "_first")
        last = page.row
        area = (self._first, _LOOK, last - 1, _LOOK)
        highlight_when(page, area, f"{_LETTERS[_LOOK]}{self._first + 1}>0")
        self._write_total(lines, last)
        for column in (_NUMBERS, _REPORTED):
            page.sheet.set_column(column, column, 8, None, {"hidden": True})
        return _LOOK

    def _write_head(self) -> None:
        page, translate = self.page, self.page.context.translate
        page.sheet.set_row(page.row, row_height([(translate(text), w) for text, w in _HEADS.values()], _HEAD_HEIGHT))
        for column, (text, width) in _HEADS.items():
            page.sheet.set_column(column, column, width)
            page.put(page.row, column, translate(text), "head_left" if column < _ASKED else "head")
        page.row += 1
        page.freeze(page.row - 1, FIRST_COLUMN)

    def _write_line(self, tally: Tally, border: str) -> None:
        page, at = self.page, self.page.row
        page.sheet.set_row(at, row_height([(tally.what, _HEADS[_WHAT][1])], ROW_HEIGHT))
        page.link(at, _SHEET, tally.sheet, f"link{border}")
        page.put(at, _WHAT, tally.what, f"label{border}")
        page.put(at, _ASKED, tally.asked if tally.asked is not None else "–", f"sum{border}")
        page.write_formula(at, _ANSWERED, tally.answered, f"sum{border}")
        page.write_formula(at, _LOOK, tally.look, f"sum{border}")
        page.write_formula(at, _NUMBERS, tally.numbers, "machine")
        page.write_formula(at, _REPORTED, tally.reported, "machine")
        page.row += 1

    def _write_total(self, lines: list[Tally], at: int) -> None:
        page = self.page
        page.sheet.set_row(at, ROW_HEIGHT)
        page.put(at, _SHEET, page.context.translate(ALL), "label_first")
        page.put(at, _WHAT, None, "label_first")
        page.put(at, _ASKED, sum(tally.asked or 0 for tally in lines), "sum_first")
        cells = [(n, tally) for n, tally in enumerate(lines) if tally.asked is not None]
        answered = "+".join(f"{_LETTERS[_ANSWERED]}{self._first + n + 1}" for n, _ in cells)
        page.write_formula(at, _ANSWERED, LiveFormula(answered, sum(t.answered.amount for _, t in cells)), "sum_first")
        looks = f"SUM({_LETTERS[_LOOK]}{self._first + 1}:{_LETTERS[_LOOK]}{at})"
        page.write_formula(at, _LOOK, LiveFormula(looks, sum(t.look.amount for t in lines)), "sum_first")
        page.row = at + 1

    def _lines(self, sheet: str) -> list[int]:
        return [n for n, tally in enumerate(self.tallies) if tally.sheet == sheet]

    def _over(self, column: int, numbers: list[int]) -> LiveFormula:
        """The sum of a column over lines that follow each other; the cover's line stands above the first."""
        if not numbers:
            return LiveFormula("0", 0)
        letter, top, bottom = _LETTERS[column], self._first + numbers[0] + 2, self._first + numbers[-1] + 2
        field = {_ANSWERED: "answered", _LOOK: "look", _NUMBERS: "numbers", _REPORTED: "reported"}[column]
        total = sum(getattr(self.tallies[n], field).amount for n in numbers)
        return LiveFormula(f"SUM({self.page.reference}${letter}${top}:${letter}${bottom})", total)
