"""Everything that is needed while one form is written: its parts, its texts in its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter import Workbook

from assets.forms.codes import CodeBook
from assets.forms.layout.layout import Layout
from assets.forms.writer.content import FormContent
from assets.forms.writer.option_lists import InputChecks, OptionLists
from assets.forms.writer.styles import Styles
from assets.framework.loader import Edition, Framework
from assets.framework.names import country_name, day_name, month_name
from assets.framework.texts import translate

SYNTHETIC = "SYNTHETIC SAMPLE, no real event"
CHECKLIST, LISTS = "Checklist", "Lists"


@dataclass(frozen=True)
class FormContext:
    """Everything that is needed while one form is written."""

    workbook: Workbook
    styles: Styles
    layout: Layout
    framework: Framework
    book: CodeBook
    options: OptionLists
    content: FormContent
    previous: FormContent | None
    edition: Edition
    ref_area: str
    month: str
    synthetic: bool

    def translate(self, text: str) -> str:
        """A text of the form in its language, its {places} filled."""
        said = translate(text, self.book.language) if text else ""
        return filled(said, self.places) if "{" in said else said

    def sheet_name(self, name: str) -> str:
        """The name on the tab of a sheet, in the form's language."""
        return translate(name, self.book.language)

    @cached_property
    def checks(self) -> InputChecks:
        """What may be typed into the input cells."""
        return InputChecks(self.translate, self.layout.marks)

    @cached_property
    def places(self) -> dict[str, str]:
        """What stands in the {places} of the layout's texts: the due day and the names of the sheets."""
        due = day_name(self.edition.due_on(self.month), self.book.language)
        shown = (text.name for text in self.layout.sheets if text.name != LISTS)
        return {name: self.sheet_name(name) for name in shown} | {"due_on": due}

    @cached_property
    def earlier_month(self) -> str:
        """The month that is shown for comparison (YYYY-MM): the one the earlier content says, else the last one."""
        said = self.previous.cover.get("time_period") if self.previous else None
        year, number = int(self.month[:4]), int(self.month[5:7])
        return str(said or (f"{year}-{number - 1:02d}" if number > 1 else f"{year - 1}-12"))

    @cached_property
    def whose(self) -> str:
        """Country and month the form is made for, as its print header says them."""
        country = country_name(self.framework, self.ref_area, self.book.language)
        return f"{country}  –  {month_name(self.month, self.book.language)}"


def filled(text: str, places: Mapping[str, str]) -> str:
    """A text with its {places} filled; braces that name no place stay as they are."""
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text
