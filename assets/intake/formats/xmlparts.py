"""XML parts read without entities: what is declared in a DOCTYPE is refused, never followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from assets.intake.problems import refuse

Attributes = dict[str, str]

_DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_UTF8 = re.compile(rb"(?i)utf-?8|us-ascii")
# "<!DOCTYPE" and "<!ENTITY" are 9 and 8 bytes: enough of the last piece is kept to find one that is cut in two.
OVERLAP = 16
SEPARATOR = "|"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# The namespaces of a workbook's own elements: as most programs write them, and the strict form.
MAIN_NAMESPACES = frozenset({MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"})
# How an attribute says yes (xsd:boolean).
TRUE = frozenset({"1", "true"})


def check_prolog(part: str, head: bytes) -> None:
    """Raise Refused F08 for an encoding other than UTF-8 or ASCII, F01 where the part is no XML.

    calamine reads a sheet in UTF-16 as no rows at all; no spreadsheet program writes one.
    """
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begin.startswith(b"<"):
        if b"\0" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refuse("F08", what="an XML part that is not in UTF-8", part=part)
        raise refuse("F01", what="a part that is not XML", part=part)
    declared = _DECLARED_ENCODING.match(begin[:200])
    if b"\0" in head[:64] or (declared and not _UTF8.fullmatch(declared.group(1).strip())):
        raise refuse("F08", what="an XML part that is not in UTF-8", part=part)


def check_markup(part: str, piece: bytes) -> None:
    """Raise Refused F08 where the piece of XML begins a DOCTYPE or declares an entity."""
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise refuse("F08", what="a DOCTYPE", part=part)


def new_parser(part: str) -> expat.XMLParserType:
    """An expat parser that gives names as 'namespace|name' and refuses (F08) a DOCTYPE."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True

    def no_doctype(*_: object) -> None:
        raise refuse("F08", what="a DOCTYPE", part=part)

    parser.StartDoctypeDeclHandler = no_doctype
    parser.EntityDeclHandler = no_doctype
    return parser


def feed(parser: expat.XMLParserType, part: str, piece: bytes, final: bool = False) -> None:
    """Give a piece to the parser; raises Refused F01 naming the part and the line where the XML is broken."""
    try:
        parser.Parse(piece, final)
    except expat.ExpatError as error:
        raise refuse(
            "F01",
            kind="broken_xml",
            what="broken XML",
            part=part,
            line=error.lineno,
            detail=str(error)[:120],
        ) from error


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(SEPARATOR)[2]


def elements(part: str, data: bytes) -> list[tuple[str, Attributes]]:
    """Every element of a small part in order: its local name and its attributes.

    An attribute with a namespace is named 'ns:name', whatever its prefix in the file.
    """
    found: list[tuple[str, Attributes]] = []

    def on_start(name: str, attributes: Attributes) -> None:
        found.append(
            (
                local(name),
                {f"ns:{local(k)}" if SEPARATOR in k else k: v for k, v in attributes.items()},
            ),
        )

    parse(part, data, on_start)
    return found


def parse(part: str, data: bytes, on_start: Callable[[str, Attributes], None]) -> None:
    """Parse a whole part, calling ``on_start`` for every element."""
    parser = new_parser(part)
    parser.StartElementHandler = on_start
    feed(parser, part, data, True)
