"""A fast scan of the XML of one sheet: proves that it is plain, and reads its cells in the same pass.

Plain means: rows and cells follow each other without a gap, each written the way spreadsheet programs write it, so that
any two readers agree on them. Anything else makes ``SheetFacts.plain`` False, and strict_sheet_parser.py parses the
sheet, which takes longer. What stands before and behind the rows is parsed as XML.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, TypeVar

from assets.intake.addresses import Place, column_number
from assets.intake.formats.number_formats import Duration, StyleTable, hides, moment_of, written_number
from assets.intake.formats.shared_strings import NO_STRINGS, NotPlain, SharedStrings, unescaped
from assets.intake.formats.xmlparts import MAIN_NAMESPACES, SEPARATOR, TRUE, Attributes, feed, new_parser
from assets.intake.limits import Limits
from assets.intake.problems import Refused, refuse
from assets.intake.sheet_facts import SheetFacts, is_zero
from assets.intake.workbook import Cell, CellKind, Rows

# The start of a row, cells without content, a cell, the end of the row: each may be missing, so that most tokens are
# one cell, with the white space behind it. Attributes are spelled out: none takes the slash of an empty element. Single
# characters are repeated possessively (++), for speed; groups are not: before 3.11.5, Python lost its place in the text
# where the last repetition failed half way. (?>...) and (?:...|) are right everywhere, and take 3% longer.
_BLANK = rb'<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="[0-9]{1,8}+"|) ?/>\s*+'
_BLANKS = _BLANK.replace(b"([", b"(?:[")
_TOKEN = re.compile(
    rb'((?=<[cr/])(?:<row r="([1-9][0-9]{0,6}+)"((?>(?: [\w:]++="[^"<>&]*+")*)) ?(/?)>\s*+|)'
    rb"((?>(?:" + _BLANKS + rb")*))"
    rb'(?:<c r="([A-Z]{1,3}+)([1-9][0-9]{0,6}+)"(?: s="([0-9]{1,8}+)"|)(?>(?: (?:cm|vm)="[0-9]++")*)'
    rb'(?: t="([A-Za-z]++)"|) ?(?:/>|>(?:<f((?>(?: [\w:]++="[^"<>]*+")*) ?(?:/>|>[^<]*+</f>))|)'
    rb'(?:<v>([^<]*+)</v>|<v ?/>|<is><t((?: xml:space="preserve"|)>[^<]*+)</t></is>|)</c>)\s*+|)'
    rb"(?:(</row>)\s*+|))"
)
_PRINTED = re.compile(rb"(<(?:odd|even|first)(?:Header|Footer)>)([^<>\x00-\x1f]++)(?=</)")
_BLANK_CELL = re.compile(_BLANK)
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_BEGIN_EMPTY = b"<sheetData/>"
_NUMBER = re.compile(rb"[+-]?+(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?:[eE][+-]?+[0-9]++|)")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?P<time>T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)?", re.ASCII)
_ISO_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?", re.ASCII)
# Longer ones are beyond what a spreadsheet program can hold.
_LONGEST_WHOLE = 300
_ERRORS = frozenset({b"#REF!", b"#N/A", b"#DIV/0!", b"#VALUE!", b"#NAME?", b"#NUM!", b"#NULL!"})
K = TypeVar("K")
V = TypeVar("V")
_TEXT, _NUMBER_KIND = CellKind.TEXT, CellKind.NUMBER
_WHY = "a sheet that has to be parsed"
_SPACE = b" \t\r\n"
# Most numbers of a return are small: value and text are made once.
_SMALL = {str(number).encode(): (number, str(number)) for number in range(10_000)}

# What is the same to the byte in the returns of one form is read once: cells without content (see _blank_cells), the
# columns of what stands before the rows, the merged ranges of what stands behind them (by both).
_KNOWN_BLANKS: dict[bytes, tuple[bytes, int, int, int]] = {}
_KNOWN_HEADS: dict[bytes, tuple[Attributes, ...]] = {}
_KNOWN_TAILS: dict[tuple[bytes, bytes], tuple[str, ...]] = {}
_MOST_BLANKS, _LONGEST_BLANKS = 4_000, 2_000
_MOST_FRAMES, _LONGEST_FRAME = 256, 16_000


class FastSheetScan:
    """Takes the inflated pieces of a sheet in order; a piece may end anywhere.

    ``rows`` are the cells by row and column, blanks left out; also left out are errors and formulas without a result,
    which stand in the facts. Raises Refused F01 or F03 for what no other way of reading could mend.
    """

    def __init__(
        self, facts: SheetFacts, limits: Limits, strings: SharedStrings = NO_STRINGS, styles: StyleTable | None = None
    ) -> None:
        self.facts = facts
        self.limits = limits
        self.rows: Rows = {}
        self._strings = strings
        self._styles = styles or StyleTable()
        # Styles whose numbers need a second look, as they are written.
        self._special = {str(style).encode() for style in (*self._styles.misleading, *self._styles.moments)}
        self._columns: dict[bytes, int] = {}
        self._rest = b""
        self._last_row = 0
        self._scan = self._scan_head
        self._frame = _Frame(facts, limits)

    def feed(self, piece: bytes) -> None:
        """Scan the whole rows of what has come so far; the rest waits for the next piece."""
        if self.facts.plain:
            self._attempt(self._rest + piece if self._rest else piece)

    def close(self) -> None:
        """Scan what is left."""
        if not self.facts.plain:
            return
        if self._scan != self._scan_tail:
            self.facts.plain = False
            return
        self._attempt(b"", final=True)

    def _attempt(self, block: bytes, *, final: bool = False) -> None:
        try:
            self._scan(block, final)
        except (NotPlain, UnicodeDecodeError):
            self.facts.plain = False
        except Refused as refused:
            # Broken XML is named by the parser that reads all of it.
            if refused.problem.facts.get("kind") != "broken_xml":
                raise
            self.facts.plain = False
        if not self.facts.plain:
            self._rest, self.rows = b"", {}

    def _scan_head(self, block: bytes, final: bool) -> None:
        at = block.find(_BEGIN)
        if at < 0:
            empty = block.find(_BEGIN_EMPTY)
            if empty >= 0:
                self._scan = self._scan_tail
                self._rest = b""
                self._scan_tail(block, final)
            else:
                self._rest = block
            return
        at += len(_BEGIN)
        self._frame.head(block[:at])
        # In a comment the words are no table.
        if self._frame.tables != 1:
            raise NotPlain(_WHY)
        self._scan = self._scan_rows
        self._scan_rows(block[at:], final)

    def _scan_rows(self, block: bytes, final: bool) -> None:
        end = block.find(_END)
        if end >= 0:
            self._read(block[:end].lstrip())
            self._rest = b""
            self._scan = self._scan_tail
            self._scan_tail(block[end:], final)
            return
        cut = block.rfind(b"</row>") + 6
        if cut < 6:
            self._rest = block
            return
        self._rest = block[cut:]
        self._read(block[:cut].lstrip())

    def _scan_tail(self, block: bytes, final: bool) -> None:
        self._frame.tail(block, final)

    def _read(self, block: bytes) -> None:
        """Read whole rows. Written for speed, the two commonest kinds of cell first: there may be a million."""
        facts, columns, limits, special = self.facts, self._columns, self.limits, self._special
        texts, uncertain = self._strings.texts, self._strings.misleading
        calculated, new, small, text_kind, number_kind = facts.calculated, tuple.__new__, _SMALL, _TEXT, _NUMBER_KIND
        known_blanks = _KNOWN_BLANKS
        row, row_number, last, filled = b"", self._last_row, 0, 0
        cells: dict[int, Cell] = {}
        length = counted = widest = lowest = 0
        for (
            token, start, hidden, empty, blanks, letters, digits, style, kind, formula, value, more, stop,
        ) in _TOKEN.findall(block):  # fmt: skip
            length += len(token)
            if start:
                number = int(start)
                if row or number <= row_number:
                    raise NotPlain(_WHY)
                row_number, row = number, b"" if empty else start
                if b"hidden" in hidden or b'ht="0' in hidden:
                    self._hide(number, hidden)
            if blanks:
                found = known_blanks.get(blanks) or _blank_cells(blanks)
                if found[0] != row or found[1] <= last:
                    raise NotPlain(_WHY)
                last = found[2]
                counted += found[3]
            if letters:
                column = columns.get(letters)
                if column is None:
                    column = columns[letters] = column_number(letters.decode())
                if digits != row or column <= last:
                    raise NotPlain(_WHY)
                last = column
                counted += 1
                if value:
                    filled = column
                    if (
                        kind == b"s"
                        and not uncertain
                        and value.isdigit()
                        and len(value) < 9
                        and (number := int(value)) < len(texts)
                    ):
                        if text := texts[number]:
                            cells[column] = new(Cell, (row_number, column, text_kind, text, text, False))
                    elif not kind and value in small and style not in special and (calculated or not formula):
                        cells[column] = new(Cell, (row_number, column, number_kind, *small[value], False))
                    else:
                        self._cell(cells, row_number, column, style, kind, formula, value, more)
                elif formula or more:
                    filled = column
                    self._cell(cells, row_number, column, style, kind, formula, value, more)
            if stop:
                if not row:
                    raise NotPlain(_WHY)
                if filled:
                    lowest = row_number
                    if filled > widest:
                        widest = filled
                    if cells:
                        self.rows[row_number] = cells
                        cells = {}
                row, last, filled = b"", 0, 0
        if length != len(block) or row:
            raise NotPlain(_WHY)
        self._last_row = row_number
        facts.cells += counted
        facts.extend_to(lowest, widest)
        facts.check(limits)

    def _cell(
        self, cells: dict[int, Cell], row: int, column: int, style: bytes, kind: bytes, formula: bytes, value: bytes,
        more: bytes,
    ) -> None:  # fmt: skip
        """Put one cell with a value, a formula or a text into ``cells``."""
        if formula and kind != b"str" and kind != b"e" and not value.strip(self.facts.no_result):
            self.facts.uncached[row, column] = "=" + unescaped(_formula_text(formula))
        elif kind == b"s":
            self._shared(cells, row, column, value)
        elif not kind or kind == b"n":
            self._number(cells, row, column, style, value)
        elif kind == b"str":
            _put_text(cells, row, column, unescaped(value))
        elif kind == b"inlineStr" and not value:
            keep, _, text = more.partition(b">")
            _put_text(cells, row, column, unescaped(text if keep else text.strip(_SPACE)))
        elif kind == b"b" and value in (b"0", b"1"):
            yes = value == b"1"
            cells[column] = Cell(row, column, CellKind.BOOLEAN, yes, "TRUE" if yes else "FALSE")
        elif kind == b"e" and value in _ERRORS:
            self.facts.errors[row, column] = value.decode()
        elif kind == b"d":
            _put_iso(cells, row, column, unescaped(value).strip())
        else:
            raise NotPlain(_WHY)

    def _shared(self, cells: dict[int, Cell], row: int, column: int, value: bytes) -> None:
        # int() alone would take "1_2" too.
        if not value.isdigit():
            raise NotPlain(_WHY)
        number = int(value) if len(value) < 9 else len(self._strings.texts)
        if number >= len(self._strings.texts):
            raise refuse(
                "F01",
                sheet=self.facts.name,
                what="a workbook that cannot be read",
                detail="a cell whose text is not in the table of texts",
            )
        text = self._strings.texts[number]
        if text:
            cells[column] = tuple.__new__(Cell, (row, column, CellKind.TEXT, text, text, False))
            if number in self._strings.misleading:
                self.facts.misleading.add((row, column))

    def _number(self, cells: dict[int, Cell], row: int, column: int, style: bytes, value: bytes) -> None:
        if style:
            number_style = int(style)
            code = self._styles.misleading.get(number_style)
            if code is not None and hides(code, written_number(value.decode())):
                self.facts.misleading.add((row, column))
            if number_style in self._styles.moments:
                self._moment(cells, (row, column), number_style, value)
                return
        small = _SMALL.get(value)
        if small is not None:
            cells[column] = tuple.__new__(Cell, (row, column, CellKind.NUMBER, *small, False))
        else:
            cells[column] = number_cell(row, column, value)

    def _moment(self, cells: dict[int, Cell], place: Place, style: int, value: bytes) -> None:
        if not _NUMBER.fullmatch(value):
            raise NotPlain(_WHY)
        moment = moment_of(float(value), self._styles.moments[style], self._styles.date1904)
        cells[place[1]] = number_cell(*place, value) if moment is None else moment_cell(*place, moment)

    def _hide(self, number: int, attributes: bytes) -> None:
        found = _ATTRIBUTE.findall(attributes)
        values = dict(found)
        if len(values) != len(found):
            raise NotPlain(_WHY)
        if values.get(b"hidden", b"").decode() in TRUE or is_zero(values.get(b"ht", b"").decode()):
            self.facts.hidden_rows.add(number)


class _Frame:
    """What stands before and behind the rows of a sheet, parsed as XML; ``tables`` counts its elements sheetData.

    But for what is printed at the head of each page it is the same to the byte in the returns of one form, and is then
    parsed once.
    """

    def __init__(self, facts: SheetFacts, limits: Limits) -> None:
        self.tables = 0
        self._facts = facts
        self._limits = limits
        self._head = self._tail = b""
        # What the parser was not given yet.
        self._waiting = b""
        self._columns: list[Attributes] = []
        self._merged: list[str] = []
        self._begun = False
        self._parser = new_parser(facts.part)
        self._parser.StartElementHandler = self._start

    def head(self, written: bytes) -> None:
        """Take what stands before the rows, the start of their element included."""
        self._head = written
        if written in _KNOWN_HEADS:
            self.tables, self._waiting = 1, written
            for attributes in _KNOWN_HEADS[written]:
                self._facts.hide_column(attributes, self._limits)
            return
        feed(self._parser, self._facts.part, written)
        if self.tables == 1 and not self._merged and len(written) <= _LONGEST_FRAME:
            _keep(_KNOWN_HEADS, written, tuple(self._columns), _MOST_FRAMES)

    def tail(self, written: bytes, final: bool) -> None:
        """Take a piece of what stands behind the rows, the end of their element included; ``final`` is the last."""
        self._tail += written
        if not final and len(self._tail) <= _LONGEST_FRAME:
            return
        key = self._head, _PRINTED.sub(_without_text, self._tail)
        if final and self._waiting and key in _KNOWN_TAILS:
            for text in _KNOWN_TAILS[key]:
                self._facts.merge(text, self._limits)
            return
        if self._waiting:
            # Its elements are counted now.
            self.tables = 0
        feed(self._parser, self._facts.part, self._waiting + self._tail, final)
        if not final:
            self._waiting = self._head = self._tail = b""
        elif self.tables != 1:
            raise NotPlain(_WHY)
        elif self._head and len(self._tail) <= _LONGEST_FRAME:
            _keep(_KNOWN_TAILS, key, tuple(self._merged), _MOST_FRAMES)

    def _start(self, name: str, attributes: Attributes) -> None:
        space, _, tag = name.rpartition(SEPARATOR)
        if space not in MAIN_NAMESPACES:
            if not self._begun:
                raise NotPlain(_WHY)
        elif tag == "mergeCell":
            self._merged.append(attributes.get("ref", ""))
            self._facts.merge(self._merged[-1], self._limits)
        elif tag == "col":
            self._columns.append(attributes)
            self._facts.hide_column(attributes, self._limits)
        elif tag == "sheetData":
            self.tables += 1
        elif tag in ("row", "c"):
            raise NotPlain(_WHY)
        self._begun = True


def _without_text(printed: re.Match[bytes]) -> bytes:
    """The element without its text, which is as XML allows; raises NotPlain or UnicodeDecodeError where it is not."""
    if "\ufffe" in (text := unescaped(printed[2])) or "\uffff" in text:
        raise NotPlain(_WHY)
    return printed[1]


def _blank_cells(written: bytes) -> tuple[bytes, int, int, int]:
    """Cells without content that follow each other: their row as it is written, first and last column, how many."""
    cells = _BLANK_CELL.findall(written)
    row = cells[0][1]
    columns = [column_number(letters.decode()) for letters, _ in cells]
    if any(digits != row for _, digits in cells) or any(a >= b for a, b in pairwise(columns)):
        raise NotPlain(_WHY)
    found = row, columns[0], columns[-1], len(columns)
    if len(written) <= _LONGEST_BLANKS:
        _keep(_KNOWN_BLANKS, written, found, _MOST_BLANKS)
    return found


def _keep(known: dict[K, V], written: K, found: V, most: int) -> None:
    if len(known) >= most:
        known.clear()
    known[written] = found


def _formula_text(element: bytes) -> bytes:
    """The text of a formula from what stands behind its '<f'; empty where it is shared with another cell."""
    attributes, _, rest = element.removesuffix(b"</f>").partition(b">")
    return b"" if attributes.endswith(b"/") else rest


def number_cell(row: int, column: int, written: bytes) -> Cell:
    """The cell of a number as the file writes it; whole numbers keep every digit."""
    if not _NUMBER.fullmatch(written):
        raise NotPlain(_WHY)
    if len(written) <= _LONGEST_WHOLE and written.removeprefix(b"-").isdigit():
        whole = int(written)
        return Cell(row, column, CellKind.NUMBER, whole, str(whole))
    value = float(written)
    if value.is_integer():
        return Cell(row, column, CellKind.NUMBER, int(value), str(int(value)))
    if value in (float("inf"), float("-inf")):
        return Cell(row, column, CellKind.TEXT, str(value), str(value))
    return Cell(row, column, CellKind.NUMBER, value, repr(value))


def moment_cell(row: int, column: int, value: date | time | Duration) -> Cell:
    """The cell of a day, a time of day, both, or a length of time (as HH:MM:SS)."""
    if isinstance(value, Duration):
        return Cell(row, column, CellKind.DATE, str(value), str(value))
    if isinstance(value, datetime):
        return Cell(row, column, CellKind.DATE, value, value.isoformat(sep=" "))
    return Cell(row, column, CellKind.DATE, value, value.isoformat())


def _put_text(cells: dict[int, Cell], row: int, column: int, text: str) -> None:
    if text:
        cells[column] = Cell(row, column, CellKind.TEXT, text, text)


def _put_iso(cells: dict[int, Cell], row: int, column: int, text: str) -> None:
    """A cell that holds a day or a time as ISO 8601 writes it; anything else is text."""
    moment: Any = None
    try:
        if found := _ISO_DATE.fullmatch(text):
            moment = datetime.fromisoformat(text) if found["time"] else date.fromisoformat(text)
        elif _ISO_TIME.fullmatch(text):
            moment = time.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None:
        _put_text(cells, row, column, text)
    else:
        cells[column] = moment_cell(row, column, moment)
