"""The application's icon as PNG: phones that install it take no SVG. Drawn by typst."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

#: edges in pixels: a home screen on iOS, and the two a manifest should name
ICON_SIZES = (180, 192, 512)
_POINTS = 100.0
#: a launcher may cut a maskable icon down to a circle: the drawing keeps a fifth away from the rim
_SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 100pt, height: 100pt, margin: 0pt, fill: rgb(data.ground))
#place(center + horizon, image(bytes(data.svg), format: "svg", width: data.share * 100pt))
"""


@lru_cache(maxsize=8)
def icon_png(path: Path, size: int, *, ground: str, is_maskable: bool = False) -> bytes:
    """The SVG at `path` as a square PNG.

    Parameters
    ----------
    size : edge in pixels
    ground : colour around the drawing, `#rrggbb`
    is_maskable : whether a rim is left that may be cut away
    """
    import typst  # noqa: PLC0415  only whoever installs the page pays for it

    share = 0.72 if is_maskable else 1.0
    data = json.dumps({"svg": path.read_text(encoding="utf-8"), "ground": ground, "share": share})
    drawn: bytes = typst.compile(
        _SOURCE.encode(), format="png", ppi=72.0 * size / _POINTS, sys_inputs={"data": data}
    )
    return drawn
