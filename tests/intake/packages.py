"""Workbooks made part by part, so that each can carry one fault."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping

from assets.intake.workbook import Sheet, Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Opener = Callable[[bytes], Workbook]
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def shown(sheet: Sheet) -> dict[str, tuple[str, object, str]]:
    """Address to kind, value and text."""
    return {c.address: (c.kind.value, c.value, c.text) for row in sheet.rows.values() for c in row.values()}


def relations(*items: tuple[str, str, str], extra: str = "") -> str:
    """A .rels part; each item is an id, the last word of a type, and a target."""
    body = "".join(f'<Relationship Id="{i}" Type="{_RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in items)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{body}{extra}</Relationships>'


def sheet(rows: str = ONE_CELL, before: str = "", after: str = "") -> str:
    """A sheet part."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(*names: str, states: Mapping[str, str] | None = None) -> str:
    """The workbook part with sheets rId1, rId2, ..."""
    states = states or {}
    body = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{states.get(name, "visible")}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>{body}</sheets></workbook>'


def parts(sheet_xml: str | bytes | None = None) -> dict[str, str | bytes]:
    """The parts of a small workbook with one sheet "Outcomes"."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook("Outcomes"),
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet() if sheet_xml is None else sheet_xml,
    }
    return found


def strings(sst: str, rows: str) -> dict[str, str | bytes]:
    """A workbook with a table of shared strings."""
    found = parts(sheet(rows))
    found["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
    )
    found["xl/sharedStrings.xml"] = sst
    return found


def zipped(found: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a zip file."""
    return zipped_list(list(found.items()), method)


def zipped_list(found: list[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same from a list, in which a name may stand twice."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, content in found:
                archive.writestr(name, content)
    return stream.getvalue()


def xlsx(rows: str = ONE_CELL, before: str = "", after: str = "") -> bytes:
    """A workbook with one sheet that holds these rows."""
    return zipped(parts(sheet(rows, before, after)))


def with_part(name: str, content: str | bytes = "x") -> bytes:
    """A good workbook with one more part."""
    return zipped({**parts(), name: content})


def with_relation(kind: str, target: str, mode: str = "Internal") -> bytes:
    """A good workbook whose sheet has one more relationship."""
    extra = f'<Relationship Id="rId9" Type="{_RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return zipped({**parts(), "xl/worksheets/_rels/sheet1.xml.rels": relations(extra=extra)})


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """The bytes with one thing changed, wherever it stands; the lengths must agree."""
    assert len(old) == len(new) and old in data
    return data.replace(old, new)


ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods(rows: str, *, head: str = "", table: str = "", extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet with one table "Outcomes" that holds these rows."""
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    found: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" '
        'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        "content.xml": f"<office:document-content {ODS_NAMES} office:version='1.3'>{head}<office:body>"
        f'<office:spreadsheet><table:table table:name="Outcomes" {table}>{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>",
    }
    return zipped({**found, **(extra or {})})


def ods_cell(value: int | str, repeat: int = 1) -> str:
    """A cell of an OpenDocument table."""
    again = f'table:number-columns-repeated="{repeat}" ' if repeat > 1 else ""
    kind = f'float" office:value="{value}' if isinstance(value, int) else "string"
    return f'<table:table-cell {again}office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'
