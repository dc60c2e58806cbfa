"""Codes and the words people choose for them: options of the drop-downs, and from a word back to its code."""

from __future__ import annotations

from functools import cached_property

from assets.forms.layout_blocks import FormField
from assets.forms.values import STRIPPED
from assets.framework.loader import Framework
from assets.framework.names import country_name, month_name


def plain(text: str) -> str:
    """Text for comparing words: outer spaces and direction marks off, inner spaces single, case folded."""
    return " ".join(text.strip(STRIPPED).split()).casefold()


class CodeBook:
    """The options of every kind of field in one language, each a list of (code, word)."""

    def __init__(self, framework: Framework, language: str) -> None:
        self.framework = framework
        self.language = language
        self._by_word: dict[str, dict[str, str]] = {}

    @cached_property
    def countries(self) -> list[tuple[str, str]]:
        """All countries and economies, by name."""
        named = [
            (c.ref_area, country_name(self.framework, c.ref_area, self.language)) for c in self.framework.countries
        ]
        return sorted(named, key=lambda pair: plain(pair[1]))

    def options(self, item: FormField, edition_id: str = "") -> list[tuple[str, str]]:
        """What may be chosen in a field: codes and words; empty where the field is free."""
        match item.kind:
            case "code":
                return list(self.framework.codelist(item.codelist).items())
            case "edition":
                return [(e.edition_id, e.edition_id) for e in self.framework.editions]
            case "participant":
                taking_part = set(self.framework.participants_of(edition_id))
                return [pair for pair in self.countries if pair[0] in taking_part]
            case "country" | "countries":
                return self.countries
            case "area":
                return [*self.framework.codelist("organisation").items(), *self.countries]
            case "month":
                return [(m, month_name(m, self.language)) for m in self._edition_months(edition_id)]
            case _:
                return []

    def code_of(self, item: FormField, text: str) -> str:
        """The code that a word means (the code itself is accepted too), or empty where nobody knows it."""
        kind = item.codelist or ("country" if item.kind in ("participant", "countries") else item.kind)
        if kind not in self._by_word:
            self._by_word[kind] = self._words(kind, item)
        return self._by_word[kind].get(plain(text), "")

    def word_of(self, item: FormField, code: str, edition_id: str = "") -> str:
        """The word shown for a code; the text itself where it is no code of this field."""
        if item.kind == "countries":
            names = dict(self.countries)
            return "; ".join(names.get(part.strip(), part.strip()) for part in code.split(";"))
        return dict(self.options(item, edition_id)).get(code, code)

    def _words(self, kind: str, item: FormField) -> dict[str, str]:
        shown = self.countries if kind == "country" else self.options(item)
        words = {plain(code): code for code, _ in shown}
        if kind in ("country", "area"):
            english = code_book(self.framework, "en") if self.language != "en" else self
            shown = [*english.countries, *shown]
        for code, word in shown:
            words.setdefault(plain(word), code)
        return words

    def _edition_months(self, edition_id: str) -> tuple[str, ...]:
        return self.framework.edition(edition_id).months


_BOOKS: dict[tuple[str, str], CodeBook] = {}
_BOOKS_KEPT = 16


def code_book(framework: Framework, language: str) -> CodeBook:
    """The code book of a framework and a language; kept, because naming every country takes a while."""
    key = (framework.digest, language)
    if key not in _BOOKS:
        if len(_BOOKS) >= _BOOKS_KEPT:
            _BOOKS.clear()
        _BOOKS[key] = CodeBook(framework, language)
    return _BOOKS[key]
