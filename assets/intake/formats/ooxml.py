"""An Office Open XML workbook (.xlsx, and the frame of .xlsb): its parts, what is forbidden in it, its sheets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assets.intake.formats.container import Container
from assets.intake.formats.fast_sheet_scan import FastSheetScan
from assets.intake.formats.number_formats import StyleTable, misleading_styles, moment_styles
from assets.intake.formats.shared_strings import NO_STRINGS, SharedStrings, read_shared_strings
from assets.intake.formats.strict_sheet_parser import StrictSheetParser
from assets.intake.formats.xmlparts import (
    OVERLAP,
    Attributes,
    check_markup,
    check_prolog,
    elements,
)
from assets.intake.problems import refuse, refuse_active
from assets.intake.sheet_facts import SheetFacts, check_together
from assets.intake.workbook import Rows

# What a part's path says it holds (problems.ACTIVE_CONTENT). Order matters: the first that fits is named.
_FORBIDDEN_PARTS: tuple[tuple[str, str], ...] = (
    (r"(^|/)vbaproject[^/]*$|(^|/)macrosheets/|(^|/)dialogsheets/", "macros"),
    (
        r"(^|/)embeddings/|(^|/)activex/|(^|/)ctrlprops/.*\.bin$|oleobject",
        "objects",
    ),
    (r"(^|/)pivotcache/", "pivot_cache"),
    (
        r"(^|/)xl/connections\.(xml|bin)$|(^|/)querytables/",
        "connection",
    ),
    (r"(^|/)externallinks/", "links"),
    (r"(^|/)xl/model/", "data_model"),
)
_FORBIDDEN = tuple((re.compile(pattern), kind) for pattern, kind in _FORBIDDEN_PARTS)
# The same, by the last word of a relationship's type, whatever the part is called.
_FORBIDDEN_RELATIONS = {
    "vbaproject": "macros",
    "xlmacrosheet": "macros",
    "xlintlmacrosheet": "macros",
    "dialogsheet": "macros",
    "oleobject": "objects",
    "package": "objects",
    "control": "objects",
    "pivotcachedefinition": "pivot_cache",
    "connections": "connection",
    "querytable": "connection",
    "externallink": "links",
    "externallinkpath": "links",
    "powerpivotdata": "data_model",
    "attachedtemplate": "template",
}
_ROOT_RELATIONS = "_rels/.rels"
_CONTENT_TYPES = "[Content_Types].xml"
_UNIQUE_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']\s*([0-9]+)""")
# The smallest string item, <si/>, is 5 bytes.
_SMALLEST_STRING = 5
# Larger parts are parsed anew each time.
_LARGEST_KEPT = 64 * 1024


@dataclass(frozen=True, slots=True)
class PackagePart:
    """One part that a reader of the workbook resolves, and what the package declares it to be.

    ``role`` is workbook, worksheet, sharedStrings or styles; ``sheet`` is the name of a worksheet's sheet, else ''.
    """

    role: str
    sheet: str
    part: str
    content_type: str


@dataclass(slots=True)
class Package:
    """The parts of a workbook that matter to a reader; names as they are in the container.

    ``rows`` are the cells of each sheet by its part, read in the pass that inspected it.
    """

    container: Container
    sheets: list[SheetFacts] = field(default_factory=list)
    workbook: str = ""
    strings: str = ""
    styles: str = ""
    calculated: bool = True
    style_table: StyleTable = field(default_factory=StyleTable)
    rows: dict[str, Rows] = field(default_factory=dict)
    content_types: Mapping[str, str] = field(default_factory=dict)

    def resolved(self) -> tuple[PackagePart, ...]:
        """The parts that the values come from: the workbook, its sheets in order, its texts and its styles."""
        found = [("workbook", "", self.workbook)]
        found += [("worksheet", sheet.name, sheet.part) for sheet in self.sheets]
        found += [("sharedStrings", "", self.strings), ("styles", "", self.styles)]
        return tuple(PackagePart(role, sheet, part, self._content_type(part)) for role, sheet, part in found if part)

    def _content_type(self, part: str) -> str:
        """As [Content_Types].xml declares it: for the part, else for its extension, else ''."""
        path = "/" + part.replace("\\", "/").casefold()
        return self.content_types.get(path) or self.content_types.get(path.rpartition(".")[2], "")


def is_workbook(container: Container) -> str:
    """'xlsx' or 'xlsb' by the part that holds the workbook, '' where the zip is something else."""
    names = {name.replace("\\", "/").casefold() for name in container.entries}
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "xlsb" if "xl/workbook.bin" in names else ""


