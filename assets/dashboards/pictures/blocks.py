"""Blocks, one a case: in one row of two groups, or in a row for each stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

# More blocks than this cannot be counted by eye: a plain bar says as much.
_MOST = 80
_WIDEST = 56
# Before this share of the row the milestone's name stands to the right of its mark.
_NEAR_START = 0.35
# Width of a block in px; of a row at most this many per cent, so that its number finds room.
_BLOCK, _ROW_SHARE = 26, 88


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Cases of one kind: how many, what they are, and the class that colours them."""

    count: int
    text: str
    look: str


def block_row(groups: Sequence[BlockGroup], milestone: float | None = None, target: float | None = None) -> Markup:
    """All groups in one row, the number and words of each below its own blocks; dashed blocks up to the target."""
    total = sum(group.count for group in groups)
    slots = max(total, round(target or 0), round(milestone or 0))
    shown = [(group.count, group.look) for group in groups if group.count]
    if slots > total:
        shown.append((slots - total, "open"))
    names = [
        Markup('<p style="flex-grow:{}"><b>{}</b> {}</p>').format(max(group.count, 1), group.count, group.text)
        for group in groups
    ]
    mark = Markup("")
    if milestone is not None and slots:
        side = "upright start" if milestone < slots * _NEAR_START else "upright"
        mark = Markup('<div class="{}" style="left:{:.1f}%"><span>milestone {:g}</span></div>').format(
            side, 100 * milestone / slots, milestone
        )
    return Markup(
        '<div class="blocks" style="max-width:{}px" aria-hidden="true"><div class="row">{}</div>{}<div '
        'class="names">{}</div></div>'
    ).format(
        _WIDEST * slots,
        Markup("").join(_blocks(count, look, slots) for count, look in shown),
        mark,
        Markup("").join(names),
    )


def block_stages(stages: Sequence[BlockGroup]) -> Markup:
    """A row for each stage in its own order: name, blocks, number. One scale for all rows."""
    most = max((stage.count for stage in stages), default=0)
    rows = [
        Markup(
            '<div class="stage"><span class="stage-name">{}</span><span class="run">{}<b>{}</b></span></div>'
        ).format(stage.text, _sized(stage, most), stage.count)
        for stage in stages
    ]
    return Markup('<div class="stages" aria-hidden="true">{}</div>').format(Markup("").join(rows))


def _sized(stage: BlockGroup, most: int) -> Markup:
    if not stage.count:
        return Markup("")
    return Markup('<span class="row" style="width:min({}px,{:.1f}%)">{}</span>').format(
        _BLOCK * stage.count, _ROW_SHARE * stage.count / most, _blocks(stage.count, stage.look, stage.count)
    )


def _blocks(count: int, look: str, slots: int) -> Markup:
    """One element a case; where they could not be counted by eye, one for all, as wide as they are together."""
    if slots <= _MOST:
        return Markup('<i class="{}"></i>').format(look) * count
    return Markup('<i class="{}" style="flex-grow:{}"></i>').format(look, count)
