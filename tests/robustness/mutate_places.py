"""Rows, columns and cells are inserted, deleted, moved, hidden, merged."""

from __future__ import annotations

from random import Random

from assets.forms.layout.blocks import GridBlock
from tests.forms.forms import FORM
from tests.robustness.bases import TOTAL, Base
from tests.robustness.book import Leaf, Piece, address
from tests.robustness.judging import LIST_NAMES, Mutant, keys_of
from tests.robustness.mutate_codes import GRID_HEADS, GRIDS, code_cells
from tests.robustness.mutate_values import ASKED, draw_base

BY_ROW = ("exchanges", "cases", "activities", "notes")


def _grid(draw: Random) -> tuple[Base, str, int, dict[str, int], dict[str, int]]:
    good, block = draw_base(draw, whole=draw.random() < 0.15), draw.choice(GRIDS)
    index, _, columns, rows = code_cells(good, block)
    return good, block, index, columns, rows


def _moved_lists(mutant: Mutant, index: int, at: int, by: int) -> None:
    for name in BY_ROW:
        if mutant.base.sheet(name) == index:
            mutant.rows[name] = [row + by if row >= at else row for row in mutant.rows[name]]


def rows_inserted(draw: Random) -> Mutant:
    good = draw_base(draw, whole=draw.random() < 0.15)
    index, count = draw.randrange(7), draw.randrange(1, 4)
    mutant = Mutant(good, good.book.copy())
    leaf = mutant.book.edit(index)
    at = draw.randrange(1, max(leaf.rows) + 1)
    leaf.insert_rows(at, count)
    _moved_lists(mutant, index, at, count)
    mutant.what = f"{leaf.name} row {at}"
    return mutant


def columns_inserted(draw: Random) -> Mutant:
    good = draw_base(draw, whole=draw.random() < 0.15)
    mutant = Mutant(good, good.book.copy())
    leaf = mutant.book.edit(draw.randrange(7))
    at = draw.randrange(1, 14)
    leaf.insert_columns(at, draw.randrange(1, 3))
    mutant.what = f"{leaf.name} column {at}"
    return mutant


def row_inserted_with_numbers(draw: Random) -> Mutant:
    good, block, index, columns, rows = _grid(draw)
    at = draw.choice(sorted(rows.values()))
    mutant = Mutant(good, good.book.copy(), ASKED)
    leaf = mutant.book.edit(index)
    leaf.insert_rows(at)
    column = columns[draw.choice(sorted({key[3] for key in good.truth if key[1] == block}))]
    leaf.number(at, column, draw.randrange(1, 50))
    mutant.at = ((leaf.name, address(at, column)),)
    return mutant


def column_inserted_with_numbers(draw: Random) -> Mutant:
    good, _, index, columns, rows = _grid(draw)
    at = draw.randrange(min(columns.values()), max(columns.values()) + 2)
    mutant = Mutant(good, good.book.copy(), ASKED)
    leaf = mutant.book.edit(index)
    leaf.insert_columns(at)
    row = draw.choice(sorted(rows.values()))
    leaf.text(row, at, "5 more") if draw.random() < 0.3 else leaf.number(row, at, draw.randrange(50))
    mutant.at = ((leaf.name, address(row, at)),)
    return mutant


def grid_row_deleted(draw: Random) -> Mutant:
    good, block, index, _, rows = _grid(draw)
    code = draw.choice(sorted(rows))
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block, row=code), named=(code,))
    mutant.book.edit(index).delete_row(rows[code])
    return mutant


def grid_column_deleted(draw: Random) -> Mutant:
    good, block, index, columns, _ = _grid(draw)
    code = draw.choice(sorted({key[3] for key in good.truth if key[1] == block}))
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block, column=code), named=(code,))
    mutant.book.edit(index).delete_column(columns[code])
    below = {key[3] for key in keys_of(good, "citizenship") if good.places[key][0::2] == (index, columns[code])}
    if below:
        mutant.lost |= keys_of(good, "citizenship")
    return mutant


def list_column_deleted(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(LIST_NAMES)
    index, _, columns, _ = code_cells(good, block)
    item = draw.choice(next(b.fields for b in FORM.form_blocks if b.name == block and not isinstance(b, GridBlock)))
    lost = keys_of(good, block, column=item.name) if block != "citizenship" else keys_of(good, block)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(item.label,))
    if block == "citizenship":
        # The grid above has the same columns.
        mutant.named += ("M.Y0T17", "F._U", "F.Y_GE18", "F.Y0T17")
        mutant.lost |= keys_of(good, "victims")
    mutant.book.edit(index).delete_column(columns[item.name])
    return mutant


