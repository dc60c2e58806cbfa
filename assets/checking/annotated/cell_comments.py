"""The comments in the cells of one sheet (notes, in Excel): ours are added, those of an earlier answer are taken away.

What a person wrote in a note stays; ours is put behind it, between two lines that are known again whatever program
saved the workbook in between. A cell that already has a note keeps it: a cell has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from assets.checking.annotated.xml_edits import Edits, Element, parse_tree, prefix_and_name, words
from assets.intake.addresses import Place, a1, place

BEGIN, END = "── JPA ──", "── ── ──"
_OURS = re.compile(rf"\s*{BEGIN}.*?(?:{END}\n?|\Z)", re.DOTALL)
_AUTHOR = "JPA"
_FONT = '<{0}rPr>{1}<{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="Tahoma"/><{0}family val="2"/></{0}rPr>'
_RUN = "<{0}r>" + _FONT + '<{0}t xml:space="preserve">{2}</{0}t></{0}r>'
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?>\n<comments xmlns="{0}"><authors></authors><commentList/></comments>'


@dataclass(frozen=True, slots=True)
class CellComment:
    """What is said at a cell: a heading in bold and the text below it."""

    heading: str
    text: str


@dataclass(slots=True)
class CommentsChange:
    """The comments part after the change, and the cells whose note is new, longer, or gone."""

    data: bytes = b""
    added: list[Place] = field(default_factory=list)
    extended: list[Place] = field(default_factory=list)
    removed: list[Place] = field(default_factory=list)
    left: int = 0


class CommentsPart:
    """The comments part of a sheet; ``data`` is empty for a new one, in the namespace ``space``."""

    def __init__(self, data: bytes, space: str) -> None:
        self._data = data or _EMPTY.format(space).encode()
        self._edits = Edits()
        root = parse_tree("comments", self._data)
        self._prefix = prefix_and_name(self._data[root.start : root.inner])[0].decode()
        self._authors, self._list = root.child("authors"), root.child("commentList")

    def change(self, wanted: Mapping[Place, CellComment]) -> CommentsChange:
        """Take our old notes away and put the wanted ones in."""
        done = CommentsChange()
        open_notes = dict(wanted)
        for comment in self._list.all("comment") if self._list else []:
            at = place(comment.get("ref"))
            if at is not None:
                self._change_one(comment, at, open_notes.pop(at, None), done)
        done.added = sorted(open_notes)
        done.left += len(open_notes)
        if open_notes and self._list and self._authors:
            author = self._author()
            new = "".join(self._comment(at, author, open_notes[at]) for at in done.added)
            self._edits.append(self._data, self._list, new.encode())
        done.data = self._edits.apply(self._data)
        return done

    def _change_one(self, comment: Element, at: Place, note: CellComment | None, done: CommentsChange) -> None:
        text = comment.child("text")
        kept, was_ours = self._kept(text) if text else ("", False)
        if note is None and not was_ours:
            done.left += 1
        elif note is None and not kept:
            self._edits.replace(comment.start, comment.end, b"")
            done.removed.append(at)
        else:
            done.left += 1
            done.extended.append(at)
            content = kept + (self._runs(note, "\n" if kept else "") if note else "")
            new = f"<{self._prefix}text>{content}</{self._prefix}text>".encode()
            if text:
                self._edits.replace(text.start, text.end, new)
            else:
                self._edits.append(self._data, comment, new)

    def _kept(self, text: Element) -> tuple[str, bool]:
        """The runs of a note without what an earlier answer wrote, and whether it had written anything."""
        runs = list(self._read(text))
        whole = "".join(said for _, _, said in runs)
        ours = [found.span() for found in _OURS.finditer(whole)]
        left, at, written = "", 0, []
        for run, inside, said in runs:
            # Runs are cut where ours begins or ends; a run that is left whole keeps its bytes.
            kept = "".join(c for n, c in enumerate(said, at) if not any(a <= n < b for a, b in ours)) if ours else said
            at, left = at + len(said), left + kept
            written.append(self._run_of(run, inside, kept, is_whole=kept == said))
        return "".join(written) if left.strip() else "", bool(ours)

    def _run_of(self, run: Element, inside: Element, kept: str, *, is_whole: bool) -> str:
        if not kept:
            return ""
        if is_whole and run.tag == "r":
            return self._data[run.start : run.end].decode()
        words_of = f'<{self._prefix}t xml:space="preserve">{words(kept)}</{self._prefix}t>'
        if run.tag == "t":
            return f"<{self._prefix}r>{words_of}</{self._prefix}r>"
        start, end = self._data[run.start : inside.start], self._data[inside.end : run.end]
        return start.decode() + words_of + end.decode()

    def _read(self, text: Element) -> Iterator[tuple[Element, Element, str]]:
        """The runs of a text: the run, the element that holds its words, the words."""
        for run in text.children:
            inside = run if run.tag == "t" else run.child("t")
            if run.tag in ("t", "r") and inside:
                yield run, inside, unescape(self._data[inside.inner : inside.close].decode())

    def _runs(self, note: CellComment, before: str) -> str:
        bold = f"<{self._prefix}b/>"
        first = _RUN.format(self._prefix, bold, words(f"{before}{BEGIN}\n{note.heading}\n"))
        return first + _RUN.format(self._prefix, "", words(f"{note.text}\n{END}"))

    def _author(self) -> int:
        """The number of our name among the authors, added where it is missing."""
        assert self._authors is not None
        names = [unescape(self._data[a.inner : a.close].decode()) for a in self._authors.children]
        if _AUTHOR not in names:
            item = f"<{self._prefix}author>{_AUTHOR}</{self._prefix}author>"
            self._edits.append(self._data, self._authors, item.encode())
            return len(names)
        return names.index(_AUTHOR)

    def _comment(self, at: Place, author: int, note: CellComment) -> str:
        prefix = self._prefix
        start = f'<{prefix}comment ref="{a1(*at)}" authorId="{author}" shapeId="0">'
        return f"{start}<{prefix}text>{self._runs(note, '')}</{prefix}text></{prefix}comment>"