def open_package(container: Container) -> Package:
    """The package with its sheets named and not yet looked into; raises Refused F01, F05 or F08."""
    refuse_forbidden_parts(container)
    package = Package(container)
    package.workbook = _part(package, _workbook_path(container))
    relations = _relations_of_workbook(package)
    package.content_types = _content_types(container)
    date1904 = False
    for tag, attributes in _parsed(container, package.workbook):
        if tag == "sheet":
            kind, target = relations.get(attributes.get("ns:id", ""), ("", ""))
            if kind == "worksheet":
                visible = attributes.get("state", "visible") == "visible"
                package.sheets.append(SheetFacts(attributes.get("name", ""), _part(package, target), visible))
            elif kind != "chartsheet":
                raise refuse(
                    "F01",
                    sheet=attributes.get("name", ""),
                    what="a sheet that is not in the file",
                )
        elif tag == "workbookPr":
            date1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "calcPr":
            package.calculated = attributes.get("fullCalcOnLoad", "0") not in ("1", "true")
    if not package.sheets:
        raise refuse("F01", kind="no_sheet", what="a workbook without a sheet")
    parts = [sheet.part for sheet in package.sheets]
    if len({name.casefold() for name in parts}) < len(parts) or len({s.name for s in package.sheets}) < len(parts):
        raise refuse("F08", what="two sheets of one name or one part")
    for kind, target in relations.values():
        if kind == "sharedStrings":
            package.strings = _part(package, target)
        elif kind == "styles":
            package.styles = _part(package, target)
    if package.styles:
        package.style_table = _style_table(package.styles, container.read(package.styles), date1904)
    for sheet in package.sheets:
        sheet.calculated, sheet.misleading_styles = package.calculated, package.style_table.misleading
    return package


def _content_types(container: Container) -> dict[str, str]:
    """What [Content_Types].xml declares, by the path of a part ('/xl/...') or an extension, both in small letters."""
    if _CONTENT_TYPES not in container.entries:
        return {}
    return {
        attributes.get("PartName" if tag == "Override" else "Extension", "").casefold(): attributes.get(
            "ContentType", ""
        )
        for tag, attributes in _parsed(container, _CONTENT_TYPES)
        if tag in ("Override", "Default")
    }


