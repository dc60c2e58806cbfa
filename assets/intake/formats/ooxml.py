"""An Office Open XML workbook (.xlsx, and the frame of .xlsb): its parts, what is forbidden in it, its sheets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from assets.intake.formats.container import Container
from assets.intake.formats.fast_sheet_scan import FastSheetScan
from assets.intake.formats.number_formats import misleading_styles
from assets.intake.formats.strict_sheet_parser import StrictSheetParser
from assets.intake.formats.superscripts import note_raised, raised_strings
from assets.intake.formats.xmlparts import (
    OVERLAP,
    Attributes,
    check_markup,
    check_prolog,
    elements,
)
from assets.intake.problems import Refused, refuse
from assets.intake.sheet_facts import SheetFacts, check_together

# What a part's path says it holds. Order matters: the first that fits is named.
_FORBIDDEN_PARTS: tuple[tuple[str, str], ...] = (
    (r"(^|/)vbaproject[^/]*$|(^|/)macrosheets/|(^|/)dialogsheets/", "macros"),
    (
        r"(^|/)embeddings/|(^|/)activex/|(^|/)ctrlprops/.*\.bin$|oleobject",
        "embedded objects",
    ),
    (r"(^|/)pivotcache/", "a pivot table's copy of its source rows"),
    (
        r"(^|/)xl/connections\.(xml|bin)$|(^|/)querytables/",
        "a connection to outside data",
    ),
    (r"(^|/)externallinks/", "links to other workbooks"),
    (r"(^|/)xl/model/", "a data model"),
)
_FORBIDDEN = tuple((re.compile(pattern), what) for pattern, what in _FORBIDDEN_PARTS)
# The same, by the last word of a relationship's type, whatever the part is called.
_FORBIDDEN_RELATIONS = {
    "vbaproject": "macros",
    "xlmacrosheet": "macros",
    "xlintlmacrosheet": "macros",
    "dialogsheet": "macros",
    "oleobject": "embedded objects",
    "package": "embedded objects",
    "control": "embedded objects",
    "pivotcachedefinition": "a pivot table's copy of its source rows",
    "connections": "a connection to outside data",
    "querytable": "a connection to outside data",
    "externallink": "links to other workbooks",
    "externallinkpath": "links to other workbooks",
    "powerpivotdata": "a data model",
    "attachedtemplate": "a template that is fetched from elsewhere",
}
_UNIQUE_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']\s*([0-9]+)""")
# The smallest string item, <si/>, is 5 bytes.
_SMALLEST_STRING = 5


@dataclass(slots=True)
class Package:
    """The parts of a workbook that matter to a reader; names as they are in the container."""

    container: Container
    sheets: list[SheetFacts] = field(default_factory=list)
    strings: str = ""
    styles: str = ""
    date1904: bool = False
    calculated: bool = True
    plain: bool = True
    rewritten: dict[str, bytes] = field(default_factory=dict)


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
    relations = _relations_of_workbook(package)
    workbook = _part(package, "xl/workbook.xml")
    for tag, attributes in elements(workbook, container.read(workbook)):
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
            package.date1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "calcPr":
            package.calculated = attributes.get("fullCalcOnLoad", "0") not in ("1", "true")
    if not package.sheets:
        raise refuse("F01", what="a workbook without a sheet")
    parts = [sheet.part for sheet in package.sheets]
    if len({name.casefold() for name in parts}) < len(parts) or len({s.name for s in package.sheets}) < len(parts):
        raise refuse("F08", what="two sheets of one name or one part")
    for kind, target in relations.values():
        if kind == "sharedStrings":
            package.strings = _part(package, target)
        elif kind == "styles":
            package.styles = _part(package, target)
    formats = _misleading_styles(package) if package.styles else {}
    for sheet in package.sheets:
        sheet.calculated, sheet.misleading_styles = package.calculated, formats
    return package


