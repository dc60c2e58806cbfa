"""The same return as another program writes it: other formats, encodings, ways of packing, ways of writing XML."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from random import Random
from typing import Literal

import openpyxl
import xlsxwriter

from assets.intake.formats.code_pages import CODE_PAGES
from tests.intake.code_pages import in_encoding
from tests.robustness.book import Book, zipped
from tests.robustness.judging import Mutant, sheets_of
from tests.robustness.mutate_values import ASKED, draw_base
from tests.robustness.xlsb import as_xlsb

# Of each: whether it is read whatever stands in it. Others are refused, unless every byte of it is ASCII.
_ENCODINGS = {
    "utf-8": True,
    "utf-8-sig": True,
    "utf-16": True,
    "utf-16-le": False,
    "utf-16-be": False,
    "utf-32": False,
    "cp1252": False,
    "cp874": False,
    "cp1258": False,
    "cp1256": False,
    "gb18030": False,
    "shift_jis": False,
}
_BOM_BE = b"\xfe\xff"


def saved_by_openpyxl(draw: Random) -> Mutant:
    good = draw_base(draw, whole=True)
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(good.book.write())).save(stream)
    return Mutant(good, good.book, data=stream.getvalue())


def values_written_by_xlsxwriter(draw: Random) -> Mutant:
    """Bare values, as a program exports them: no styles, no validation, nothing hidden."""
    good, stream = draw_base(draw), io.BytesIO()
    target = xlsxwriter.Workbook(stream, {"in_memory": True, "constant_memory": False, "strings_to_numbers": False})
    day = target.add_format({"num_format": "dd/mm/yyyy"})
    for source in openpyxl.load_workbook(io.BytesIO(good.book.write()), data_only=True):
        sheet = target.add_worksheet(source.title)
        for cell in (c for row in source.iter_rows() for c in row if c.value is not None):
            if cell.is_date:
                sheet.write_datetime(cell.row - 1, cell.column - 1, cell.value, day)
            else:
                sheet.write(cell.row - 1, cell.column - 1, cell.value)
    target.close()
    return Mutant(good, good.book, data=stream.getvalue())


def saved_as_xlsb(draw: Random) -> Mutant:
    good = draw_base(draw)
    return Mutant(good, good.book, data=as_xlsb(good.book))


def _lines(book: Book, wanted: Iterable[int]) -> tuple[list[list[str]], dict[int, int]]:
    """The parts of the sheets one below the other, as in a text file; and by how much the rows of each have moved."""
    lines: list[list[str]] = []
    moved: dict[int, int] = {}
    for index in wanted:
        leaf = book.leaves[index]
        # From the form's marker on the cover, and from the first anchor of every other sheet.
        first = 1 if index == 0 else min(n for n in leaf.rows if book.shown(leaf.rows[n].get(1)).startswith("jpa:"))
        moved[index] = len(lines) + 1 - first
        for number in range(first, max(leaf.rows) + 1):
            row = leaf.rows.get(number, {})
            shown = {column: _as_shown(book, piece.style, book.shown(piece)) for column, piece in row.items()}
            lines.append([shown.get(column, "") for column in range(1, max(row, default=1) + 1)])
    return lines, moved


def _moved_rows(mutant: Mutant, moved: dict[int, int]) -> None:
    for name in mutant.rows:
        by = moved.get(mutant.base.sheet(name), 0)
        mutant.rows[name] = [row + by for row in mutant.rows[name]]


def _as_shown(book: Book, style: str, text: str) -> str:
    if style == book.date_style and re.fullmatch("4[0-9]{4}", text):
        return f"{openpyxl.utils.datetime.from_excel(int(text)):%Y-%m-%d}"
    return text


def _text_file(draw: Random, lines: list[list[str]], encoding: str) -> bytes:
    return in_encoding(_text(draw, lines), encoding)


def _text(draw: Random, lines: list[list[str]]) -> str:
    stream = io.StringIO()
    ending = draw.choice(("\r\n", "\n"))
    quoting: Literal[0, 1] = csv.QUOTE_ALL if draw.random() < 0.5 else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=draw.choice(",;\t"), lineterminator=ending, quoting=quoting)
    writer.writerows(lines)
    return stream.getvalue()


def one_text_file(draw: Random) -> Mutant:
    """All sheets in one file of text, in an encoding that people use."""
    good = draw_base(draw)
    read = draw.random() < 0.6
    encoding = draw.choice([name for name, always in _ENCODINGS.items() if always is read])
    lines, moved = _lines(good.book, range(7))
    text = _text(draw, lines)
    if encoding in CODE_PAGES:
        # Nobody saves a text in a code page that lacks its letters.
        fitting = [page for page in CODE_PAGES if in_encoding(text, page).count(b"?") == text.count("?")]
        encoding = draw.choice(fitting or ["utf-8"])
    data = in_encoding(text, encoding)
    if encoding == "utf-16" and draw.random() < 0.5:
        data = _BOM_BE + data[2:].decode("utf-16-le").encode("utf-16-be")
    mutant = Mutant(good, good.book, data=data, file_name="return.csv", what=encoding)
    if encoding in CODE_PAGES or data == in_encoding(text, "cp1252"):
        # In the second case nothing but dashes and quotation marks is beyond ASCII: the same bytes in every code page.
        mutant.fates = ("read right", "refused")
    elif not (_ENCODINGS[encoding] or (data.isascii() and b"\0" not in data)):
        mutant.fates = ("refused",)
    _moved_rows(mutant, moved)
    return mutant


def one_sheet_as_text(draw: Random) -> Mutant:
    """Only the sheet that was open is saved as text: the rest of the return is missing, and named."""
    good = draw_base(draw)
    index = draw.randrange(7)
    lines, moved = _lines(good.book, [index])
    data = _text_file(draw, lines, draw.choice(("utf-8", "utf-8-sig", "utf-16")))
    lost = sheets_of([leaf.name for n, leaf in enumerate(good.book.leaves) if n != index], good)
    mutant = Mutant(
        good, good.book, ASKED if index == 0 else ("refused",), data=data, lost=lost, file_name="return.csv"
    )
    mutant.named = ("outcomes", "victims", "cases", "notes")
    _moved_rows(mutant, moved)
    return mutant


def half_a_text_file(draw: Random) -> Mutant:
    good = draw_base(draw)
    lines, moved = _lines(good.book, range(7))
    cut = draw.randrange(30, len(lines) - 40)
    data = _text_file(draw, lines[:cut], "utf-8")
    mutant = Mutant(good, good.book, ASKED, data=data, lost=frozenset(good.truth), file_name="return.csv")
    mutant.named = ("A part of the form is gone", "notes")
    _moved_rows(mutant, moved)
    return mutant


def packed_another_way(draw: Random) -> Mutant:
    """Order, packing, and further members of the zip file: no reader may care."""
    good = draw_base(draw, whole=draw.random() < 0.3)
    parts: list[tuple[str, str | bytes]] = list(good.book.parts().items())
    if draw.random() < 0.5:
        draw.shuffle(parts)
    if draw.random() < 0.5:
        parts.append(draw.choice(((".DS_Store", b"\0\0\0\1Bud1"), ("__MACOSX/._x", b"\0\5"),
                                  ("docProps/thumbnail.jpeg", b"\xff\xd8"),
                                  ("customXml/item1.xml", "<a/>"), ("xl/media/", ""), ("[trash]/0000.dat",
                                  b"\0" * 50))))  # fmt: skip
    stream = _NoSeek() if draw.random() < 0.3 else io.BytesIO()
    method = draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(stream, "w", method, compresslevel=draw.choice((1, 9))) as archive:
        archive.comment = draw.choice((b"", b"", b"saved by a program"))
        for name, content in parts:
            archive.writestr(name, content)
    return Mutant(good, good.book, data=stream.getvalue())


class _NoSeek(io.BytesIO):
    """A stream that cannot go back: sizes then follow each part, as in files that are written on the way."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError("it only goes forward")

    def tell(self) -> int:
        raise OSError("it only goes forward")


