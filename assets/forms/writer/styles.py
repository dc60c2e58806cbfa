"""The looks of the form: few, sober, the same on every sheet."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK = "#1F2933"
ACCENT = "#12436D"
PALE = "#EAF1F7"
GREY = "#D5D9DD"
RULE = "#9AA5B1"
MUTED = "#52606D"
ALERT = "#8A1C1C"
AMBER = "#FFD166"
AMBER_INK = "#5B3A00"
GREEN, GREEN_INK = "#DDF0E0", "#1B5E32"
FONT = "Arial"

_BASE: dict[str, Any] = {"font_size": 10, "font_color": INK, "valign": "vcenter"}
_BOX: dict[str, Any] = {"border": 1, "border_color": RULE}
_INPUT: dict[str, Any] = _BOX | {"locked": False, "bg_color": "#FFFFFF"}
_HEAD: dict[str, Any] = _BOX | {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True}
_NUMBER: dict[str, Any] = {"align": "right", "indent": 1}
_LABEL: dict[str, Any] = _BOX | {"bg_color": PALE, "text_wrap": True, "indent": 1}
_TOLD: dict[str, Any] = {"font_size": 9, "font_color": MUTED}

# The line above the first row of a group.
_GROUP: dict[str, Any] = {"top": 1, "top_color": ACCENT}

_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "machine": {"font_size": 8, "font_color": MUTED},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "section": {"bold": True, "font_size": 11, "font_color": ACCENT},
    "status": {"bold": True, "font_color": MUTED},
    "verdict": {"bold": True, "font_size": 11, "bg_color": PALE, "indent": 1},
    "guidance": {"font_color": MUTED},
    "synthetic": {"bold": True, "font_size": 11, "font_color": ALERT},
    "head": _HEAD | {"align": "center"},
    "head_left": _HEAD | {"indent": 1},
    "hint": _LABEL | _TOLD,
    "label": _LABEL,
    "link": _LABEL | {"font_color": ACCENT, "underline": 1},
    "help": _TOLD | {"text_wrap": True, "indent": 1},
    "not_asked": _BOX | {"bg_color": GREY},
    # No number format: whoever types 1.5 has to see 1.5, not 2.
    "count": _INPUT | _NUMBER,
    "total": _INPUT | _NUMBER | {"bold": True},
    "sum": _BOX | _NUMBER | {"bg_color": PALE, "font_color": MUTED},
    "earlier": _BOX | _NUMBER | {"bg_color": PALE, "font_color": MUTED, "italic": True},
    "check": _TOLD | {"indent": 1},
    "words": _INPUT | {"num_format": "@", "text_wrap": True, "indent": 1},
    "day": _INPUT | {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "filled_in": _BOX | {"bg_color": GREY, "indent": 1},
    "named": _INPUT | {"num_format": "@", "bold": True, "font_size": 11, "indent": 1},
    "mark": _BOX | {"bold": True, "align": "center", "bg_color": PALE},
    "means": _BOX | {"indent": 1, "text_wrap": True},
    "sample_white": _BOX | {"bg_color": "#FFFFFF"},
    "sample_amber": _BOX | {"bg_color": AMBER},
}
_GROUPED = ("label", "link", "not_asked", "count", "total", "sum", "earlier")
_STYLES |= {f"{name}_first": _STYLES[name] | _GROUP for name in _GROUPED}

# Put over a cell by a condition: colours alone, the cell keeps its border.
_CONDITIONS: dict[str, dict[str, Any]] = {
    "look": {"bg_color": AMBER, "font_color": AMBER_INK},
    "fine": {"bg_color": GREEN, "font_color": GREEN_INK},
}


class Styles:
    """The formats of one workbook, made once each, in one typeface."""

    def __init__(self, workbook: Workbook, font: str = FONT) -> None:
        self._workbook = workbook
        self._font = {"font_name": font}
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            wanted = _CONDITIONS.get(name) or _BASE | self._font | _STYLES[name]
            self._made[name] = self._workbook.add_format(wanted)
        return self._made[name]
