"""An OpenDocument spreadsheet (.ods): what is forbidden in it, and the facts of its sheets.

Layout: OASIS Open Document Format 1.3, part 3, chapters 3 and 9. calamine gives a boolean as 1.0 and an error as
blank there, and nothing of what is hidden.
"""

from __future__ import annotations

import re
import unicodedata

from assets.intake.addresses import a1
from assets.intake.formats.container import Container
from assets.intake.formats.ooxml import checked_pieces
from assets.intake.formats.superscripts import may_be_count
from assets.intake.formats.xmlparts import Attributes, elements, feed, local, new_parser
from assets.intake.limits import Limits
from assets.intake.problems import refuse, refuse_active
from assets.intake.sheet_facts import SheetFacts, check_together

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CHART = "application/vnd.oasis.opendocument.chart"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MACRO_FOLDERS = ("basic/", "scripts/")
_FORBIDDEN_ELEMENTS = {
    "table-source": "links",
    "cell-range-source": "links",
    "dde-link": "connection",
    "database-source-sql": "connection",
    "database-source-table": "connection",
    "database-source-query": "connection",
}
_SHOWN_BOOLEANS = ("TRUE", "FALSE")
_WHOLE = re.compile(r"[0-9]+(?:\.0*)?", re.ASCII)
# Digits, what may stand between them, and currencies.
_BETWEEN = re.compile("[0-9.,'’٬٫\u00a0\u202f $€£¥฿₫]")
_CELLS = ("table-cell", "covered-table-cell")


def is_spreadsheet(container: Container) -> bool:
    """Whether the zip says that it is an OpenDocument spreadsheet (or a template of one)."""
    if "mimetype" not in container.entries or container.entries["mimetype"].file_size > 200:
        return False
    return container.read("mimetype").strip() in (MIMETYPE, MIMETYPE + b"-template")


def inspect_ods(container: Container) -> list[SheetFacts]:
    """The facts of every sheet in order; raises Refused F01, F03, F04, F05 or F08."""
    _check_manifest(container)
    look = _Content(container.limits)
    for name in container.entries:
        if name.casefold().startswith(_MACRO_FOLDERS):
            raise refuse_active("macros", part=name)
        for piece in checked_pieces(container, name):
            if name == "content.xml":
                feed(look.parser, name, piece)
    if "content.xml" not in container.entries:
        raise refuse("F01", what="a part that is missing", part="content.xml")
    feed(look.parser, "content.xml", b"", True)
    if not look.sheets:
        raise refuse("F01", kind="no_sheet", what="a workbook without a sheet")
    check_together(look.sheets, container.limits)
    return look.sheets


def _check_manifest(container: Container) -> None:
    name = "META-INF/manifest.xml"
    if name not in container.entries:
        raise refuse("F01", what="a part that is missing", part=name)
    for tag, attributes in elements(name, container.read(name)):
        path, kind = (
            attributes.get("ns:full-path", ""),
            attributes.get("ns:media-type", ""),
        )
        if tag == "encryption-data":
            raise refuse("F04", what="a password")
        # A chart is an object too, and an honest one.
        folder = path.endswith("/") and path != "/"
        if folder and kind.startswith("application/vnd.oasis.opendocument") and kind != _CHART:
            raise refuse_active("objects", part=path)
        if kind in ("application/vnd.sun.star.oleobject", "application/octet-stream") and "object" in path.casefold():
            raise refuse_active("objects", part=path)