def record_deleted(draw: Random) -> Mutant:
    """A record that is gone is gone: a list says nothing of rows that were never there."""
    good = draw_base(draw)
    name = draw.choice(("exchanges", "cases"))
    index, last = good.sheet(name), max(int(key[2]) for key in good.truth if key[1] == name)
    record = draw.randrange(last + 1)
    mutant = Mutant(good, good.book.copy())
    row = mutant.rows[name].pop(record)
    mutant.rows[name] = [r - 1 if r > row else r for r in mutant.rows[name]]
    mutant.truth = {key: v for key, v in good.truth.items() if key[1] != name or int(key[2]) < record}
    mutant.truth |= {
        (*key[:2], str(int(key[2]) - 1), key[3]): v
        for key, v in good.truth.items() if key[1] == name and int(key[2]) > record
    }  # fmt: skip
    mutant.book.edit(index).delete_row(row)
    return mutant


def rows_swapped_whole(draw: Random) -> Mutant:
    good, _, index, _, rows = _grid(draw)
    one, other = draw.sample(sorted(rows.values()), 2)
    mutant = Mutant(good, good.book.copy())
    mutant.book.edit(index).move({one: other, other: one})
    return mutant


def columns_swapped_whole(draw: Random) -> Mutant:
    good, _, index, columns, _ = _grid(draw)
    one, other = draw.sample(sorted(columns.values()), 2)
    mutant = Mutant(good, good.book.copy())
    mutant.book.edit(index).move({}, {one: other, other: one})
    if index == good.sheet("citizenship"):
        # The list below moves with it, all of it: code, heading and values.
        mutant.what = "with the list below"
    return mutant


def rows_sorted_without_their_codes(draw: Random) -> Mutant:
    """What a person sees of two rows changes places; the hidden column does not come along."""
    good, block, index, _, rows = _grid(draw)
    one, other = draw.sample(sorted(rows), 2)
    lost = keys_of(good, block, row=one) | keys_of(good, block, row=other)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=(one, other))
    leaf = mutant.book.edit(index)
    a, b = leaf.rows[rows[one]], leaf.rows[rows[other]]
    a[1], b[1] = b[1], a[1]
    leaf.rows[rows[one]], leaf.rows[rows[other]] = b, a
    mutant.what = f"{one} and {other}"
    return mutant


def columns_moved_without_their_codes(draw: Random) -> Mutant:
    good, block, index, columns, rows = _grid(draw)
    one, other = draw.sample(sorted({key[3] for key in good.truth if key[1] == block}), 2)
    lost = keys_of(good, block, column=one) | keys_of(good, block, column=other)
    labels = tuple(GRID_HEADS[code] for code in (one, other))
    mutant = Mutant(good, good.book.copy(), ASKED, lost=lost, named=labels)
    leaf = mutant.book.edit(index)
    for row in (min(rows.values()) - 1, *rows.values()):
        _swap(leaf, row, columns[one], columns[other])
    mutant.what = f"{one} and {other}"
    return mutant


def _swap(leaf: Leaf, row: int, one: int, other: int) -> None:
    cells = leaf.rows[row]
    cells[one], cells[other] = cells.get(other, Piece("0", "n", "")), cells.get(one, Piece("0", "n", ""))


def numbers_pasted_one_column_off(draw: Random) -> Mutant:
    """The numbers of a row begin one column too far left, over its label, or end one too far right."""
    good, block, index, columns, rows = _grid(draw)
    code = draw.choice(sorted({k[2] for k in good.truth if k[1] == block and k[3] != TOTAL} if draw.random() < 0.5 else
                              {k[2] for k in good.truth if k[1] == block}))  # fmt: skip
    keys = [c.key for b in FORM.form_blocks if isinstance(b, GridBlock) and b.name == block for c in b.columns]
    split = any(key[3] != TOTAL for key in keys_of(good, block, row=code))
    if split and ("grid", block, code, keys[0]) not in good.truth:
        # Where nothing is pasted over the label nothing can be seen of it.
        return numbers_pasted_one_column_off(draw)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block, row=code), named=(code,))
    leaf = mutant.book.edit(index)
    row = rows[code]
    step = -1 if split else draw.choice((-1, 1))
    places = [columns[key] for key in keys]
    cells = [leaf.rows[row].pop(place, None) for place in places]
    for place, cell in zip(places, cells, strict=True):
        if cell is not None and (split or place == columns[TOTAL]):
            leaf.rows[row][place + step] = cell
    first = places[0] if split else columns[TOTAL]
    mutant.at = ((leaf.name, address(row, first + step)),)
    mutant.truth |= dict.fromkeys(keys_of(good, block, row=code), "asked back")
    mutant.what = f"{code} by {step}"
    return mutant


