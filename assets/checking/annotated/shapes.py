"""The drawing part that holds the boxes of a sheet's notes (VML), one shape for each note.

The part is not always XML (programs leave <br> open in it), so it is changed as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assets.intake.addresses import Place

# Excel writes the prefixes v, o and x; other programs write others.
_IDMAP = re.compile(r"""(<(?:\w+:)?idmap\b[^>]*?\bdata\s*=\s*["'])([^"']*)""")
_SHAPE = re.compile(r"<((?:\w+:)?shape)\b(?:[^>]*/>|.*?</\1>)\s*", re.DOTALL)
_TARGET = re.compile(r"<((?:\w+:)?)(Row|Column)>\s*([0-9]+)\s*</\1\2>")
_ANCHOR = re.compile(r"<((?:\w+:)?)Anchor>[^<]*</\1Anchor>")
_NOTE_TYPE = "_x0000_t202"
_HAS_TYPE = re.compile(r"""\bid\s*=\s*["']_x0000_t202["']""")
_BLOCK = 1024
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
_TYPE = (
    '<v:shapetype{names} id="' + _NOTE_TYPE + '" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE = (
    '<v:shape{names} id="_x0000_s{number}" type="#' + _NOTE_TYPE + '" style="position:absolute;margin-left:80pt;'
    'margin-top:5pt;width:{width}pt;height:{height}pt;z-index:{layer};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


class ShapeNumbers:
    """Hands out numbers of shapes: blocks of 1024, each of them for one drawing of the workbook alone.

    Excel offers to repair a workbook in which two drawings use one block.
    """

    def __init__(self, drawings: list[str]) -> None:
        taken = {int(n) for text in drawings for _, data in _IDMAP.findall(text) for n in re.findall(r"[0-9]+", data)}
        self._next = max(taken, default=0) + 1

    def take(self, count: int) -> tuple[list[int], list[int]]:
        """New blocks, and so many numbers in them; the first number of a block is never used."""
        blocks = list(range(self._next, self._next + -(-count // (_BLOCK - 1))))
        self._next += len(blocks)
        return blocks, [block * _BLOCK + n for block in blocks for n in range(1, _BLOCK)][:count]


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a note: its cell from 1, where it begins and ends (Geometry.anchor), its size in pixels."""

    row: int
    column: int
    anchor: str
    width: int
    height: int


class Shapes:
    """The boxes of one sheet's notes; ``text`` is the part as it was, empty for a new one."""

    def __init__(self, text: str = "") -> None:
        self._text = text or _EMPTY
        self._new: list[Box] = []

    def change(self, anchors: Mapping[Place, str | None]) -> None:
        """Give the boxes of these cells' notes another place and size, or take them away where it is None."""

        def changed(found: re.Match[str]) -> str:
            shape = found.group()
            at = {name: number for _, name, number in _TARGET.findall(shape)}
            place = (int(at["Row"]) + 1, int(at["Column"]) + 1) if len(at) == 2 else None
            if place is None or place not in anchors:
                return shape
            anchor = anchors[place]
            return "" if anchor is None else _ANCHOR.sub(rf"<\g<1>Anchor>{anchor}</\g<1>Anchor>", shape)

        self._text = _SHAPE.sub(changed, self._text)

    def add(self, box: Box) -> None:
        """Add a box for a cell's note."""
        self._new.append(box)

    @property
    def has_any(self) -> bool:
        """Whether any shape is left."""
        return bool(self._new or _SHAPE.search(self._text))

    def to_text(self, numbers: ShapeNumbers) -> str:
        """The part, with the new shapes in it."""
        if not self._new:
            return self._text
        blocks, ids = numbers.take(len(self._new))
        text = _IDMAP.sub(lambda found: found[1] + ",".join(filter(None, [found[2], *map(str, blocks)])), self._text, 1)
        names = "" if all(f"xmlns:{prefix}=" in text for prefix in "vox") else f" {_NAMES}"
        kind = "" if _HAS_TYPE.search(text) else _TYPE.format(names=names)
        shapes = "".join(
            _NOTE.format(
                names=names,
                number=number,
                layer=layer,
                anchor=note.anchor,
                row=note.row - 1,
                column=note.column - 1,
                width=note.width * 3 // 4,
                height=note.height * 3 // 4,
            )
            for layer, (number, note) in enumerate(zip(ids, self._new, strict=True), start=1)
        )
        end = text.rindex("</")
        return text[:end] + kind + shapes + text[end:]
