"""What the cover says by itself about its fields: what is still blank, and what the sheets contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.forms.layout.blocks import FormField, ListBlock
from assets.forms.writer.content import Value
from assets.forms.writer.live_counts import spaceless
from assets.forms.writer.live_lists import NO_DAY, NOT_LISTED, day_condition, is_day
from assets.forms.writer.sheet import FormSheet
from assets.forms.writer.worksheet import LiveFormula, quoted

QUIET, STILL_BLANK = 0, 1
MADE_FOR = "This form was made for {name}: is that meant?"
NIL_BUT_FILLED = "“Yes”, but something is filled in on the sheets."
ALL_ZERO = "All numbers are 0: choose Yes if nothing happened."
ROWS_LISTED = "But its sheet holds rows."
NO_ROWS_LISTED = "But its sheet holds no row."


@dataclass(frozen=True, slots=True)
class Reported:
    """What the other sheets hold, as live numbers: anything, cells with a number, their sum, rows of each list."""

    filled: LiveFormula
    numbers: LiveFormula
    reported: LiveFormula
    rows: dict[str, LiveFormula]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a field to look at: the condition, whether it holds now, and the words for it."""

    condition: str
    holds: bool
    words: str


def field_state(item: FormField, cell: str, value: Value, reported: Reported, doubts: Sequence[Doubt]) -> LiveFormula:
    """0 quiet, 1 still blank though the sheets are filled in, 2 and more: the number of the doubt, from 2."""
    filled = reported.filled.value != 0
    blank = spaceless(value) == ""
    holding = [number for number, doubt in enumerate(doubts, start=STILL_BLANK + 1) if doubt.holds]
    state = (STILL_BLANK if item.asked and filled else QUIET) if blank else (holding[0] if holding else QUIET)
    nested = f"IF({reported.filled.formula}>0,{STILL_BLANK},{QUIET})" if item.asked else str(QUIET)
    tests = "".join(f"IF({doubt.condition},{n}," for n, doubt in enumerate(doubts, start=STILL_BLANK + 1))
    return LiveFormula(f'IF(TRIM({cell})="",{nested},IFERROR({tests}{QUIET}{")" * len(doubts)},{STILL_BLANK}))', state)


def field_help(text: str, state_cell: str, state: LiveFormula, doubts: Sequence[Doubt]) -> LiveFormula:
    """The help beside a field, or the words of a doubt in its place."""
    words = [quoted(doubt.words) for doubt in doubts]
    formula = f"IF({state_cell}>{STILL_BLANK},CHOOSE({state_cell}-{STILL_BLANK},{','.join(words)}),{quoted(text)})"
    number = int(state.amount)
    return LiveFormula(formula, doubts[number - STILL_BLANK - 1].words if number > STILL_BLANK else text)


def doubts_of(page: FormSheet, item: FormField, cell: str, value: Value, reported: Reported) -> list[Doubt]:
    """What may be doubtful about the value in a field's cell; nothing for a free text."""
    if item.locked:
        return []
    if item.kind == "date":
        return [Doubt(f"NOT({day_condition(cell)})", not is_day(value), page.context.translate(NO_DAY))]
    if item.kind in ("participant", "month"):
        return [_made_for(page, item, cell, value)]
    choices = page.context.options.choices(item)
    if not choices:
        return []
    listed = spaceless(value) in page.context.options.words(item)
    doubts = [Doubt(f"COUNTIF({choices},TRIM({cell}))=0", not listed, page.context.translate(NOT_LISTED))]
    if item.name == "nil_return":
        doubts += _nil_doubts(page, item, cell, value, reported)
    for block in page.context.layout.form_blocks:
        if isinstance(block, ListBlock) and block.stated_by == item.name:
            doubts += _listing_doubts(page, item, cell, value, reported.rows[block.name])
    return doubts


def _made_for(page: FormSheet, item: FormField, cell: str, value: Value) -> Doubt:
    context = page.context
    code = context.ref_area if item.kind == "participant" else context.month
    word = context.book.word_of(item, code, context.edition.edition_id)
    other = f"AND(TRIM({cell})<>{quoted(word)},TRIM({cell})<>{quoted(code)})"
    meant = spaceless(value) in (word.casefold(), code.casefold())
    return Doubt(other, not meant, context.translate(MADE_FOR).replace("{name}", word))


def _is(page: FormSheet, item: FormField, cell: str, value: Value, code: str) -> tuple[str, bool]:
    """The condition that a field holds a code (as the word shown or the code itself), and whether it does."""
    word = page.context.book.word_of(item, code)
    holds = spaceless(value) in (word.casefold(), code.casefold())
    return f"OR(TRIM({cell})={quoted(word)},TRIM({cell})={quoted(code)})", holds


def _nil_doubts(page: FormSheet, item: FormField, cell: str, value: Value, reported: Reported) -> list[Doubt]:
    yes, says_yes = _is(page, item, cell, value, "YES")
    sum_of, numbers = reported.reported, reported.numbers
    all_zero = numbers.value != 0 and sum_of.value == 0
    return [
        Doubt(f"AND({yes},{sum_of.formula}>0)", says_yes and sum_of.value != 0, page.context.translate(NIL_BUT_FILLED)),
        Doubt(
            f"AND(NOT({yes}),{numbers.formula}>0,{sum_of.formula}=0)",
            not says_yes and all_zero,
            page.context.translate(ALL_ZERO),
        ),
    ]


def _listing_doubts(page: FormSheet, item: FormField, cell: str, value: Value, rows: LiveFormula) -> list[Doubt]:
    whole, says_whole = _is(page, item, cell, value, "COMPLETE")
    return [
        Doubt(
            f"AND(NOT({whole}),{rows.formula}>0)",
            not says_whole and rows.value != 0,
            page.context.translate(ROWS_LISTED),
        ),
        Doubt(f"AND({whole},{rows.formula}=0)", says_whole and rows.value == 0, page.context.translate(NO_ROWS_LISTED)),
    ]
