"""The colours of the pages with their contrast, from assets/dashboards/charts/colours.py."""

from __future__ import annotations

from assets.dashboards.charts import colours as palette
from docs.markdown import code, table

_LARGEST = 255
# sRGB to light, and light to luminance: WCAG 2.2, relative luminance.
_KNEE, _SLOPE, _OFFSET, _POWER = 0.04045, 12.92, 0.055, 2.4
_WEIGHTS = (0.2126, 0.7152, 0.0722)


def colours() -> str:
    """Each colour by its name, with its contrast on white."""
    found = {name: value for name, value in vars(palette).items() if name.isupper()}
    rows = [(code(name), code(value), f"{contrast_on_white(value):.1f}:1") for name, value in found.items()]
    return table(("name", "colour", "contrast on white"), rows)


def contrast_on_white(colour: str) -> float:
    """The contrast of a colour (#RRGGBB) on white, from 1 to 21, as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / _LARGEST for start in (1, 3, 5)]
    light = [p / _SLOPE if p <= _KNEE else ((p + _OFFSET) / (1 + _OFFSET)) ** _POWER for p in parts]
    luminance = sum(weight * part for weight, part in zip(_WEIGHTS, light, strict=True))
    return 1.05 / (luminance + 0.05)
