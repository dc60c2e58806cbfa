"""What the words of somebody else's table mean: codes, periods and countries, each word looked up once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from assets.forms.codes import CodeBook, plain
from assets.forms.foreign.period_cells import ALLOWED as PERIODS
from assets.forms.foreign.period_cells import read_period
from assets.forms.layout.blocks import FormField
from assets.forms.layout.table_columns import TableColumn
from assets.forms.reader.field_values import CHOICES_SHOWN, TEXT
from assets.forms.values import STRIPPED
from assets.framework.terms import term, terms
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind

_WORDS = (CellKind.TEXT, CellKind.NUMBER)
_DATED = (*_WORDS, CellKind.DATE)
_COUNTRY = FormField(name="country", label="country", kind="country")
_ALLOWED = {
    kind: term("text", words)
    for kind, words in {
        "country": "an ISO 3166 alpha-3 code",
        "country_name": "a country's name or ISO 3166 code",
        **PERIODS,
    }.items()
}


class Meaning(NamedTuple):
    """What a word means: ``value``, or the code of what is wrong with it and, where the layout says it, why."""

    value: str = ""
    wrong: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Condition:
    place: int
    words: frozenset[str]

    def holds(self, cells: dict[int, Cell]) -> bool:
        cell = cells.get(self.place)
        return plain(cell.text if cell else "") in self.words


class WordReader:
    """Reads one declared column of words; ``place`` is where it stands in this sheet.

    Where the column ``is_plain`` a word means the same in every row: what is ``remembered`` of a text or a number
    may be used without asking again. Any text will do in a column that ``is_free``.
    """

    def __init__(
        self, column: TableColumn, columns: dict[str, int], book: CodeBook, codes: frozenset[str] | None
    ) -> None:
        self.column = column
        self.place = columns[plain(column.label)]
        self.to = column.to
        self._book = book
        self._codes = codes
        self._kinds = _DATED if column.read_as in PERIODS else _WORDS
        self._values = {plain(word): code for word, code in column.values.items()}
        self._refuse = [(re.compile(refusal.pattern), refusal.because) for refusal in column.refuse]
        self._when = [
            _Condition(columns[plain(label)], frozenset(plain(word) for word in words))
            for label, words in column.when.items()
        ]
        self.is_free = column.read_as == "text" and not (column.expect or (column.values and column.otherwise is None))
        self.is_plain = not (column.when or column.fill_down)
        self.remembered: dict[str, Meaning] = {}
        self._above: Cell | None = None

    def read(self, cells: dict[int, Cell]) -> Meaning | None:
        """What the cell of this row means; None where the entry says nothing about the row."""
        if self._when and not all(condition.holds(cells) for condition in self._when):
            return None
        cell = cells.get(self.place)
        if self.column.fill_down:
            self._above = cell = cell or self._above
        if cell is not None and cell.kind not in self._kinds:
            return Meaning(wrong="E03")
        text = cell.text if cell is not None else ""
        meaning = self.remembered.get(text)
        if meaning is None:
            meaning = self.remembered[text] = self._meaning(cell, text.strip(STRIPPED))
        return meaning

    def problem(self, meaning: Meaning, sheet: str, row: int, cells: dict[int, Cell]) -> Problem:
        """The problem of a word that was not understood."""
        cell, column = cells.get(self.place), self.column
        facts: dict[str, str | int] = {"column": column.label, "field": column.to, "kind": column.read_as}
        if meaning.because:
            facts |= {"why": "refused", "because": meaning.because}
        elif meaning.wrong == "E03":
            facts |= {"why": cell.kind.value if cell else "text", "allowed": TEXT}
        else:
            facts["allowed"] = self._allowed()
        return Problem(meaning.wrong, sheet, a1(row, self.place), cell.text if cell else "", facts)

    def _allowed(self) -> str:
        """What may stand in the column, as terms."""
        if self.column.expect:
            return term("as", self.column.expect)
        words = [word for word in self.column.values if word]
        if not words or self.column.read_as in _ALLOWED:
            return _ALLOWED.get(self.column.read_as, term("text", "a word in every row"))
        if len(words) > CHOICES_SHOWN:
            return term("text", "one of the {0} words of the layout", str(len(words)))
        return terms(term("as", word) for word in words)

    def _meaning(self, cell: Cell | None, text: str) -> Meaning:
        column, word = self.column, plain(text)
        for pattern, because in self._refuse:
            if pattern.search(text):
                return Meaning(wrong="E03", because=because)
        if (column.required and not text) or (column.expect and word != plain(column.expect)):
            return Meaning(wrong="E02")
        found = self._values.get(word)
        if found is None:
            found = self._look_up(cell, text)
        if found is None:
            found = column.otherwise
        if found is None or (self._codes is not None and found not in self._codes):
            return Meaning(wrong="E02")
        return Meaning(found)

    def _look_up(self, cell: Cell | None, text: str) -> str | None:
        """What a word means that is not in the layout's list; None where nobody knows."""
        column = self.column
        match column.read_as:
            case "year" | "quarter" | "month":
                return read_period(cell, column.read_as, column.calendar, self._book.language) or None
            case "country":
                return text if text in self._book.framework.country_by_code else None
            case "country_name":
                return self._book.code_of(_COUNTRY, text) or None
        return None if column.values else text
