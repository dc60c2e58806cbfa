"""The tables of keys in docs/layouts.md, made from the declarations: every key a layout of tables may have.

Nothing that only our own form uses is told here.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from assets.forms.layout.fits import Fits, Identity, Source
from assets.forms.layout.layout import Layout
from assets.forms.layout.table_blocks import SkipRule, SumRule, TableBlock
from assets.forms.layout.table_columns import Refusal, TableColumn
from assets.forms.values import Convention

# Section as it is written in the file, the model behind it, and keys that are no matter of a table.
_SECTIONS: tuple[tuple[str, type[BaseModel], frozenset[str]], ...] = (
    ("", Layout, frozenset({"file", "digest", "conventions", "fonts", "legend", "sheets"})),
    ("[source]", Source, frozenset()),
    ("[[fits]]", Fits, frozenset({"marker"})),
    ("[identity]", Identity, frozenset()),
    ("[[blocks]]", TableBlock, frozenset()),
    ("[[blocks.columns]]", TableColumn, frozenset()),
    ("refuse", Refusal, frozenset()),
    ("[[blocks.skip]]", SkipRule, frozenset()),
    ("[[blocks.sums]]", SumRule, frozenset()),
)
_SPACES = {"\u00a0": "a no-break space", "\u202f": "a narrow one"}
_HEAD = "| key | holds | left out | meaning |\n| --- | --- | --- | --- |"


def layout_keys() -> str:
    """All tables of keys, in Markdown, each under the name of its section."""
    parts = [_part(section, list(_keys(model, hidden))) for section, model, hidden in _SECTIONS]
    return "\n\n".join([*parts, _part("[blocks.convention]", list(_convention()))])


def _part(section: str, rows: list[tuple[str, str, str, str]]) -> str:
    title = f"### `{section}`" if section else "### At the top"
    lines = ["| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows]
    return "\n".join([title, "", _HEAD, *lines])


def _keys(model: type[BaseModel], hidden: frozenset[str]) -> Iterator[tuple[str, str, str, str]]:
    hints = get_type_hints(model)
    for name, field in model.model_fields.items():
        if name not in hidden:
            yield f"`{name}`", _holds(hints[name]), _left_out(field.default), field.description or ""


def _convention() -> Iterator[tuple[str, str, str, str]]:
    hints = get_type_hints(Convention)
    for field in dataclasses.fields(Convention):
        yield f"`{field.name}`", _holds(hints[field.name]), _left_out(field.default), field.metadata["description"]


def _holds(hint: Any) -> str:
    """What may stand there, for a person who writes TOML."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return ", ".join(_SPACES.get(word, f"`{word}`") for word in inside if word not in ("", "return"))
    if origin in (Union, types.UnionType):
        return ", ".join(dict.fromkeys(_holds(one) for one in inside if one is not type(None)))
    if origin is tuple:
        return "tables" if _is_model(inside[0]) else "a list"
    if origin is dict:
        if get_origin(inside[1]) is tuple:
            return "headings = lists"
        return "attributes = codes" if get_origin(inside[0]) is Literal else "words = codes"
    if _is_model(hint):
        return "a table"
    return {str: "text", int: "a number", bool: "`true`, `false`"}[hint]


def _is_model(hint: Any) -> bool:
    kinds = get_args(hint) or (hint,)
    return any(isinstance(one, type) and (issubclass(one, BaseModel) or one is Convention) for one in _flat(kinds))


def _flat(kinds: tuple[Any, ...]) -> Iterator[Any]:
    for one in kinds:
        yield from _flat(get_args(one)) if get_args(one) else (one,)


def _left_out(default: Any) -> str:
    if default is PydanticUndefined:
        return "must be there"
    if default in ("", None, (), {}):
        return ""
    if isinstance(default, Convention):
        return "as below"
    if isinstance(default, tuple):
        return ", ".join(f"`{one}`" for one in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