class _Content:
    """Takes content.xml piece by piece; repeated rows and columns are counted, not spread out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: list[SheetFacts] = []
        self.parser = new_parser("content.xml")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0
        self._row = self._column = self._rows = 0
        self._column_at = 0
        self._cell: Attributes | None = None
        self._said: list[str] = []
        self._shown = False
        self._notes = 0
        self._raised_styles: set[str] = set()
        self._raised = False

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        found = {_short(key): value for key, value in attributes.items()}
        if kind := _FORBIDDEN_ELEMENTS.get(tag):
            raise refuse_active(kind)
        if tag == "style":
            self._style = found.get("name", "")
        elif tag == "table-properties" and found.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "text-properties" and _is_superscript(found):
            self._raised_styles.add(self._style)
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin_sheet(found)
        if self._depth != 1:
            return
        if tag == "table-column":
            self._columns(found)
        elif tag == "table-row":
            self._begin_row(found)
        elif tag in _CELLS:
            self._cell, self._said, self._shown, self._raised = found, [], False, False
        elif tag == "p" and not self._notes:
            self._shown = True
        elif tag == "annotation":
            self._notes += 1
        elif tag == "span" and not self._notes and found.get("style-name", "") in self._raised_styles:
            self._raised = True

    def _text(self, text: str) -> None:
        if self._cell is not None and self._depth == 1 and not self._notes:
            self._said.append(text)

    def _end(self, name: str) -> None:
        tag = local(name)
        if tag == "table":
            if self._depth == 1:
                self.sheets[-1].check(self.limits)
            self._depth -= 1
        elif self._depth != 1:
            return
        elif tag == "annotation":
            self._notes -= 1
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag == "table-row":
            self._row += self._rows

    def _begin_sheet(self, found: Attributes) -> None:
        visible = found.get("style-name", "") not in self._hidden_styles
        self.sheets.append(SheetFacts(found.get("name", ""), visible=visible))
        self._row = self._column_at = 1

    def _columns(self, found: Attributes) -> None:
        count = _count(found, "number-columns-repeated", _LAST_COLUMN)
        if found.get("visibility", "visible") != "visible":
            self.sheets[-1].hide_columns(self._column_at, self._column_at + count - 1, self.limits)
        self._column_at += count

    def _begin_row(self, found: Attributes) -> None:
        self._rows = _count(found, "number-rows-repeated", _LAST_ROW)
        self._column = 1
        if found.get("visibility", "visible") != "visible":
            # As far as a sheet may reach: a hidden rest of a million rows is nothing to note.
            last = min(self._row + self._rows, self.limits.max_rows + 1)
            self.sheets[-1].hidden_rows.update(range(self._row, last))

    def _end_cell(self, found: Attributes) -> None:
        facts = self.sheets[-1]
        columns = _count(found, "number-columns-repeated", _LAST_COLUMN)
        said = "".join(self._said)
        kind = found.get("value-type", "")
        if kind or said or "formula" in found:
            facts.cells += columns * self._rows
            facts.extend_to(self._row + self._rows - 1, self._column + columns - 1)
            facts.check(self.limits)
            self._special(facts, found, kind, said, columns)
        across, down = (
            _count(found, "number-columns-spanned", _LAST_COLUMN),
            _count(found, "number-rows-spanned", _LAST_ROW),
        )
        if across * down > 1:
            last = a1(self._row + down - 1, self._column + across - 1)
            facts.merged_ranges.append(f"{a1(self._row, self._column)}:{last}")
        self._column += columns

    def _special(self, facts: SheetFacts, found: Attributes, kind: str, said: str, columns: int) -> None:
        places = [
            (r, c)
            for r in range(self._row, self._row + self._rows)
            for c in range(self._column, self._column + columns)
        ]
        if _is_error(found, said):
            facts.errors.update(dict.fromkeys(places, said or "#ERROR"))
        elif (
            kind in ("float", "percentage", "currency") and self._shown and _is_misleading(found.get("value", ""), said)
        ):
            if said in _SHOWN_BOOLEANS:
                # What LibreOffice makes of an Excel boolean: 1 that is shown as TRUE.
                facts.booleans.update(dict.fromkeys(places, said == "TRUE"))
            else:
                facts.misleading.update(places)
        elif kind == "boolean":
            facts.booleans.update(dict.fromkeys(places, found.get("boolean-value") == "true"))
        elif "formula" in found and not kind and not self._shown:
            # LibreOffice writes an empty paragraph for a formula whose result is empty text.
            facts.uncached.update(dict.fromkeys(places, found["formula"]))
        elif kind == "string" and self._raised and may_be_count(said):
            facts.misleading.update(places)


def _short(key: str) -> str:
    # LibreOffice states the type of a value twice; only its own attribute knows of errors.
    return "own-value-type" if key.endswith("calc:xmlns:calcext:1.0|value-type") else local(key)


def _is_superscript(found: Attributes) -> bool:
    """Whether the looks of a piece of text raise, lower or strike it out (OpenDocument 1.3, 20.384 and 20.365)."""
    position = found.get("text-position", "").split()
    struck = any(found.get(f"text-line-through-{name}", "none") != "none" for name in ("type", "style"))
    return struck or position[:1] not in ([], ["0%"])


def _is_error(found: Attributes, said: str) -> bool:
    # LibreOffice says so outright; others leave the error's text in the result of a formula.
    return found.get("own-value-type") == "error" or ("formula" in found and said.startswith(("#", "Err:")))


def _is_misleading(value: str, said: str) -> bool:
    """Whether the text that is shown for a whole number is not that number; a bookkeeper's dash is 0."""
    if not _WHOLE.fullmatch(value):
        return False
    wanted = value.partition(".")[0].lstrip("0") or "0"
    shown = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in said)
    if _BETWEEN.sub("", shown).strip():
        return not (wanted == "0" and shown.strip() in ("-", "–"))
    groups = re.findall("[0-9]+", shown)
    whole = groups[:-1] if len(groups) > 1 and not groups[-1].strip("0") else groups
    return wanted not in {"".join(some).lstrip("0") or "0" for some in (groups, whole) if some}


def _count(found: Attributes, name: str, limit: int) -> int:
    text = found.get(name, "1")
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:9]) <= limit or len(text) > 9:
        raise refuse("F08", what="a repetition beyond the edge of a sheet", found=text[:20])
    return int(text)
