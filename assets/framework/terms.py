"""Codes and keys noted where something is noticed, and the one place where they become words of a language.

A term is ``kind=value``, such as ``ref_area=THA`` or ``text=Reporting month``; several stand one a line. The kinds:

| kind | value | said as |
| --- | --- | --- |
| text | a key of the table of texts; what fills its places {0}, {1} follows behind tabs | its translation |
| as | words of somebody else: of a sender, of a layout's source, of a settings file | as they are written |
| ref_area, counterpart_area | ISO 3166 alpha-3, or a code of the list of organisations | its name |
| time_period, day | YYYY-MM, YYYY-MM-DD | the month or day written out; other periods as they are |
| indicator | a code of the table of indicators | its name |
| options, participants | a code list, an edition | all names in it |
| of | a title, as it is written | what follows up to the next one is of it: "title: a, b" |
| any other | a code of the code list of that name | its name |
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assets.framework.loader import Framework
from assets.framework.names import country_name, day_name, month_name
from assets.framework.texts import translate

_FIELD, _LINE = "\t", "\n"
_AREAS = ("ref_area", "counterpart_area")
_MONTH_LENGTH = len("YYYY-MM")


def term(kind: str, *values: str) -> str:
    """One term; line breaks and tabs of a value become spaces."""
    return f"{kind}={_FIELD.join(' '.join(value.split()) for value in values)}"


def terms(of: Iterable[str]) -> str:
    """Several terms as one fact."""
    return _LINE.join(of)


def render_terms(fact: str, framework: Framework, language: str) -> str:
    """Terms in words: joined by commas, by semicolons where one of them has a comma of its own."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for line in fact.split(_LINE) if fact else ():
        kind, _, value = line.partition("=")
        if kind == "of":
            groups.append((value, []))
        else:
            groups[-1][1].extend(_render_term(kind, value, framework, language))
    return "; ".join(f"{title}: {_joined(words)}" if title else _joined(words) for title, words in groups if words)


def render_code(codelist: str, code: str, framework: Framework, language: str) -> str:
    """The name of a code of a code list; the code itself where the list does not have it."""
    found = (row.name for row in framework.codes if (row.codelist, row.code) == (codelist, code))
    return translate(next(found, code), language)


def render_indicator(code: str, framework: Framework, language: str) -> str:
    """The name of an indicator; the code itself where there is none."""
    return translate(next((i.name for i in framework.indicators if i.indicator == code), code), language)


def render_period(period: str, language: str) -> str:
    """A month (YYYY-MM) or a day (YYYY-MM-DD) written out; any other period as it is."""
    parts = period.split("-")
    if not all(part.isdecimal() for part in parts) or len(period) < _MONTH_LENGTH:
        return period
    return month_name(period, language) if len(parts) == 2 else day_name(date.fromisoformat(period), language)


def _render_term(kind: str, value: str, framework: Framework, language: str) -> list[str]:
    match kind:
        case "as":
            return [value]
        case "text":
            key, *fills = value.split(_FIELD)
            return [translate(key, language).format(*fills) if fills else translate(key, language)]
        case "time_period" | "day":
            return [render_period(value, language)]
        case "indicator":
            return [render_indicator(value, framework, language)]
        case "options":
            return [translate(word, language) for word in framework.codelist(value).values()]
        case "participants":
            return sorted(country_name(framework, code, language) for code in framework.participants_of(value))
    if kind in _AREAS and value in framework.country_by_code:
        return [country_name(framework, value, language)]
    return [render_code("organisation" if kind in _AREAS else kind, value, framework, language)]


def _joined(words: list[str]) -> str:
    return ("; " if any(", " in word for word in words) else ", ").join(words)
