"""Good returns in five languages, and what each of them says: known from what was typed, not from the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from assets.forms.layout.blocks import GridBlock
from assets.forms.reader.grid import applies, grid_rows
from assets.forms.writer.build import build_form
from assets.forms.writer.content import FormContent, Value
from tests.forms.forms import EDITION, FORM, FRAMEWORK, MONTH
from tests.robustness.book import Book, take_apart

AREAS = {"en": "AUS", "id": "IDN", "ms": "MYS", "th": "THA", "vi": "VNM"}
# The kind of part, its name, row and column: ("grid", "outcomes", "ARR.TIP", "_T._T"), ("list", "cases", "0", "stage").
Key = tuple[str, str, str, str]
Truth = dict[Key, str | int]
Place = tuple[int, int, int]
PARTS = ("F.Y0T17", "F.Y_GE18", "F._U", "M.Y0T17", "M.Y_GE18", "M._U", "_O._T", "_U._T")
TOTAL = "_T._T"
_FORMS = ("SEX", "LAB", "DOM", "FMA", "CRI", "BEG", "ORG", "OTH", "_U")
_MARKS: tuple[Value, ...] = ("n/a", "..", "<5", None)


@dataclass(frozen=True)
class Base:
    """A good return: its workbook, what it says, and where each value stands (sheet from 0, row, column)."""

    language: str
    book: Book
    truth: Truth
    places: dict[Key, Place]

    @property
    def thousands(self) -> str:
        """The mark between thousands."""
        return FORM.convention(self.language).thousands

    def sheet(self, block: str) -> int:
        """The index of the sheet a block stands on."""
        return next(place[0] for key, place in self.places.items() if key[1] == block)

    def at(self, key: Key) -> tuple[str, int, int]:
        """The sheet's name, row and column of a value."""
        index, row, column = self.places[key]
        return self.book.leaves[index].name, row, column


def _split(row: str, parts: dict[str, Value]) -> dict[tuple[str, str], Value]:
    known = [value for value in parts.values() if isinstance(value, int)]
    withheld = sum(value == "<5" for value in parts.values())
    # A withheld part is anything from 0 to 4, and a total of all parts at two each fits whatever it is.
    cells: dict[tuple[str, str], Value] = {(row, column): value for column, value in parts.items()}
    return cells | {(row, TOTAL): sum(known) + 2 * withheld}


def _outcomes(draw: Random) -> dict[tuple[str, str], Value]:
    block = next(b for b in FORM.form_blocks if isinstance(b, GridBlock) and b.name == "outcomes")
    cells: dict[tuple[str, str], Value] = {}
    for row in grid_rows(block, FRAMEWORK):
        if applies(row.indicator, block.columns[0]):
            odd = draw.random() < 0.3
            values = {column: draw.choice(_MARKS) if odd and draw.random() < 0.4 else draw.randrange(60)
                      for column in PARTS}  # fmt: skip
            cells |= _split(row.key, values)
        else:
            cells[row.key, TOTAL] = draw.choice([draw.randrange(30), draw.randrange(1000), *_MARKS])
    return cells


def _victims(draw: Random) -> dict[tuple[str, str], Value]:
    cells: dict[tuple[str, str], Value] = {}
    for status in ("IDF", "POT"):
        forms = {form: {column: draw.randrange(9) for column in PARTS} for form in _FORMS}
        for form, values in forms.items():
            cells |= _split(f"{status}.{form}", dict(values))
        cells |= _split(f"{status}._T", {column: sum(v[column] for v in forms.values()) for column in PARTS})
    return cells


def _lists(draw: Random) -> dict[str, list[dict[str, Value]]]:
    count = draw.randrange
    return {
        "citizenship": [
            {"citizenship": "MMR", "victim_status": "IDF", "victims": count(1, 9)},
            {"citizenship": "KHM", "victim_status": "IDF", "victims": count(1, 9)},
            {"citizenship": "LAO", "victim_status": "POT", "victims": "<5"},
        ],
        "exchanges": [
            {"counterpart": "NZL", "channel": "POLICE", "crime": "TIP", "sent": count(40), "received": count(40),
             "answered": count(9)},
            {"counterpart": "INTERPOL", "channel": "INTERPOL", "crime": "SOM", "sent": "<5", "received": ".."},
            {"counterpart": "CAN", "channel": "POLICE", "crime": "SOM", "sent": 0, "received": count(9), "answered": 1},
        ],
        "cases": [
            {"case_reference": "T-1", "record": "COMP", "shared_id": "JPA6-COMP-01", "title": "Fishing crews",
             "crime": "MIX", "other_countries": "NZL;LKA", "lead": "RSO", "opened_on": date(2023, 8, 2),
             "stage": "CHARGED", "stage_reached_on": date(2023, 9, 5), "suspects": 4, "arrests": 3, "charged": 2,
             "convicted": 0, "victims": count(9, 30), "public_summary": "YES"},
            {"case_reference": "T-2", "record": "PLAN", "crime": "SOM", "opened_on": date(2023, 9, 1),
             "public_summary": "NO", "suspects": "n/a"},
        ],
        "activities": [
            {"reference": "A-1", "type": "TRAINING", "role": "HOST", "topic": "Interviewing", "provider": "IOM",
             "first_day": date(2023, 9, 4), "last_day": date(2023, 9, 8), "mode": "IN_PERSON",
             "officers_f": count(4, 20), "officers_m": count(4, 20), "officers_not_stated": 0},
        ],
        "notes": [{"where": "CHG", "note_kind": "BREAK", "text": "New court register from this month."}],
    }  # fmt: skip


