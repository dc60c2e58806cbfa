"""A machine code or a label is deleted, written twice, translated or moved."""

from __future__ import annotations

from random import Random

from assets.forms.layout.blocks import GridBlock
from tests.forms.forms import FORM
from tests.robustness.bases import AREAS, Base, base
from tests.robustness.book import address
from tests.robustness.judging import LIST_NAMES, Mutant, keys_of
from tests.robustness.mutate_values import ASKED, draw_base

GRIDS = ("outcomes", "victims")
GRID_HEADS = {c.key: c.label for b in FORM.form_blocks if isinstance(b, GridBlock) for c in b.columns}
_NONSENSE = ("ข้อมูล", "x", "12", "ARR-TIP", "Total", "jpa", "F_Y0T17", "#REF!", " ")


def code_cells(good: Base, block: str) -> tuple[int, int, dict[str, int], dict[str, int]]:
    """The sheet of a block, the row of its anchor, and its codes: each column's and each row's place."""
    index = good.sheet(block)
    leaf = good.book.leaves[index]
    anchor = next(n for n in sorted(leaf.rows) if good.book.shown(leaf.rows[n].get(1)).endswith(f":{block}"))
    columns = {good.book.shown(piece): c for c, piece in leaf.rows[anchor].items() if c > 1}
    rows = {key[2]: good.places[key][1] for key in good.places if key[1] == block and key[0] == "grid"}
    return index, anchor, columns, rows


def _column(draw: Random, good: Base, block: str) -> str:
    return draw.choice(sorted({key[3] for key in good.truth if key[1] == block}))


def _spoil(draw: Random, mutant: Mutant, index: int, row: int, column: int) -> None:
    leaf = mutant.book.edit(index)
    text = draw.choice(("", *_NONSENSE))
    if text:
        leaf.text(row, column, text)
    else:
        leaf.clear(row, column)
    mutant.what = f"{leaf.name}!{address(row, column)} is now {text!r}"


def column_code_spoilt(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice((*GRIDS, *LIST_NAMES))
    index, anchor, columns, _ = code_cells(good, block)
    code = _column(draw, good, block)
    lost = keys_of(good, block, column=code)
    if block == "citizenship":
        lost = keys_of(good, block)
    label = next((f.label for b in FORM.form_blocks if b.name == block and not isinstance(b, GridBlock)
                  for f in b.fields if f.name == code), code)  # fmt: skip
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(label,))
    _spoil(draw, mutant, index, anchor, columns[code])
    return mutant


def row_code_spoilt(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, _, _, rows = code_cells(good, block)
    code = draw.choice(sorted(rows))
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block, row=code), named=(code,))
    _spoil(draw, mutant, index, rows[code], 1)
    return mutant


def field_code_spoilt(draw: Random) -> Mutant:
    good = draw_base(draw)
    key = draw.choice([k for k in good.truth if k[0] == "cover" and k[3] not in ("language", "synthetic")])
    index, row, _ = good.places[key]
    label = next(f.label for f in FORM.cover.fields if f.name == key[3])
    mutant = Mutant(good, good.book.copy(), ASKED, lost=frozenset({key}), named=(label,))
    _spoil(draw, mutant, index, row, 1)
    return mutant


def anchor_spoilt(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice((*GRIDS, *LIST_NAMES))
    index, anchor, _, _ = code_cells(good, block)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block), named=(block,))
    _spoil(draw, mutant, index, anchor, 1)
    return mutant


def form_marker_spoilt(draw: Random) -> Mutant:
    good = draw_base(draw)
    mutant = Mutant(good, good.book.copy(), ("refused",))
    leaf = mutant.book.edit(0)
    leaf.text(1, 1, draw.choice(("jpa:layout:jpa_return:2", "jpa:layout:other:1", "jpa:layout:", "x", "")))
    return mutant


def column_code_twice(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice((*GRIDS, *LIST_NAMES))
    index, anchor, columns, _ = code_cells(good, block)
    code = _column(draw, good, block)
    other = draw.choice([c for c in columns if c != code])
    place = max(columns.values()) + 1 if draw.random() < 0.5 else columns[other]
    lost = keys_of(good, block) if place == columns[other] or block == "citizenship" else frozenset()
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(code,))
    mutant.book.edit(index).text(anchor, place, code)
    mutant.what = f"{block}: {code} again in {address(anchor, place)}"
    if place == columns[other] and place < columns[code]:
        # Now the first of the two stands over other people's numbers: neither may be taken.
        mutant.truth |= dict.fromkeys(keys_of(good, block, column=code), "asked back")
    return mutant


def row_code_twice(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, _, _, rows = code_cells(good, block)
    code, other = draw.sample(sorted(rows), 2)
    lost = keys_of(good, block, row=other) | keys_of(good, block, row=code)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(code,))
    mutant.book.edit(index).text(rows[other], 1, code)
    mutant.what = f"{block}: {code} again in place of {other}"
    if rows[other] < rows[code]:
        mutant.truth |= dict.fromkeys(keys_of(good, block, row=code), "asked back")
    return mutant


