"""Whether what people see beside a number still agrees with the hidden machine code it is read by.

People sort rows and move columns as they see them, and paste numbers one place off; the hidden codes stay behind. A
label that belongs to another code shows it. One in words that the form does not know shows nothing: labels get
translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assets.forms.codes import plain
from assets.forms.layout.blocks import FieldsBlock, GridBlock, ListBlock, RowLabel
from assets.forms.layout.layout import Layout
from assets.forms.reader.grid import CHECK, LABEL_CODE, SUM, GridPlan, GridRow, grid_plan, grid_rows, row_terms
from assets.forms.reader.regions import Region
from assets.forms.results import ReadResult
from assets.forms.values import STRIPPED
from assets.framework.loader import Framework
from assets.framework.terms import term
from assets.framework.texts import translate
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind


@dataclass(frozen=True, slots=True)
class Words:
    """The codes that a label may stand beside: by the label as a form writes it, and as ``plain`` compares labels."""

    exact: Mapping[str, frozenset[str]]
    plain: Mapping[str, frozenset[str]]

    def belongs_to_another(self, cell: Cell, code: str) -> bool:
        """Whether the text of a cell is the label of other codes, and not of this one."""
        if cell.kind is not CellKind.TEXT:
            return False
        codes = self.exact.get(cell.text)
        if codes is None:
            codes = self.plain.get(plain(cell.text))
        return codes is not None and code not in codes


_KEPT: dict[tuple[str, str, str], dict[str, Words]] = {}
_MOST_KEPT = 32
_HEADINGS = ""


def row_label(label: RowLabel, row: GridRow, framework: Framework) -> str:
    """The words beside a row of a grid, in English."""
    code = row.dimensions[label.dimension]
    match label.show:
        case "code":
            return code
        case "unit":
            return row.indicator.unit
        case "counted_when":
            return row.indicator.counted_when
        case "name":
            return row.indicator.name if label.dimension == "indicator" else framework.codelist(label.dimension)[code]


def reject_moved_labels(
    region: Region,
    block: FieldsBlock | GridBlock | ListBlock,
    layout: Layout,
    framework: Framework,
    result: ReadResult,
) -> None:
    """Note in ``region`` the rows and columns that are not to be read, because what is seen there says otherwise.

    E05 at a label that belongs to another code, E02 at a value that stands over a heading or a label.
    """
    check = _Check(region, _words(block, layout, framework), layout.marks, result)
    if isinstance(block, FieldsBlock):
        check.fields({item.name: item.label for item in block.fields})
        return
    if isinstance(block, GridBlock):
        check.headings(region.label_rows[:1], {column.key: column.label for column in block.columns})
        check.rows(block, grid_plan(block, layout, framework))
        return
    headings = 2 if any(item.help for item in block.fields) else 1
    check.headings(region.label_rows[:headings], {item.name: item.label for item in block.fields})
    check.records(region.label_rows[headings:])


@dataclass(frozen=True, slots=True)
class _Check:
    region: Region
    words: Mapping[str, Words]
    marks: tuple[str, ...]
    result: ReadResult

    def fields(self, names: Mapping[str, str]) -> None:
        """The labels of the cover."""
        region = self.region
        for name, number in region.rows:
            for place, cell in region.sheet.rows[number].items():
                if place == region.anchor.column or place in region.columns.values():
                    continue
                if self.words[_HEADINGS].belongs_to_another(cell, name):
                    self._moved(cell, name, term("text", names.get(name) or name))
                    region.apart_rows.add(number)

    def headings(self, rows: Iterable[int], names: Mapping[str, str]) -> None:
        """The headings of columns, and values pasted over them."""
        for number in rows:
            for code, place in self.region.columns.items():
                cell = self.region.sheet.cell(number, place)
                if cell is None or code.startswith(LABEL_CODE):
                    continue
                if self._is_value(cell):
                    self._stray(cell)
                elif self.words[_HEADINGS].belongs_to_another(cell, code):
                    self._moved(cell, code, term("text", names.get(code) or code))
                    self.region.apart_columns.add(place)

    def rows(self, block: GridBlock, plan: GridPlan) -> None:
        """The labels of a grid's rows, and values pasted over them."""
        known, codes = plan.rows, self.words.keys() & self.region.columns.keys()
        values = {self.region.columns[column.key] for column in block.columns if column.key in self.region.columns}
        beside = values | {place - 1 for place in values} | {place + 1 for place in values}
        for key, number in self.region.rows:
            if key not in known:
                continue
            for code in codes:
                self._row_label(known[key].row, number, code, beside)
            self._own_words(number, (CHECK,) if known[key].split else (CHECK, SUM))

    def records(self, lines: Iterable[int]) -> None:
        """Values beside the records of a list, and a record typed over the line below its rows."""
        region = self.region
        for number in (*region.open_rows, *(row for _, row in region.rows)):
            self._own_words(number, (CHECK,))
        fields = sorted(place for code, place in region.columns.items() if not code.startswith(LABEL_CODE))
        for number in lines:
            cells = (region.sheet.cell(number, place) for place in fields)
            found = [cell for cell in cells if cell is not None and cell.text.strip(STRIPPED)]
            # The line is one text in one column; a record typed over it has more.
            for cell in found[1:] or [cell for cell in found if self._is_value(cell)]:
                self._stray(cell)

    def _row_label(self, row: GridRow, number: int, code: str, beside: set[int]) -> None:
        place = self.region.columns[code]
        cell = self.region.sheet.cell(number, place)
        if cell is None:
            return
        if place in beside and self._is_value(cell):
            self._stray(cell)
            self.region.apart_rows.add(number)
        elif number not in self.region.apart_rows and self.words[code].belongs_to_another(cell, row.key):
            self._moved(cell, row.key, row_terms(row))
            self.region.apart_rows.add(number)

    def _own_words(self, number: int, codes: tuple[str, ...]) -> None:
        """A value where the form itself has words, or nothing at all, was pasted there."""
        for code in codes:
            cell = self.region.sheet.cell(number, self.region.columns.get(code, 0))
            if cell is not None and self._is_value(cell):
                self._stray(cell)

    def _is_value(self, cell: Cell) -> bool:
        text = cell.text.strip(STRIPPED).casefold()
        said = cell.kind is CellKind.TEXT and (text in self.marks or text.isdecimal())
        return said or cell.kind in (CellKind.NUMBER, CellKind.MISLEADING_FORMAT)

    def _moved(self, cell: Cell, code: str, key: str) -> None:
        facts: dict[str, str | int] = {"why": "moved", "code": code, "key": key}
        self.result.problems.append(Problem("E05", self.region.sheet.name, cell.address, cell.text, facts))

    def _stray(self, cell: Cell) -> None:
        self.result.problems.append(Problem("E02", self.region.sheet.name, cell.address, cell.text, {"kind": "label"}))


