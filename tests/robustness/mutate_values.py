"""One value is typed another way: what counts, what is a mark, and what has to be asked back."""

from __future__ import annotations

from random import Random

from tests.robustness.bases import AREAS, Base, Key, base
from tests.robustness.book import address
from tests.robustness.judging import Mutant, Verdict
from tests.robustness.typed import ASKED_TEXTS

ASKED: tuple[Verdict, ...] = ("queried",)
SCRIPTS = {"thai": "๐", "bengali": "০", "arabic": "٠", "persian": "۰", "devanagari": "०", "fullwidth": "０",
           "khmer": "០",
           "lao": "໐", "myanmar": "၀", "tamil": "௦"}  # fmt: skip
_AROUND = (
    " {} ",
    "\u00a0{}",
    "{}\u202f",
    "\u200e{}\u200f",
    "\u200f{}",
    "{}\n",
    "\t{}",
    "\ufeff{}",
    "{}\u200b",
    "\u3000{}",
)


def draw_base(draw: Random, *, whole: bool = False) -> Base:
    """A good return in one of the languages."""
    return base(draw.choice(sorted(AREAS)), whole=whole)


def count_key(draw: Random, good: Base) -> Key:
    """A cell for a count: mostly of a grid, sometimes of a list."""
    lists = [key for key, value in good.truth.items() if key[0] == "list" and isinstance(value, int)]
    grids = [key for key in good.truth if key[0] == "grid"]
    return draw.choice(lists if draw.random() < 0.2 else grids)


def replaced(good: Base, key: Key, value: int | str | None, fates: tuple[Verdict, ...] = ("read right",)) -> Mutant:
    """A mutant of which one value is another, or (None) blank; nothing is written into its cell yet."""
    mutant = Mutant(good, good.book.copy(), fates)
    if value is None:
        del mutant.truth[key]
    else:
        mutant.truth[key] = value
    return mutant


def asked_back(good: Base, key: Key) -> Mutant:
    """A mutant of which one cell has to be asked back; nothing is written into it yet."""
    sheet, row, column = good.at(key)
    lost = {key}
    if key[1] == "citizenship":
        # Without its number a row of this list says nothing.
        lost |= {other for other in good.truth if other[:3] == key[:3]}
    mutant = Mutant(good, good.book.copy(), ASKED, lost=frozenset(lost), at=((sheet, address(row, column)),))
    # What stands there now is no value: reading anything at all would be wrong.
    mutant.truth[key] = "asked back"
    return mutant


def _write(mutant: Mutant, key: Key, kind: str, inner: str, style: str | None = None) -> Mutant:
    index, row, column = mutant.base.places[key]
    mutant.book.edit(index).put(row, column, kind, inner, style)
    mutant.what = f"{key}: {kind} {inner}"
    return mutant


def _type(mutant: Mutant, key: Key, text: str) -> Mutant:
    index, row, column = mutant.base.places[key]
    mutant.book.edit(index).text(row, column, text)
    mutant.what = f"{key}: {text!r}"
    return mutant


