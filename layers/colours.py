"""Colours of the map, in one place: palettes, base map, and the contrast they must keep.

Palettes are ColorBrewer's (Brewer 2003, colorbrewer2.org): YlGnBu for one quantity, Purples for
disadvantage, PuOr around zero for the gap. All colours are `#rrggbb`.
"""

from __future__ import annotations

INK = "#1c1b19"
PAPER = "#ffffff"
MUTED = "#5c5953"
ACTION = "#0b5a8a"
GOLD = "#f5c400"

# the map without tiles
OUTSIDE = "#e9e7e2"
LAND = "#faf8f3"
RIVER = "#a9cbe3"
RIVER_WIDTH = 5.0
RIVER_NAME = "#2f6c94"
DISTRICT_BORDER = "#cfc9bd"
DISTRICT_BORDER_WIDTH = 1.0
BOROUGH_BORDER = "#9c958a"
BOROUGH_BORDER_WIDTH = 2.0
OUTLINE = "#6f6a60"
OUTLINE_WIDTH = 2.5
FILLED_BORDER = "#7d766b"
PATTERN = "#7d766b"
NO_DATA = "#f1eee7"
ROBUST_WIDTH = 2.0

# where offers are missing: a friendly gold, never a warning
NEED = "#f6d765"
NEED_BORDER = "#8a6d00"

# what is neither offer nor area: one colour per kind, white icons stay readable on each
CONTACT = "#0b5a8a"
PARTNER = "#7a4a8c"
EVENT = "#a4262c"
FUNDED = "#1f6b3a"

_YLGNBU: dict[int, tuple[str, ...]] = {
    1: ("#7fcdbb",),
    2: ("#edf8b1", "#2c7fb8"),
    3: ("#edf8b1", "#7fcdbb", "#2c7fb8"),
    4: ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"),
    5: ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    6: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"),
    7: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"),
}

#: classes of the disadvantage index, from low to very high
PURPLES = ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#6a51a3")

#: the gap: two purples below zero, a neutral above zero without being underserved, two oranges
GAP_BELOW = ("#5e3c99", "#b2abd2")
GAP_NEUTRAL = "#e6e1d8"
GAP_UNDERSERVED = ("#fdb863", "#e66101")


def sequential(count: int) -> tuple[str, ...]:
    """YlGnBu in `count` steps, from light to dark; 1 to 7.

    Raises
    ------
    ValueError
        More steps than eyes can tell apart.
    """
    if count not in _YLGNBU:
        raise ValueError(f"no palette of {count} classes")
    return _YLGNBU[count]


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(background: str) -> str:
    """Ink or paper, whichever reads better on this background."""
    return INK if contrast(INK, background) >= contrast(PAPER, background) else PAPER
