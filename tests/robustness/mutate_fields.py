"""A choice, a month or a day is typed another way: by hand over a drop-down, in another language, in another era."""

from __future__ import annotations

from datetime import date
from random import Random

from assets.forms.codes import code_book
from assets.framework.names import country_name, month_name
from tests.forms.forms import FORM, FRAMEWORK, MONTH
from tests.robustness.bases import Base, Key
from tests.robustness.book import address
from tests.robustness.judging import Mutant
from tests.robustness.mutate_values import ASKED, draw_base, replaced

_FIELDS = {(b.name, f.name): f for b in FORM.form_blocks if b.kind != "grid" for f in b.fields}
_EPOCH = date(1899, 12, 30)
_WRONG_WORDS = ("?", "Finall", "Police desk", "Yes/No", "see above", "12", "#REF!", "Thai land", "Vietnam & Laos",
                "TIP/SOM", "Other (specify)",
                "unknown country", "jpa:label", "Country or economy")  # fmt: skip
_AROUND = ("{}", " {} ", "{}\u00a0", "\u200e{}", "{}\n")


def _field_key(draw: Random, good: Base, *kinds: str) -> Key:
    found = [key for key in good.truth if key[0] != "grid" and _FIELDS[key[1], key[3]].kind in kinds
             and not _FIELDS[key[1], key[3]].hidden]  # fmt: skip
    return draw.choice(found)


def _asked(good: Base, key: Key) -> Mutant:
    """A field that is to be asked back; for the lists that are counted its row is lost with it."""
    sheet, row, column = good.at(key)
    of_row = {other for other in good.truth if other[:3] == key[:3]} if key[1] == "citizenship" else {key}
    mutant = Mutant(good, good.book.copy(), ASKED, lost=frozenset(of_row), at=((sheet, address(row, column)),))
    mutant.truth[key] = "asked back"
    return mutant


def _type(mutant: Mutant, key: Key, text: str) -> Mutant:
    index, row, column = mutant.base.places[key]
    mutant.book.edit(index).text(row, column, text)
    mutant.what = f"{key}: {text!r}"
    return mutant


def _day(mutant: Mutant, key: Key, written: str | float, *, as_day: bool) -> Mutant:
    index, row, column = mutant.base.places[key]
    mutant.book.edit(index).number(row, column, written, mutant.book.date_style if as_day else "0")
    mutant.what = f"{key}: {written} {'as a day' if as_day else 'as a number'}"
    return mutant


def choice_in_other_words(draw: Random) -> Mutant:
    """The code itself, the word in English, another case, spaces around."""
    good = draw_base(draw)
    key = _field_key(draw, good, "code", "participant", "country", "area")
    item, code = _FIELDS[key[1], key[3]], str(good.truth[key])
    words = [dict(code_book(FRAMEWORK, language).choices_of(item))[code] for language in ("en", good.language)]
    word = draw.choice([*words, words[1].upper() if words[1].upper().lower() == words[1].lower() else code, code])
    return _type(replaced(good, key, code), key, draw.choice(_AROUND).format(word))


def another_choice(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "code")
    item = _FIELDS[key[1], key[3]]
    code, word = draw.choice(code_book(FRAMEWORK, good.language).choices_of(item))
    return _type(replaced(good, key, code), key, word)


def pasted_over_a_drop_down(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "code", "participant", "country", "area", "countries", "edition")
    return _type(_asked(good, key), key, draw.choice(_WRONG_WORDS))


def another_country_of_the_list(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "area", "country")
    code = draw.choice([c for c in FRAMEWORK.country_by_code if c not in good.truth.values()])
    return _type(replaced(good, key, code), key, country_name(FRAMEWORK, code, good.language))


def choice_that_is_a_broken_cell(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "code", "participant", "area", "text", "date", "month")
    mutant = _asked(good, key)
    index, row, column = good.places[key]
    kind, inner = draw.choice((("e", "<v>#REF!</v>"), ("e", "<f>VLOOKUP(1,A:B,2)</f><v>#N/A</v>"), ("b", "<v>1</v>"),
                               ("n", "<f>A1</f>"), ("e", "<v>#SPILL!</v>")))  # fmt: skip
    mutant.book.edit(index).put(row, column, kind, inner)
    mutant.what = f"{key}: {kind} {inner}"
    return mutant


def choice_left_blank(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "code", "participant", "country", "area", "month", "edition")
    item = _FIELDS[key[1], key[3]]
    index, row, column = good.places[key]
    mutant = _asked(good, key) if item.required or item.identifies else replaced(good, key, None)
    mutant.book.edit(index).clear(row, column)
    mutant.what = f"{key}: blank"
    return mutant