def _prefixed(xml: str) -> str:
    tags = "worksheet|sheetData|row|c|v|f|is|t|r|cols|col|mergeCells|mergeCell|sheetPr|sheetViews|sheetView"
    return re.sub(rf"<(/?)({tags})(?=[ />])", r"<\1x:\2", xml).replace(' xmlns="', ' xmlns:x="', 1)


_WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda xml: xml.replace("<row ", "\n  <row ").replace("<c ", "\n    <c ").replace("</row>", "\n  </row>"),
    lambda xml: xml.replace("<sheetData>", "<!-- cells --><sheetData>"),
    lambda xml: re.sub(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"', r'<c s="\2" r="\1"', xml),
    lambda xml: re.sub(r'<c r="([A-Z]+[0-9]+)"', r"<c r='\1'", xml),
    lambda xml: re.sub(r"<v>([^<]+)</v>", r"<v> \1 </v>", xml),
    lambda xml: re.sub(r"<v>([0-9])", lambda m: f"<v>&#{ord(m[1])};", xml),
    lambda xml: re.sub(r"<v>([0-9]+)</v>", r"<v><![CDATA[\1]]></v>", xml),
    lambda xml: re.sub(r'(<c r="[A-Z]+[0-9]+" s="[0-9]+")(>)', r'\1 t="n"\2', xml),
    lambda xml: re.sub(r'<row r="([0-9]+)"', r'<row r="\1" spans="1:20" x14ac:dyDescent="0.25"', xml),
    lambda xml: xml.replace(' s="0"', ""),
    lambda xml: re.sub(r'(?<=<c r=")([A-Z]+)', lambda m: m[1].lower(), xml),
    lambda xml: f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n{xml.partition("?>")[2] or xml}',
    lambda xml: "\ufeff" + xml,
    lambda xml: xml.replace("<sheetData>", '<sheetData xml:space="default">'),
    _prefixed,
)  # fmt: skip


