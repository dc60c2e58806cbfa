"""What a file really is, from its first bytes; the extension is never asked."""

from __future__ import annotations

import codecs

from assets.intake.problems import refuse

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# First bytes; the kind of file that they begin where it has a wording of its own (F02); and the words for it.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "", "a PDF document"),
    (b"\xff\xd8\xff", "picture", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "picture", "a PNG picture"),
    (b"GIF87a", "picture", "a GIF picture"),
    (b"GIF89a", "picture", "a GIF picture"),
    (b"BM", "picture", "a BMP picture"),
    (b"II*\x00", "picture", "a TIFF picture"),
    (b"MM\x00*", "picture", "a TIFF picture"),
    (b"{\\rtf", "", "an RTF document"),
    (b"Rar!\x1a\x07", "archive", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "a 7-Zip archive"),
    (b"\x1f\x8b", "archive", "a gzip archive"),
    (b"BZh", "archive", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "archive", "an xz archive"),
    (b"MZ", "", "a Windows program"),
    (b"\x7fELF", "", "a Linux program"),
    (b"SQLite format 3\x00", "", "an SQLite database"),
    (b"PAR1", "", "a Parquet file"),
    (b"PK\x05\x06", "archive", "an empty zip archive"),
    (b"\x09\x00\x04\x00", "old_format", "an Excel 2 sheet, older than Excel 95"),
    (b"\x09\x02\x06\x00", "old_format", "an Excel 3 sheet, older than Excel 95"),
    (b"\x09\x04\x06\x00", "old_format", "an Excel 4 sheet, older than Excel 95"),
)
_AT_OFFSET: tuple[tuple[int, bytes, str, str], ...] = (
    (4, b"ftypheic", "picture", "a HEIC picture"),
    (4, b"ftyp", "picture", "a video or a picture of a telephone"),
    (8, b"WEBP", "picture", "a WebP picture"),
)
# Signatures that text may begin with as well ("BMI, ..." is a heading): only with a NUL byte near the start.
_ALSO_TEXT = {b"BM", b"MZ", b"BZh", b"PAR1"}
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a")
_MARKUP: tuple[tuple[bytes, str, str], ...] = (
    (b"<!doctype html", "", "a web page (HTML)"),
    (b"<html", "", "a web page (HTML)"),
    (b"<table", "", "a web page (HTML)"),
    (b"<?xml", "", "an XML document"),
    (b"<svg", "picture", "an SVG picture"),
    (b"mime-version:", "", "a web archive or an e-mail"),
    (b"from: ", "", "an e-mail"),
    (b"received: ", "", "an e-mail"),
)


def family(data: bytes) -> str:
    """'zip', 'ole2' or 'text'; raises Refused F02 with ``kind`` and ``what`` for anything else."""
    if not data:
        raise refuse("F02", kind="empty", what="an empty file")
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(OLE2):
        return "ole2"
    head = data[:4096]
    if known := _known(head):
        kind, what = known
        raise refuse("F02", kind=kind, what=what)
    # NUL bytes among text are a matter for the reader of text, which names the line.
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    if not head.startswith(BOMS) and controls * 10 > len(head):
        raise refuse("F02", what="a file of an unknown kind, not text and not a workbook")
    return "text"


def _known(head: bytes) -> tuple[str, str] | None:
    """The kind of file and the words for it, of a file that is known and no spreadsheet; else None."""
    binary = b"\0" in head[:64]
    for start, kind, what in _SIGNATURES:
        if head.startswith(start) and (binary or start not in _ALSO_TEXT):
            return kind, what
    for offset, mark, kind, what in _AT_OFFSET:
        if head[offset:].startswith(mark) and binary:
            return kind, what
    begin = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if begin.startswith(b"<?xml") and b"excel.sheet" in begin:
        return "old_format", "an XML spreadsheet of Excel 2003"
    if begin.startswith(b"<?xml") and b"<html" in begin:
        return "", "a web page (HTML)"
    return next(((kind, what) for start, kind, what in _MARKUP if begin.startswith(start)), None)
