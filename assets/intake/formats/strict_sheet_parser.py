"""A sheet parsed as XML, checked, and written again so that any reader reads it alike.

For sheets that are not plain (fast_sheet_scan.py): namespace prefixes, comments, missing addresses, new error names.
Error cells and formulas without a cached value are left out of what is written; they are in the facts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from assets.intake.addresses import Place, a1, place
from assets.intake.formats.number_formats import hides, written_number
from assets.intake.formats.superscripts import is_superscript, may_be_count
from assets.intake.formats.xmlparts import MAIN, MAIN_NAMESPACES, SEPARATOR, TRUE, Attributes, feed, local, new_parser
from assets.intake.limits import Limits
from assets.intake.problems import refuse
from assets.intake.sheet_facts import SheetFacts, is_zero

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_FALSE = {"0", "false"}
_CONTROLS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class StrictSheetParser:
    """Parses one sheet piece by piece; ``written`` is the sheet in plain XML. Raises Refused F01, F03 or F08."""

    def __init__(self, name: str, facts: SheetFacts, limits: Limits) -> None:
        self.part = name
        self.facts = facts
        self.limits = limits
        self._parser = new_parser(name)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._path: list[str] = []
        self._row = self._column = 0
        self._taken: set[int] = set()
        self._attributes: Attributes = {}
        self._content: dict[str, str] = {}
        self._raised = False
        self._sheet_data = 0
        self._open_row = 0
        self._written: list[str] = []

    def read(self, pieces: Iterable[bytes]) -> bytes:
        """Parse the whole sheet and return it in plain XML (UTF-8)."""
        for piece in pieces:
            feed(self._parser, self.part, piece)
        feed(self._parser, self.part, b"", True)
        if self._sheet_data != 1:
            raise refuse(
                "F01",
                sheet=self.facts.name,
                what="a sheet without exactly one table of cells",
            )
        if self._open_row:
            self._written.append("</row>")
        return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(self._written)}</sheetData></worksheet>'.encode()

    def _start(self, name: str, attributes: Attributes) -> None:
        space, _, tag = name.rpartition(SEPARATOR)
        self._path.append(tag if space in MAIN_NAMESPACES else "")
        if space not in MAIN_NAMESPACES:
            return
        inside = self._path[-3:-1]
        if tag == "c" and inside == ["sheetData", "row"]:
            self._begin_cell(attributes)
        elif tag == "row" and inside[-1:] == ["sheetData"]:
            self._begin_row(attributes)
        elif tag == "sheetData":
            self._sheet_data += 1
        elif tag == "col":
            self.facts.hide_column(attributes, self.limits)
        elif tag == "mergeCell":
            self.facts.merge(attributes.get("ref", ""), self.limits)
        elif tag == "v" and "v" in self._content and self._path[-2:-1] == ["c"]:
            raise refuse(
                "F08",
                sheet=self.facts.name,
                cell=self._address(),
                what="a cell with two values",
            )
        elif "is" in self._path and is_superscript(tag, attributes):
            self._raised = True
        elif tag in ("v", "f", "is") and self._path[-2:-1] == ["c"]:
            self._content.setdefault(tag, "")

    def _text(self, text: str) -> None:
        if self._path[-1:] in (["v"], ["f"]) and self._path[-2:-1] == ["c"]:
            self._content[self._path[-1]] += text
        elif self._path[-1:] == ["t"] and "is" in self._path and "rPh" not in self._path:
            self._content["is"] = self._content.get("is", "") + text

    def _end(self, name: str) -> None:
        self._path.pop()
        if local(name) == "c" and self._path[-2:] == ["sheetData", "row"]:
            self._end_cell()
            self._content = {}

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", str(self._row + 1))
        if not number.isascii() or not number.isdecimal() or not 0 < int(number) <= _LAST_ROW:
            raise refuse(
                "F01",
                sheet=self.facts.name,
                found=number[:40],
                what="a row number that is none",
            )
        self._row, self._column = int(number), 0
        if attributes.get("hidden") in TRUE or is_zero(attributes.get("ht", "")):
            self.facts.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: Attributes) -> None:
        self._attributes, self._content, self._raised = attributes, {}, False
        address = attributes.get("r")
        at = place(address) if address is not None else (self._row, self._column + 1)
        if at is None or at[0] > _LAST_ROW or at[1] > _LAST_COLUMN:
            raise refuse(
                "F01",
                sheet=self.facts.name,
                found=str(address)[:40],
                what="a cell address that is none",
            )
        if at[0] != self._row:
            raise refuse(
                "F08",
                sheet=self.facts.name,
                cell=a1(*at),
                what="a cell in the wrong row",
            )
        self._column = at[1]
        key = at[0] * 20_000 + at[1]
        if key in self._taken:
            raise refuse(
                "F08",
                sheet=self.facts.name,
                cell=a1(*at),
                kind="two_values",
                what="two cells with one address",
            )
        self._taken.add(key)
        self.facts.cells += 1
        if self.facts.cells > self.limits.max_cells:
            self.facts.check(self.limits)

    def _end_cell(self) -> None:
        kind = self._attributes.get("t", "n")
        if not self._content:
            return
        at = (self._row, self._column)
        value = self._content.get("v", "")
        self.facts.extend_to(*at)
        if kind == "e":
            self.facts.errors[at] = value.strip() or "#ERROR"
        elif "f" in self._content and kind != "str" and not value.strip(self.facts.no_result.decode()):
            self.facts.uncached[at] = "=" + self._content["f"]
        elif kind in ("inlineStr", "n") and "is" in self._content and not value:
            self._write(
                "inlineStr",
                f'<is><t xml:space="preserve">{_clean(self._content["is"])}</t></is>',
            )
            if self._raised and may_be_count(self._content["is"]):
                self.facts.misleading.add(at)
        elif value:
            self._write_value(kind, value, at)
            if kind == "n" and hides(self.facts.misleading_styles.get(self._style()), written_number(value.strip())):
                self.facts.misleading.add(at)

    def _write_value(self, kind: str, value: str, at: Place) -> None:
        if kind == "n":
            kind = "n" if _NUMBER.fullmatch(value.strip()) else "str"
        elif kind == "b":
            if value.strip() not in TRUE | _FALSE:
                raise refuse(
                    "F01",
                    sheet=self.facts.name,
                    cell=a1(*at),
                    found=value[:40],
                    what="a yes/no cell that is neither",
                )
            value = "1" if value.strip() in TRUE else "0"
        elif kind not in ("s", "str", "d"):
            raise refuse(
                "F01",
                sheet=self.facts.name,
                cell=a1(*at),
                found=kind[:40],
                what="a cell of an unknown type",
            )
        self._write(kind, f"<v>{_clean(value if kind == 'str' else value.strip())}</v>")

    def _write(self, kind: str, content: str) -> None:
        if self._open_row != self._row:
            self._written.append(f'{"</row>" if self._open_row else ""}<row r="{self._row}">')
            self._open_row = self._row
        self._written.append(f'<c r="{self._address()}" s="{self._style()}" t="{kind}">{content}</c>')

    def _style(self) -> int:
        style = self._attributes.get("s", "0")
        return int(style) if style.isascii() and style.isdecimal() and len(style) < 9 else 0

    def _address(self) -> str:
        return a1(self._row, self._column)


def _clean(text: str) -> str:
    return html.escape(_CONTROLS.sub("", text), quote=False)
