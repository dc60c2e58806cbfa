"""What a part of the form asks, and how much of it is answered: collected while the sheets are written."""

from __future__ import annotations

from dataclasses import dataclass

from assets.forms.writer.worksheet import LiveFormula

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