def numbers_pasted_one_row_off(draw: Random) -> Mutant:
    """The numbers of a whole grid begin one row too high, over the headings, or end one too low."""
    good, block, index, columns, rows = _grid(draw)
    mutant = Mutant(good, good.book.copy(), ASKED, lost=keys_of(good, block))
    mutant.doubtful = frozenset(key for key in good.places if key[1] == block)
    mutant.truth |= dict.fromkeys(keys_of(good, block), "asked back")
    leaf = mutant.book.edit(index)
    step = draw.choice((-1, 1))
    places = sorted({place for code, place in columns.items() if not code.startswith("label:")})
    lines = sorted(rows.values())
    block_cells = [{c: leaf.rows[row].pop(c) for c in places if c in leaf.rows[row]} for row in lines]
    for row, cells in zip(lines, block_cells, strict=True):
        leaf.rows.setdefault(row + step, {}).update(cells)
    # Over the headings or below the last row, or in grey cells in between.
    mutant.at = tuple((leaf.name, address(row, c)) for row in (lines[0] - 1, *lines, lines[-1] + 1) for c in places)
    mutant.what = f"{block} by {step}"
    return mutant


def number_beside_or_below(draw: Random) -> Mutant:
    """A number in the grid's last row and below, in a grey cell, or right of everything."""
    good, block, index, columns, rows = _grid(draw)
    mutant = Mutant(good, good.book.copy(), ASKED)
    leaf = mutant.book.edit(index)
    end = max(rows.values()) + 1
    grey = [(rows[key[2]], columns[key[3]]) for key in good.places if key[1] == block and key not in good.truth
            and (block, key[2], TOTAL) and not keys_of(good, block, row=key[2]) - {("grid", block, key[2], TOTAL)}
            and key[3] != TOTAL]  # fmt: skip
    spots = [
        (end, columns["M._U"]),
        (end, columns[TOTAL]),
        (draw.choice(sorted(rows.values())), max(columns.values()) + 2),
    ]
    row, column = draw.choice(spots + draw.sample(grey, min(3, len(grey))))
    leaf.number(row, column, draw.randrange(1, 30))
    mutant.at = ((leaf.name, address(row, column)),)
    mutant.what = f"{leaf.name}!{address(row, column)}"
    return mutant


def record_in_the_wrong_place(draw: Random) -> Mutant:
    """A record typed over the line below the rows, or a number over the headings or beside its row."""
    good, block = draw_base(draw, whole=True), draw.choice(LIST_NAMES)
    index, anchor, columns, _ = code_cells(good, block)
    mutant = Mutant(good, good.book.copy(), ASKED)
    leaf = mutant.book.edit(index)
    labels = [n for n in sorted(leaf.rows) if n > anchor and good.book.shown(leaf.rows[n].get(1)) == "jpa:label"]
    fields = [c for c in columns if not c.startswith("label:")]
    if draw.random() < 0.5 and block not in ("notes",):
        row = draw.choice(labels)
        counts = [c for c in fields if c in ("victims", "sent", "answered", "suspects", "officers_f", "people_reached")]
        column = columns[draw.choice(counts)]
        leaf.number(row, column, draw.randrange(1, 40))
    elif draw.random() < 0.5:
        row, column = labels[-1], columns[fields[-1]]
        leaf.text(row, columns[fields[0]], good.book.shown(leaf.rows[anchor + 3].get(columns[fields[0]])) or "x")
        leaf.text(row, column, "Typed over the line below")
    else:
        row, column = anchor + len(labels), columns["label:check"]
        leaf.number(row, column, 7)
    mutant.at = ((leaf.name, address(row, column)),)
    mutant.what = f"{leaf.name}!{address(row, column)}"
    return mutant


def rows_or_columns_hidden(draw: Random) -> Mutant:
    """What is hidden is still part of the return: neither blank nor 0."""
    good = draw_base(draw, whole=draw.random() < 0.15)
    mutant = Mutant(good, good.book.copy())
    leaf = mutant.book.edit(draw.randrange(7))
    for _ in range(draw.randrange(1, 4)):
        if draw.random() < 0.6:
            leaf.hide_row(draw.choice(sorted(leaf.rows)))
        else:
            leaf.hide_column(draw.randrange(2, 15))
    return mutant


PLACES = (
    rows_inserted,
    columns_inserted,
    row_inserted_with_numbers,
    column_inserted_with_numbers,
    grid_row_deleted,
    grid_column_deleted,
    list_column_deleted,
    record_deleted,
    rows_swapped_whole,
    columns_swapped_whole,
    rows_sorted_without_their_codes,
    columns_moved_without_their_codes,
    numbers_pasted_one_column_off,
    numbers_pasted_one_row_off,
    number_beside_or_below,
    record_in_the_wrong_place,
    rows_or_columns_hidden,
)
