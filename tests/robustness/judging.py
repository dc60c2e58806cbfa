"""What a mutated return says to a person, what the product makes of it, and which of four things that is.

The oracle is the mutation itself: it states what a person now sees, what may be lost, and where that has to be asked
back. Nothing in it comes from the reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assets.checking.check_file import CheckTask, check_file
from assets.checking.findings import CheckedFile, Finding
from assets.forms.layout.blocks import GridBlock, ListBlock, row_key
from assets.forms.results import Observation, ReadResult
from assets.intake.limits import Limits
from tests.checking.wording import said as text_of
from tests.checking.wording import to_do
from tests.forms.forms import FORM
from tests.robustness.bases import Base, Key, Truth
from tests.robustness.book import Book

Verdict = Literal["read right", "queried", "refused", "misread"]
LIMITS = Limits()
# What a changed number sets off by itself: parts beyond their total, a number beyond its ceiling.
_ARITHMETIC = frozenset({"E06", "E08"})
_BY_PLACE = ("exchanges", "cases", "activities", "notes")
_DIMENSIONS = ("indicator", "crime", "victim_status", "exploitation", "sex", "age")


@dataclass
class Mutant:
    """One changed return.

    ``truth`` is what a person reads in it; ``lost`` the values that may be missing from what is read, if they are asked
    back: by an error at one of the cells ``at`` (sheet and address), or one that names a word of ``named``.
    ``doubtful`` are values that may stand wrong in what is read, as long as the return is held for that reason and
    nothing of it counts. ``fates`` are the verdicts that are right for it, ``rows`` the rows of the records of lists.
    """

    base: Base
    book: Book
    fates: tuple[Verdict, ...] = ("read right",)
    data: bytes | None = None
    truth: Truth = field(default_factory=dict)
    lost: frozenset[Key] = frozenset()
    doubtful: frozenset[Key] = frozenset()
    at: tuple[tuple[str, str], ...] = ()
    named: tuple[str, ...] = ()
    rows: dict[str, list[int]] = field(default_factory=dict)
    file_name: str = "return.xlsx"
    what: str = ""

    def __post_init__(self) -> None:
        if not self.truth:
            self.truth = dict(self.base.truth)
        for name in _BY_PLACE:
            places = {int(key[2]): place[1] for key, place in self.base.places.items() if key[1] == name}
            self.rows.setdefault(name, [places[n] for n in sorted(places)])


@dataclass(frozen=True)
class Judged:
    """The verdict, and what speaks for it."""

    verdict: Verdict
    why: str = ""


def checked(mutant: Mutant, folder: Path) -> CheckedFile:
    """The mutant as the product judges it, in this process."""
    path = folder / "mutant"
    data = mutant.data if mutant.data is not None else mutant.book.write()
    path.write_bytes(data)
    return check_file(CheckTask(path, mutant.file_name, hashlib.sha256(data).hexdigest(), LIMITS))


def judge(mutant: Mutant, file: CheckedFile) -> Judged:
    """Which of the four things it is; misread where anything read differs from what a person sees, or is lost."""
    errors = [f for f in file.findings if f.severity == "error" and f.rule not in _ARITHMETIC]
    if file.file_status == "refused":
        (finding,) = file.findings
        named = finding.rule.startswith("F") and text_of(finding) and to_do(finding)
        return Judged("refused", text_of(finding)) if named else Judged("misread", "refused without a cause")
    said = _said(file.result, mutant)
    different = {key: value for key, value in said.items() if mutant.truth.get(key) != value}
    if file.file_status == "held" and any(_asks(finding, mutant) for finding in errors):
        different = {key: value for key, value in different.items() if key not in mutant.doubtful}
    if different:
        return Judged("misread", f"read {different}, seen {[mutant.truth.get(key) for key in different]}")
    lost = mutant.truth.keys() - said.keys()
    if lost - mutant.lost:
        return Judged("misread", f"lost without being meant to: {sorted(lost - mutant.lost)[:5]} {errors[:2]}")
    if not lost and not errors:
        return Judged("read right")
    if file.file_status != "held":
        return Judged("misread", f"{file.file_status} though {sorted(lost)[:5]} is lost")
    if not any(_asks(finding, mutant) for finding in errors):
        return Judged("misread", f"asked back elsewhere: {[(f.rule, f.sheet, f.cell, text_of(f)) for f in errors[:4]]}")
    return Judged("queried", text_of(errors[0]))


def _asks(finding: Finding, mutant: Mutant) -> bool:
    words = " ".join([text_of(finding), finding.sheet, *map(str, finding.facts.values())])
    return (finding.sheet, finding.cell) in mutant.at or any(name in words for name in mutant.named)


def _said(result: ReadResult, mutant: Mutant) -> Truth:
    """What was read, key by key, blanks left out; a value that has no place in the form gets a key of its own."""
    said: Truth = {}
    for n, o in enumerate(result.observations):
        value = _value(o.obs_status, o.obs_value, o.expected)
        if value == "":
            continue
        identity = (o.ref_area, o.time_period, o.reporting_mode)
        ours = (result.ref_area, result.time_period, "PERIOD")
        key = _GRID.get(tuple(getattr(o, d) for d in _DIMENSIONS)) if o.counterpart_area == "_T" else None
        if key and identity == ours and key not in said:
            said[key] = value
        else:
            said |= _citizenship(o, value, n, mutant)
    for e in result.entries:
        record = "0" if e.list_name == "cover" else _record(mutant, e.list_name, e.entry)
        kind = "cover" if e.list_name == "cover" else "list"
        number = "" if e.value_number is None else e.value_number
        value = (
            e.value_text
            if e.obs_status == "V" and number == ""
            else _value(e.obs_status, e.value_number, e.raw_text.strip() == "..")
        )
        if value != "":
            said[kind, e.list_name, record, e.field] = value
    said["cover", "cover", "0", "language"] = result.language
    said["cover", "cover", "0", "synthetic"] = "YES" if result.synthetic else "NO"
    return said


def _value(status: str, number: int | None, expected: bool) -> str | int:
    if status == "O":
        return ".." if expected else ""
    return {"Q": "<5", "M": "n/a"}.get(status, number if number is not None else "?")


def _citizenship(o: Observation, value: str | int, n: int, mutant: Mutant) -> Truth:
    said = {"citizenship": o.counterpart_area, "victim_status": o.victim_status}
    for record in range(20):
        keys: dict[str, Key] = {name: ("list", "citizenship", str(record), name) for name in (*said, "victims")}
        if all(mutant.truth.get(keys[name]) == code for name, code in said.items()):
            return {keys[name]: code for name, code in (said | {"victims": value}).items()}
    return {("list", "citizenship", f"unknown {n}", "victims"): value}


def _record(mutant: Mutant, name: str, row: int) -> str:
    rows = mutant.rows[name]
    return str(rows.index(row)) if row in rows else f"row {row}"


def _grid_keys() -> dict[tuple[str, ...], Key]:
    keys: dict[tuple[str, ...], Key] = {}
    for block in FORM.form_blocks:
        if isinstance(block, GridBlock):
            for row in block.expanded_rows():
                for column in block.columns:
                    of_cell = {
                        str(d): code for some in (block.fixed, row, column.dimensions) for d, code in some.items()
                    }
                    keys[tuple(of_cell.get(d, "_T") for d in _DIMENSIONS)] = (
                        "grid",
                        block.name,
                        row_key(row),
                        column.key,
                    )
    return keys


_GRID = _grid_keys()
LIST_NAMES = tuple(block.name for block in FORM.form_blocks if isinstance(block, ListBlock))


def keys_of(base: Base, block: str, *, row: str = "", column: str = "") -> frozenset[Key]:
    """The values of a block, of one of its rows or columns."""
    return frozenset(key for key in base.truth if key[1] == block and row in ("", key[2]) and column in ("", key[3]))


def sheets_of(names: Iterable[str], base: Base) -> frozenset[Key]:
    """The values on the sheets with these names."""
    wanted = {n for n, leaf in enumerate(base.book.leaves) if leaf.name in set(names)}
    return frozenset(key for key in base.truth if base.places[key][0] in wanted)
