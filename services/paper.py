"""What every printed page needs: QR codes, and texts that a font can set."""

from __future__ import annotations

import io
import unicodedata

import segno

#: signs that no text font has, and those nobody sees
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "So"}


def qr_svg(url: str, error: str = "q", *, is_scalable: bool = False) -> str:
    """A QR code as SVG, with its quiet zone of four modules.

    Parameters
    ----------
    error : how much may be torn off: `l` 7 %, `m` 15 %, `q` 25 %, `h` 30 %
    is_scalable : without a size of its own, for pages
    """
    buffer = io.BytesIO()
    code = segno.make(url, error=error, micro=False)
    code.save(
        buffer,
        kind="svg",
        border=4,
        xmldecl=False,
        dark="#000000",
        light="#ffffff",
        omitsize=is_scalable,
    )
    return buffer.getvalue().decode("utf-8")


def printable(text: str, most: int) -> str:
    """One line without emoji and control signs, cut at a word where it is too long."""
    seen = "".join(" " if unicodedata.category(c) in _UNPRINTABLE else c for c in text)
    line = " ".join(seen.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[most // 2 :] else cut}…"
