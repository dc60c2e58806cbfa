"""Whether a list adds up to the totals of the grid above it: a live line for each of those totals.

The meaning is that of the rules E06 and W09 for victims by citizenship.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assets.forms.layout.blocks import Dimension, ListBlock, ListedObservation
from assets.forms.writer.content import Value
from assets.forms.writer.live_counts import (
    WITHHELD_AT_MOST,
    are_short_of,
    bounds,
    do_exceed,
    exceeds,
    spaceless,
)
from assets.forms.writer.live_lists import ListPlace
from assets.forms.writer.sheet import FormSheet, Total
from assets.forms.writer.worksheet import LiveFormula, joined_text, quoted
from assets.framework.thresholds import WITHHELD_MARK

LISTED = "{group}: {listed} of {total} are listed here"


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line: what it says, and 1 where it is to be looked at, else 0."""

    said: LiveFormula
    state: LiveFormula


def totals_of(page: FormSheet, block: ListBlock) -> list[tuple[Total, dict[str, str]]]:
    """The totals on the page that the list breaks down, each with the fields and codes of the rows it is made of."""
    return [
        (total, fields)
        for total in page.totals
        if block.observation and (fields := _fields_of(block.observation, total[0])) is not None
    ]


def _fields_of(listed: ListedObservation, dimensions: Mapping[Dimension, str]) -> dict[str, str] | None:
    field_of = {dimension: name for name, dimension in listed.dimensions.items()}
    fields: dict[str, str] = {}
    for dimension, code in dimensions.items():
        if dimension in field_of:
            fields[field_of[dimension]] = code
        elif code != listed.fixed.get(dimension, "_T"):
            return None
    return fields


def listed_line(
    page: FormSheet,
    block: ListBlock,
    place: ListPlace,
    total: Total,
    fields: Mapping[str, str],
    rows: Sequence[Mapping[str, Value]],
    state_cell: str,
) -> ListedLine:
    """The line for one total; ``rows`` are the values of the list as they stand in its cells."""
    _, total_cell, total_value = total
    items = {item.name: item for item in block.fields}
    words = {name: page.context.book.word_of(items[name], code) for name, code in fields.items()}
    count = block.observation.count if block.observation else ""
    mine = [row.get(count) for row in rows if all(spaceless(row.get(n)) == w.casefold() for n, w in words.items())]
    found = bounds(mine)
    wrong = do_exceed(found, total_value) or (bool(mine) and are_short_of(found, total_value, len(mine)))
    formulas = _formulas(place, count, words)
    most = f"{formulas['sum']}+{WITHHELD_AT_MOST}*{formulas['withheld']}"
    short = (
        f"AND(ISNUMBER({total_cell}),{formulas['rows']}>0,{formulas['given']}={formulas['rows']},{most}<{total_cell})"
    )
    state = LiveFormula(f"IFERROR(IF(OR({exceeds(formulas['sum'], total_cell)},{short}),1,0),1)", int(wrong))
    text = page.context.translate(LISTED).replace("{group}", ", ".join(words.values()))
    low = joined_text(
        text,
        {
            "listed": LiveFormula(formulas["sum"], found.low),
            "total": LiveFormula(total_cell, "" if total_value is None else str(total_value)),
        },
    )
    quiet = f"AND({formulas['rows']}=0,{state_cell}=0)"
    return ListedLine(LiveFormula(f'IF({quiet},"",{low.formula})', low.value if mine or wrong else ""), state)


def _formulas(place: ListPlace, count: str, words: Mapping[str, str]) -> dict[str, str]:
    """Of the rows that hold these words: how many, their sum, how many give a count, how many are withheld."""

    def cells(name: str) -> str:
        column = place.columns[name]
        return f"${column}${place.first_row}:${column}${place.last_row}"

    pairs = ",".join(f"{cells(name)},{quoted(word)}" for name, word in words.items())
    match = "*".join(f"(TRIM({cells(name)})={quoted(word)})" for name, word in words.items())
    hidden = f'(TRIM({cells(count)})="{WITHHELD_MARK}")'
    return {
        "rows": f"SUMPRODUCT({match}*1)",
        "sum": f"SUMIFS({cells(count)},{pairs})",
        "given": f"SUMPRODUCT({match}*(ISNUMBER({cells(count)})+{hidden}))",
        "withheld": f"SUMPRODUCT({match}*{hidden})",
    }
