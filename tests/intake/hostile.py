"""Files that must be refused, each named after its fault, with the code and a word of what must be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.intake import packages as p

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file's bytes (made when asked for), the problem's code and a part of what it says."""

    make: Callable[[], bytes]
    code: str
    says: str


def replacing(name: str, content: str | bytes) -> Callable[[], bytes]:
    """A good workbook with one part replaced."""
    return lambda: p.zipped({**p.parts(), name: content})


def with_styles(content: str) -> Callable[[], bytes]:
    """A good workbook with a part of styles."""
    related = p.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"))
    return lambda: p.zipped({**p.parts(), "xl/_rels/workbook.xml.rels": related, "xl/styles.xml": content})


def without(name: str) -> Callable[[], bytes]:
    """A good workbook with one part missing."""
    return lambda: p.zipped({k: v for k, v in p.parts().items() if k != name})


def rows(xml: str) -> Callable[[], bytes]:
    """A workbook with these rows."""
    return lambda: p.xlsx(xml)
