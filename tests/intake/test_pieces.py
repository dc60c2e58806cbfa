"""A sheet is looked at in pieces: the quick look and the careful one agree, wherever a piece ends."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assets.intake.formats.fast_sheet_scan import FastSheetScan
from assets.intake.formats.strict_sheet_parser import StrictSheetParser
from assets.intake.limits import Limits
from assets.intake.sheet_facts import SheetFacts
from tests.intake import packages as p

LIMITS = Limits()

_ROWS = "".join(
    f'<row r="{r}"{" hidden=" + chr(34) + "1" + chr(34) if r % 7 == 0 else ""}><c r="A{r}"><v>{r}</v></c>'
    f'<c r="B{r}" t="e"><v>#N/A</v></c><c r="C{r}" s="3"/><c r="D{r}"><f>A{r}+1</f></c></row>'
    for r in range(1, 40)
)
_SHEET = p.sheet(
    _ROWS,
    before='<cols><col min="2" max="3" hidden="1"/></cols>',
    after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
).encode()


def _quick(pieces: list[bytes]) -> SheetFacts:
    facts = SheetFacts("Outcomes")
    look = FastSheetScan(facts, LIMITS)
    for piece in pieces:
        look.feed(piece)
    look.close()
    return facts


@settings(max_examples=200)
@given(st.lists(st.integers(0, len(_SHEET)), max_size=12))
def test_no_piece_border_hides_anything(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(_SHEET)]
    assert _quick([_SHEET[a:b] for a, b in pairwise(edges)]) == _quick([_SHEET])


def test_every_single_piece_border_hides_nothing() -> None:
    whole = _quick([_SHEET])
    assert (len(whole.errors), len(whole.uncached), whole.plain) == (39, 39, True)
    for cut in range(1_500):
        assert _quick([_SHEET[:cut], _SHEET[cut:]]) == whole


def test_fast_scan_and_strict_parser_agree() -> None:
    quick, careful = _quick([_SHEET]), SheetFacts("Outcomes")
    StrictSheetParser("sheet", careful, LIMITS).read([_SHEET[:777], _SHEET[777:]])
    assert careful == quick
