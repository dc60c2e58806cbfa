"""Every kind of change is found at its place, makes another program, and leaves words and types alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import sqlglot

from pipelines.settings import PROJECT
from tests.mutation.__main__ import SOURCES
from tests.mutation.changes import Change, changes_of


def changed(tmp_path: Path, name: str, text: str) -> set[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return {change.applied(text).strip() for change in changes_of(tmp_path, path)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = a == b", {"x = a != b"}),
        ("x = a < b", {"x = a <= b"}),
        ("x = a not in b", {"x = a in b"}),
        ("x = a is None", {"x = a is not None"}),
        ("x = 'ดี' + (a and b)", {"x = 'ดี' - (a and b)", "x = 'ดี' + (a or b)"}),
        ("x = not a", {"x = a"}),
        ("x = a * True", {"x = a / True", "x = a * False"}),
        ("x = 7", {"x = 8"}),
        ("x = min(a)", {"x = max(a)"}),
        ("x = [a for a in b if a]", {"x = [a for a in b if True]"}),
        ("x = 1 if a else b", {"x = 2 if a else b", "x = 1 if (not (a)) else b"}),
        ("def f() -> A | None:\n    '1 < 2'\n    return a", {"def f() -> A | None:\n    '1 < 2'\n    return None"}),
        ("def f():\n    return None", set()),
        ("if TYPE_CHECKING:\n    x = 1", set()),
        ("x: int | str = a", set()),
    ],
)  # fmt: skip
def test_python_is_changed_in_its_operators_numbers_and_returns(tmp_path: Path, before: str, after: set[str]) -> None:
    assert changed(tmp_path, "a.py", before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("-- a = 1\nselect a", set()),
        ("select min(a)", {"select max(a)"}),
        ("select a from b where c", {"select a from b where 1 = 1 or c"}),
        ("select a from b left join c using (d)", {"select a from b inner join c using (d)"}),
        ("select left(a, 3)", {"select left(a, 4)"}),
        ("select a <= b or 'x = 1'", {"select a < b or 'x = 1'", "select a <= b and 'x = 1'"}),
    ],
)
def test_sql_is_changed_in_its_operators_functions_joins_and_filters(
    tmp_path: Path, before: str, after: set[str]
) -> None:
    assert changed(tmp_path, "a.sql", before) == after


def test_every_change_to_the_product_is_another_text_that_can_be_read() -> None:
    paths = [path for pattern in SOURCES for path in sorted(PROJECT.glob(pattern))[::12]]
    assert len({path.suffix for path in paths}) == 2
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for change in changes_of(PROJECT, path)[::3]:
            other = change.applied(text)
            assert other != text, change
            if path.suffix == ".py":
                ast.parse(other)
            else:
                assert len(sqlglot.parse(other, dialect="duckdb")) == 1


def test_a_change_to_a_file_that_became_another_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a\.py:1"):
        Change("a.py", 1, 0, "<", "<=").applied("a < b")
