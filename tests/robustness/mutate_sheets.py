"""Sheets are renamed, re-ordered, copied, deleted, hidden, or come from another return."""

from __future__ import annotations

from random import Random

from tests.forms.forms import FORM
from tests.robustness.bases import AREAS, Base, base
from tests.robustness.book import Book, Leaf
from tests.robustness.judging import Mutant, sheets_of
from tests.robustness.mutate_values import ASKED, draw_base

_NAMES = (
    "Sheet1",
    "แผ่น 1",
    "Blatt 'A'",
    "x" * 31,
    "Outcomes (2)",
    "結果",
    "a&b <c>",
    "№ 7",
    "2023-09",
    "Cover 2",
    " ",
    "ورقة",
)
_BLOCKS = [block.name for block in FORM.form_blocks]


def renamed(draw: Random) -> Mutant:
    good = draw_base(draw, whole=draw.random() < 0.3)
    mutant = Mutant(good, good.book.copy())
    for index in draw.sample(range(7), draw.randrange(1, 8)):
        leaf = mutant.book.edit(index)
        leaf.name = f"{draw.choice(_NAMES)[:28]} {index}" if draw.random() < 0.8 else f"{index}"
    if draw.random() < 0.2:
        # Two sheets take each other's name.
        one, other = draw.sample(range(7), 2)
        mutant = Mutant(good, good.book.copy())
        a, b = mutant.book.edit(one), mutant.book.edit(other)
        a.name, b.name = b.name, a.name
    return mutant


def reordered(draw: Random) -> Mutant:
    good = draw_base(draw, whole=draw.random() < 0.3)
    mutant = Mutant(good, good.book.copy())
    draw.shuffle(mutant.book.leaves)
    return mutant


def hidden(draw: Random) -> Mutant:
    good = draw_base(draw, whole=draw.random() < 0.3)
    mutant = Mutant(good, good.book.copy())
    for index in draw.sample(range(7), draw.randrange(1, 7)):
        mutant.book.edit(index).state = draw.choice(("hidden", "veryHidden"))
    return mutant


def shown(draw: Random) -> Mutant:
    good = draw_base(draw, whole=True)
    mutant = Mutant(good, good.book.copy())
    for index in range(len(mutant.book.leaves)):
        mutant.book.edit(index).state = "visible"
    return mutant


def _names_of(good: Base, index: int) -> tuple[str, ...]:
    return tuple(block for block in _BLOCKS if good.sheet(block) == index)


def copied(draw: Random) -> Mutant:
    good = draw_base(draw)
    index = draw.randrange(7)
    mutant = Mutant(good, good.book.copy(), ASKED, named=_names_of(good, index))
    for number in range(draw.randrange(1, 3)):
        leaf = good.book.leaves[index].copy()
        leaf.name = f"{leaf.name[:20]} ({number + 2})"
        leaf.state = draw.choice(("visible", "visible", "veryHidden"))
        mutant.book.leaves.insert(draw.randrange(index + 1, len(mutant.book.leaves) + 1), leaf)
    return mutant


def deleted(draw: Random) -> Mutant:
    good = draw_base(draw)
    index = draw.randrange(1, 7)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=sheets_of([good.book.leaves[index].name], good))
    mutant.named = _names_of(good, index)
    del mutant.book.leaves[index]
    return mutant


def cover_deleted(draw: Random) -> Mutant:
    good = draw_base(draw)
    mutant = Mutant(good, good.book.copy(), ("refused",))
    del mutant.book.leaves[0]
    return mutant


def two_returns_in_one_file(draw: Random) -> Mutant:
    """The sheets of another country's return stand behind: neither may be read as the other."""
    good = draw_base(draw)
    other = base(draw.choice([language for language in AREAS if language != good.language]))
    mutant = Mutant(good, good.book.copy(), ASKED, named=("cover", "outcomes", "victims", "cases"))
    wanted = range(7) if draw.random() < 0.5 else draw.sample(range(7), 2)
    mutant.named = tuple(block for index in wanted for block in _names_of(other, index))
    mutant.book.leaves += [_brought_over(other.book, other.book.leaves[index]) for index in wanted]
    return mutant


def _brought_over(book: Book, leaf: Leaf) -> Leaf:
    brought = leaf.copy()
    brought.name = f"{leaf.name[:24]} II"
    for number, row in leaf.rows.items():
        for column, piece in row.items():
            if piece.kind == "s":
                brought.text(number, column, book.shown(piece))
    return brought


def sheet_of_their_own(draw: Random) -> Mutant:
    """A sheet of the sender's own, blank or with words, is nobody's business."""
    good = draw_base(draw)
    mutant = Mutant(good, good.book.copy())
    leaf = Leaf("Working notes", "visible", good.book.leaves[0].head.partition("<cols>")[0], "</worksheet>", {}, {})
    if draw.random() < 0.7:
        leaf.text(2, 2, "Called the desk about the missing page")
    mutant.book.leaves.insert(draw.randrange(len(mutant.book.leaves) + 1), leaf)
    return mutant


SHEETS = (
    renamed,
    reordered,
    hidden,
    shown,
    copied,
    deleted,
    cover_deleted,
    two_returns_in_one_file,
    sheet_of_their_own,
)
