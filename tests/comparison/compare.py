"""Two state folders made from one archive by two versions: which table, download or page says something else."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineWorkbook

EXPECTED = Path(__file__).with_name("expected.toml")
_SHOWN = 6
# What a person cannot read on a page: addresses of files and drawings are compared through what they show.
_INVISIBLE = frozenset({"script", "style", "head"})


def compare(old: Path, new: Path, expected: Mapping[str, Any] | None = None) -> list[str]:
    """One line a difference: where it is, how many rows or lines, and the first of them."""
    expected = tomllib.loads(EXPECTED.read_text(encoding="utf-8")) if expected is None else expected
    return [*_tables(old, new, expected), *_files(old, new, expected)]


def _tables(old: Path, new: Path, expected: Mapping[str, Any]) -> Iterator[str]:
    with duckdb.connect() as connection:
        for name, home in (("old", old), ("new", new)):
            connection.execute(f"attach '{home / 'warehouse' / 'jpa.duckdb'}' as {name} (read_only)")
        tables = {name: _columns_by_table(connection, name) for name in ("old", "new")}
        renamed = expected.get("tables", {})
        for table, columns in sorted(tables["old"].items()):
            name = renamed.get(table, table)
            if name not in tables["new"]:
                if table not in expected.get("tables_gone", {}):
                    yield f"table {table}: gone"
                continue
            yield from _rows(connection, table, columns, name, tables["new"][name], expected)
        known = {renamed.get(table, table) for table in tables["old"]}
        for table in sorted(set(tables["new"]) - known - set(expected.get("tables_new", {}))):
            yield f"table {table}: new"


def _columns_by_table(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = ? "
        "order by all",
        [database],
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[str],
    name: str,
    new_columns: list[str],
    expected: Mapping[str, Any],
) -> Iterator[str]:
    renamed = expected.get("columns", {}).get(name, {})
    left_out = expected.get("columns_left_out", {}).get(name, {})
    pairs = [(column, renamed.get(column, column)) for column in columns]
    missing = [column for column, is_now in pairs if is_now not in new_columns and column not in left_out]
    if missing:
        yield f"table {name}: columns gone: {', '.join(missing)}"
    added = set(new_columns) - {is_now for _, is_now in pairs} - set(left_out)
    if added:
        yield f"table {name}: columns new: {', '.join(sorted(added))}"
    shared = [pair for pair in pairs if pair[1] in new_columns and not {*pair} & set(left_out)]
    spelt = expected.get("values", {}).get(name, {})
    # As text: a day or a moment kept as one now and as text before is the same.
    before = _multiset(connection, f"old.{table}", [column for column, _ in shared])
    after = _multiset(connection, f"new.{name}", [column for _, column in shared])
    mapped = Counter(
        {
            tuple(
                spelt.get(is_now, {}).get("" if value is None else value, value)
                for (_, is_now), value in zip(shared, row, strict=True)
            ): times
            for row, times in before.items()
        }
    )
    gone, come = list((mapped - after).elements()), list((after - mapped).elements())
    if gone or come:
        yield f"table {name}: {len(gone)} rows only before, {len(come)} only now"
        yield from (f"    - {row}" for row in sorted(gone, key=repr)[:_SHOWN])
        yield from (f"    + {row}" for row in sorted(come, key=repr)[:_SHOWN])


def _multiset(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> Counter[tuple[str | None, ...]]:
    kinds = {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}
    wanted = ", ".join(_as_text(column, kinds[column]) for column in columns)
    return Counter(connection.execute(f"select {wanted} from {table}").fetchall())


def _as_text(column: str, kind: str) -> str:
    if kind == "TIMESTAMP":
        return f"strftime(\"{column}\", '%Y-%m-%dT%H:%M:%S+00:00')"
    return f'cast("{column}" as varchar)'


def _files(old: Path, new: Path, expected: Mapping[str, Any]) -> Iterator[str]:
    folders = {"old": old / "dashboards", "new": new / "dashboards"}
    files = {
        name: {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for name, folder in folders.items()
    }
    for name in sorted(files["old"].keys() | files["new"].keys()):
        if any(fnmatch(name, pattern) for pattern in expected.get("files", {})):
            continue
        before, after = files["old"].get(name), files["new"].get(name)
        if before is None or after is None:
            yield f"file {name}: {'new' if before is None else 'gone'}"
            continue
        if before.read_bytes() == after.read_bytes():
            continue
        lines = [_lines(path, expected) for path in (before, after)]
        changes = [
            line
            for line in unified_diff(*lines, lineterm="", n=0)
            if line[:1] in "+-" and not line.startswith(("+++", "---"))
        ]
        if changes:
            yield f"file {name}: {len(changes)} lines"
            yield from (f"    {line[:300]}" for line in changes[: 2 * _SHOWN])


def _lines(path: Path, expected: Mapping[str, Any]) -> list[str]:
    """What a person reads in a file, as lines."""
    if path.suffix == ".html":
        parser = _Text()
        parser.feed(path.read_text(encoding="utf-8"))
        lines = parser.lines
    elif path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        lines = [f"{sheet}: {row}" for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()]
    elif path.suffix in (".csv", ".css", ".js", ".json"):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    else:
        lines = [path.read_bytes().hex()]
    for change in expected.get("texts", []):
        lines = [re.sub(change["pattern"], change["replacement"], line) for line in lines]
    return [line for line in lines if line]


class _Text(HTMLParser):
    """The text of a page, and what its pictures and links say to those who do not see them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _INVISIBLE:
            self._hidden += 1
        self.lines += [f"[{name}] {value}" for name, value in attrs if name in ("alt", "aria-label", "title") and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _INVISIBLE:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden and (text := " ".join(data.split())):
            self.lines.append(text)
