"""Only the format of a cell changes: what it shows is the same number, or something else."""

from __future__ import annotations

import re
from random import Random
from xml.sax.saxutils import quoteattr

from tests.intake.test_number_formats import AS_IT_IS, SOMETHING_ELSE
from tests.robustness.bases import Key
from tests.robustness.judging import Mutant
from tests.robustness.mutate_values import asked_back, count_key, draw_base, replaced


def _formatted(draw: Random, mutant: Mutant, key: Key, code: str, number: int) -> Mutant:
    index, row, column = mutant.base.places[key]
    styles, style = with_format(mutant.book.styles, code)
    mutant.book.styles = styles
    leaf = mutant.book.edit(index)
    formula = "<f>SUM(G7:N7)</f>" if draw.random() < 0.2 else ""
    leaf.put(row, column, "n", f"{formula}<v>{number}</v>", str(style))
    if draw.random() < 0.15:
        # Something in the sheet makes it be looked at as XML, not as text.
        leaf.tail = f"<!-- written by hand -->{leaf.tail}"
    mutant.what = f"{key}: {number} as {code}"
    return mutant


def with_format(styles: str, code: str) -> tuple[str, int]:
    """The styles with one more of this number format, and its number."""
    count = len(re.findall("<xf ", styles[styles.index("<cellXfs") : styles.index("</cellXfs>")]))
    own = f'<numFmt numFmtId="300" formatCode={quoteattr(code)}/></numFmts>'
    more = '<xf numFmtId="300" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    return styles.replace("</numFmts>", own).replace("</cellXfs>", more), count


def format_that_shows_the_number(draw: Random) -> Mutant:
    good = draw_base(draw)
    code, number, _ = draw.choice(AS_IT_IS)
    key = count_key(draw, good)
    return _formatted(draw, replaced(good, key, number), key, code, number)


def format_that_shows_something_else(draw: Random) -> Mutant:
    good = draw_base(draw)
    code, number, _ = draw.choice(SOMETHING_ELSE)
    key = count_key(draw, good)
    return _formatted(draw, asked_back(good, key), key, code, number)


def colours_and_fonts(draw: Random) -> Mutant:
    """Cells take the looks of others; none of those hides a number."""
    good = draw_base(draw)
    mutant = Mutant(good, good.book.copy())
    places = [good.places[key] for key, value in good.truth.items() if key[0] == "grid" and isinstance(value, int)]
    for index, row, column in draw.sample(places, 12):
        leaf = mutant.book.edit(index)
        piece = leaf.rows[row][column]
        leaf.put(row, column, piece.kind, piece.inner, str(draw.randrange(9)))
    return mutant


STYLES = (format_that_shows_the_number, format_that_shows_something_else, colours_and_fonts)
