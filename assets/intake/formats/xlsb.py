"""The binary parts of an .xlsb workbook: size, errors, hidden rows and columns.

Layout: Microsoft, [MS-XLSB] Excel Binary File Format, sections 2.1 and 2.4. The frame (zip, relationships) is that
of .xlsx.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator

from assets.intake.addresses import Place, a1
from assets.intake.formats.biff import ERRORS
from assets.intake.formats.binary_numbers import Formats, note_number, real, rk
from assets.intake.formats.container import Container
from assets.intake.formats.ooxml import checked_pieces, refuse_forbidden_parts, relations
from assets.intake.formats.xmlparts import Attributes
from assets.intake.limits import Limits
from assets.intake.problems import refuse
from assets.intake.sheet_facts import SheetFacts, check_together

_ROW, _BUNDLE_SHEET, _COLUMN, _MERGED = 0, 156, 60, 176
# Rk, error, boolean, real, text, shared text; then formulas with a text, number, boolean and error result.
_ERROR, _FORMULA_ERROR = 3, 11
# BrtCellRk to BrtFmlaError; 1 is a blank.
_CELLS = frozenset(range(2, 12))
_RK, _FORMULA_NUMBER = 2, 9
_NUMBERS = frozenset((_RK, 5, _FORMULA_NUMBER))
_FORMAT, _STYLE, _CELL_STYLES, _CELL_STYLES_END = 44, 47, 617, 618
# BrtCalcProp, and where its flags stand in it.
_CALCULATION, _CALCULATION_FLAGS = 157, 24
_ROW_HIDDEN = 0x10
_COLUMN_HIDDEN = 0x1


def inspect_xlsb(container: Container) -> list[SheetFacts]:
    """The facts of every sheet in order; raises Refused F01, F03, F05 or F08."""
    refuse_forbidden_parts(container)
    for name in container.entries:
        for _ in checked_pieces(container, name):
            pass
    related = relations(container, "xl/_rels/workbook.bin.rels")
    targets = _targets(related, "/worksheet")
    formats = _formats(container, _targets(related, "/styles"))
    calculated = True
    sheets: list[SheetFacts] = []
    for kind, body in _records(container.read("xl/workbook.bin"), "xl/workbook.bin"):
        if kind == _BUNDLE_SHEET:
            identity, rest = _wide(body[8:])
            name, _ = _wide(rest)
            if identity in targets:
                visible = not int.from_bytes(body[:4], "little")
                sheets.append(SheetFacts(name, targets[identity].lstrip("/"), visible))
        elif kind == _CALCULATION and len(body) >= _CALCULATION_FLAGS + 2:
            calculated = not body[_CALCULATION_FLAGS] & 1
    if not sheets:
        raise refuse("F01", kind="no_sheet", what="a workbook without a sheet")
    check_together(sheets, container.limits)
    for facts in sheets:
        if facts.part not in container.entries:
            raise refuse("F01", what="a part that is missing", part=facts.part)
        facts.misleading_styles, facts.calculated = formats, calculated
        _look(facts, container)
    check_together(sheets, container.limits)
    return sheets


def _targets(related: list[Attributes], kind: str) -> dict[str, str]:
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("xl", relation.get("Target", "")))
        for relation in related
        if relation.get("Type", "").endswith(kind)
    }


def _formats(container: Container, parts: dict[str, str]) -> dict[int, str]:
    """The styles under which a whole number may be seen as something else."""
    formats, cells = Formats(), False
    for part in (name.lstrip("/") for name in parts.values()):
        if part not in container.entries:
            raise refuse("F01", what="a part that is missing", part=part)
        try:
            for kind, body in _records(container.read(part), part):
                cells = kind == _CELL_STYLES or (cells and kind != _CELL_STYLES_END)
                if kind == _FORMAT:
                    formats.codes[int.from_bytes(body[:2], "little")] = _wide(body[2:])[0]
                elif kind == _STYLE and cells:
                    formats.add_style(body)
        except struct.error as error:
            raise refuse("F01", what="a damaged workbook", part=part) from error
    return formats.misleading_styles()


def _look(facts: SheetFacts, container: Container) -> None:
    row = 0
    taken: set[int] = set()
    try:
        for kind, body in _records(container.read(facts.part), facts.part):
            if kind == _ROW:
                row = int.from_bytes(body[:4], "little") + 1
                # Flags follow row (4), style (4) and height (2); the hidden bit stands in the second byte.
                if body[11] & _ROW_HIDDEN:
                    facts.hidden_rows.add(row)
            elif kind in _CELLS:
                column = int.from_bytes(body[:4], "little") + 1
                _take(facts, taken, row, column, container.limits)
                if kind in (_ERROR, _FORMULA_ERROR):
                    facts.errors[row, column] = ERRORS.get(body[8], f"#ERROR {body[8]}")
                elif kind in _NUMBERS:
                    _number(facts, (row, column), kind, body)
            else:
                _frame(facts, kind, body, container.limits)
    except (struct.error, IndexError) as error:
        raise refuse("F01", sheet=facts.name, what="a damaged workbook") from error
    facts.check(container.limits)


def _number(facts: SheetFacts, place: Place, kind: int, body: bytes) -> None:
    number = rk(body, 8) if kind == _RK else real(body, 8)
    if kind == _FORMULA_NUMBER and not facts.calculated and number == 0:
        facts.uncached[place] = "="
    note_number(facts, place, int.from_bytes(body[4:7], "little"), number)


def _take(facts: SheetFacts, taken: set[int], row: int, column: int, limits: Limits) -> None:
    key = row * 20_000 + column
    if key in taken:
        raise refuse(
            "F08",
            sheet=facts.name,
            cell=a1(row, column),
            kind="two_values",
            what="two cells with one address",
        )
    taken.add(key)
    facts.cells += 1
    facts.extend_to(row, column)
    if facts.cells > limits.max_cells:
        facts.check(limits)


def _frame(facts: SheetFacts, kind: int, body: bytes, limits: Limits) -> None:
    if kind == _COLUMN:
        first, last, width, _, options = struct.unpack_from("<4IH", body)
        if options & _COLUMN_HIDDEN or not width:
            facts.hide_columns(first + 1, last + 1, limits)
    elif kind == _MERGED:
        top, bottom, left, right = struct.unpack_from("<4I", body)
        facts.merged_ranges.append(f"{a1(top + 1, left + 1)}:{a1(bottom + 1, right + 1)}")


def _records(data: bytes, part: str) -> Iterator[tuple[int, bytes]]:
    """Records of a binary part: a type of one or two bytes, a length of one to four, seven bits in each."""
    at = 0
    while at < len(data):
        kind, at = _variable(data, at, 2, part)
        length, at = _variable(data, at, 4, part)
        if at + length > len(data):
            raise refuse("F01", kind="cut_off", what="a part that is cut off", part=part)
        yield kind, data[at : at + length]
        at += length


def _variable(data: bytes, at: int, most: int, part: str) -> tuple[int, int]:
    number = 0
    for index in range(most):
        if at >= len(data):
            raise refuse("F01", kind="cut_off", what="a part that is cut off", part=part)
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return number, at


def _wide(body: bytes) -> tuple[str, bytes]:
    end = 4 + 2 * int.from_bytes(body[:4], "little")
    return body[4:end].decode("utf-16-le", "replace"), body[end:]
