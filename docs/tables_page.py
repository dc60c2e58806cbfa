"""The page docs/tables.md: every table of the warehouse, as declared in Python or said by its query."""

from __future__ import annotations

from itertools import groupby

from assets.warehouse.queries import load_queries
from assets.warehouse.tables import MODELS, columns_of, rules_of
from docs.markdown import NOTICE, code, table


def tables_page() -> str:
    """The whole page as Markdown."""
    lines = [
        "# Tables of the warehouse",
        "",
        NOTICE,
        "",
        "## Filled by Python",
    ]
    for name in MODELS:
        columns = [(code(c.name), c.type, c.description, "; ".join(c.constraints)) for c in columns_of(name)]
        rules = [f"- {rule}" for rule in rules_of(name)]
        said = " ".join(str(MODELS[name].__doc__).split())
        lines += ["", f"### {name}", "", said, "", table(("column", "type", "what it holds", "check"), columns)]
        lines += ["", "Of whole rows:", "", *rules] if rules else []
    queries = sorted(load_queries(), key=lambda query: query.table)
    for schema, found in groupby(queries, key=lambda query: query.table.partition(".")[0]):
        lines += ["", f"## sql/{schema}"]
        for query in found:
            reads = ", ".join(map(code, sorted(query.reads)))
            columns = [(code(column.name), column.type, column.description) for column in query.columns]
            lines += ["", f"### {query.table}", "", query.description, "", f"Reads {reads}."]
            lines += ["", table(("column", "type", "what it holds"), columns)]
    return "\n".join(lines) + "\n"