def written_another_way(draw: Random) -> Mutant:
    """The XML of one sheet as another program writes it."""
    good = draw_base(draw)
    parts = good.book.parts()
    index = draw.randrange(1, 8)
    way = draw.randrange(len(_WRITINGS))
    name = f"xl/worksheets/sheet{index}.xml"
    xml = parts[name]
    if way == 8:
        xml = xml.replace("<worksheet ", '<worksheet xmlns:x14ac="http://schemas.microsoft.com/x14ac" ', 1)
    mutant = Mutant(good, good.book, data=zipped(parts | {name: _WRITINGS[way](xml)}), what=f"{name} way {way}")
    if way == 4:
        # Numbers of shared texts with spaces around: read, or not taken for numbers at all.
        mutant.fates = ("read right", "refused")
    return mutant


def one_bit_flipped(draw: Random) -> Mutant:
    """A bit of the file is not what it was: it is noticed, or it makes no difference."""
    good = draw_base(draw)
    method = draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    data = bytearray(zipped(good.book.parts(), method))
    at = draw.randrange(len(data))
    data[at] ^= 1 << draw.randrange(8)
    return Mutant(good, good.book, ("read right", "refused"), data=bytes(data), what=f"byte {at} of {len(data)}")


def cut_short(draw: Random) -> Mutant:
    good = draw_base(draw)
    data = zipped(good.book.parts(), zipfile.ZIP_DEFLATED)
    return Mutant(good, good.book, ("refused",), data=data[: draw.randrange(len(data))])


FILES = (
    saved_by_openpyxl,
    values_written_by_xlsxwriter,
    saved_as_xlsb,
    one_text_file,
    one_sheet_as_text,
    half_a_text_file,
    packed_another_way,
    written_another_way,
    one_bit_flipped,
    cut_short,
)
