"""Single changes that people make to a table, each from a seed: what they do, and what may come of them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import openpyxl

Lines = list[list[str]]
# read: read as if nothing had happened. lost: not read at all, and what is missing is named. parted: what is read is
# right, and what was changed is not among it unless it can be seen in it.
Fate = Literal["read", "lost", "parted"]


@dataclass(frozen=True)
class Source:
    """A table as records: ``heading`` is the index of its last heading row, ``tells`` the rows it is told by."""

    name: str
    lines: Lines
    heading: int = 0
    levels: int = 1
    separator: str = ","
    tells: tuple[tuple[str, ...], ...] = ()
    used: tuple[str, ...] = ()

    @property
    def rows(self) -> range:
        """The indexes of the data rows."""
        return range(self.heading + 1, len(self.lines))

    def full_rows(self) -> list[int]:
        """The indexes of the data rows that are filled to their last column, but for those the source is told by."""
        last = max(place for place, label in enumerate(self.lines[self.heading]) if label)
        return [row for row in self.rows if self.lines[row][last] and not self.is_told_by(self.lines[row])]

    def is_told_by(self, line: list[str]) -> bool:
        """Whether the source is told by this row."""
        return any(set(cells) <= set(line) for cells in self.tells)


@dataclass
class Mutant:
    """The changed file: its records, how they are written, and what may come of it; ``named`` has to be said."""

    lines: Lines
    fate: Fate
    named: str = ""
    separator: str = ","
    encoding: str = "utf-8"
    as_xlsx: bool = False
    changed: dict[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Write the file."""
        path = folder / ("table.xlsx" if self.as_xlsx else "table.csv")
        if self.as_xlsx:
            book = openpyxl.Workbook()
            sheet = book.active
            assert sheet is not None
            for line in self.lines:
                sheet.append([int(cell) if cell.isdigit() else cell or None for cell in line])
            book.save(path)
        else:
            text = io.StringIO()
            csv.writer(text, delimiter=self.separator).writerows(self.lines)
            path.write_text(text.getvalue(), encoding=self.encoding, newline="")
        return path


Mutation = Callable[[Source, random.Random], Mutant]


def _mutant(source: Source, fate: Fate, **changes: object) -> Mutant:
    mutant = Mutant([list(line) for line in source.lines], fate, separator=source.separator)
    for name, value in changes.items():
        setattr(mutant, name, value)
    return mutant


def renamed_heading(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "lost")
    label = chance.choice(source.used)
    heading = mutant.lines[source.heading]
    place = heading.index(label)
    heading[place] = label + chance.choice((" (revised)", "s", " 2"))
    mutant.named = " ".join(label.split())
    return mutant


def respelt_heading(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "read")
    heading = mutant.lines[source.heading]
    place = heading.index(chance.choice(source.used))
    heading[place] = chance.choice((heading[place].upper(), f"  {heading[place]} ", heading[place].replace(" ", "\n")))
    return mutant


def moved_column(source: Source, chance: random.Random) -> Mutant:
    # Headings of several rows mean the column they stand above: one that has left its group is asked back.
    mutant = _mutant(source, "parted" if source.levels > 1 else "read")
    width = max(map(len, mutant.lines))
    origin, target = chance.sample(range(width), 2)
    for line in mutant.lines:
        line += [""] * (width - len(line))
        line.insert(target, line.pop(origin))
    return mutant


def dropped_row(source: Source, chance: random.Random) -> Mutant:
    row = chance.choice(source.rows)
    told = source.is_told_by(source.lines[row])
    mutant = _mutant(source, "lost" if told else "parted", named="a row with" if told else "")
    del mutant.lines[row]
    return mutant


def other_encoding(source: Source, chance: random.Random) -> Mutant:
    return _mutant(source, "read", encoding=chance.choice(("utf-8-sig", "utf-16")))


def other_separator(source: Source, chance: random.Random) -> Mutant:
    return _mutant(source, "read", separator=chance.choice([mark for mark in ",;\t|" if mark != source.separator]))


def saved_as_workbook(source: Source, chance: random.Random) -> Mutant:
    return _mutant(source, "read", as_xlsx=True)


def title_above(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "read")
    mutant.lines[:0] = [["Extract made for the secretariat"], []][: chance.randint(1, 2)]
    return mutant


def blank_row(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "read")
    mutant.lines.insert(chance.choice(source.rows), [""] * len(mutant.lines[source.heading]))
    return mutant


def note_below(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "parted")
    mutant.lines.append(["Note: the figures of the last period are provisional."])
    return mutant


def repeated_row(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "parted")
    row = chance.choice(source.rows)
    mutant.lines.insert(row, list(mutant.lines[row]))
    return mutant


def unknown_column(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "parted")
    place = chance.randrange(len(mutant.lines[source.heading]))
    for number, line in enumerate(mutant.lines):
        line.insert(place, "Provisional count" if number == source.heading else "7" * (number > source.heading))
    return mutant


def cell_slipped_in(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "parted")
    row = chance.choice(source.full_rows())
    line = mutant.lines[row]
    line.insert(chance.randrange(len(line)), "1956")
    return mutant


def broken_count(source: Source, chance: random.Random) -> Mutant:
    mutant = _mutant(source, "parted")
    row = chance.choice(source.full_rows())
    numbers = [place for place, cell in enumerate(mutant.lines[row]) if cell.removesuffix(".0").isdigit()]
    mutant.lines[row][chance.choice(numbers)] = chance.choice(("12 (3 pending)", "n.a.", "#REF!", "1_2", "-", "3-4"))
    return mutant


MUTATIONS: tuple[Mutation, ...] = (
    renamed_heading, respelt_heading, moved_column, dropped_row, other_encoding, other_separator, saved_as_workbook,
    title_above, blank_row, note_below, repeated_row, unknown_column, cell_slipped_in, broken_count,
)  # fmt: skip
