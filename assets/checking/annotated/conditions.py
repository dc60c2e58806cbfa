"""Keep our marks in sight where a sheet colours its cells by conditions: such a colour is painted over a cell's fill.

Our form does so itself, and a cell that it shows in amber must still be red when it comes back. So the marked cells of
such a sheet get a condition of ours that goes before the others and always holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assets.checking.annotated.fills import MARKS, Mark
from assets.checking.annotated.sheet import SheetPass
from assets.checking.annotated.styles import StyleSheet
from assets.checking.annotated.xml_edits import Element, parse_tree, with_attributes
from assets.intake.addresses import Place, a1

# True, and known again whichever program saved the workbook.
_ALWAYS = '"jpa-mark"&lt;&gt;""'
_OURS = b"jpa-mark"
# A condition on more places than this slows a workbook down; the cells have their fill all the same.
_MOST_CELLS = 1_000
# What follows conditions in a sheet (ISO/IEC 29500-1, 18.3.1.99).
_AFTER = {"dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
          "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
          "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
          "extLst", "AlternateContent"}  # fmt: skip


def paint_over(part: str, done: SheetPass, marks: Mapping[Place, Mark], styles: StyleSheet) -> None:
    """Take away the conditions of an earlier answer, and put in those for ``marks`` where the sheet has any others."""
    head, tail = done.root_tag, done.tail
    if b"cfRule" not in tail:
        return
    text = head + tail
    root = parse_tree(part, text)
    shift = done.tail_start - len(head)
    others: list[Element] = []
    for condition in root.all("conditionalFormatting"):
        rules = condition.all("cfRule")
        ours = [rule for rule in rules if _OURS in text[rule.start : rule.end]]
        for element in [condition] if len(ours) == len(rules) else ours:
            done.edits.replace(element.start + shift, element.end + shift, b"")
        others += [rule for rule in rules if rule not in ours]
    others += [rule for rule in _below(root) if rule.tag == "cfRule" and rule.space != root.space]
    if not others or not marks:
        return
    _make_way(done, text, others, shift)
    place = min((c.start for c in root.children if c.tag in _AFTER), default=root.close)
    kept = [c.start for c in root.all("conditionalFormatting") if any(rule in others for rule in c.children)]
    done.edits.insert(min([place, *kept]) + shift, _conditions(done, marks, styles).encode())


def _below(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _below(child)


def _make_way(done: SheetPass, text: bytes, others: list[Element], shift: int) -> None:
    """Let every other rule of the sheet come after ours, their order unchanged: the first is number 1."""
    # A rule without a number only says more of another one.
    numbered = [(rule, int(rule.get("priority"))) for rule in others if rule.get("priority")]
    by = len(MARKS) + 1 - min((number for _, number in numbered), default=len(MARKS) + 1)
    for rule, number in numbered if by > 0 else ():
        tag = with_attributes(text[rule.start : rule.inner], {"priority": str(number + by)})
        done.edits.replace(rule.start + shift, rule.inner + shift, tag)


def _conditions(done: SheetPass, marks: Mapping[Place, Mark], styles: StyleSheet) -> str:
    prefix = done.cells.prefix
    written = ""
    for number, mark in enumerate(MARKS, start=1):
        cells = " ".join(a1(*at) for at, found in sorted(marks.items())[:_MOST_CELLS] if found == mark)
        if not cells:
            continue
        rule = f'<{prefix}cfRule type="expression" dxfId="{styles.condition_fill(MARKS[mark])}" priority="{number}">'
        formula = f"<{prefix}formula>{_ALWAYS}</{prefix}formula></{prefix}cfRule>"
        written += f'<{prefix}conditionalFormatting sqref="{cells}">{rule}{formula}</{prefix}conditionalFormatting>'
    return written
