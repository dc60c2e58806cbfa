"""Contents of forms for the tests: of a sample, with faults, and drawn at random from odd values."""

from __future__ import annotations

from datetime import date
from random import Random

from assets.forms.codes import code_book
from assets.forms.layout.blocks import FormField, GridBlock, ListBlock
from assets.forms.sample.content import sample_contents
from assets.forms.writer.content import FormContent, Value
from assets.forms.writer.grid_rows import grid_plan
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH

ODD: tuple[Value, ...] = (
    0, 1, 2, 3, 5, 12, 900, "<5", "..", "n/a", None, None, " <5 ", "N/A", "12", "12 (3 pending)", -2, 1.5, "abc", "  ",
)  # fmt: skip
# Values without a fault, from which parts and totals are drawn.
FAULTLESS: tuple[tuple[Value, ...], ...] = ((0, 1, 2, 3, "<5"), (0, 1, None), (1, 2, 3, "n/a", ".."), (0, 0, 4))


def sample(month: str = MONTH) -> FormContent:
    """The synthetic return of Thailand for a month."""
    edition = FRAMEWORK.edition(EDITION)
    countries = FRAMEWORK.participants_of(EDITION)
    drawn = sample_contents(FORM, edition, countries, (month,), 6)
    return next(content for country, _, content in drawn if country == AREA)


def drawn_grids(draw: Random, pools: tuple[tuple[Value, ...], ...]) -> dict[str, dict[tuple[str, str], Value]]:
    """Grids whose totals are mostly the sum of their parts, or close to it; now and then a grey cell is filled."""
    grids: dict[str, dict[tuple[str, str], Value]] = {}
    for block in FORM.form_blocks:
        if not isinstance(block, GridBlock):
            continue
        plan, pool = grid_plan(block, FORM, FRAMEWORK), draw.choice(pools)
        cells: dict[tuple[str, str], Value] = {}
        for row, grey in zip(plan.rows, plan.grey, strict=True):
            values = [None if n in grey else draw.choice(pool) for n in range(len(block.columns))]
            if draw.random() < 0.7:
                whole = sum(v for v in values[:-1] if isinstance(v, int))
                values[-1] = max(0, whole + draw.choice((0, 0, 0, 1, -1, 3, 9)))
            cells |= {(row.key, column.key): value for column, value in zip(block.columns, values, strict=True)}
        grids[block.name] = cells
    return grids


def odd_content(seed: int) -> FormContent:
    """A form that somebody filled in with all kinds of mistakes; the same seed gives the same mistakes."""
    draw = Random(seed)
    grids = drawn_grids(draw, (ODD, *FAULTLESS))
    grids["outcomes"]["INV_NEW.TIP", "F.Y0T17"] = draw.choice(ODD)
    lists = {block.name: [_record(draw, block) for _ in range(draw.choice((0, 1, 6)))]
             for block in FORM.form_blocks if isinstance(block, ListBlock)}  # fmt: skip
    cover: dict[str, Value] = {}
    for item in FORM.cover.fields:
        if item.kind == "code" and not item.hidden and draw.random() < 0.8:
            cover[item.name] = draw.choice([*(code for code, _ in _options(item)), "what"])
    if draw.random() < 0.5:
        cover["completed_on"] = draw.choice((date(2023, 10, 2), "..", "2566", "2023-10-05"))
    if draw.random() < 0.3:
        cover["ref_area"] = "AUS"
    return FormContent(cover, grids, lists)


def _record(draw: Random, block: ListBlock) -> dict[str, Value]:
    return {item.name: _field(draw, item) for item in block.fields if draw.random() < 0.7}


def _field(draw: Random, item: FormField) -> Value:
    match item.kind:
        case "count":
            return draw.choice(ODD)
        case "date":
            return draw.choice((date(2023, 9, 4), "2023-10-05", "03/04/2024", "..", "n/a", 45000))
        case "countries":
            return "AUS;NZL"
        case "text":
            return draw.choice(("x", "12", "=1+1", " "))
        case _:
            codes = [code for code, _ in _options(item)]
            return draw.choice((draw.choice(codes[:6]), draw.choice(codes), "Pigeon", "..", "n/a", " "))


def _options(item: FormField) -> list[tuple[str, str]]:
    return code_book(FRAMEWORK, "en").options(item, EDITION)
