"""PDF and PNG by typst. Texts are handed over as JSON, never pasted into the source."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Literal

from geodata.settings import ROOT

TEMPLATES = ROOT / "templates" / "typst"
FONTS = ROOT / "static" / "vendor" / "fonts"
#: what typst measures pages in
POINTS_PER_INCH = 72.0
#: what typst says where no font has a sign, which PDF/UA-1 forbids
NO_GLYPH = "could not be displayed"


@lru_cache(maxsize=16)
def _source(name: str) -> bytes:
    return (TEMPLATES / f"{name}.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Our own fonts and those of typst; never the machine's, so that all look the same."""
    import typst  # noqa: PLC0415

    paths = [str(FONTS)] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def typeset(
    name: str,
    data: dict[str, Any],
    *,
    output: Literal["pdf", "png"] = "pdf",
    ppi: float = POINTS_PER_INCH,
) -> bytes:
    """Set one of `templates/typst/`.

    Parameters
    ----------
    data : JSON-like; the template reads it by `json(bytes(sys.inputs.data))`
    ppi : pixels per inch, for PNG; 72 makes one pixel of a point

    Raises
    ------
    ValueError
        `data` is not JSON-like.
    """
    import typst  # noqa: PLC0415  a large library that only a PDF or an image needs

    given = json.dumps(data, ensure_ascii=False, allow_nan=False)

    def compiled(standard: Literal["ua-1"] | None) -> Any:
        return typst.compile(
            _source(name),
            format=output,
            ppi=ppi,
            font_paths=_fonts(),
            sys_inputs={"data": given},
            pdf_standards=standard,
        )

    try:
        # a tagged PDF that a screen reader can read (PDF/UA-1)
        made = compiled("ua-1" if output == "pdf" else None)
    except typst.TypstError as error:
        if NO_GLYPH not in str(error):
            raise
        # tagged all the same, without the promise: a box for one sign is better than no paper
        made = compiled(None)
    # PNG is one file a page: what is shown as a picture has only one
    first: bytes = made[0] if isinstance(made, list) else made
    return first