def _misleading_styles(package: Package) -> dict[int, str]:
    """The styles under which a whole number may be seen as something else, with the code of their formats."""
    formats: dict[int, str] = {}
    used: list[int] = []
    inside = ""
    data = package.container.read(package.styles)
    check_prolog(package.styles, data[:4096])
    for tag, attributes in elements(package.styles, data):
        if tag in ("numFmts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = tag
        elif tag == "numFmt" and inside == "numFmts":
            formats[_number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif tag == "xf" and inside == "cellXfs":
            used.append(_number(attributes.get("numFmtId", "")))
    return misleading_styles(formats, used)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def inspect_workbook(package: Package) -> None:
    """Inflate every part: count, check, and collect the facts of each sheet. Raises Refused F01, F03 or F08."""
    container = package.container
    sheets = {sheet.part: sheet for sheet in package.sheets}
    check_together(package.sheets, container.limits)
    for name in container.entries:
        if name in sheets:
            _inspect_sheet(package, sheets[name])
        else:
            _inspect_part(package, name)
    check_together(package.sheets, container.limits)
    _inspect_superscripts(package)


def _inspect_superscripts(package: Package) -> None:
    container = package.container
    strings = raised_strings(package.strings, container.read(package.strings)) if package.strings else frozenset()
    for facts in package.sheets if strings else ():
        note_raised(facts, package.rewritten.get(facts.part) or container.read(facts.part), strings)


def _inspect_sheet(package: Package, facts: SheetFacts) -> None:
    container = package.container
    quick = FastSheetScan(facts, container.limits)
    for piece in checked_pieces(container, facts.part):
        quick.feed(piece)
    quick.close()
    if facts.plain:
        # Blank cells that only carry a format may stand far out; the careful look counts values alone.
        with suppress(Refused):
            facts.check(container.limits)
            return
    package.plain = False
    careful = SheetFacts(
        facts.name,
        facts.part,
        facts.visible,
        plain=False,
        calculated=facts.calculated,
        misleading_styles=facts.misleading_styles,
    )
    pieces = container.chunks(facts.part)
    package.rewritten[facts.part] = StrictSheetParser(facts.part, careful, container.limits).read(pieces)
    careful.check(container.limits)
    package.sheets[package.sheets.index(facts)] = careful


def _inspect_part(package: Package, name: str) -> None:
    container = package.container
    length = 0
    for piece in checked_pieces(container, name):
        if name == package.strings and not length:
            length = container.entries[name].file_size
            stated = _UNIQUE_COUNT.search(piece[:4096])
            # calamine allocates what is stated: 4,000,000,000 kills the process.
            if stated and int(stated.group(1)) > length // _SMALLEST_STRING:
                raise refuse("F08", what="a number of texts that is not true", part=name)


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
        for pattern, what in _FORBIDDEN:
            if pattern.search(folded):
                raise refuse("F05", what=what, part=name)
    for name in container.entries:
        if name.casefold().endswith(".rels"):
            for relation in relations(container, name):
                kind = relation.get("Type", "").rpartition("/")[2]
                if (forbidden := _FORBIDDEN_RELATIONS.get(kind.casefold())) is not None:
                    raise refuse("F05", what=forbidden, part=name)
                # A link that a person may click is text; anything else from outside would be fetched.
                if relation.get("TargetMode", "").casefold() == "external" and kind != "hyperlink":
                    raise refuse("F05", what="a connection to outside data", part=name)


def relations(container: Container, name: str) -> list[Attributes]:
    """The relationships that a .rels part declares; raises Refused F01 where the part is missing."""
    if name not in container.entries:
        raise refuse("F01", what="a part that is missing", part=name)
    data = container.read(name)
    check_prolog(name, data[:4096])
    return [attributes for tag, attributes in elements(name, data) if tag == "Relationship"]


def _relations_of_workbook(package: Package) -> dict[str, tuple[str, str]]:
    name = _part(package, "xl/_rels/workbook.xml.rels")
    found: dict[str, tuple[str, str]] = {}
    for relation in relations(package.container, name):
        identity = relation.get("Id", "")
        if identity in found:
            raise refuse("F08", what="two relationships of one name", part=name)
        target = relation.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        found[identity] = (relation.get("Type", "").rpartition("/")[2], path)
    return found


def _part(package: Package, path: str) -> str:
    """The name in the container of a part's path, whatever its case; raises Refused F01 where it is missing."""
    entries = package.container.entries
    if path in entries:
        return path
    for name in entries:
        if name.replace("\\", "/").casefold() == path.casefold():
            # Readers disagree about such names: the package is written again.
            package.plain = False
            return name
    raise refuse("F01", what="a part that is missing", part=path)
