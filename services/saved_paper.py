"""A list of offers on paper: a map with numbers, each offer with its QR code, set by typst (PDF)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
import segno
from msgspec import Struct

from services.paper import printable, qr_svg
from services.typesetting import typeset

_TITLE, _LINE = 200, 160


class PaperOffer(Struct, frozen=True, kw_only=True):
    """One offer. `lines` tell organisation, place, time and contact, as far as known; `url` its page.

    `note` warns, empty where there is nothing to warn of.
    """

    number: int
    title: str
    lines: tuple[str, ...]
    url: str
    note: str = ""


class SavedPaper(Struct, frozen=True, kw_only=True):
    """What stands on the paper, in the reader's language. `mark` is empty for real content.

    `drawing`: SVG of the map, empty where no offer has a place; `url`: the list itself.
    """

    headline: str
    lead: str
    url: str
    scan: str
    scan_alt: str
    drawing: str
    drawing_alt: str
    offers: tuple[PaperOffer, ...]
    page: str
    site: str
    footer: str
    mark: str = ""
    lang: str = "de"


def paper_data(content: SavedPaper) -> dict[str, Any]:
    """What the template reads: every text one printable line that is not endless."""
    data: dict[str, Any] = msgspec.to_builtins(content)
    for name in ("headline", "lead", "scan", "site", "footer", "mark", "page"):
        data[name] = printable(data[name], 4 * _LINE)
    data["offers"] = [
        {
            "number": offer.number,
            "title": printable(offer.title, _TITLE),
            "lines": [printable(line, _LINE) for line in offer.lines],
            "url": offer.url,
            "note": printable(offer.note, _LINE),
            "qr": qr_svg(offer.url, error="m"),
        }
        for offer in content.offers
    ]
    data["qr"] = _list_code(content.url)
    return data


def _list_code(url: str) -> str:
    """The code of the whole list; empty where its address is longer than a code can hold."""
    try:
        return qr_svg(url, error="l")
    except segno.DataOverflowError:
        return ""


@lru_cache(maxsize=16)
def saved_pdf(content: SavedPaper) -> bytes:
    """The list as a tagged PDF; the last 16 are kept."""
    return typeset("merkliste", paper_data(content))
