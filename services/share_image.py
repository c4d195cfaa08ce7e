"""The picture others show beside a shared link: 1200 x 630 pixels, drawn once per content."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from msgspec import Struct

from services.typesetting import POINTS_PER_INCH, typeset

WIDTH, HEIGHT = 1200, 630
#: a title that fills the picture; the rest of it stands on the page
_TITLE, _LINE = 150, 80
#: the template is 600 points wide
_PPI = POINTS_PER_INCH * WIDTH / 600


class ShareImage(Struct, frozen=True, kw_only=True):
    """What stands in the picture. `colour`: #rrggbb; `mark` is empty for real content."""

    title: str
    theme: str = ""
    organisation: str = ""
    facts: tuple[str, ...] = ()
    site: str = ""
    mark: str = ""
    colour: str = "#0b5a8a"
    lang: str = "de"


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


@lru_cache(maxsize=128)
def share_image_png(content: ShareImage) -> bytes:
    """The picture as PNG; the last 128 are kept."""
    data = msgspec.to_builtins(content)
    data["title"] = _cut(content.title, _TITLE)
    data["organisation"] = _cut(content.organisation, _LINE)
    data["theme"] = _cut(content.theme, _LINE // 2)
    data["facts"] = [_cut(fact, _LINE // 2) for fact in content.facts]
    return typeset("share", data, output="png", ppi=_PPI)
