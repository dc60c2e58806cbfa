"""Write a workbook's sheets again as a small plain package that calamine reads without surprises.

Only for packages that are not plain; the bytes stay in memory and are never sent on.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import quoteattr

from assets.intake.formats.ooxml import Package
from assets.intake.formats.strict_sheet_parser import MAIN

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def plain_package(package: Package) -> bytes:
    """The bytes of an .xlsx with the same sheets, values and number formats, and nothing else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        relations = []
        for number, sheet in enumerate(package.sheets, start=1):
            written = package.rewritten.get(sheet.part) or package.container.read(sheet.part)
            archive.writestr(f"xl/worksheets/sheet{number}.xml", written)
            relations.append((f"s{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        for part, kind, name in (
            (package.strings, "sharedStrings", "sharedStrings.xml"),
            (package.styles, "styles", "styles.xml"),
        ):
            if part:
                archive.writestr(f"xl/{name}", package.container.read(part))
                relations.append((kind, kind, name))
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relationships([("w", "officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/_rels/workbook.xml.rels", _relationships(relations))
        archive.writestr("xl/workbook.xml", _workbook(package))
    return stream.getvalue()


def _relationships(relations: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{identity}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for identity, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{items}</Relationships>'


def _workbook(package: Package) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="s{number}"/>'
        for number, sheet in enumerate(package.sheets, start=1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><workbookPr date1904="{int(package.date1904)}"/>'
        f"<sheets>{sheets}</sheets></workbook>"
    )
