"""A fast scan of the XML of one sheet: proves that it is plain and collects what a fast reader hides.

Plain means: every cell element is written the way spreadsheet programs write it, so that any two readers agree
on it. Anything else makes ``SheetFacts.plain`` False, and strict_sheet_parser.py reads the sheet, which takes longer.
calamine 0.9 reads <v>1<!-- -->2</v> and <v>1&#50;</v> as 1, and gives up on a whole sheet for "#SPILL!".
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from assets.intake.addresses import LETTERS, column_number, is_range
from assets.intake.formats.number_formats import hides, written_number
from assets.intake.formats.xmlparts import TRUE, is_zero
from assets.intake.limits import Limits
from assets.intake.problems import refuse
from assets.intake.sheet_facts import SheetFacts

_FORMULA = rb"(?:<f(?: [^<>]*+)?(?:/>|>[^<]*+</f>))?+"
# A cell that is written plainly; a cell that is not matches too, with an empty address. Possessive (++), for speed.
_CELL = re.compile(
    rb'<c(?: r="([A-Z]{1,3}+[1-9][0-9]*+)"(?: s="[0-9]++")?+(?: (?:cm|vm)="[0-9]++")*+(?:'
    + rb'(?: t="[nsb]")?+ ?(?:/>|>(?:' + _FORMULA + rb"(?:<v>[0-9.Ee+-]*+</v>|<v ?/>)?+)</c>)"
    + rb'| t="str" ?(?:/>|>' + _FORMULA + rb"(?:<v>[^<]*+</v>|<v ?/>)?+</c>)"
    + rb'| t="e">' + _FORMULA + rb"<v>#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)</v></c>"
    + rb'| t="inlineStr" ?(?:/>|><is><t(?: xml:space="preserve")?>[^<]*+</t></is></c>)'
    + rb")|(?=[\s/>]))"
)  # fmt: skip
_ROW = re.compile(rb'<row(?: r="([1-9][0-9]{0,6})"([^<>]*)>|(?=[\s/>]))')
_ROOT = re.compile(
    rb'^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<worksheet(?=\s)[^<>]*? xmlns="http://(?:schemas\.openxmlformats\.org/'
    rb'spreadsheetml/2006/main|purl\.oclc\.org/ooxml/spreadsheetml/main)"'
)
# A cell, row or sheet under a namespace prefix, and what may stand inside text that is cut in two.
_PREFIXED = re.compile(rb":(?:c|row|sheetData)[\s/>]")
# A formula that no value follows, in a cell that is no text: the value of a text may be empty.
_LONE_FORMULA = re.compile(
    rb'<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?: (?:cm|vm)="[0-9]++")*+(?: t="[nsbe]")?+ ?>'
    rb"<f(?: [^<>]*+)?+(?:/>|>[^<]*+</f>)(?!<v>[^<])"
)
_DETAIL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^<>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_NUMBER_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})" s="([0-9]{1,8})"(?: (?:cm|vm)="[0-9]++")*+(?: t="n")?+ ?>'
    + _FORMULA
    + rb"<v>([0-9][0-9.Ee+-]*+)</v>"
)
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_FORMULA_TEXT = re.compile(rb"<f(?: [^<>]*)?>([^<]*)</f>")
_MERGED = re.compile(rb"<mergeCell\s([^<>]*)>")
_COLUMN = re.compile(rb"<col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DIGITS = b"0123456789"


class FastSheetScan:
    """Takes the inflated pieces of a sheet in order; a piece may end anywhere."""

    def __init__(self, facts: SheetFacts, limits: Limits) -> None:
        self.facts = facts
        self.limits = limits
        self._rest = b""
        self._last_row = 0
        self._begun = False
        self._data_seen = 0

    def feed(self, piece: bytes) -> None:
        """Scan the whole rows of what has come so far; the rest waits for the next piece."""
        if not self.facts.plain:
            return
        block = self._rest + piece
        cut = block.rfind(b"</row>") + 6
        if cut < 6:
            self._rest = block
            return
        self._rest = block[cut:]
        self._scan(block[:cut])

    def close(self) -> None:
        """Scan what is left. Raises Refused F08 for two cells with one address."""
        if self.facts.plain and self._rest:
            self._scan(self._rest)
        self._rest = b""
        if self._data_seen != 1:
            self.facts.plain = False

    def _scan(self, block: bytes) -> None:
        facts = self.facts
        if not self._is_plain_markup(block) or not self._cells(block) or not self._begun:
            facts.plain = False
            return
        if b't="e"' in block or (b"<f" in block and (not facts.calculated or _LONE_FORMULA.search(block))):
            _details(facts, block)
        if facts.misleading_styles:
            _note_misleading(facts, block)
        if b"<mergeCell" in block:
            facts.merged_ranges += merged_ranges(block, facts.name)
        if b"<col " in block:
            _hidden_columns(facts, block, self.limits)

    def _is_plain_markup(self, block: bytes) -> bool:
        names = block.count(b"xmlns=")
        self._data_seen += block.count(b"<sheetData")
        if not self._begun:
            root = _ROOT.match(block)
            if root is None:
                return False
            self._begun = True
            names -= 1
            block = block[root.end() :]
        # One character is found many times faster than two.
        marked = (b"!" in block and b"<!" in block) or (b"?" in block and b"<?" in block)
        return not (names or marked or _PREFIXED.search(block))

    def _cells(self, block: bytes) -> bool:
        """Count the cells and rows of a block; False where one is not written plainly."""
        rows = _ROW.findall(block)
        addresses = _CELL.findall(block)
        numbers = [int(number) for number, _ in rows if number]
        ordered = numbers == sorted(set(numbers)) and (not numbers or numbers[0] > self._last_row)
        if len(numbers) != len(rows) or not ordered:
            return False
        if numbers:
            self._last_row = numbers[-1]
        for number, tail in rows:
            if (b"hidden" in tail or b'ht="0' in tail) and _is_hidden(tail, "ht"):
                self.facts.hidden_rows.add(int(number))
        return not addresses or self._places(addresses, {number for number, _ in rows})

    def _places(self, addresses: list[bytes], rows: set[bytes]) -> bool:
        distinct = set(addresses)
        if b"" in distinct:
            return False
        if len(distinct) != len(addresses):
            address = Counter(addresses).most_common(1)[0][0].decode()
            raise refuse(
                "F08",
                sheet=self.facts.name,
                cell=address,
                what="two cells with one address",
            )
        # Split 'AB12' into letters and digits for all cells at once, without a loop.
        joined = b" ".join(addresses)
        digits = set(joined.translate(None, LETTERS).split())
        letters = set(joined.translate(None, _DIGITS).split())
        self.facts.cells += len(addresses)
        self.facts.extend_to(max(map(int, digits)), max(column_number(name.decode()) for name in letters))
        return digits <= rows


def _details(facts: SheetFacts, block: bytes) -> None:
    for letters, digits, tail, content in _DETAIL.findall(block):
        kind = attributes(tail).get("t", "n")
        value = _VALUE.search(content)
        place = (int(digits), column_number(letters.decode()))
        if kind == "e" and value:
            facts.errors[place] = value.group(1).decode()
        elif b"<f" in content and kind != "str" and not (value and value.group(1).strip(facts.no_result)):
            text = _FORMULA_TEXT.search(content)
            facts.uncached[place] = "=" + unescape(text.group(1).decode("utf-8", "replace")) if text else "="


def _note_misleading(facts: SheetFacts, block: bytes) -> None:
    for letters, digits, style, written in _NUMBER_CELL.findall(block):
        code = facts.misleading_styles.get(int(style))
        if code is not None and hides(code, written_number(written.decode())):
            facts.misleading.add((int(digits), column_number(letters.decode())))


def attributes(tail: bytes) -> dict[str, str]:
    """The attributes of a start tag."""
    return {
        name.decode(): (double or single).decode("utf-8", "replace")
        for name, double, single in _ATTRIBUTE.findall(tail)
    }


def merged_ranges(block: bytes, sheet: str) -> list[str]:
    """The merged ranges that a piece of XML declares; raises Refused F01 for one that is none."""
    ranges = [attributes(tail).get("ref", "").replace("$", "") for tail in _MERGED.findall(block)]
    for text in ranges:
        if not is_range(text):
            raise refuse("F01", sheet=sheet, found=text, what="a merged range that is no range")
    return ranges


def _is_hidden(tail: bytes, size: str) -> bool:
    found = attributes(tail)
    return found.get("hidden", "0") in TRUE or is_zero(found.get(size, "1"))


def _hidden_columns(facts: SheetFacts, block: bytes, limits: Limits) -> None:
    for tail in _COLUMN.findall(block):
        if (b"hidden" in tail or b'width="0' in tail) and _is_hidden(tail, "width"):
            found = attributes(tail)
            first, last = found.get("min", ""), found.get("max", "")
            if first.isdecimal() and last.isdecimal():
                facts.hide_columns(int(first), int(last), limits)