def _words(block: FieldsBlock | GridBlock | ListBlock, layout: Layout, framework: Framework) -> dict[str, Words]:
    key = (framework.digest, layout.digest, block.name)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _collect(block, layout, framework)
    return _KEPT[key]


def _collect(block: FieldsBlock | GridBlock | ListBlock, layout: Layout, framework: Framework) -> dict[str, Words]:
    languages = tuple(layout.conventions)
    if not isinstance(block, GridBlock):
        return {_HEADINGS: _by_word(((item.label, item.name) for item in block.fields), languages)}
    rows = grid_rows(block, framework)
    found = {_HEADINGS: _by_word(((column.label, column.key) for column in block.columns), languages)}
    for label in block.row_labels:
        said = ((row_label(label, row, framework), row.key) for row in rows)
        found[f"{LABEL_CODE}{label.show}:{label.dimension}"] = _by_word(said, languages)
    return found


def _by_word(pairs: Iterable[tuple[str, str]], languages: tuple[str, ...]) -> Words:
    found: dict[str, set[str]] = {}
    written: set[str] = set()
    for word, code in _translated(pairs, languages):
        found.setdefault(plain(word), set()).add(code)
        written.add(word)
    by_word = {word: frozenset(codes) for word, codes in found.items() if word}
    return Words({word: by_word[plain(word)] for word in written if plain(word)}, by_word)


def _translated(pairs: Iterable[tuple[str, str]], languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for word, code in pairs:
        yield from ((translate(word, language), code) for language in languages)