@lru_cache(maxsize=4)
def _style_table(part: str, data: bytes, date1904: bool) -> StyleTable:
    """What the styles say of the numbers under them; the returns of one form share them to the byte."""
    check_prolog(part, data[:4096])
    formats: dict[int, str] = {}
    used: list[int] = []
    inside = ""
    for tag, attributes in elements(part, data):
        if tag in ("numFmts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = tag
        elif tag == "numFmt" and inside == "numFmts":
            formats[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "xf" and inside == "cellXfs":
            used.append(_number(attributes.get("numFmtId", "")))
    return StyleTable(misleading_styles(formats, used), moment_styles(formats, used), date1904)


def _parsed(container: Container, name: str) -> Sequence[tuple[str, Attributes]]:
    """The elements of a part that is small; raises Refused F01 for broken XML, F08 for a DOCTYPE or an encoding."""
    data = container.read(name)
    return _kept_elements(name, data) if len(data) <= _LARGEST_KEPT else _elements(name, data)


def _elements(name: str, data: bytes) -> Sequence[tuple[str, Attributes]]:
    check_prolog(name, data[:4096])
    return tuple(elements(name, data))


# The frames of one form's returns are the same to the byte. Nobody changes the attributes.
_kept_elements = lru_cache(maxsize=32)(_elements)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def inspect_workbook(package: Package) -> None:
    """Inflate every part once: count, check, collect the facts and the cells of each sheet.

    Raises Refused F01, F03 or F08.
    """
    container = package.container
    check_together(package.sheets, container.limits)
    strings = _shared_strings(package) if package.strings else NO_STRINGS
    sheets = {sheet.part: sheet for sheet in package.sheets}
    # What open_package() parsed was inflated and checked there.
    for name in [name for name in container.entries if name not in container.inflated_parts]:
        if name in sheets:
            _inspect_sheet(package, sheets[name], strings)
        else:
            for _ in checked_pieces(container, name):
                pass
    check_together(package.sheets, container.limits)


def _inspect_sheet(package: Package, facts: SheetFacts, strings: SharedStrings) -> None:
    container, styles = package.container, package.style_table
    scan = FastSheetScan(facts, container.limits, strings, styles)
    # A DOCTYPE is refused by the parsers: what the scan does not parse holds rows alone, or is no plain sheet.
    for number, piece in enumerate(container.chunks(facts.part)):
        if not number:
            check_prolog(facts.part, piece[:4096])
        scan.feed(piece)
    scan.close()
    if facts.plain:
        package.rows[facts.part] = scan.rows
        return
    strict = SheetFacts(
        facts.name,
        facts.part,
        facts.visible,
        plain=False,
        calculated=facts.calculated,
        misleading_styles=facts.misleading_styles,
    )
    parser = StrictSheetParser(facts.part, strict, container.limits)
    written = parser.read(container.chunks(facts.part))
    strict.check(container.limits)
    # What the strict parser writes is plain: one reader for both.
    again = SheetFacts(facts.name, facts.part, misleading_styles=facts.misleading_styles)
    scan = FastSheetScan(again, container.limits, strings, styles)
    scan.feed(written)
    scan.close()
    if not again.plain:
        raise refuse("F01", sheet=facts.name, what="a workbook that cannot be read", detail="a sheet of its own kind")
    strict.misleading |= again.misleading
    package.rows[facts.part] = scan.rows
    package.sheets[package.sheets.index(facts)] = strict


def _shared_strings(package: Package) -> SharedStrings:
    container, name = package.container, package.strings
    data = container.read(name)
    check_prolog(name, data[:4096])
    stated = _UNIQUE_COUNT.search(data[:4096])
    # Some readers allocate what is stated: 4,000,000,000 kills their process.
    if stated and int(stated.group(1)) > len(data) // _SMALLEST_STRING:
        raise refuse("F08", what="a number of texts that is not true", part=name)
    return read_shared_strings(name, data)


def checked_pieces(container: Container, name: str) -> Iterator[bytes]:
    """The pieces of a part, XML or not; raises Refused F08 for a DOCTYPE or an encoding other than UTF-8."""
    is_xml = name.casefold().endswith((".xml", ".rels", ".vml"))
    last = b""
    first = True
    for piece in container.chunks(name):
        if first and is_xml:
            check_prolog(name, piece[:4096])
        if is_xml:
            check_markup(name, last + piece if last else piece)
            last = piece[-OVERLAP:]
        first = False
        yield piece


def refuse_forbidden_parts(container: Container) -> None:
    """Raise Refused F05 naming what an office file may not carry: macros, embedded objects, pivot caches, links."""
    for name in container.entries:
        folded = name.replace("\\", "/").casefold()
        for pattern, kind in _FORBIDDEN:
            if pattern.search(folded):
                raise refuse_active(kind, part=name)
    for name in container.entries:
        if name.casefold().endswith(".rels"):
            for relation in relations(container, name):
                kind = relation.get("Type", "").rpartition("/")[2]
                if (forbidden := _FORBIDDEN_RELATIONS.get(kind.casefold())) is not None:
                    raise refuse_active(forbidden, part=name)
                # A link that a person may click is text; anything else from outside would be fetched.
                if relation.get("TargetMode", "").casefold() == "external" and kind != "hyperlink":
                    raise refuse_active("connection", part=name)


def relations(container: Container, name: str) -> list[Attributes]:
    """The relationships that a .rels part declares; raises Refused F01 where the part is missing."""
    if name not in container.entries:
        raise refuse("F01", what="a part that is missing", part=name)
    return [attributes for tag, attributes in _parsed(container, name) if tag == "Relationship"]


def _workbook_path(container: Container) -> str:
    """Where the package says its workbook is, as spreadsheet programs ask; raises Refused F08 where it says two."""
    if _ROOT_RELATIONS not in container.entries:
        return "xl/workbook.xml"
    found = {
        _path_from("", relation.get("Target", ""))
        for relation in relations(container, _ROOT_RELATIONS)
        if relation.get("Type", "").endswith("/officeDocument")
    }
    if len(found) > 1:
        raise refuse("F08", what="two relationships of one name", part=_ROOT_RELATIONS)
    return next(iter(found), "xl/workbook.xml")


def _path_from(folder: str, target: str) -> str:
    """The path in the package that a relationship of a part in ``folder`` points to."""
    target = target.replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _relations_of_workbook(package: Package) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(package.workbook.replace("\\", "/"))
    name = _part(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for relation in relations(package.container, name):
        identity = relation.get("Id", "")
        if identity in found:
            raise refuse("F08", what="two relationships of one name", part=name)
        path = _path_from(folder, relation.get("Target", ""))
        found[identity] = (relation.get("Type", "").rpartition("/")[2], path)
    return found


def _part(package: Package, path: str) -> str:
    """The name in the container of a part's path, whatever its case; raises Refused F01 where it is missing."""
    entries = package.container.entries
    if path in entries:
        return path
    for name in entries:
        if name.replace("\\", "/").casefold() == path.casefold():
            return name
    raise refuse("F01", what="a part that is missing", part=path)
