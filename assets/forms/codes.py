"""Codes and the words people choose for them: options of the drop-downs, and from a word back to its code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from assets.forms.layout.blocks import FormField
from assets.forms.values import STRIPPED
from assets.framework.loader import Framework
from assets.framework.names import country_name, month_name
from assets.framework.texts import ENGLISH, translate

Options = list[tuple[str, str]]


def plain(text: str) -> str:
    """Text for comparing words: outer spaces and direction marks off, inner spaces single, case folded."""
    return " ".join(text.strip(STRIPPED).split()).casefold()


class CodeBook:
    """The options of every kind of field in one language, each a list of (code, word)."""

    def __init__(self, framework: Framework, language: str) -> None:
        self.framework = framework
        self.language = language
        self._by_word: dict[str, dict[str, str]] = {}
        self._exact: dict[str, dict[str, str]] = {}
        self._by_code: dict[tuple[str, str], dict[str, str]] = {}

    @cached_property
    def countries(self) -> Options:
        """All countries and economies, by name."""
        named = [
            (c.ref_area, country_name(self.framework, c.ref_area, self.language)) for c in self.framework.countries
        ]
        return sorted(named, key=lambda pair: plain(pair[1]))

    def options(self, item: FormField, edition_id: str = "") -> Options:
        """What may be chosen in a field: codes and words in the language; empty where the field is free."""
        match item.kind:
            case "code":
                return self._translated(self.framework.codelist(item.codelist).items())
            case "edition":
                return [(e.edition_id, e.edition_id) for e in self.framework.editions]
            case "participant":
                taking_part = set(self.framework.participants_of(edition_id))
                return [pair for pair in self.countries if pair[0] in taking_part]
            case "country" | "countries":
                return self.countries
            case "area":
                return [*self._translated(self.framework.codelist("organisation").items()), *self.countries]
            case "month":
                return [(m, month_name(m, self.language)) for m in self.framework.edition(edition_id).months]
            case _:
                return []

    def code_of(self, item: FormField, text: str) -> str:
        """The code that a word of the language or of English means (the code itself is accepted too), or empty.

        Where a word of the language is spelt like the code of something else (Nga is Russia in Vietnamese, NGA the
        code of Nigeria), only the word as the list writes it is sure; in any other spelling it is empty.
        """
        kind = item.codelist or ("country" if item.kind in ("participant", "countries") else item.kind)
        if kind not in self._by_word:
            self._by_word[kind], self._exact[kind] = self._words(item)
        words, exact = self._by_word[kind], self._exact[kind]
        return exact.get(text.strip(STRIPPED)) or words.get(plain(text), "")

    def word_of(self, item: FormField, code: str, edition_id: str = "") -> str:
        """The word shown for a code; the text itself where it is no code of this field."""
        if item.kind == "countries":
            names = self._words_of(item, "")
            return "; ".join(names.get(part.strip(), part.strip()) for part in code.split(";"))
        return self._words_of(item, edition_id).get(code, code)

    def _words_of(self, item: FormField, edition_id: str) -> dict[str, str]:
        key = (item.codelist or item.kind, edition_id)
        if key not in self._by_code:
            self._by_code[key] = dict(self.options(item, edition_id))
        return self._by_code[key]

    def _words(self, item: FormField) -> tuple[dict[str, str], dict[str, str]]:
        """Folded words to codes; and the words, as the list writes them, that are also the code of something else.

        English words come last: where one is a word of the language as well, the language counts.
        """
        shown = self.choices_of(item)
        codes = {plain(code): code for code, _ in shown}
        own = {plain(word): code for code, word in shown}
        unsure = {word for word in own.keys() & codes.keys() if own[word] != codes[word]}
        exact = {word: code for code, word in shown if plain(word) in unsure}
        words = {word: code for word, code in (own | codes).items() if word not in unsure}
        if self.language != ENGLISH:
            english = {plain(word): code for code, word in code_book(self.framework, ENGLISH).choices_of(item)}
            words = {word: code for word, code in english.items() if word not in unsure} | words
        return words, exact

    def choices_of(self, item: FormField) -> Options:
        """The options of a field in whatever edition: all countries for a participant."""
        return self.countries if item.kind == "participant" else self.options(item)

    def _translated(self, options: Iterable[tuple[str, str]]) -> Options:
        return [(code, translate(word, self.language)) for code, word in options]


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