_COVER: dict[str, Value] = {
    "source_agency": "Coordination desk",
    "contact_office": "desk@office.example",
    "data_status": "PROVISIONAL",
    "nil_return": "NO",
    "exchanges_listed": "COMPLETE",
    "cases_listed": "COMPLETE",
    "activities_listed": "COMPLETE",
    "completed_on": date(2023, 10, 4),
}


def drawn_content(seed: int) -> FormContent:
    """A consistent return, every cell and list filled, with marks among the numbers; the same for the same seed."""
    draw = Random(seed)
    return FormContent(_COVER, {"outcomes": _outcomes(draw), "victims": _victims(draw)}, _lists(draw))


def truth_of(content: FormContent, language: str) -> Truth:
    """What a return with this content says, key by key; blanks are left out."""
    known: dict[str, Value] = {
        "language": language, "synthetic": "NO", "form_version": FORM.version, "edition_id": EDITION,
        "ref_area": AREAS[language], "time_period": MONTH,
    }  # fmt: skip
    said: dict[Key, Value] = {
        ("cover", "cover", "0", name): value for name, value in (known | dict(content.cover)).items()
    }
    for block, cells in content.grids.items():
        said |= {("grid", block, row, column): value for (row, column), value in cells.items()}
    for block, records in content.lists.items():
        said |= {
            ("list", block, str(n), name): value for n, record in enumerate(records) for name, value in record.items()
        }
    return {key: _plain(value) for key, value in said.items() if value is not None}


def _plain(value: Value) -> str | int:
    return value if isinstance(value, (int, str)) else f"{value:%Y-%m-%d}"


def places_of(book: Book) -> dict[Key, Place]:
    """Where each field, cell and record of a form stands, by the machine codes in it."""
    kinds = {block.name: block.kind for block in FORM.form_blocks}
    places: dict[Key, Place] = {}
    for index, leaf in enumerate(book.leaves):
        anchors: list[tuple[int, str]] = []
        for row in sorted(leaf.rows):
            parts = book.shown(leaf.rows[row].get(1)).split(":")
            if len(parts) == 3 and parts[2] in kinds and parts[0] == "jpa":
                anchors.append((row, parts[2]))
        for (row, block), below in zip(anchors, [*(row for row, _ in anchors[1:]), 10**6], strict=False):
            columns = {book.shown(piece): column for column, piece in leaf.rows[row].items() if column > 1}
            columns = {code: column for code, column in columns.items() if not code.startswith("label:")}
            rows = [n for n in sorted(leaf.rows) if row < n < below]
            places |= _of_block(book, index, kinds[block], block, rows, columns)
    return places


def _of_block(
    book: Book, index: int, kind: str, block: str, rows: list[int], columns: dict[str, int]
) -> dict[Key, Place]:
    leaf, records = book.leaves[index], 0
    found: dict[Key, Place] = {}
    for row in rows:
        code = book.shown(leaf.rows[row].get(1))
        if kind == "list":
            if code or not any(book.shown(leaf.rows[row].get(column)).strip() for column in columns.values()):
                continue
            code, records = str(records), records + 1
        if code == "jpa:end":
            break
        if code and not code.startswith("jpa:"):
            named = (
                {("cover", block, "0", code): columns["value"]}
                if kind == "fields"
                else {(kind, block, code, name): column for name, column in columns.items()}
            )
            found |= {key: (index, row, column) for key, column in named.items()}
    return found


@cache
def base(language: str, *, whole: bool = False) -> Base:
    """The good return in a language; ``whole`` with every blank cell, hidden sheet and formula of the form as sent."""
    content = drawn_content(sum(map(ord, language)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "return.xlsx"
        build_form(FRAMEWORK, FORM, EDITION, AREAS[language], MONTH, path, content=content, language=language)
        data = path.read_bytes()
    hidden = () if whole else ("Lists", "Checklist")
    book = take_apart(data, hidden, blanks=whole)
    return Base(language, book.keep(), truth_of(content, language), places_of(book))
