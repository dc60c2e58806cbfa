"""The codes that the attributes of an observation may have, and those that a layout of tables names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from assets.forms.layout.table_blocks import TableBlock
from assets.framework.loader import Framework

_CODELISTS = ("crime", "victim_status", "exploitation", "sex", "age")
# What stands for no one country: all, unknown, another one, none that is named.
_NO_COUNTRY = frozenset({"_T", "_U", "_O", "_X"})
# How a layout writes "not said": SDMX has it as the total.
_TOTAL = frozenset({"_T"})


def known_codes(framework: Framework, kind: Literal["national", "context"]) -> dict[str, frozenset[str]]:
    """The codes of each attribute that has a list; a context source has indicators of its own."""
    countries = frozenset(framework.country_by_code)
    known = {name: frozenset(framework.codelist(name)) | _TOTAL for name in _CODELISTS}
    known["ref_area"] = countries
    known["counterpart_area"] = countries | framework.codelist("organisation").keys() | _NO_COUNTRY
    if kind == "national":
        known["indicator"] = frozenset(i.indicator for i in framework.indicators)
    return known


def codes_of(block: TableBlock) -> Iterator[tuple[str, str, str]]:
    """The codes that the declaration of a table names: key, attribute, code."""
    yield from ((f"{block.name}.fixed", name, code) for name, code in block.fixed.items())
    for column in block.columns:
        where = f"{block.name}.columns.{column.label}"
        yield from ((f"{where}.dimensions", name, code) for name, code in column.dimensions.items())
        given = [*column.values.values(), *([] if column.otherwise is None else [column.otherwise])]
        yield from ((f"{where}.values", column.to, code) for code in given)


def unknown_code(block: TableBlock, known: Mapping[str, frozenset[str]]) -> tuple[str, str, str] | None:
    """The first code that is none of its attribute, with its key; None where all are."""
    return next((found for found in codes_of(block) if found[2] not in known.get(found[1], {found[2]})), None)
