"""Names of countries, months and numbers in a language, from CLDR."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from assets.framework.loader import Framework
from assets.framework.texts import translate


def country_name(framework: Framework, ref_area: str, language: str = "en") -> str:
    """The name of a country or economy (alpha-3) in ``language``; the code itself where CLDR has none."""
    country = framework.country_by_code.get(ref_area)
    if country is None:
        return ref_area
    if language == "en" and country.name_en:
        return country.name_en
    return str(_locale(language).territories.get(country.iso2, ref_area))


def return_name(framework: Framework, ref_area: str, time_period: str, language: str = "en") -> str:
    """Whose return it is, and of which month, "Thailand, September 2023"; what is not known is said to be so."""
    country = country_name(framework, ref_area, language) if ref_area else translate("country unknown", language)
    month = month_name(time_period, language) if time_period else translate("month unknown", language)
    return f"{country}, {month}"


def month_name(month: str, language: str = "en", form: str = "MMMM y") -> str:
    """A month (YYYY-MM) written out in ``language``; ``form`` is a CLDR pattern. Gregorian years throughout."""
    return format_date(date(int(month[:4]), int(month[5:7]), 1), form, locale=_locale(language))


def day_name(day: date, language: str = "en") -> str:
    """A day written as '30 April 2024' in ``language``."""
    return format_date(day, "d MMMM y", locale=_locale(language))


def number(value: int | float, language: str = "en") -> str:
    """A number with the grouping marks of ``language``."""
    return format_decimal(value, locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
