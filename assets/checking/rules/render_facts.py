"""How the facts of a problem are rendered: which of them are codes or keys, by the name of the fact.

A fact that is not named here is the words of somebody else (a sender, a source, an officer), an address or a code that
people see as well: it is shown as it is, in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assets.framework.loader import Framework
from assets.framework.names import country_name, number
from assets.framework.terms import render_code, render_indicator, render_period, render_terms
from assets.framework.texts import translate

Render = Callable[[str, Framework, str], str]


def _text(fact: str, framework: Framework, language: str) -> str:
    return translate(fact, language)


def _country(fact: str, framework: Framework, language: str) -> str:
    return country_name(framework, fact, language)


def _period(fact: str, framework: Framework, language: str) -> str:
    return render_period(fact, language)


def _crime(fact: str, framework: Framework, language: str) -> str:
    return render_code("crime", fact, framework, language)


RENDERED_AS: Mapping[str, Render] = {
    "what": _text,
    **dict.fromkeys(("key", "allowed", "nearest", "named", "missing_parts"), render_terms),
    **dict.fromkeys(("month", "first_month", "last_month", "day", "date", "read"), _period),
    "country": _country,
    "crime": _crime,
    "indicator": render_indicator,
}


def render_fact(name: str, fact: str | int, framework: Framework, language: str) -> str:
    """The fact called ``name`` in ``language``; numbers with the marks of the language."""
    if isinstance(fact, int):
        return number(fact, language)
    return RENDERED_AS[name](fact, framework, language) if name in RENDERED_AS else fact
