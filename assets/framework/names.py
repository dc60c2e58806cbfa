"""Names of countries, months and numbers in a language, from CLDR."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from assets.framework.loader import Framework
from assets.framework.texts import ENGLISH, translate

# What CLDR calls January in a language whose months it does not know.
_NO_NAME = "M01"


def country_name(framework: Framework, ref_area: str, language: str = "en") -> str:
    """The name of a country or economy (alpha-3) in ``language``: where CLDR has none the English one, or the code."""
    country = framework.country_by_code.get(ref_area)
    if country is None:
        return ref_area
    named = "" if language == ENGLISH and country.name_en else _locale(language).territories.get(country.iso2, "")
    return str(named or country.name_en or _locale(ENGLISH).territories.get(country.iso2, ref_area))


def return_name(framework: Framework, ref_area: str, time_period: str, language: str = "en") -> str:
    """Whose return it is, and of which month, "Thailand, September 2023"; what is not known is said to be so."""
    country = country_name(framework, ref_area, language) if ref_area else translate("country unknown", language)
    month = month_name(time_period, language) if time_period else translate("month unknown", language)
    return f"{country}, {month}"


def month_name(month: str, language: str = "en", form: str = "") -> str:
    """A month (YYYY-MM) written out as ``language`` does, or in a CLDR pattern. Gregorian years throughout."""
    first = date(int(month[:4]), int(month[5:7]), 1)
    if form:
        return format_date(first, form, locale=_locale(language))
    return format_skeleton("yMMMM", first, locale=_locale(language))


def day_name(day: date, language: str = "en") -> str:
    """A day written out as ``language`` does; in English '30 April 2024', the way of most who read it here."""
    locale = _locale(language)
    return format_date(day, "d MMMM y" if locale.language == ENGLISH else "long", locale=locale)


def number(value: int | float, language: str = "en") -> str:
    """A number with the grouping marks of ``language``."""
    return format_decimal(value, locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    """What CLDR has for a language; English where it does not know the language, or only some words of it."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)
    return Locale.parse(ENGLISH) if locale.months["format"]["wide"][1] == _NO_NAME else locale
