"""Change XML at chosen places and leave every other byte as it is.

expat says where an element begins; the new bytes are spliced in there. Prefixes, comments, unknown extensions and
the order of attributes stay as the sender's program wrote them, which no tree that is written out again keeps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from assets.intake.formats.xmlparts import SEPARATOR, Attributes, feed, local, new_parser

_TAG = re.compile(rb"""</?[^\s/>]++[^<>"']*+(?>(?:(?:"[^"]*"|'[^']*')[^<>"']*+)*)>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(rb"</?([^\s/>:]+:)?([^\s/>]+)")
_CONTROLS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Spreadsheet programs read _x0041_ as A: such a text is written with its underscore escaped.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(slots=True, eq=False)
class Element:
    """An element and its bytes: [start, inner) is the start tag, [close, end) the end tag, both the same if empty."""

    space: str
    tag: str
    attributes: Attributes
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its local name, with or without a namespace."""
        if name in self.attributes:
            return self.attributes[name]
        return next((v for k, v in self.attributes.items() if local(k) == name), default)

    def child(self, tag: str) -> Element | None:
        """The first child of that name in the element's own namespace."""
        return next((c for c in self.children if c.tag == tag and c.space == self.space), None)

    def all(self, tag: str) -> list[Element]:
        """The children of that name in the element's own namespace."""
        return [c for c in self.children if c.tag == tag and c.space == self.space]


def parse_tree(part: str, data: bytes) -> Element:
    """The elements of a part that is not large; raises Refused F01 for broken XML, F08 for a DOCTYPE."""
    parser = new_parser(part)
    open_elements: list[Element] = []
    roots: list[Element] = []

    def on_start(name: str, attributes: Attributes) -> None:
        start = parser.CurrentByteIndex
        inner = tag_end(data, start)
        space, _, tag = name.rpartition(SEPARATOR)
        element = Element(space, tag, attributes, start, inner)
        (open_elements[-1].children if open_elements else roots).append(element)
        open_elements.append(element)

    def on_end(_: str) -> None:
        element = open_elements.pop()
        if is_empty(data, element.inner):
            element.close = element.end = element.inner
        else:
            element.close = parser.CurrentByteIndex
            element.end = tag_end(data, element.close)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    feed(parser, part, data, True)
    return roots[0]


class Edits:
    """Changes to the bytes of one part, applied together."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put ``new`` in the place of [start, end); what is inserted at one place keeps its order."""
        self._found.append((start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Put ``new`` in front of the byte at ``at``."""
        if new:
            self._found.append((at, at, new))

    def append(self, data: bytes, element: Element, new: bytes) -> None:
        """Put ``new`` behind the last child of an element, opening it where it is <empty/>."""
        if element.close == element.inner == element.end:
            self.replace(element.start, element.end, opened(data[element.start : element.inner], new))
        else:
            self.insert(element.close, new)

    def apply(self, data: bytes) -> bytes:
        """The bytes with all changes made."""
        pieces, at = [], 0
        # What is inserted at a place comes in front of what is put in the place of something there.
        for start, end, new in sorted(self._found, key=lambda edit: edit[:2]):
            pieces += [data[at:start], new]
            at = end
        return b"".join([*pieces, data[at:]])


def tag_end(data: bytes, start: int) -> int:
    """Where the tag that begins at ``start`` ends; a '>' within an attribute does not count."""
    found = _TAG.match(data, start)
    if found is None:
        raise ValueError(f"No tag begins at byte {start}.")
    return found.end()


def is_empty(data: bytes, inner: int) -> bool:
    """Whether the start tag that ends at ``inner`` closes itself."""
    return data[inner - 2 : inner - 1] == b"/"


def opened(tag: bytes, content: bytes) -> bytes:
    """An <empty/> tag with content."""
    prefix, name = prefix_and_name(tag)
    return tag[:-2].rstrip() + b">" + content + b"</" + prefix + name + b">"


def prefix_and_name(tag: bytes) -> tuple[bytes, bytes]:
    """The prefix with its colon (or nothing) and the name of a tag."""
    found = _NAME.match(tag)
    if found is None:
        raise ValueError(f"{tag[:40]!r} is no tag.")
    return found.group(1) or b"", found.group(2)


def with_attributes(tag: bytes, values: Mapping[str, str | None]) -> bytes:
    """A start tag with these attributes set, or taken away where the value is None; the others stay as they stand."""
    left = dict(values)

    def change(found: re.Match[bytes]) -> bytes:
        name = found.group(1).decode()
        if name not in left:
            return found.group(0)
        value = left.pop(name)
        return b"" if value is None else f" {name}={quoteattr(value)}".encode()

    changed = _ATTRIBUTE.sub(change, tag)
    new = "".join(f" {name}={quoteattr(value)}" for name, value in left.items() if value is not None)
    end = len(changed) - (2 if changed.endswith(b"/>") else 1)
    return changed[:end].rstrip() + new.encode() + changed[end:]


def words(text: str) -> str:
    """A text as it may stand between tags of a workbook: no control characters, nothing that is read as an escape."""
    return escape(_ESCAPE.sub("_x005F_", _CONTROLS.sub("", text)))
