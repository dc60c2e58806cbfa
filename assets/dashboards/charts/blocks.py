"""Blocks, one a case: in one row of groups, or in a row for each stage. SVG with its places in per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assets.dashboards.charts.colours import ACCENT, GREY, INK, MID, WHITE

# More blocks than this cannot be counted by eye: a plain bar says as much.
_MOST = 80
# Of its slot a block takes this much; few blocks are no wider than this many px.
_FILLED, _WIDEST = 0.92, 56
# Before this share of the row the milestone's name stands to the right of its mark.
_NEAR_START = 0.35
_TOP, _HEIGHT = 26, 84
_ROW_HEIGHT, _LEAST_SLOTS, _ROW_SHARE = 20, 12, 88
_FILLS = {"full": ACCENT, "mid": MID, "grey": GREY}


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Cases of one kind: how many, what they are, and the look (full, mid, grey) that colours them."""

    count: int
    text: str
    look: str


def block_row(groups: Sequence[BlockGroup], milestone: float | None = None, target: float | None = None) -> Markup:
    """All groups in one row, the number of each below its own blocks; dashed blocks up to the target."""
    total = sum(group.count for group in groups)
    slots = max(total, round(target or 0), round(milestone or 0))
    if not slots:
        return Markup("")
    slot, start = 100 / slots, 0
    parts: list[Markup] = []
    for group in groups:
        parts += _blocks(start, group.count, slot, group.look, _TOP, _HEIGHT)
        if group.count:
            at = Markup('<text x="{:.2f}%" y="{}" class="count">{}</text>')
            parts.append(at.format(start * slot, _TOP + _HEIGHT + 24, group.count))
        start += group.count
    parts += _blocks(start, slots - start, slot, "open", _TOP, _HEIGHT)
    if milestone is not None:
        parts.append(_upright(milestone, slots))
    return Markup('<svg class="blocks" width="{}" height="{}" aria-hidden="true">{}</svg>').format(
        _WIDEST * slots, _TOP + _HEIGHT + 30, Markup("").join(parts)
    )


def block_stages(stages: Sequence[BlockGroup]) -> Markup:
    """A row for each stage in its own order: name, blocks, number. One scale for all rows."""
    most = max((stage.count for stage in stages), default=0)
    slot = _ROW_SHARE / max(most, _LEAST_SLOTS)
    rows = [
        Markup(
            '<div class="stage"><span class="stage-name">{}</span>'
            '<svg height="30">{}<text x="{:.2f}%" dx="6" y="20" font-weight="700">{}</text></svg></div>'
        ).format(
            stage.text,
            Markup("").join(_blocks(0, stage.count, slot, stage.look, 5, _ROW_HEIGHT)),
            stage.count * slot,
            stage.count,
        )
        for stage in stages
    ]
    return Markup('<div class="stages" aria-hidden="true">{}</div>').format(Markup("").join(rows))


def _blocks(start: int, count: int, slot: float, look: str, y: int, height: int) -> list[Markup]:
    """One rectangle a case; one for all where they could not be counted by eye."""
    if not count:
        return []
    if 100 / slot > _MOST:
        return [_block(start * slot, count * slot, look, y, height)]
    return [_block((start + number) * slot, slot * _FILLED, look, y, height) for number in range(count)]


def _block(x: float, width: float, look: str, y: int, height: int) -> Markup:
    if look == "open":
        line = Markup('fill="{}" stroke="{}" stroke-width="1.5" stroke-dasharray="3 3"').format(WHITE, GREY)
    else:
        line = Markup('fill="{}"').format(_FILLS[look])
    return Markup('<rect x="{:.2f}%" y="{}" width="{:.2f}%" height="{}" {}/>').format(x, y, width, height, line)


def _upright(milestone: float, slots: int) -> Markup:
    at = f"{100 * milestone / slots:.2f}%"
    left = milestone < slots * _NEAR_START
    rule = Markup('<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="{4}"/>')
    ends = (_TOP - 8, _TOP + _HEIGHT + 4)
    name = Markup('<text x="{}" dx="{}" y="13" text-anchor="{}">milestone {:g}</text>')
    return (
        rule.format(at, *ends, WHITE, 6)
        + rule.format(at, *ends, INK, 2.5)
        + name.format(at, 0 if left else 2, "start" if left else "end", milestone)
    )
