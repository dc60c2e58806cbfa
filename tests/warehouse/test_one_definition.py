"""Everything that is counted is counted in sql/: no query elsewhere, and no page works a figure out again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.dashboards.site_data import TABLES
from tests.warehouse.built import built
from tests.warehouse.small_edition import SmallEdition

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "assets" / "dashboards"
# Statements that lay tables out or move rows stand with the warehouse; what is asked of them stands in sql/.
PLUMBING = ("assets/warehouse/",)
_QUERY = re.compile(
    r"\bselect\b.*\bfrom\s+(framework|received|checked|core|outcomes|quality|checks)\.\w", re.DOTALL | re.IGNORECASE
)

# Where pages work with figures, by function, and why that is no second definition of one. Everything here must be used.
ALLOWED = {
    "pages/compendium/texts.py stages_title": "whether more than half of the cases stand there, for the wording",
    "pages/compendium/texts.py steps_title": "whether one step alone has the longest median, for the wording",
    "pages/context/page.py _published_row": "two texts beside each other",
    "pages/cooperation/operations.py columns": "cells of a table's row",
    "pages/cooperation/pairs.py pair_rank": "the order of the rows: how far the two sides are apart",
    "pages/cooperation/pairs.py pairs_chart": "of the pairs that are drawn, and of those that are not",
    "pages/indicators/texts.py index_headline": "the rows of the table below that lack nothing",
    "pages/overview/texts.py _reached": "the order of the milestones: how far each is",
    "pages/provenance/page.py _cells_of": "the rows of the file that is linked",
    "pages/shared/national_context.py country_context": "rows that the table leaves out, by those it shows",
    "pages/shared/country_chart.py _why": "months that lack, beside those that are counted",
    "pages/shared/indicator_texts.py countries_title": "whether the bars that are drawn are the whole",
    "pages/shared/indicator_texts.py parts_title": "the share of the longest of the bars that are drawn",
    "pages/shared/quality_tables.py _difference": "the difference of the two numbers beside it",
}


def modules(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_query_stands_outside_sql() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules(ROOT / "assets", ROOT / "pipelines")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _QUERY.search(node.value)
        if not path.relative_to(ROOT).as_posix().startswith(PLUMBING)
    ]
    assert found == []


@pytest.fixture(scope="module")
def figures() -> frozenset[str]:
    """The names of the columns with numbers, of the tables that pages read."""
    with built(SmallEdition(months=1)) as tables:
        rows = tables.connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
        ).fetchall()
    numbers = ("BIGINT", "HUGEINT", "INTEGER", "DOUBLE")
    return frozenset(column for table, column, kind in rows if table in TABLES and kind in numbers)


def _is_figure(node: ast.AST, figures: frozenset[str]) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in figures
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value in figures


def _works_out(node: ast.AST, figures: frozenset[str]) -> bool:
    """Whether it adds up anything, or adds, subtracts, multiplies or divides a figure."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("sum", "fsum", "mean", "median", "Counter")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv):
        return any(_is_figure(part, figures) for part in ast.walk(node))
    return False


def test_no_page_works_out_a_figure(figures: frozenset[str]) -> None:
    assert {"obs_value", "countries_counted", "months_due", "running_total", "cases", "numerator"} <= figures
    found = set()
    for path, tree in modules(PAGES / "pages"):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and any(_works_out(n, figures) for n in ast.walk(function)):
                found.add(f"{path.relative_to(PAGES)} {function.name}")
    assert found - ALLOWED.keys() == set(), "say it in sql/, or say in ALLOWED why it is no second definition"
    assert ALLOWED.keys() - found == set(), "these do so no longer: take them off the list"
