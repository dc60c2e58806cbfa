"""A country's own sheet read as its return: whose it is and which month, and the counts of that month alone.

What the sheet says of other months was reported before, or is still to come: those rows are skipped with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assets.forms.codes import plain
from assets.forms.foreign.fates import Counted, Fates
from assets.forms.foreign.period_cells import read_period
from assets.forms.layout.fits import Identity
from assets.forms.recognise import HEADER_ROWS
from assets.forms.results import Observation, ReadResult
from assets.framework.loader import Framework
from assets.framework.terms import term
from assets.intake.problems import Problem
from assets.intake.workbook import Cell, CellKind, Sheet


class OwnReturn:
    """Whose return a sheet is. ``result`` is given country, month and edition, and problems E02, E04, F07."""

    def __init__(self, identity: Identity, framework: Framework, result: ReadResult) -> None:
        self.identity = identity
        self.framework = framework
        self.result = result
        self._units = {i.indicator: i.unit_measure for i in framework.indicators}
        self._said_at = ("", "", "")
        result.ref_area = identity.ref_area

    def find_month(self, sheets: Sequence[Sheet], others: Sequence[Sheet]) -> None:
        """Read the month from the sheets of the tables, else from the others; F07 where it is not said, or is two."""
        if not self.identity.says_month:
            return
        found = self._said(sheets) or self._said(others)
        months = {self._month(cell) for cell, _ in found}
        if len(months) == 1 and (month := months.pop()):
            self.result.time_period = month
        cell, sheet = found[0] if found else (None, None)
        self._said_at = (sheet.name, cell.address, cell.text) if cell and sheet else ("", "", "")
        if not self.result.time_period:
            self._problem("F07", {"field": "time_period", "kind": "own sheet"})

    def attributes(self) -> dict[str, str]:
        """What every count of the sheet has from its identity."""
        return {"ref_area": self.result.ref_area} | (
            {"time_period": self.result.time_period} if self.identity.says_month else {}
        )

    def keep_month(self, counted: Iterable[Counted], fates: Fates) -> None:
        """Keep the counts of the reporting month; where the sheet does not say it, it is the last one with a count."""
        result = self.result
        if not self.identity.says_month:
            result.time_period = max((o.time_period for o in result.observations if o.obs_status != "O"), default="")
            if not result.time_period:
                self._problem("F07", {"field": "time_period", "kind": "own sheet"})
        month = result.time_period
        result.observations = [
            o._replace(unit_measure=self._units[o.indicator])
            for o in result.observations
            if month and o.time_period == month
        ]
        result.asked = len(result.observations)
        kept = {(o.sheet, o.cell) for o in result.observations}
        kept_rows = {(o.sheet, row) for o, row in counted if (o.sheet, o.cell) in kept}
        for o, row in counted:
            if (o.sheet, row) not in kept_rows and fates.is_value(o.sheet, row):
                self._leave_out(o, row, fates)
        if month:
            self._check_edition(month)

    def _leave_out(self, observation: Observation, row: int, fates: Fates) -> None:
        if self.result.time_period:
            because = f"of {observation.time_period}, not of {self.result.time_period}"
            fates.record(observation.sheet, row, "skipped", because)
        else:
            fates.record_finding(observation.sheet, row, "F07: the reporting month is not known")

    def _said(self, sheets: Sequence[Sheet]) -> list[tuple[Cell, Sheet]]:
        return [(cell, sheet) for sheet in sheets for cell in self._month_cells(sheet)]

    def _month_cells(self, sheet: Sheet) -> Iterator[Cell]:
        for row in range(1, HEADER_ROWS + 1):
            cells = [cell for _, cell in sorted(sheet.rows.get(row, {}).items()) if plain(cell.text)]
            for cell, beside in zip(cells, [*cells[1:], None], strict=False):
                if beside and self.identity.month_beside and plain(cell.text) == plain(self.identity.month_beside):
                    yield beside
                elif self.identity.month_in and (match := re.search(self.identity.month_in, cell.text.strip())):
                    yield Cell(cell.row, cell.column, CellKind.TEXT, match[1], match[1])

    def _month(self, cell: Cell) -> str:
        return read_period(cell, "month", self.identity.calendar, self.identity.language)

    def _check_edition(self, month: str) -> None:
        edition = self.framework.edition_of(month)
        if edition is None:
            last = self.framework.editions[-1]
            of_edition = {"edition": last.edition_id, "first_month": last.months[0], "last_month": last.months[-1]}
            self._problem("E04", {"month": month, **of_edition})
            return
        self.result.edition_id = edition.edition_id
        if self.result.ref_area not in self.framework.participants_of(edition.edition_id):
            of_edition = {"edition": edition.edition_id, "allowed": term("participants", edition.edition_id)}
            self._problem("E02", {"kind": "own sheet", "country": self.result.ref_area, **of_edition})

    def _problem(self, code: str, facts: dict[str, str | int]) -> None:
        sheet, cell, text = self._said_at
        self.result.problems.append(Problem(code, sheet, cell, text, facts))
