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

_BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "vcenter"}
_BOX: dict[str, Any] = {"border": 1, "border_color": RULE}
_INPUT: dict[str, Any] = _BOX | {"locked": False, "bg_color": "#FFFFFF"}

# The line above the first row of a group.
_GROUP: dict[str, Any] = {"top": 1, "top_color": ACCENT}

_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "machine": {"font_size": 8, "font_color": MUTED},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "section": {"bold": True, "font_size": 11, "font_color": ACCENT},
    "about": {"indent": 1},
    "guidance": {"font_color": MUTED},
    "synthetic": {"bold": True, "font_size": 11, "font_color": ALERT},
    "head": _BOX | {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True, "align": "center"},
    "head_left": _BOX | {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True, "indent": 1},
    "hint": _BOX | {"font_size": 9, "font_color": MUTED, "bg_color": PALE, "text_wrap": True, "indent": 1},
    "label": _BOX | {"bg_color": PALE, "text_wrap": True, "indent": 1},
    "label_first": _BOX | {"bg_color": PALE, "text_wrap": True, "indent": 1} | _GROUP,
    "help": {"font_size": 9, "font_color": MUTED, "text_wrap": True, "indent": 1},
    "not_asked": _BOX | {"bg_color": GREY},
    "not_asked_first": _BOX | {"bg_color": GREY} | _GROUP,
    "count": _INPUT | {"align": "right", "indent": 1, "num_format": "#,##0"},
    "count_first": _INPUT | {"align": "right", "indent": 1, "num_format": "#,##0"} | _GROUP,
    "total": _INPUT | {"align": "right", "indent": 1, "num_format": "#,##0", "bold": True},
    "total_first": _INPUT | {"align": "right", "indent": 1, "num_format": "#,##0", "bold": True} | _GROUP,
    "words": _INPUT | {"num_format": "@", "text_wrap": True, "indent": 1},
    "day": _INPUT | {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1},
    "filled_in": _BOX | {"bg_color": GREY, "indent": 1},
    "named": _INPUT | {"num_format": "@", "bold": True, "font_size": 11, "indent": 1},
    "mark": _BOX | {"bold": True, "align": "center", "bg_color": PALE},
    "means": _BOX | {"indent": 1},
}


class Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._workbook.add_format(_BASE | _STYLES[name])
        return self._made[name]
