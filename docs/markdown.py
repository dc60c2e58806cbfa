"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Made from the declarations by `make docs`: change those, not this page. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with a heading row; a bar in a text is escaped."""
    lines = [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def code(text: object) -> str:
    """A name as it is typed."""
    return f"`{text}`"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"
