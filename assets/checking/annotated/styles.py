"""The styles part of a workbook: fonts, fills, borders and cell formats are added, what is there keeps its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assets.checking.annotated.book import WORKBOOK, Book
from assets.checking.annotated.package import Package
from assets.checking.annotated.xml_edits import Edits, Element, opened, parse_tree, prefix_and_name, with_attributes

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
# What a workbook without styles means by none. Two fills are reserved, and the first of each list must be there.
_DEFAULTS: dict[str, tuple[str, ...]] = {
    "fonts": ('<{0}font><{0}sz val="11"/><{0}name val="Calibri"/></{0}font>',),
    "fills": tuple(f'<{{0}}fill><{{0}}patternFill patternType="{kind}"/></{{0}}fill>' for kind in ("none", "gray125")),
    "borders": ("<{0}border><{0}left/><{0}right/><{0}top/><{0}bottom/><{0}diagonal/></{0}border>",),
    "cellStyleXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<{0}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    "dxfs": (),
}
_FONT_COLOUR = re.compile(rb"<(?:[^\s/>:]+:)?color\b[^>]*?(?:/>|>\s*</[^>]*>)")
# Letters lighter than this (0 to 255) cannot be read on a mark; the same by theme and by the old palette: white.
_LIGHT, _LIGHT_THEME, _LIGHT_INDEXED = 150, ("0", "2"), ("1", "9")


@dataclass(frozen=True, slots=True)
class CellFormat:
    """What a cell format uses: the numbers of its fill and its font."""

    fill: int = 0
    font: int = 0


class StyleSheet:
    """The lists of the styles part that are added to; every item is kept as the bytes it was written with.

    ``formats`` are the cell formats in the order of their numbers, ``colours`` the colours (AARRGGBB) of plain
    fills, ``light`` the fonts whose letters are light.
    """

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
            items = [data[c.start : c.end] for c in self._children(name)]
            self._lists[name] = items or [self._item(item) for item in default]
            self._numbers[name] = {item: n for n, item in reversed(list(enumerate(self._lists[name])))}
        self.formats = [_uses(c) for c in self._children("cellXfs")] or [CellFormat()]
        self.colours = {n: _plain_colour(c) for n, c in enumerate(self._children("fills"))}
        self.light = {n for n, c in enumerate(self._children("fonts")) if _is_light(c)}

    def _children(self, name: str) -> list[Element]:
        found = self._root.child(name)
        return found.children if found else []

    def _item(self, text: str) -> bytes:
        return text.replace("{0}", self._prefix).encode()

    def item(self, name: str, number: int) -> bytes:
        """An item of a list as it is written; where there is no such number the first one, as programs show it."""
        items = self._lists[name]
        return items[number if 0 <= number < len(items) else 0]

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
        self.colours[number] = colour
        return number

    def condition_fill(self, colour: str) -> int:
        """The number of a format that a condition gives to a cell: a fill of a colour (AARRGGBB)."""
        fill = f'<{{0}}fill><{{0}}patternFill><{{0}}bgColor rgb="{colour}"/></{{0}}patternFill></{{0}}fill>'
        return self.add("dxfs", f"<{{0}}dxf>{fill}</{{0}}dxf>")

    def dark(self, font: int) -> int:
        """The number of the same font with dark letters."""
        if font not in self.light:
            return font
        black = self._item('<{0}color rgb="FF000000"/>')
        return self._add("fonts", _FONT_COLOUR.sub(lambda found: black, self.item("fonts", font)))

    def cell_format(self, font: int, fill: int, border: int, inside: str) -> int:
        """The number of a cell format of our own; ``inside`` is its <alignment>."""
        attributes = f'numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self._format(self._item(f"<{{0}}xf {attributes} {applied}>{inside}</{{0}}xf>"), CellFormat(fill, font))

    def changed(self, style: int, uses: CellFormat) -> int:
        """The number of a cell format that is ``style`` with another fill and font."""
        item = self.item("cellXfs", style)
        end = item.index(b">") + 1
        values: dict[str, str | None] = {"fillId": str(uses.fill), "applyFill": "1"}
        if uses.font != self.uses(style).font:
            values |= {"fontId": str(uses.font), "applyFont": "1"}
        return self._format(with_attributes(item[:end], values) + item[end:], uses)

    def uses(self, style: int) -> CellFormat:
        """What a cell format uses."""
        return self.formats[style if 0 <= style < len(self.formats) else 0]

    def _format(self, item: bytes, uses: CellFormat) -> int:
        number = self._add("cellXfs", item)
        if number == len(self.formats):
            self.formats.append(uses)
        return number

    def save(self) -> None:
        """Write the lists back into the part; what was there keeps its bytes."""
        edits = Edits()
        for name, items in self._lists.items():
            found = self._root.child(name)
            start = self._data[found.start : found.inner] if found else self._item(f"<{{0}}{name}/>")
            start = with_attributes(start, {"count": str(len(items))})
            new = b"".join(items[len(found.children) if found else 0 :])
            if found is None and not new:
                continue
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


def _uses(cell_format: Element) -> CellFormat:
    return CellFormat(int(cell_format.get("fillId", "0")), int(cell_format.get("fontId", "0")))


def _plain_colour(fill: Element) -> str:
    """The colour of a plain fill (AARRGGBB), or nothing."""
    pattern = fill.child("patternFill")
    first = pattern.child("fgColor") if pattern and pattern.get("patternType") == "solid" else None
    return first.get("rgb").upper() if first else ""


def _is_light(font: Element) -> bool:
    colour = font.child("color")
    if colour is None:
        return False
    rgb = colour.get("rgb")[-6:]
    if len(rgb) == 6:
        red, green, blue = (int(rgb[n : n + 2], 16) for n in (0, 2, 4))
        return 0.299 * red + 0.587 * green + 0.114 * blue > _LIGHT
    return colour.get("theme") in _LIGHT_THEME or colour.get("indexed") in _LIGHT_INDEXED


def _new_part(package: Package, book: Book) -> str:
    # Some readers look for it by this name and not by its relationship.
    path = "xl/styles.xml" if "xl/styles.xml" not in package else package.free_path("xl/jpa_styles{}.xml")
    package[path] = f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{book.space}"/>'.encode()
    package.declare(path, _TYPE)
    package.relate(WORKBOOK, f"{book.relations}/styles", path)
    return path
