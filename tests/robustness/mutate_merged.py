"""Cells are merged: over numbers, over records, over fields of the cover, or where it does no harm."""

from __future__ import annotations

from random import Random

from tests.robustness.bases import Key
from tests.robustness.book import address
from tests.robustness.judging import Mutant
from tests.robustness.mutate_codes import GRIDS, code_cells
from tests.robustness.mutate_values import ASKED, draw_base


def merged_over_numbers(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, _, columns, rows = code_cells(good, block)
    key = draw.choice([k for k in good.truth if k[1] == block])
    row, column = rows[key[2]], columns[key[3]]
    values = {n: c for c, n in columns.items() if not c.startswith("label:")}
    if draw.random() < 0.5:
        covered = [(row, column), (row, column + 1 if column + 1 in values else column - 1)]
    else:
        below = row + 1 if row + 1 in rows.values() else row - 1
        covered = [(row, column), (below, column)]
    covered.sort()
    mutant = Mutant(good, good.book.copy(), ASKED)
    leaf = mutant.book.edit(index)
    at = {place: k for k, (sheet, *place_) in good.places.items() if sheet == index for place in [tuple(place_)]}
    mutant.lost = frozenset(at[place] for place in covered if place in at)
    mutant.truth |= dict.fromkeys((k for k in mutant.lost if k in good.truth), "asked back")
    mutant.lost &= frozenset(good.truth)
    mutant.at = tuple((leaf.name, address(*place)) for place in covered)
    if draw.random() < 0.6:
        # A spreadsheet program empties what it covers.
        leaf.clear(*covered[1])
        if not leaf.rows[covered[0][0]].get(covered[0][1]):
            leaf.number(*covered[0], 8)
    leaf.merge(f"{address(*covered[0])}:{address(*covered[1])}")
    mutant.what = f"{covered}"
    return mutant


def merged_over_a_label_and_numbers(draw: Random) -> Mutant:
    good, block = draw_base(draw), draw.choice(GRIDS)
    index, _, columns, rows = code_cells(good, block)
    label = max(n for c, n in columns.items() if c.startswith("label:") and n < columns["F.Y0T17"])
    code = draw.choice(sorted({k[2] for k in good.truth if k[1] == block and k[3] == "F.Y0T17"}))
    key: Key = ("grid", block, code, "F.Y0T17")
    mutant = Mutant(good, good.book.copy(), ASKED, lost=frozenset({key}))
    mutant.truth[key] = "asked back"
    leaf = mutant.book.edit(index)
    leaf.clear(rows[code], columns["F.Y0T17"])
    leaf.merge(f"{address(rows[code], label)}:{address(rows[code], columns['F.Y0T17'])}")
    mutant.at = ((leaf.name, address(rows[code], columns["F.Y0T17"])),)
    return mutant


def merged_over_two_records(draw: Random) -> Mutant:
    """One cell beside two records: whether it is for both cannot be known."""
    good = draw_base(draw)
    name = draw.choice(("exchanges", "cases", "citizenship"))
    index, _, columns, _ = code_cells(good, name)
    field = draw.choice(sorted({k[3] for k in good.truth if k[1] == name and k[2] in "01"}))
    keys: list[Key] = [("list", name, n, field) for n in "01"]
    rows = [good.places[key][1] for key in keys]
    mutant = Mutant(good, good.book.copy(), ASKED)
    leaf = mutant.book.edit(index)
    if keys[0] not in good.truth:
        leaf.text(rows[0], columns[field], "x")
    leaf.clear(rows[1], columns[field])
    leaf.merge(f"{address(rows[0], columns[field])}:{address(rows[1], columns[field])}")
    mutant.truth |= dict.fromkeys(keys, "asked back")
    mutant.lost = frozenset(keys)
    if name == "citizenship":
        mutant.lost = frozenset(k for k in mutant.truth if k[1] == name and k[2] in "01")
    mutant.at = tuple((leaf.name, address(row, columns[field])) for row in rows)
    mutant.what = f"{name} {field}"
    return mutant


def merged_over_two_fields_of_the_cover(draw: Random) -> Mutant:
    good = draw_base(draw)
    fields = [k for k in good.truth if k[0] == "cover" and k[3] not in ("language", "synthetic")]
    one, other = next((a, b) for a in draw.sample(fields, len(fields)) for b in fields
                      if good.places[b][1] == good.places[a][1] + 1)  # fmt: skip
    mutant = Mutant(good, good.book.copy(), ASKED, lost=frozenset({one, other}))
    mutant.truth |= {one: "asked back", other: "asked back"}
    leaf = mutant.book.edit(0)
    spots = [address(*good.places[key][1:]) for key in (one, other)]
    leaf.clear(*good.places[other][1:])
    leaf.merge(":".join(spots))
    mutant.at = tuple((leaf.name, spot) for spot in spots)
    mutant.what = f"{one[3]} and {other[3]}"
    return mutant


def merged_where_it_does_no_harm(draw: Random) -> Mutant:
    """Titles over several columns, a field of the cover over its neighbour, labels over each other."""
    good = draw_base(draw, whole=draw.random() < 0.2)
    index = draw.randrange(7)
    mutant = Mutant(good, good.book.copy())
    leaf = mutant.book.edit(index)
    choices = ["B1:H1", "B3:G3"]
    if index == 0:
        row = good.places["cover", "cover", "0", draw.choice(("source_agency", "comments", "contact_office"))][1]
        leaf.clear(row, 4)
        choices.append(f"C{row}:D{row}")
    if index in (1, 2):
        _, _, columns, rows = code_cells(good, GRIDS[index - 1])
        top = min(rows.values())
        leaf.clear(top + 1, columns["label:name:crime" if index == 1 else "label:name:victim_status"])
        letter = address(1, columns["label:name:crime" if index == 1 else "label:name:victim_status"])[:-1]
        choices.append(f"{letter}{top}:{letter}{top + 1}")
    leaf.merge(draw.choice(choices))
    return mutant


MERGED = (
    merged_over_numbers,
    merged_over_a_label_and_numbers,
    merged_over_two_records,
    merged_over_two_fields_of_the_cover,
    merged_where_it_does_no_harm,
)