def month_in_other_words(draw: Random) -> Mutant:
    good = draw_base(draw)
    key: Key = ("cover", "cover", "0", "time_period")
    month = draw.choice(FRAMEWORK.edition("JPA6").months)
    mutant = replaced(good, key, month)
    year, number = month.split("-")
    if draw.random() < 0.2:
        return _day(mutant, key, (date(int(year), int(number), draw.choice((1, 15))) - _EPOCH).days, as_day=True)
    named = [month_name(month, language) for language in ("en", good.language)]
    words = [month, *named, month_name(month, good.language, "MMM y"), f"{month}-01"]
    if good.language == "th":
        words += [month.replace(year, str(int(year) + 543)), named[1].replace(year, str(int(year) + 543))]
        words.append("".join(chr(ord("๐") + int(c)) if c.isdigit() else c for c in words[-1]))
    return _type(mutant, key, draw.choice(_AROUND).format(draw.choice(words)))


def month_nobody_can_be_sure_of(draw: Random) -> Mutant:
    good = draw_base(draw)
    key: Key = ("cover", "cover", "0", "time_period")
    mutant = _asked(good, key)
    texts = ["9/2023", "09-2023", "Sept-2023", "last month", "2023", "September", "2023-13", "202309",
             "Q3 2023", "2023-9", "Sep 23",
             "August and September 2023", "2023-08, 2023-09", "#REF!", "..", "n/a", "2023–09"]  # fmt: skip
    if good.language != "th":
        texts += ["2566-09", "September 2566"]
    text = draw.choice(texts)
    if text.startswith(("2566", "September 2566")):
        # Read as it stands, and then outside of every edition.
        mutant.truth[key], mutant.lost = "2566-09", frozenset()
    return _type(mutant, key, text)


def day_in_other_words(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "date")
    day = date(2023, draw.randrange(8, 11), draw.randrange(1, 29))
    mutant = replaced(good, key, day.isoformat())
    if draw.random() < 0.3:
        return _day(mutant, key, (day - _EPOCH).days, as_day=True)
    month = month_name(f"{day:%Y-%m}", draw.choice(("en", good.language)))
    words = [day.isoformat(), f"{day.day} {month}", f"{day.isoformat()} 00:00:00"]
    if good.language == "th":
        words += [f"{day.year + 543}-{day:%m-%d}", f"{day.day} {month.replace('2023', '2566')}"]
    return _type(mutant, key, draw.choice(_AROUND).format(draw.choice(words)))


def day_nobody_can_be_sure_of(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = _field_key(draw, good, "date")
    if draw.random() < 0.3:
        return _day(_asked(good, key), key, draw.choice((45184, 20230914, 45184.5, 3)), as_day=draw.random() < 0.0)
    texts = ["03/04/2024", "3.4.2024", "04-03-24", "2024-02-30", "31 April 2024", "April 2024", "20230914",
             "yesterday", "2023-9-14",
             "14/09/2566", "45184", "2023/09/14", "?"]  # fmt: skip
    if good.language != "th":
        texts += ["2566-09-14", "14 September 2566"]
    return _type(_asked(good, key), key, draw.choice(texts))


def days_from_1904(draw: Random) -> Mutant:
    """The workbook counts its days from 1904: the same numbers are other days, and those are what a person sees."""
    good = draw_base(draw)
    mutant = Mutant(good, good.book.copy())
    mutant.book.properties = 'date1904="1"'
    for key in good.truth:
        if key[0] != "grid" and _FIELDS[key[1], key[3]].kind == "date":
            day = date.fromisoformat(str(good.truth[key]))
            mutant.truth[key] = date.fromordinal(day.toordinal() + 1462).isoformat()
    return mutant


def month_of_another_edition(draw: Random) -> Mutant:
    good = draw_base(draw)
    key: Key = ("cover", "cover", "0", "time_period")
    month = draw.choice(("2022-09", "2025-01", "2024-08", "2023-06"))
    mutant = _asked(good, key)
    mutant.truth[key], mutant.lost = month, frozenset()
    return _type(mutant, key, draw.choice((month, month_name(month, good.language))))


def cover_of_another_month(draw: Random) -> Mutant:
    """The file's name is a hint alone: the cover counts."""
    good = draw_base(draw)
    mutant = Mutant(
        good,
        good.book.copy(),
        file_name=draw.choice(("THA 2023-10.xlsx", "final FINAL.xlsx", "returns.zip", "ก.xls", "x" * 180)),
    )
    mutant.what = f"{mutant.file_name} for {MONTH}"
    return mutant


FIELDS = (
    choice_in_other_words,
    another_choice,
    pasted_over_a_drop_down,
    another_country_of_the_list,
    choice_that_is_a_broken_cell,
    choice_left_blank,
    month_in_other_words,
    month_nobody_can_be_sure_of,
    day_in_other_words,
    day_nobody_can_be_sure_of,
    days_from_1904,
    month_of_another_edition,
    cover_of_another_month,
)
