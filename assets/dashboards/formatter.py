"""Names, numbers and dates as the pages write them, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache

from assets.framework.loader import Framework
from assets.framework.names import country_name, day_name, month_name, number

_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NEARLY_ALL = 99


class Formatter:
    """What numbers, months and places are called on the pages."""

    def __init__(self, framework: Framework, language: str = "en") -> None:
        self.framework = framework
        self.language = language
        self.number = lru_cache(maxsize=None)(self._number)
        self.month = lru_cache(maxsize=None)(self._month)
        self.country = lru_cache(maxsize=None)(self._country)

    def _number(self, value: int | float) -> str:
        return number(value, self.language).replace("-", "−")

    def _month(self, month: str, form: str = "MMMM y") -> str:
        return month_name(month, self.language, form)

    def _country(self, code: str) -> str:
        return country_name(self.framework, code, self.language)

    def short_month(self, month: str) -> str:
        """'Apr'."""
        return self.month(month, "MMM")

    def month_in_row(self, month: str, first: bool) -> str:
        """'Apr' in a row of months; 'Jan ’24' where a year begins, and for the first of the row."""
        year = f" ’{month[2:4]}" if first or month.endswith("-01") else ""
        return f"{self.short_month(month)}{year}"

    def month_alone(self, month: str) -> str:
        """'April', for a month whose year is clear."""
        return self.month(month, "MMMM")

    def area(self, code: str) -> str:
        """A country, economy or organisation."""
        return self._organisations.get(code) or self.country(code)

    @cached_property
    def _organisations(self) -> dict[str, str]:
        return self.framework.codelist("organisation")

    def code(self, codelist: str, code: str | None) -> str:
        """The name of a code; 'not stated' where there is none."""
        return self.framework.codelist(codelist).get(code or "", code or "not stated")

    def day(self, iso: str) -> str:
        """'30 April 2024' from '2024-04-30'."""
        return day_name(date.fromisoformat(iso), self.language)

    def at_least(self, value: int, lower: bool) -> str:
        """A number in running text, with 'at least' where it is a lower bound."""
        return self.at_least_text(self.number(value), lower)

    def at_least_text(self, text: str, lower: bool) -> str:
        """A number that is text already, with 'at least' where it is a lower bound."""
        return f"at least {text}" if lower else text

    def label(self, value: int, lower: bool) -> str:
        """A number on a chart, with ≥ where it is a lower bound."""
        return f"≥{self.number(value)}" if lower else self.number(value)

    def signed(self, value: int) -> str:
        """'+4', '−2', '0'."""
        return f"+{self.number(value)}" if value > 0 else self.number(value)

    def count(self, value: int) -> str:
        """A number in running text: a word below ten."""
        return _SMALL[value] if 0 <= value < len(_SMALL) else self.number(value)

    def of(self, part: int, whole: int) -> str:
        """'11 of 12'."""
        return f"{self.number(part)} of {self.number(whole)}"

    def share(self, part: float, whole: float) -> str:
        """A share in per cent: whole, with one decimal between 99 and 100 and below 1."""
        return self.percent(100 * part / whole) if whole else "no share"

    def percent(self, value: float) -> str:
        """'69%'; 99.2 and 0.8 keep their decimal, so that nearly all is not all and little is not nothing."""
        if _NEARLY_ALL < value < 100 or 0 < value < 1:
            tenths = min(max(round(value, 1), 0.1), 99.9)
            return f"{self.number(tenths)}%"
        return f"{self.number(round(value))}%"

    def listing(self, items: Iterable[str]) -> str:
        """'A, B and C'."""
        found = list(items)
        return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else "none"

    def owner(self, name: str) -> str:
        """'Malaysia’s', 'Maldives’'."""
        return f"{name}’" if name.endswith("s") else f"{name}’s"

    def months_range(self, first: str, last: str) -> str:
        """'July 2023 to April 2024'."""
        return self.month(first) if first == last else f"{self.month(first)} to {self.month(last)}"


def plural(count: int, one: str, many: str) -> str:
    """The form of a word that goes with a count."""
    return one if count == 1 else many


def capital(text: str) -> str:
    """``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def inner(text: str) -> str:
    """A name inside a sentence: its capital goes, unless it is an abbreviation such as INTERPOL."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
