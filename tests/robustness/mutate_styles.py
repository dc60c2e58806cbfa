"""Only the format of a cell changes: what it shows is the same number, or something else."""

from __future__ import annotations

import re
from random import Random
from xml.sax.saxutils import quoteattr

from tests.robustness.bases import Key
from tests.robustness.judging import Mutant
from tests.robustness.mutate_values import asked_back, count_key, draw_base, replaced

# Format, number, what a spreadsheet program shows (in English; test_public_files.py asks LibreOffice).
SHOWN_AS_IT_IS: tuple[tuple[str, int, str], ...] = (
    ("General", 12, "12"),
    ("0", 12, "12"),
    ("0", 0, "0"),
    ("#,##0", 1234, "1,234"),
    ("#,##0", 0, "0"),
    ("0.00", 12, "12.00"),
    ("@", 12, "12"),
    ("[Red]0", 12, "12"),
    ("[Blue][>100]0;[Red]0", 12, "12"),
    ("0;-0", 12, "12"),
    ("#,##0;(#,##0)", 1234, "1,234"),
    ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', 12, "12"),
    ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 0, "-"),
    ("#\\ ##0", 1234, "1 234"),
    ("0000", 12, "0012"),
    ("#", 12, "12"),
    ("[<5]0;[>=5]0", 3, "3"),
    ("0;;", 12, "12"),
    ('[<5]"<5";0', 12, "12"),
)
SHOWN_AS_SOMETHING_ELSE: tuple[tuple[str, int, str], ...] = (
    ("0%", 12, "1200%"),
    ("0.00%", 3, "300.00%"),
    ("0%", 0, "0%"),
    ("#,##0,", 12000, "12"),
    ('0,"k"', 12000, "12k"),
    ("0.0,,", 5000000, "5.0"),
    ('0"00"', 12, "1200"),
    ('"<5"', 3, "<5"),
    ('[<5]"<5";0', 3, "<5"),
    ('[<5]"<5";General', 0, "<5"),
    ('[>=5]0;"<5"', 4, "<5"),
    (";;;", 12, ""),
    ("0;-0;;@", 0, ""),
    ("#", 0, ""),
    ("#,###", 0, ""),
    ('"n/a"', 12, "n/a"),
    ('0;-0;".."', 0, ".."),
    ('0"+"', 12, "12+"),
    ('">"0', 12, ">12"),
    ('0" (3 pending)"', 12, "12 (3 pending)"),
    ("0-0", 12, "1-2"),
    ("-0", 12, "-12"),
    ("0\\.0", 12, "1.2"),
    ("yyyy-mm-dd", 45000, "2023-03-15"),
    ("mmm yy", 12, "Jan 00"),
    ("[h]:mm", 2, "48:00"),
    ("0.0E+00", 12345, "1.2E+04"),
    ("?/?", 12, "12/1"),
)


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
    code, number, _ = draw.choice(SHOWN_AS_IT_IS)
    key = count_key(draw, good)
    return _formatted(draw, replaced(good, key, number), key, code, number)


def format_that_shows_something_else(draw: Random) -> Mutant:
    good = draw_base(draw)
    code, number, _ = draw.choice(SHOWN_AS_SOMETHING_ELSE)
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