def column_codes_swapped(draw: Random) -> Mutant:
    """Two machine codes change places and nothing else: the headings that people see tell it."""
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, anchor, columns, _ = code_cells(good, block)
    one, other = draw.sample([c for c in columns if not c.startswith("label:")], 2)
    lost = keys_of(good, block, column=one) | keys_of(good, block, column=other)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(GRID_HEADS[one], GRID_HEADS[other]))
    leaf = mutant.book.edit(index)
    cells = leaf.rows[anchor]
    cells[columns[one]], cells[columns[other]] = cells[columns[other]], cells[columns[one]]
    mutant.what = f"{block}: {one} and {other}"
    return mutant


def row_codes_swapped(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, _, _, rows = code_cells(good, block)
    one, other = draw.sample(sorted(rows), 2)
    lost = keys_of(good, block, row=one) | keys_of(good, block, row=other)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(one, other))
    leaf = mutant.book.edit(index)
    a, b = leaf.rows[rows[one]], leaf.rows[rows[other]]
    a[1], b[1] = b[1], a[1]
    mutant.what = f"{block}: {one} and {other}"
    return mutant


def list_codes_swapped(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(LIST_NAMES)
    index, anchor, columns, _ = code_cells(good, block)
    one, other = draw.sample([c for c in columns if not c.startswith("label:")], 2)
    labels = [f.label for b in FORM.form_blocks if b.name == block and not isinstance(b, GridBlock)
              for f in b.fields if f.name in (one, other)]  # fmt: skip
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block), named=(one, other, *labels))
    cells = mutant.book.edit(index).rows[anchor]
    cells[columns[one]], cells[columns[other]] = cells[columns[other]], cells[columns[one]]
    mutant.what = f"{block}: {one} and {other}"
    return mutant


def field_codes_swapped(draw: Random) -> Mutant:
    good = draw_base(draw)
    one, other = draw.sample([k for k in good.truth if k[0] == "cover" and k[3] not in ("language", "synthetic")], 2)
    labels = tuple(f.label for f in FORM.cover.fields if f.name in (one[3], other[3]))
    mutant = Mutant(good, good.book.copy(), ASKED, lost=frozenset({one, other}), named=labels)
    leaf = mutant.book.edit(0)
    a, b = leaf.rows[good.places[one][1]], leaf.rows[good.places[other][1]]
    a[1], b[1] = b[1], a[1]
    mutant.what = f"{one[3]} and {other[3]}"
    return mutant


def labels_translated(draw: Random) -> Mutant:
    """Headings and labels in words that the form does not know, or in another of its languages."""
    good, block = draw_base(draw), draw.choice((*GRIDS, *LIST_NAMES, "cover"))
    index, anchor, _, _ = code_cells(good, block)
    mutant = Mutant(good, good.book.copy())
    leaf = mutant.book.edit(index)
    foreign = base(draw.choice(sorted(AREAS))).book.leaves[index] if draw.random() < 0.5 else None
    texts = base(good.language).book
    for number, row in leaf.rows.items():
        shown = texts.shown(row.get(1))
        if number <= anchor or not (
            shown == "jpa:label" or (block in GRIDS and shown and not shown.startswith("jpa:"))
        ):
            continue
        for column, piece in list(row.items()):
            if column > 1 and piece.kind == "s" and (number, column) not in _value_places(good, index):
                words = f"หัวข้อ {number} {column}"
                if foreign is not None and number in foreign.rows and column in foreign.rows[number]:
                    words = _foreign_words(good, foreign, number, column) or words
                leaf.text(number, column, words)
    mutant.what = f"labels of {block}"
    return mutant


def _foreign_words(good: Base, foreign: object, number: int, column: int) -> str:
    for language in AREAS:
        book = base(language).book
        for leaf in book.leaves:
            if leaf is foreign:
                return book.shown(leaf.rows[number][column])
    return ""


def _value_places(good: Base, index: int) -> set[tuple[int, int]]:
    return {(row, column) for sheet, row, column in good.places.values() if sheet == index}


def label_deleted(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, anchor, columns, rows = code_cells(good, block)
    mutant = Mutant(good, good.book.copy())
    leaf = mutant.book.edit(index)
    if draw.random() < 0.5:
        leaf.clear(anchor + 1, columns[_column(draw, good, block)])
    else:
        leaf.clear(
            draw.choice(sorted(rows.values())), draw.choice([n for c, n in columns.items() if c.startswith("label:")])
        )
    return mutant


def end_marker_gone_or_twice(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, _, _, rows = code_cells(good, block)
    leaf = good.book.leaves[index]
    end = next(n for n in sorted(leaf.rows) if good.book.shown(leaf.rows[n].get(1)) == "jpa:end")
    mutant = Mutant(good, good.book.copy())
    changed = mutant.book.edit(index)
    if draw.random() < 0.4:
        changed.clear(end, 1)
    else:
        row = draw.choice(sorted(rows.values()))
        code = next(c for c, n in rows.items() if n == row)
        below = {c for c, n in rows.items() if n >= row}
        mutant.fates, mutant.named = ASKED, (code,)
        mutant.lost = frozenset(key for c in below for key in keys_of(good, block, row=c))
        changed.text(row, 1, "jpa:end")
    return mutant


CODES = (
    column_code_spoilt,
    row_code_spoilt,
    field_code_spoilt,
    anchor_spoilt,
    form_marker_spoilt,
    column_code_twice,
    row_code_twice,
    column_codes_swapped,
    row_codes_swapped,
    list_codes_swapped,
    field_codes_swapped,
    labels_translated,
    label_deleted,
    end_marker_gone_or_twice,
)
