"""A built page as its reader gets it: charts, tables, links, headings."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

VOID = {"meta", "link", "br", "img", "input", "hr", "wbr"}


@dataclass
class Node:
    """An element with its attributes, text and children."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    parent: Node | None = None

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """Every element below with this tag and these attributes (class matches one of the classes)."""
        found = []
        for child in self.children:
            has = all(_has(child, name.rstrip("_"), value) for name, value in wanted.items())
            if (not tag or child.tag == tag) and has:
                found.append(child)
            found += child.all(tag, **wanted)
        return found

    @property
    def and_above(self) -> list[Node]:
        """The element and all it stands in."""
        return [self, *(self.parent.and_above if self.parent else [])]

    @property
    def text(self) -> str:
        """The text of the element and all below, spaces as a reader sees them."""
        return re.sub(r"\s+", " ", "".join(self._texts())).strip()

    def _texts(self) -> list[str]:
        return self.texts + [text for child in self.children if child.tag != "script" for text in child._texts()]


def _has(node: Node, name: str, value: str) -> bool:
    found = node.attributes.get(name) or ""
    return value in found.split() if name == "class" else found == value


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs), parent=self.open[-1])
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, dict(attrs), parent=self.open[-1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("text", {}, texts=[data], parent=self.open[-1]))


def read_page(path: Path) -> Node:
    """The page as a tree; fails where an element is not closed."""
    builder = _Builder()
    builder.feed(path.read_text(encoding="utf-8"))
    assert len(builder.open) == 1, f"{path.name}: <{builder.open[-1].tag}> is not closed"
    return builder.root


def pages_of(site: Path) -> list[Path]:
    """Every page of a built site."""
    return sorted(site.rglob("*.html"))


def figures_of(page: Node) -> dict[str, Any]:
    """Every figure of a page by the id of its chart."""
    return {
        str(script.attributes["id"]).removesuffix("-figure"): json.loads(
            "".join(text for child in script.children for text in child.texts)
        )
        for script in page.all("script", type="application/json")
    }


def drawn_numbers(figure: dict[str, Any]) -> list[int]:
    """The values that the bars and lines of a figure stand for, in order."""
    found: list[int] = []
    for trace in figure["data"]:
        if trace.get("mode") != "markers":
            values = trace["x"] if trace.get("orientation") == "h" else trace["y"]
            found += [value for value in values if value is not None]
    return found


def numbers_in(text: str) -> list[float]:
    """Every number of a text: 1,214 is one."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def zipped_csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of the one CSV in a zip."""
    with zipfile.ZipFile(path) as packed:
        (name,) = packed.namelist()
        return list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline="")))


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
