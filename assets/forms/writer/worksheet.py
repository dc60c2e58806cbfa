"""A sheet of XlsxWriter that writes the form's formulas so that every reader takes them as calculated.

Two methods of XlsxWriter 3.2 and 3.3 are replaced; test_live_form.py notices when a later version changes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet


class LiveFormula(NamedTuple):
    """A formula of the form (without the equals sign) and the value it has for what the form is filled with."""

    formula: str
    value: str | int | float

    @property
    def amount(self) -> int | float:
        """The value as a number; 0 where it is words."""
        return 0 if isinstance(self.value, str) else self.value


def joined_text(text: str, places: Mapping[str, LiveFormula]) -> LiveFormula:
    """A text whose {places} are live: a formula that joins its pieces, and what it says now."""
    pieces, said = [], ""
    for literal, name, _, _ in Formatter().parse(text):
        pieces += [quoted(literal)] if literal else []
        pieces += [places[name].formula] if name else []
        said += literal + (str(places[name].value) if name else "")
    return LiveFormula("&".join(pieces) or '""', said)


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


class FormWorksheet(Worksheet):  # type: ignore[misc]
    """The sheet class of the form: ``write_live_formula`` writes a formula with its value."""

    def write_live_formula(self, row: int, column: int, live: LiveFormula, form: Format) -> None:
        """A formula and its value, rows and columns from 0."""
        # XlsxWriter's own method looks for functions of later Excels in every formula; the form uses none of them.
        if self._check_dimensions(row, column) == 0:
            self.table[row][column] = CellFormulaTuple(live.formula, form, live.value)

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        # Without its type an empty text reads as a formula that nobody has calculated yet.
        typed = [*attributes, ("t", "str")] if result == "" else attributes
        super()._xml_formula_element(formula, result, typed)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # The same search, in the formulas of validations.
        return formula.removeprefix("=")


ZERO = LiveFormula("0", 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the checklist.

    ``asked`` is how many cells are asked for, None for a list. ``answered`` counts the cells (of a list: the rows)
    that hold something, ``look`` the rows to look at, ``numbers`` the cells with a number or a withheld one.
    ``reported`` is above 0 where something happened: the sum of the numbers, of a list its rows. ``block`` is the
    block of the layout, ``sheet`` the machine name of its sheet.
    """

    block: str
    sheet: str
    what: str
    asked: int | None
    answered: LiveFormula
    look: LiveFormula
    numbers: LiveFormula = ZERO
    reported: LiveFormula = ZERO
