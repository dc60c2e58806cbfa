"""The workbook part of a package: which sheets there are, and a new first sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from assets.checking.annotated.package import Package
from assets.checking.annotated.xml_edits import Edits, Element, parse_tree, prefix_and_name, with_attributes

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# A workbook that may hold macros but has none, and a template: under a name that ends in .xlsx Excel opens neither.
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, the path of its part, and its state (visible, hidden, veryHidden)."""

    name: str
    part: str
    state: str = "visible"


class Book:
    """The workbook of a package; ``space`` is the namespace of its elements, which differs in strict files."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = self._root()
        self.space = root.space
        self.relations = _STRICT_RELATIONS if "purl.oclc.org" in root.space else _RELATIONS
        parts = {r.identity: r for r in package.relations(WORKBOOK)}
        self.sheets = [
            SheetPart(element.get("name"), parts[element.get("id")].target, element.get("state", "visible"))
            for element in _sheets(root)
            if element.get("id") in parts and parts[element.get("id")].kind == "worksheet"
        ]
        self.chart_sheets = [r.target for r in parts.values() if r.kind == "chartsheet"]
        self.strings = next((r.target for r in parts.values() if r.kind == "sharedStrings"), "")
        self.styles = next((r.target for r in parts.values() if r.kind == "styles"), "")
        if package.type_of(WORKBOOK) not in ("", _WORKBOOK_TYPE):
            package.declare(WORKBOOK, _WORKBOOK_TYPE)

    def _root(self) -> Element:
        return parse_tree(WORKBOOK, self.package[WORKBOOK])

    def add_first_sheet(self, name: str, xml: bytes) -> None:
        """Put a new sheet in front of the others and show it when the file is opened.

        Names that belong to one sheet (print areas) say which by its number, so those numbers move by one.
        """
        path = self.package.free_path("xl/worksheets/jpa_findings{}.xml")
        self.package[path] = xml
        self.package.declare(path, _SHEET_TYPE)
        identity = self.package.relate(WORKBOOK, f"{self.relations}/worksheet", path)
        root, data, edits = self._root(), self.package[WORKBOOK], Edits()
        present = _sheets(root)
        number = 1 + max(int(element.get("sheetId", "0")) for element in present)
        prefix = prefix_and_name(data[present[0].start : present[0].inner])[0].decode()
        shown = free_name(name, (element.get("name") for element in present))
        # The prefix r: may be bound to something else, or to nothing, where the sender's program wrote the part.
        new = (
            f"<{prefix}sheet xmlns:r={quoteattr(self.relations)} name={quoteattr(shown)} "
            f'sheetId="{number}" r:id="{identity}"/>'
        )
        edits.insert(present[0].start, new.encode())
        for element in _local_names(root):
            moved = str(int(element.get("localSheetId")) + 1)
            _set(edits, data, element, {"localSheetId": moved})
        self.package[WORKBOOK] = edits.apply(data)
        self._open_at(0)

    def renew_sheet(self, sheet: SheetPart, name: str, xml: bytes) -> None:
        """Put new content into the first sheet of an earlier answer, wherever it stands now."""
        for relation in self.package.relations(sheet.part):
            self.package.unrelate(sheet.part, relation.identity)
        self.package[sheet.part] = xml
        root, data, edits = self._root(), self.package[WORKBOOK], Edits()
        others = [one for element in _sheets(root) if (one := element.get("name")) != sheet.name]
        at = next(n for n, element in enumerate(_sheets(root)) if element.get("name") == sheet.name)
        _set(edits, data, _sheets(root)[at], {"name": free_name(name, others), "state": None})
        for element in _local_names(root):
            if element.get("localSheetId") == str(at):
                edits.replace(element.start, element.end, b"")
        self.package[WORKBOOK] = edits.apply(data)
        self._open_at(at)

    def _open_at(self, number: int) -> None:
        root, data, edits = self._root(), self.package[WORKBOOK], Edits()
        views = root.child("bookViews")
        for view in views.all("workbookView") if views else []:
            _set(edits, data, view, {"activeTab": str(number) if number else None, "firstSheet": None})
        self.package[WORKBOOK] = edits.apply(data)

    def relate(self, sheet: SheetPart, kind: str, target: str) -> str:
        """Add a relationship from a sheet to a part; its id."""
        return self.package.relate(sheet.part, f"{self.relations}/{kind}", target)


def free_name(name: str, present: Iterable[str]) -> str:
    """The name, at most 31 characters, with a number behind it where a sheet has it already, in any case."""
    taken = {one.casefold() for one in present}
    wanted, number = name[:_LONGEST_NAME], 2
    while wanted.casefold() in taken:
        ending = f" ({number})"
        wanted, number = name[: _LONGEST_NAME - len(ending)] + ending, number + 1
    return wanted


def _sheets(root: Element) -> list[Element]:
    sheets = root.child("sheets")
    return sheets.all("sheet") if sheets else []


def _local_names(root: Element) -> list[Element]:
    names = root.child("definedNames")
    return [element for element in names.all("definedName") if element.get("localSheetId")] if names else []


def _set(edits: Edits, data: bytes, element: Element, values: dict[str, str | None]) -> None:
    edits.replace(element.start, element.inner, with_attributes(data[element.start : element.inner], values))
