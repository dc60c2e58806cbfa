"""Write what docs/ takes from declarations: ``python -m docs.make``, or ``make docs``.

A page is made whole (PAGES), or has made parts between ``<!-- made: NAME -->`` and ``<!-- /made -->`` (parts.py).
tests/docs fails where a page does not read as it would be made now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from assets.checking.rules.page import rules_page
from docs.form_page import form_page
from docs.parts import PARTS
from docs.tables_page import tables_page
from pipelines.cli.screen import console
from pipelines.settings import PROJECT

DOCS = Path(__file__).parent
PAGES: dict[str, Callable[[], str]] = {"rules.md": rules_page, "tables.md": tables_page, "return_form.md": form_page}
_MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- /made -->)", re.DOTALL)


def made_pages() -> dict[Path, str]:
    """Every page that is made, or has made parts, as it would read now. Raises KeyError for a part nobody makes."""
    pages = {DOCS / name: make() for name, make in PAGES.items()}
    for path in sorted(path for path in DOCS.rglob("*.md") if path not in pages):
        text = path.read_text(encoding="utf-8")
        if _MADE.search(text):
            pages[path] = _MADE.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}\n{found[3]}", text)
    return pages


def main() -> None:
    """Write the pages that do not read as they should."""
    for path, text in made_pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            console.print(f"written: {path.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
