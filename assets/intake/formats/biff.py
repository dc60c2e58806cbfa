"""The records of an .xls workbook (BIFF5 and BIFF8): size, errors, hidden rows and columns, what is forbidden.

Layout: Microsoft, [MS-XLS] Excel Binary File Format, section 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from assets.intake.addresses import Place, a1
from assets.intake.formats.binary_numbers import Formats, note_number, real, rk
from assets.intake.formats.ole2 import STREAM, CompoundFile, Entry
from assets.intake.limits import Limits
from assets.intake.problems import refuse, refuse_active
from assets.intake.sheet_facts import SheetFacts, check_together

_BOF, _EOF = 0x0809, 0x000A
_FILEPASS, _BOUNDSHEET, _SUPBOOK, _DCONN = 0x2F, 0x85, 0x1AE, 0x876
_ROW, _COLINFO, _MERGED, _DIMENSIONS = 0x208, 0x7D, 0xE5, 0x200
_WRITER, _UNCALCULATED, _STYLE, _FORMAT = 0x5C, 0x5E, 0xE0, 0x41E
_CHART_SHEET = 2
_MULRK, _FORMULA, _BOOLERR = 0xBD, 0x06, 0x205
_NUMBER, _RK = 0x203, 0x27E
# LABEL, RSTRING, LABELSST: one cell each.
_PLAIN_CELLS = frozenset((0x204, 0xD6, 0xFD))
_BIFF5, _BIFF8 = 0x0500, 0x0600
_MACRO_SHEET, _VBA_MODULE = 1, 6
_SELF, _ADD_IN = 0x0401, 0x3A01
# The numbers of the error values, the same in .xls and .xlsb.
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_ERROR_RESULT = 2
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x1

# Kind, body, and where the body begins in the stream.
Record = tuple[int, bytes, int]

_FOREIGN = (
    ({"worddocument"}, "a Word document"),
    ({"powerpoint document"}, "a PowerPoint presentation"),
    ({"visiodocument"}, "a Visio drawing"),
    ({"__nameid_version1.0"}, "an Outlook message"),
)


def inspect_xls(data: bytes, limits: Limits) -> tuple[bytes, list[SheetFacts]]:
    """The facts of every sheet of an .xls file in its order, and the bytes that may be read.

    They differ from ``data`` only where a sheet states a size far beyond its cells, which a reader would allocate.
    Raises Refused F01 to F05 or F08.
    """
    container = CompoundFile(data)
    entry = _book(container)
    stream = container.read(entry)
    version, sheets, by_calc, formats = _globals(stream)
    check_together([facts for facts, _ in sheets], limits)
    changes: dict[int, int] = {}
    for facts, start in sheets:
        facts.misleading_styles = formats
        look = _Sheet(facts, version, limits, by_calc)
        look.look(_records(stream, start))
        facts.check(limits)
        changes.update(look.true_size())
    check_together([facts for facts, _ in sheets], limits)
    return container.patched(entry, changes) if changes else data, [facts for facts, _ in sheets]


def _book(container: CompoundFile) -> Entry:
    """The stream that holds the workbook; raises Refused F02, F04 or F05."""
    names = {entry.name.casefold() for entry in container.entries}
    if "encryptedpackage" in names:
        raise refuse("F04", what="a password")
    books = [e for e in container.entries if e.name.casefold() in ("workbook", "book") and e.kind == STREAM]
    for marks, what in _FOREIGN:
        if marks & names and not books:
            raise refuse("F02", what=what)
    if names & {"_vba_project_cur", "_vba_project", "vba", "macros"}:
        raise refuse_active("macros")
    if names & {"\x01ole10native", "objectpool", "ctls"} or any(n.startswith("mbd") for n in names):
        raise refuse_active("objects")
    if names & {"_sx_db_cur", "_sx_db"}:
        raise refuse_active("pivot_cache")
    if not books:
        raise refuse("F02", what="an old Office file that is no workbook")
    if len({e.name.casefold() for e in books}) < len(books):
        raise refuse_active("objects")
    # Where both are there, Excel 97 and later read "Workbook".
    return max(books, key=lambda e: e.name.casefold())


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """Records from ``start`` to the end of that substream, those of charts within it left out."""
    depth = 0
    while True:
        if start + 4 > len(stream):
            raise refuse("F01", kind="cut_off", what="a file that is cut off")
        kind, length = struct.unpack_from("<HH", stream, start)
        body = stream[start + 4 : start + 4 + length]
        if len(body) < length:
            raise refuse("F01", kind="cut_off", what="a file that is cut off")
        start += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            if kind != _EOF:
                raise refuse("F01", what="a damaged workbook")
            return
        if depth == 1:
            yield kind, body, start - length


def _globals(stream: bytes) -> tuple[int, list[tuple[SheetFacts, int]], bool, dict[int, str]]:
    """The version, the sheets with where each begins, whether LibreOffice Calc wrote the file, odd number formats."""
    version, by_calc, formats = 0, False, Formats()
    sheets: list[tuple[SheetFacts, int]] = []
    for kind, body, _ in _records(stream, 0):
        if kind == _BOF:
            version = int.from_bytes(body[:2], "little")
            if version not in (_BIFF5, _BIFF8):
                raise refuse("F02", kind="old_format", what="a sheet of an Excel older than Excel 95")
        elif kind in (_STYLE, _FORMAT):
            _add_format(formats, kind, body, version)
        elif kind == _WRITER:
            by_calc = b"Calc" in body[:8]
        elif kind == _FILEPASS:
            raise refuse("F04", what="a password")
        elif kind == _DCONN:
            raise refuse_active("connection")
        elif kind == _SUPBOOK and int.from_bytes(body[2:4], "little") not in (
            _SELF,
            _ADD_IN,
        ):
            raise refuse_active("links")
        elif kind == _BOUNDSHEET and body[5:6] != bytes([_CHART_SHEET]):
            sheets.append(_bound_sheet(body, version))
    if not sheets:
        raise refuse("F01", kind="no_sheet", what="a workbook without a sheet")
    return version, sheets, by_calc, formats.misleading_styles()


def _add_format(formats: Formats, kind: int, body: bytes, version: int) -> None:
    try:
        if kind == _STYLE:
            formats.add_style(body)
        else:
            formats.add_format(body, version)
    except (struct.error, IndexError) as error:
        raise refuse("F01", what="a damaged workbook") from error


def _bound_sheet(body: bytes, version: int) -> tuple[SheetFacts, int]:
    if len(body) < 8:
        raise refuse("F01", what="a damaged workbook")
    start, state, kind, length = struct.unpack_from("<IBBB", body)
    if kind in (_MACRO_SHEET, _VBA_MODULE):
        raise refuse_active("macros")
    if version == _BIFF8:
        wide = body[7] & 1
        name = body[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
    else:
        name = body[7 : 7 + length].decode("latin-1")
    return SheetFacts(name, visible=not state & 3), start


def _style(body: bytes) -> int:
    return int.from_bytes(body[4:6], "little")


class _Sheet:
    def __init__(self, facts: SheetFacts, version: int, limits: Limits, by_calc: bool) -> None:
        self.facts = facts
        self.by_calc = by_calc
        self.calculated = True
        self.version = version
        self.limits = limits
        self.taken: set[int] = set()
        # Where the sheet states its size, and the rows and columns that it states.
        self.stated: tuple[int, int, int] = (0, 0, 0)
        self.handlers: dict[int, Callable[[bytes], object]] = {
            **dict.fromkeys(_PLAIN_CELLS, self._cell),
            _NUMBER: self._real,
            _RK: self._packed,
            _FORMULA: self._formula,
            _BOOLERR: self._boolean_or_error,
            _MULRK: self._many_numbers,
            _ROW: self._row,
            _COLINFO: self._columns,
            _MERGED: self._merged,
        }

    def look(self, records: Iterator[Record]) -> None:
        """Take every record of the sheet."""
        for kind, body, at in records:
            try:
                if kind in self.handlers:
                    self.handlers[kind](body)
                elif kind == _DIMENSIONS:
                    first, last, _, columns = struct.unpack_from("<4H" if self.version == _BIFF5 else "<IIHH", body)
                    self.stated = (at, last - min(first, last), columns)
                elif kind == _UNCALCULATED:
                    self.calculated = False
            except (struct.error, IndexError) as error:
                raise refuse("F01", sheet=self.facts.name, what="a damaged workbook") from error
            if self.facts.cells > self.limits.max_cells:
                self.facts.check(self.limits)

    def true_size(self) -> dict[int, int]:
        """The bytes that state the size of the cells there are, where what is stated is beyond the limits."""
        at, rows, columns = self.stated
        if rows * columns <= self.limits.max_area:
            return {}
        layout = "<4H" if self.version == _BIFF5 else "<IIHH"
        true = struct.pack(layout, 0, self.facts.rows, 0, self.facts.columns)
        return {at + index: byte for index, byte in enumerate(true)}

    def _real(self, body: bytes) -> None:
        note_number(self.facts, self._cell(body), _style(body), real(body, 6))

    def _packed(self, body: bytes) -> None:
        note_number(self.facts, self._cell(body), _style(body), rk(body, 6))

    def _formula(self, body: bytes) -> None:
        row, column = self._cell(body)
        if body[12:14] != b"\xff\xff":
            note_number(self.facts, (row, column), _style(body), real(body, 6))
        if body[12:14] == b"\xff\xff" and body[6] == _ERROR_RESULT:
            self.facts.errors[row, column] = ERRORS.get(body[8], f"#ERROR {body[8]}")
        elif not self.calculated or (self.by_calc and body[6:14] == bytes(8)):
            # LibreOffice writes 0 for the text of a formula that it has not calculated itself.
            self.facts.uncached[row, column] = "="

    def _boolean_or_error(self, body: bytes) -> None:
        row, column = self._cell(body)
        if body[7]:
            self.facts.errors[row, column] = ERRORS.get(body[6], f"#ERROR {body[6]}")

    def _many_numbers(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        for index in range((len(body) - 6) // 6):
            place = row + 1, first + index + 1
            self._take(*place)
            note_number(self.facts, place, _style(body[index * 6 :]), rk(body, 6 + index * 6))

    def _row(self, body: bytes) -> None:
        if struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
            self.facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)

    def _columns(self, body: bytes) -> None:
        first, last, width, _, options = struct.unpack_from("<5H", body)
        if options & _COLUMN_HIDDEN or width == 0:
            self.facts.hide_columns(first + 1, last + 1, self.limits)

    def _merged(self, body: bytes) -> None:
        count = int.from_bytes(body[:2], "little")
        for top, bottom, left, right in struct.iter_unpack("<4H", body[2 : 2 + 8 * count]):
            self.facts.merged_ranges.append(f"{a1(top + 1, left + 1)}:{a1(bottom + 1, right + 1)}")

    def _cell(self, body: bytes) -> Place:
        row, column = struct.unpack_from("<HH", body)
        self._take(row + 1, column + 1)
        return row + 1, column + 1

    def _take(self, row: int, column: int) -> None:
        key = row * 20_000 + column
        if key in self.taken:
            raise refuse(
                "F08", sheet=self.facts.name, cell=a1(row, column), kind="two_values", what="two cells with one address"
            )
        self.taken.add(key)
        self.facts.cells += 1
        self.facts.extend_to(row, column)
