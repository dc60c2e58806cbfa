"""Blocks, one a case: in one row of two groups, or in a row for each stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

# More blocks than this cannot be counted by eye: a plain bar says as much.
_MOST = 80


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Cases of one kind: how many, what they are, and the class that colours them."""

    count: int
    text: str
    look: str


def block_row(groups: Sequence[BlockGroup], milestone: float | None = None, target: float | None = None) -> Markup:
    """All groups in one row, the number and words of each below its own blocks; dashed blocks up to the target."""
    total = sum(group.count for group in groups)
    slots = max(total, round(target or 0), round(milestone or 0), 1)
    shown = [group for group in groups if group.count]
    parts = [
        Markup('<div class="group" style="flex-grow:{}">{}<p><b>{}</b> {}</p></div>').format(
            group.count, _blocks(group.count, group.look), group.count, group.text
        )
        for group in shown
    ]
    if slots > total:
        parts.append(
            Markup('<div class="group" style="flex-grow:{}">{}</div>').format(
                slots - total, _blocks(slots - total, "open")
            )
        )
    mark = Markup("")
    if milestone is not None:
        mark = Markup('<div class="upright" style="left:{:.1f}%"><span>milestone {:g}</span></div>').format(
            100 * milestone / slots, milestone
        )
    return Markup('<div class="blocks" aria-hidden="true">{}{}</div>').format(Markup("").join(parts), mark)


def block_stages(stages: Sequence[BlockGroup]) -> Markup:
    """A row for each stage in its own order: name, blocks, number. One scale for all rows."""
    most = max((stage.count for stage in stages), default=0)
    rows = [
        Markup('<div class="stage"><span class="name">{}</span><span class="run">{}<b>{}</b></span></div>').format(
            stage.text, _sized(stage, most), stage.count
        )
        for stage in stages
    ]
    return Markup('<div class="stages" aria-hidden="true">{}</div>').format(Markup("").join(rows))


def _sized(stage: BlockGroup, most: int) -> Markup:
    if not stage.count:
        return Markup("")
    return Markup('<span class="sized" style="width:{:.1f}%">{}</span>').format(
        88 * stage.count / max(most, 12), _blocks(stage.count, stage.look)
    )


def _blocks(count: int, look: str) -> Markup:
    one = Markup('<i class="{}"></i>').format(look)
    return Markup('<span class="row">{}</span>').format(one * count if count <= _MOST else one)
