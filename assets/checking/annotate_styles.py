"""The styles part of a workbook: a marked copy of a cell's style, the style before it was marked, and our own.

A mark is a fill of a colour that no program offers in its palette: it survives that a sender's program saves the
workbook and numbers all styles anew, and is known again in the next round.
"""

from __future__ import annotations

from typing import Literal

from assets.checking.annotate_book import WORKBOOK, Book
from assets.checking.annotate_package import Package
from assets.checking.annotate_xml import Edits, Element, opened, parse_tree, prefix_and_name, with_attributes

Mark = Literal["error", "warning"]
# Red and yellow that differ in lightness too; black text on them has a contrast above 13 to 1.
MARKS: dict[Mark, str] = {"error": "FFFFC7C2", "warning": "FFFFF2A6"}
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
# What a workbook without styles means by none. Two fills are reserved, and the first of each list must be there.
_DEFAULTS = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="Calibri"/></{0}font>',),
    "fills": tuple(f'<{{0}}fill><{{0}}patternFill patternType="{kind}"/></{{0}}fill>' for kind in ("none", "gray125")),
    "borders": ("<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",),
    "cellStyleXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
}


class StyleSheet:
    """The lists of the styles part that are added to; every item is kept as the bytes it was written with."""

    def __init__(self, package: Package, book: Book) -> None:
        self._package = package
        self._path = book.styles or _new_part(package, book)
        data = package[self._path]
        root = parse_tree(self._path, data)
        if root.end == root.inner:
            data = data[: root.start] + opened(data[root.start : root.inner], b"") + data[root.end :]
            root = parse_tree(self._path, data)
        self._data, self._root = data, root
        self._prefix = prefix_and_name(data[root.start : root.inner])[0].decode()
        self._lists: dict[str, list[bytes]] = {}
        self._numbers: dict[str, dict[bytes, int]] = {}
        for name, default in _DEFAULTS.items():
            found = root.child(name)
            items = [data[c.start : c.end] for c in found.children] if found else []
            self._lists[name] = items or [self._item(item) for item in default]
            self._numbers[name] = {item: n for n, item in reversed(list(enumerate(self._lists[name])))}
        formats, fills = root.child("cellXfs"), root.child("fills")
        self._fills = [int(c.get("fillId", "0")) for c in formats.children] if formats and formats.children else [0]
        self._colours = {n: _colour(c) for n, c in enumerate(fills.children if fills else [])}

    def _item(self, text: str) -> bytes:
        return text.replace("{0}", self._prefix).encode()

    def add(self, name: str, text: str) -> int:
        """The number of an item in a list (fonts, borders), added where it is not there yet.

        ``text`` is XML in which {0} stands for the prefix of the part.
        """
        return self._add(name, self._item(text))

    def _add(self, name: str, item: bytes) -> int:
        number = self._numbers[name].setdefault(item, len(self._lists[name]))
        if number == len(self._lists[name]):
            self._lists[name].append(item)
        return number

    def fill(self, colour: str) -> int:
        """The number of a plain fill of a colour (AARRGGBB)."""
        colours = f'<{{0}}fgColor rgb="{colour}"/><{{0}}bgColor indexed="64"/>'
        text = f'<{{0}}fill><{{0}}patternFill patternType="solid">{colours}</{{0}}patternFill></{{0}}fill>'
        number = self.add("fills", text)
        self._colours[number] = colour
        return number

    def cell_format(self, font: int, fill: int, border: int, inside: str) -> int:
        """The number of a cell format of our own; ``inside`` is its <alignment>."""
        attributes = f'numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self._format(self._item(f"<{{0}}xf {attributes} {applied}>{inside}</{{0}}xf>"), fill)

    def _format(self, item: bytes, fill: int) -> int:
        number = self._add("cellXfs", item)
        if number == len(self._fills):
            self._fills.append(fill)
        return number

    def marked(self, style: int, mark: Mark) -> int:
        """The number of the style that is ``style`` with the fill of the mark, all else equal."""
        return self._with_fill(style, self.fill(MARKS[mark]))

    def unmarked(self, style: int, before: int | None) -> int:
        """A cell's style without our mark: with the fill of ``before``, its style in an earlier round, or none."""
        if before is None or not 0 <= before < len(self._fills):
            return self._with_fill(style, 0)
        formats = self._lists["cellXfs"]
        if _without_fill(formats[before]) == _without_fill(formats[style]):
            return before
        return self._with_fill(style, self._fills[before])

    def marked_styles(self) -> frozenset[int]:
        """The styles whose fill is a mark, of an earlier round too."""
        marks = {number for number, colour in self._colours.items() if colour in MARKS.values()}
        return frozenset(number for number, fill in enumerate(self._fills) if fill in marks)

    def _with_fill(self, style: int, fill: int) -> int:
        # A style that is not in the list is shown as the first one.
        item = self._lists["cellXfs"][style if 0 <= style < len(self._fills) else 0]
        end = item.index(b">") + 1
        return self._format(with_attributes(item[:end], {"fillId": str(fill), "applyFill": "1"}) + item[end:], fill)

    def save(self) -> None:
        """Write the lists back into the part; what was there keeps its bytes."""
        edits = Edits()
        for name, items in self._lists.items():
            found = self._root.child(name)
            start = self._data[found.start : found.inner] if found else self._item(f"<{{0}}{name}/>")
            start = with_attributes(start, {"count": str(len(items))})
            new = b"".join(items[len(found.children) if found else 0 :])
            if found is None:
                edits.insert(self._place(name), opened(start, new))
            elif new and found.end == found.inner:
                edits.replace(found.start, found.end, opened(start, new))
            elif new:
                edits.replace(found.start, found.inner, start)
                edits.insert(found.close, new)
        self._package[self._path] = edits.apply(self._data)

    def _place(self, name: str) -> int:
        """Where a list that is missing belongs: in front of the first that follows it."""
        later = (*_ORDER[_ORDER.index(name) + 1 :], "colors", "extLst")
        return min((c.start for c in self._root.children if c.tag in later), default=self._root.close)


def _without_fill(item: bytes) -> bytes:
    end = item.index(b">") + 1
    return with_attributes(item[:end], {"fillId": None, "applyFill": None}) + item[end:]


def _colour(fill: Element) -> str:
    """The colour of a plain fill (AARRGGBB), or nothing."""
    pattern = fill.child("patternFill")
    first = pattern.child("fgColor") if pattern and pattern.get("patternType") == "solid" else None
    return first.get("rgb").upper() if first else ""


def _new_part(package: Package, book: Book) -> str:
    path = package.free_path("xl/jpa_styles{}.xml")
    package[path] = f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{book.space}"/>'.encode()
    package.declare(path, _TYPE)
    package.relate(WORKBOOK, f"{book.relations}/styles", path)
    return path
