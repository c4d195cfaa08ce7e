"""The poster of a district: A4, with a QR code to its page, set by typst as a tagged PDF."""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from typing import Any

import msgspec
import segno
from msgspec import Struct

from services.typesetting import typeset

#: signs that no text font has, and those nobody sees
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "So"}
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


def qr_svg(url: str) -> str:
    """A QR code as SVG, with its quiet zone of four modules; a quarter of it may be torn off."""
    buffer = io.BytesIO()
    code = segno.make(url, error="q", micro=False)
    code.save(buffer, kind="svg", border=4, xmldecl=False, dark="#000000", light="#ffffff")
    return buffer.getvalue().decode("utf-8")


def printable(text: str, most: int) -> str:
    """One line without emoji and control signs, cut at a word where it is too long."""
    seen = "".join(" " if unicodedata.category(c) in _UNPRINTABLE else c for c in text)
    line = " ".join(seen.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[most // 2 :] else cut}…"


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
