"""What pages read of a row is declared of its table, in the type in which they read it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import get_args, get_type_hints

import pytest

from assets.dashboards import page_rows
from assets.warehouse.queries import load_queries

COLUMNS = {query.table: {column.name: column.type for column in query.columns} for query in load_queries()}
KINDS = [kind for kind in vars(page_rows).values() if is_dataclass(kind) and isinstance(kind, type)]
# Days are handed to pages as ISO text.
READ_AS = {"varchar": str, "date": str, "bigint": int, "boolean": bool, "double": float}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_fields_of_a_row_are_columns_of_its_table_in_their_types(kind: type) -> None:
    tables = re.findall(r"\b(?:core|outcomes|quality)\.\w+", str(kind.__doc__))
    assert tables
    hints = get_type_hints(kind)
    for table in tables:
        for field in fields(kind):
            read_as = next((t for t in get_args(hints[field.name]) if t is not type(None)), hints[field.name])
            assert READ_AS[COLUMNS[table][field.name]] is read_as, (table, field.name)
