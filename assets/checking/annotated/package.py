"""The parts of an .xlsx file while it is being marked: read, changed, added, and written again.

Only for files that passed the gate: what it refuses (two parts of one name, a DOCTYPE, other encodings) is not
looked for again. A part that nobody changes keeps its bytes, its name, its date and its place in the file.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from assets.checking.annotated.xml_edits import Edits, Element, parse_tree, prefix_and_name

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The same bytes for the same input: no part carries the time at which it was written.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: ``kind`` is the last word of its type, ``target`` a path in the package."""

    identity: str
    kind: str
    target: str


class Package:
    """The parts of a workbook by path; paths are found whatever their case, as spreadsheet programs do."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._infos = {info.filename: info for info in self._archive.infolist()}
        self._names = {_folded(name): name for name in self._infos}
        self._changed: dict[str, bytes] = {}
        self._read: dict[str, bytes] = {}

    def __contains__(self, path: str) -> bool:
        return _folded(path) in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._names.values()))

    def __getitem__(self, path: str) -> bytes:
        name = self._names[_folded(path)]
        if name in self._changed:
            return self._changed[name]
        if name not in self._read:
            self._read[name] = self._archive.read(name)
        return self._read[name]

    def __setitem__(self, path: str, data: bytes) -> None:
        self._changed[self._names.setdefault(_folded(path), path)] = data

    def remove(self, path: str) -> None:
        """Take a part out, with its relationships and its content type."""
        for name in (path, rels_path(path)):
            found = self._names.pop(_folded(name), None)
            if found:
                self._changed.pop(found, None)
        self._forget_type(path)

    def free_path(self, pattern: str) -> str:
        """The first path of the pattern with a number in it that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part that lead to other parts that are in the package."""
        path = rels_path(part)
        if path not in self:
            return []
        found = []
        for element in parse_tree(path, self[path]).children:
            if element.tag == "Relationship" and element.get("TargetMode").casefold() != "external":
                target = element.get("Target").replace("\\", "/")
                absolute = target if target.startswith("/") else f"{posixpath.dirname(part)}/{target}"
                kind = element.get("Type").rpartition("/")[2]
                whole = posixpath.normpath(absolute).lstrip("/")
                if whole in self:
                    found.append(Relation(element.get("Id"), kind, whole))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship from a part to another; ``kind`` is the whole type. Its new id."""
        path = rels_path(part)
        if path not in self:
            self[path] = f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{_RELATIONS_NS}"/>'.encode()
        root = parse_tree(path, self[path])
        taken = {element.get("Id") for element in root.children}
        identity = next(name for n in range(1, len(taken) + 2) if (name := f"rIdJpa{n}") not in taken)
        self._append(path, root, f'Relationship Id="{identity}" Type="{kind}" Target="/{target}"')
        return identity

    def unrelate(self, part: str, identity: str) -> None:
        """Take a relationship of a part away."""
        path = rels_path(part)
        data, edits = self[path], Edits()
        for element in parse_tree(path, data).children:
            if element.get("Id") == identity:
                edits.replace(element.start, element.end, b"")
        self[path] = edits.apply(data)

    def type_of(self, path: str) -> str:
        """What the package says that a part holds, where it says so of this part."""
        for element in parse_tree(CONTENT_TYPES, self[CONTENT_TYPES]).children:
            if element.get("PartName").casefold() == f"/{path}".casefold():
                return element.get("ContentType")
        return ""

    def declare(self, path: str, content_type: str) -> None:
        """Say what a new part holds."""
        self._forget_type(path)
        root = parse_tree(CONTENT_TYPES, self[CONTENT_TYPES])
        self._append(CONTENT_TYPES, root, f'Override PartName="/{path}" ContentType="{content_type}"')

    def _forget_type(self, path: str) -> None:
        data, edits = self[CONTENT_TYPES], Edits()
        for element in parse_tree(CONTENT_TYPES, data).children:
            if element.get("PartName").casefold() == f"/{path}".casefold():
                edits.replace(element.start, element.end, b"")
        self[CONTENT_TYPES] = edits.apply(data)

    def _append(self, path: str, root: Element, item: str) -> None:
        data, edits = self[path], Edits()
        prefix = prefix_and_name(data[root.start : root.inner])[0]
        edits.append(data, root, b"<" + prefix + item.encode() + b"/>")
        self[path] = edits.apply(data)

    def to_bytes(self) -> bytes:
        """The package as a file: old parts in their order, then the new ones."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            kept = [name for name in self._infos if self._names.get(_folded(name)) == name]
            for name in [*kept, *(name for name in self._changed if name not in self._infos)]:
                old = self._infos.get(name)
                info = zipfile.ZipInfo(name, old.date_time if old else _DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = old.external_attr if old else 0o600 << 16
                target.writestr(info, self[name])
        return stream.getvalue()


def is_xlsx(data: bytes) -> bool:
    """Whether the bytes are a workbook that can be marked as it is."""
    try:
        return any(_folded(name) == "xl/workbook.xml" for name in zipfile.ZipFile(io.BytesIO(data)).namelist())
    except zipfile.BadZipFile:
        return False


def rels_path(part: str) -> str:
    """Where the relationships of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _folded(path: str) -> str:
    return path.replace("\\", "/").casefold()
