"""The page docs/tables.md: every table of the warehouse, as declared in Python or said by its query."""

from __future__ import annotations

from itertools import groupby

from assets.warehouse.columns import COLUMNS
from assets.warehouse.queries import load_queries
from docs.markdown import NOTICE, code, table


def tables_page() -> str:
    """The whole page as Markdown."""
    filled = [(code(name), ", ".join(columns)) for name, columns in COLUMNS.items()]
    lines = [
        "# Tables of the warehouse",
        "",
        NOTICE,
        "",
        "## Filled by Python",
        "",
        table(("table", "columns"), filled),
    ]
    queries = sorted(load_queries(), key=lambda query: query.table)
    for schema, found in groupby(queries, key=lambda query: query.table.partition(".")[0]):
        rows = [(code(q.table), q.description, ", ".join(map(code, sorted(q.reads)))) for q in found]
        lines += ["", f"## sql/{schema}", "", table(("table", "what it says", "reads"), rows)]
    return "\n".join(lines) + "\n"
