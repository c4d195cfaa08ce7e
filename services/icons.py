"""The application's icon as PNG: phones that install it take no SVG."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from services.typesetting import POINTS_PER_INCH, typeset

#: edges in pixels: a home screen on iOS, and the two a manifest should name
ICON_SIZES = (180, 192, 512)
_POINTS = 100.0
#: a launcher may cut a maskable icon down to a circle
_SAFE_SHARE = 0.72


@lru_cache(maxsize=8)
def icon_png(path: Path, size: int, *, ground: str, is_maskable: bool = False) -> bytes:
    """The SVG at `path` as a square PNG.

    Parameters
    ----------
    size : edge in pixels
    ground : colour around the drawing, `#rrggbb`
    is_maskable : whether a rim is left that may be cut away
    """
    share = _SAFE_SHARE if is_maskable else 1.0
    data = {"svg": path.read_text(encoding="utf-8"), "ground": ground, "share": share}
    return typeset("icon", data, output="png", ppi=POINTS_PER_INCH * size / _POINTS)
