"""Workbooks that are closed by a password, or carry more than cells."""

from __future__ import annotations

from tests.intake import old_excel as old
from tests.intake import packages as p
from tests.intake.hostile import Hostile

_ODS_ROW = f"<table:table-row>{p.ods_cell(1)}</table:table-row>"
_MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry %s</m:manifest>'
_ENCRYPTED = _MANIFEST % 'm:full-path="content.xml" m:media-type="text/xml"><m:encryption-data/></m:file-entry>'
_OBJECT = _MANIFEST % 'm:full-path="Object 1/" m:media-type="application/vnd.oasis.opendocument.text"/>'
_OUTSIDE = "http://192.0.2.1/pixel.png"


def _zip_password() -> bytes:
    data = bytearray(p.zipped(p.parts()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def _old_with(storage: str = "", kind: int = 0) -> bytes:
    book = old.book([("A", old.number(0, 0, 1))], kind=kind)
    return old.compound([("Workbook", book)], [storage] if storage else [])


CLOSED_OR_ACTIVE = {
    "password_to_open": Hostile(
        lambda: old.compound([("EncryptionInfo", b""), ("EncryptedPackage", b"")]), "F04", "password"
    ),
    "password_on_the_zip": Hostile(_zip_password, "F04", "password"),
    "xls_password": Hostile(lambda: old.xls(old.number(0, 0, 1), old.record(0x2F, b"\1\0")), "F04", "password"),
    "ods_password": Hostile(lambda: p.ods("", extra={"META-INF/manifest.xml": _ENCRYPTED}), "F04", "password"),
    "macros": Hostile(lambda: p.with_part("xl/vbaProject.bin"), "F05", "macros"),
    "macros_under_another_name": Hostile(lambda: p.with_relation("vbaProject", "media/image.png"), "F05", "macros"),
    "macro_sheet": Hostile(lambda: p.with_part("xl/macrosheets/sheet1.xml", "<a/>"), "F05", "macros"),
    "embedded_document": Hostile(lambda: p.with_part("xl/embeddings/Word.docx"), "F05", "embedded"),
    "embedded_under_another_name": Hostile(
        lambda: p.with_relation("oleObject", "../media/image1.png"), "F05", "embedded"
    ),
    "active_x": Hostile(lambda: p.with_part("xl/activeX/activeX1.bin"), "F05", "embedded"),
    "pivot_cache": Hostile(lambda: p.with_part("xl/pivotCache/pivotCacheRecords1.xml", "<a/>"), "F05", "pivot"),
    "connection": Hostile(lambda: p.with_part("xl/connections.xml", "<a/>"), "F05", "connection"),
    "query_table": Hostile(lambda: p.with_part("xl/queryTables/queryTable1.xml", "<a/>"), "F05", "connection"),
    "link_to_another_workbook": Hostile(
        lambda: p.with_part("xl/externalLinks/externalLink1.xml", "<a/>"), "F05", "links"
    ),
    "picture_fetched_from_outside": Hostile(lambda: p.with_relation("image", _OUTSIDE, "External"), "F05", "outside"),
    "template_fetched_from_outside": Hostile(
        lambda: p.with_relation("attachedTemplate", _OUTSIDE, "External"), "F05", "template"
    ),
    "data_model": Hostile(lambda: p.with_part("xl/model/item.data"), "F05", "data model"),
    "xls_macros": Hostile(lambda: _old_with("_VBA_PROJECT_CUR"), "F05", "macros"),
    "xls_macro_sheet": Hostile(lambda: _old_with(kind=1), "F05", "macros"),
    "xls_embedded": Hostile(lambda: _old_with("MBD00012345"), "F05", "embedded"),
    "xls_pivot_cache": Hostile(lambda: _old_with("_SX_DB_CUR"), "F05", "pivot"),
    "xls_link_to_another_workbook": Hostile(
        lambda: old.xls(old.number(0, 0, 1), old.record(0x1AE, b"\1\0\5\0\0abcde")), "F05", "links"
    ),
    "xls_connection": Hostile(lambda: old.xls(old.number(0, 0, 1), old.record(0x876, b"\0" * 20)), "F05", "connection"),
    "xlsb_macros": Hostile(lambda: old.xlsb(b"", extra={"xl/vbaProject.bin": "x"}), "F05", "macros"),
    "ods_macros": Hostile(lambda: p.ods(_ODS_ROW, extra={"Basic/script-lc.xml": "<a/>"}), "F05", "macros"),
    "ods_embedded_text": Hostile(lambda: p.ods(_ODS_ROW, extra={"META-INF/manifest.xml": _OBJECT}), "F05", "embedded"),
    "ods_link_to_another_workbook": Hostile(lambda: p.ods("<table:table-source/>" + _ODS_ROW), "F05", "links"),
    "ods_live_link": Hostile(lambda: p.ods("<office:dde-link/>" + _ODS_ROW), "F05", "connection"),
}
