"""The poster of a district: A4, with a QR code to its page, set by typst as a tagged PDF."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from services.paper import printable, qr_svg
from services.typesetting import typeset

#: one page of A4 holds so much
MOST_OFFERS, MOST_CONTACTS = 5, 3
_TITLE, _LINE = 90, 110


class PosterOffer(Struct, frozen=True, kw_only=True):
    """One offer: what, and when and how long."""

    title: str
    facts: str


class PosterContact(Struct, frozen=True, kw_only=True):
    """One contact point; `lines` are address, hours, phone, as far as known."""

    name: str
    lines: tuple[str, ...] = ()


class Poster(Struct, frozen=True, kw_only=True):
    """What stands on the paper, in the reader's language. `mark` is empty for real content.

    `outline`: SVG of the district in its city; `url`: what the QR code leads to.
    """

    headline: str
    lead: str
    url: str
    scan: str
    scan_alt: str
    outline: str
    outline_alt: str
    offers_title: str
    offers: tuple[PosterOffer, ...]
    none: str
    contacts_title: str
    contacts: tuple[PosterContact, ...]
    site: str
    footer: str
    mark: str = ""
    lang: str = "de"


def poster_data(content: Poster) -> dict[str, Any]:
    """What the template reads: every text one printable line that is not endless."""
    data: dict[str, Any] = msgspec.to_builtins(content)
    for name in ("headline", "lead", "site", "none", "mark", "offers_title", "contacts_title"):
        data[name] = printable(data[name], 2 * _LINE)
    data["footer"] = printable(content.footer, 4 * _LINE)
    data["offers"] = [
        {"title": printable(offer.title, _TITLE), "facts": printable(offer.facts, _LINE)}
        for offer in content.offers[:MOST_OFFERS]
    ]
    data["contacts"] = [
        {
            "name": printable(contact.name, _TITLE),
            "lines": [printable(line, _TITLE) for line in contact.lines],
        }
        for contact in content.contacts[:MOST_CONTACTS]
    ]
    data["qr"] = qr_svg(content.url)
    return data


@lru_cache(maxsize=32)
def poster_pdf(content: Poster) -> bytes:
    """The poster as PDF; the last 32 are kept."""
    return typeset("poster", poster_data(content))
