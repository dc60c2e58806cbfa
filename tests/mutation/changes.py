"""Every single change that can be made to a file: Python by its syntax tree, SQL by its tokens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot.tokens import TokenType

_COMPARE: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"), ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"), ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "*"), ast.BitAnd: ("&", "|"), ast.BitOr: ("|", "&"),
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sum": "len"}
_SQL_TOKENS = {
    TokenType.EQ: "<>", TokenType.NEQ: "=", TokenType.LT: "<=", TokenType.LTE: "<", TokenType.GT: ">=",
    TokenType.GTE: ">", TokenType.AND: "or", TokenType.OR: "and", TokenType.PLUS: "-", TokenType.DASH: "+",
    TokenType.LEFT: "inner", TokenType.NOT: "", TokenType.DESC: "asc", TokenType.TRUE: "false", TokenType.FALSE: "true",
    TokenType.UNION: "except",
}  # fmt: skip
_SQL_FUNCTIONS = {
    "min": "max", "max": "min", "sum": "max", "count": "max", "bool_or": "bool_and", "bool_and": "bool_or",
    "arg_max": "arg_min", "arg_min": "arg_max", "greatest": "least", "least": "greatest", "coalesce": "nullif",
    "lag": "lead", "lead": "lag", "median": "max", "row_number": "rank",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Change:
    """``old`` at ``start`` (in characters) of a file becomes ``new``; ``line`` counts from 1."""

    file: str
    line: int
    start: int
    old: str
    new: str

    def applied(self, text: str) -> str:
        """The file with this change. Raises ValueError where the file is another one than it was."""
        end = self.start + len(self.old)
        if text[self.start : end] != self.old:
            raise ValueError(f"{self.file}:{self.line} does not read {self.old!r} any more")
        return text[: self.start] + self.new + text[end:]


def changes_of(root: Path, path: Path) -> list[Change]:
    """Every change to one file, in its order."""
    text, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
    found = _Sql(text, name).changes() if path.suffix == ".sql" else _Python(text, name).changes()
    return sorted(set(found))


class _Python:
    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name
        lengths = [len(line) for line in text.splitlines(keepends=True)]
        self._starts = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
        self._lines = text.splitlines(keepends=True)

    def changes(self) -> Iterator[Change]:
        """All changes; types, docstrings and what only type checkers read stay."""
        yield from self._below(ast.parse(self._text))

    def _at(self, line: int, column: int) -> int:
        # Columns of the syntax tree are bytes of UTF-8.
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def _span(self, node: ast.AST) -> tuple[int, int]:
        place = node.lineno, node.col_offset, node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
        return self._at(*place[:2]), self._at(*place[2:])

    def _change(self, node: ast.AST, start: int, old: str, new: str) -> Change:
        line = self._text.count("\n", 0, start) + 1
        return Change(self._name, line, start, old, new)

    def _between(self, node: ast.AST, left: ast.AST, right: ast.AST, old: str, new: str) -> Iterator[Change]:
        start, end = self._span(left)[1], self._span(right)[0]
        at = self._text.find(old, start, end)
        if at >= 0:
            yield self._change(node, at, old, new)

    def _whole(self, node: ast.AST, new: str) -> Change:
        start, end = self._span(node)
        return self._change(node, start, self._text[start:end], new)

    def _below(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        yield from self._of(node)
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "type_comment") or isinstance(node, ast.JoinedStr):
                continue
            for child in value if isinstance(value, list) else [value]:
                docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                if isinstance(child, ast.AST) and not docstring:
                    yield from self._below(child)

    def _of(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Compare(ops=[op]):
                yield from self._between(node, node.left, node.comparators[0], *_COMPARE[type(op)])
            case ast.BoolOp():
                pair = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield from self._between(node, left, right, *pair)
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                yield from self._between(node, node.left, node.right, *_ARITHMETIC[type(node.op)])
            case ast.UnaryOp(op=ast.Not()):
                start, end = self._span(node)
                yield self._change(node, start, self._text[start:end], self._text[slice(*self._span(node.operand))])
            case ast.Constant(value=bool() as value):
                yield self._whole(node, str(not value))
            case ast.Constant(value=int() | float() as number):
                yield self._whole(node, repr(number + 1))
            case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
                yield self._whole(value, "None")
            case ast.Name(id=name) if name in _NAMES:
                yield self._whole(node, _NAMES[name])
            case ast.If() | ast.IfExp() | ast.While():
                test = self._text[slice(*self._span(node.test))]
                yield self._whole(node.test, f"(not ({test}))")
            case ast.comprehension(ifs=[only]):
                yield self._whole(only, "True")
            case ast.Continue():
                yield self._whole(node, "break")


class _Sql:
    def __init__(self, text: str, name: str) -> None:
        self._text, self._name = text, name

    def changes(self) -> Iterator[Change]:
        """All changes by token; comments stay."""
        tokens = sqlglot.tokenize(self._text, dialect="duckdb")
        for at, token in enumerate(tokens):
            text = self._text[token.start : token.end + 1]
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            called = after is not None and after.token_type is TokenType.L_PAREN
            if token.token_type is TokenType.NUMBER and text.isdigit():
                yield self._change(token.start, text, str(int(text) + 1))
            elif token.token_type in _SQL_TOKENS and not (token.token_type is TokenType.LEFT and called):
                yield self._change(token.start, text, _SQL_TOKENS[token.token_type])
            elif called and text.lower() in _SQL_FUNCTIONS:
                yield self._change(token.start, text, _SQL_FUNCTIONS[text.lower()])
            elif token.token_type in (TokenType.WHERE, TokenType.QUALIFY, TokenType.HAVING):
                yield self._change(token.start, text, f"{text} 1 = 1 or")

    def _change(self, start: int, old: str, new: str) -> Change:
        return Change(self._name, self._text.count("\n", 0, start) + 1, start, old, new)