def other_number(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    n = draw.choice((0, 1, draw.randrange(100), draw.randrange(10**5), draw.randrange(10**12)))
    written = draw.choice((f"{n}", f"{n}.0", f"{n}.00", f"{n}E0", f"{n}0E-1", f" {n} ", f"+{n}"))
    return _write(replaced(good, key, n), key, "n", f"<v>{written}</v>")


def number_as_text(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    n = draw.choice((0, draw.randrange(10), draw.randrange(10**5), 2**53 - 1))
    text = draw.choice((*_AROUND, "{}", "{}")).format(n)
    return _type(replaced(good, key, n), key, text)


def text_in_pieces(draw: Random) -> Mutant:
    good, n = draw_base(draw), draw.randrange(10, 10**4)
    key = count_key(draw, good)
    a, b = str(n)[:1], str(n)[1:]
    kind, inner = draw.choice((
        ("inlineStr", f"<is><r><t>{a}</t></r><r><rPr><b/></rPr><t>{b}</t></r></is>"),
        ("inlineStr", f"<is><t>&#{ord(a)};{b}</t></is>"),
        ("str", f"<v>{n}</v>"),
        ("str", f"<f>T(A1)</f><v>{n}</v>"),
        ("n", f"<v><![CDATA[{n}]]></v>"),
        ("n", f"<v>{a}<!-- x -->{b}</v>"),
        ("inlineStr", f"<is><t>{n}</t><rPh sb=\"0\" eb=\"1\"><t>9</t></rPh></is>"),
        ("inlineStr", f"<is><t>_x00{ord(a):02X}_{b}</t></is>"),
    ))  # fmt: skip
    return _write(replaced(good, key, n), key, kind, inner)


def digits_of_a_script(draw: Random) -> Mutant:
    good, n = draw_base(draw), draw.choice((draw.randrange(10), draw.randrange(10**6)))
    key = count_key(draw, good)
    zero = SCRIPTS[draw.choice(sorted(SCRIPTS))]
    written = f"{n:,}".replace(",", good.thousands) if draw.random() < 0.3 else str(n)
    native = "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in written)
    return _type(replaced(good, key, n), key, draw.choice(("{}", *_AROUND)).format(native))


def local_thousands(draw: Random) -> Mutant:
    good, n = draw_base(draw), draw.choice((1_000, draw.randrange(1_000, 10**5), draw.randrange(10**6, 10**9)))
    key = count_key(draw, good)
    right, wrong = good.thousands, {",": ".", ".": ","}[good.thousands]
    if draw.random() < 0.5:
        return _type(replaced(good, key, n), key, f"{n:,}".replace(",", right))
    return _type(asked_back(good, key), key, f"{n:,}".replace(",", wrong))


def agreed_mark(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    text, mark = draw.choice((
        ("..", ".."), (" .. ", ".."), ("n/a", "n/a"), ("N/A", "n/a"), ("N/a ", "n/a"), ("<5", "<5"), (" <5", "<5"),
        ("< 5", "<5"), ("<\u00a05", "<5"), ("<๕", "<5"), ("<５", "<5"),
    ))  # fmt: skip
    return _type(replaced(good, key, mark), key, text)


def value_cleared(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = draw.choice([key for key in good.truth if key[0] == "grid"])
    mutant = replaced(good, key, None)
    index, row, column = good.places[key]
    text = draw.choice(("", " ", "\u00a0\u3000", "\u200b", "\n"))
    if text:
        return _type(mutant, key, text)
    mutant.book.edit(index).clear(row, column)
    return mutant


def text_that_is_no_count(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    return _type(asked_back(good, key), key, draw.choice(ASKED_TEXTS))


def number_that_is_no_count(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    written = draw.choice(("-1", "-0.5", "2.5", "0.1", "11.999999999999", "1E-3", "1E16", "9007199254740993",
                           "1E300", "1E999",
                           "-12", "9007199254740992", "NaN", "1,5", "1 2", "INF", "0x10", "1.2.3", "--1", "1e",
                           "e"))  # fmt: skip
    return _write(asked_back(good, key), key, "n", f"<v>{written}</v>")


def yes_no_or_error(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    kind, text = draw.choice((
        ("b", "0"), ("b", "1"), ("e", "#REF!"), ("e", "#N/A"), ("e", "#DIV/0!"), ("e", "#VALUE!"), ("e",
        "#NAME?"), ("e", "#NUM!"),
        ("e", "#NULL!"), ("e", "#SPILL!"), ("e", "#CALC!"), ("e", "#GETTING_DATA"), ("e", "#FIELD!"),
    ))  # fmt: skip
    formula = draw.choice(("", "<f>1/0</f>", "<f>A1</f>"))
    return _write(asked_back(good, key), key, kind, f"{formula}<v>{text}</v>")


def formula_with_a_result(draw: Random) -> Mutant:
    good, n = draw_base(draw), draw.randrange(10**4)
    key = count_key(draw, good)
    formula = draw.choice(("<f>1+1</f>", "<f>SUM(G7:N7)</f>", '<f t="shared" si="3"/>',
                           '<f t="array" ref="A1:A1">1</f>',
                           "<f>IF(A1&lt;5,1,2)</f>", '<f ca="1">NOW()</f>'))  # fmt: skip
    return _write(replaced(good, key, n), key, "n", f"{formula}<v>{n}</v>")


def formula_without_a_result(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    inner = draw.choice(("<f>1+1</f>", "<f>1+1</f><v></v>", "<f>1+1</f><v/>", '<f t="shared" si="3"/>', "<f/>",
                         "<f></f>",
                         '<f t="array" ref="A1:A1">1</f>', "<f>SUM(G7:N7)</f><v />"))  # fmt: skip
    return _write(asked_back(good, key), key, "n", inner)


def formula_that_gives_words(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = count_key(draw, good)
    said = draw.choice(("12 (3 pending)", "none", "-", "nil", "1e3"))
    return _write(asked_back(good, key), key, "str", f"<f>T(A1)</f><v>{said}</v>")


def formula_nobody_calculated(draw: Random) -> Mutant:
    """A program that writes formulas and leaves 0 as their result asks the next one to calculate them."""
    good = draw_base(draw)
    key = count_key(draw, good)
    mutant = _write(asked_back(good, key), key, "n", draw.choice(("<f>7+5</f><v>0</v>", "<f>SUM(G7:N7)</f><v>0</v>")))
    mutant.book.calculation = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    return mutant


VALUES = (
    other_number,
    number_as_text,
    text_in_pieces,
    digits_of_a_script,
    local_thousands,
    agreed_mark,
    value_cleared,
    text_that_is_no_count,
    number_that_is_no_count,
    yes_no_or_error,
    formula_with_a_result,
    formula_without_a_result,
    formula_that_gives_words,
    formula_nobody_calculated,
)
