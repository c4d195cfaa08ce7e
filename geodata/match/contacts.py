"""Where an entry stands and how it is reached, in a form that can be compared."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct
from rapidfuzz import fuzz

from geodata.match.names import fold

#: how two places lie to each other; `unknown` where one of them is not known
Placing = Literal["same", "near", "area", "unknown", "conflict"]

#: points this close are one place (a register puts a number on the house, a person on the door)
SAME_M = 60.0
NEAR_M = 250.0
FAR_M = 500.0
_METRES_PER_DEGREE = 111_195.0

# the 17 in "Straße des 17. Juni 25" is no house number
_NUMBER = re.compile(r"(\d+)(?![\d.]*\.\s*[a-z])\s*(?:[-/–+]\s*\d+)?\s*([a-z](?![a-z]))?")
_POSTCODE = re.compile(r"(?<!\d)(\d{4,5})(?!\d)")
_SITE = re.compile(r"(?:[a-z]+://)?(?:[^/?#@]*@)?(?P<host>[^/?#@:\s]+)(?::\d+)?(?P<path>[^?#\s]*)")
_STREET_END = re.compile(r"(?:strasse|strase|str\.?)(?![a-z])")
#: everybody's pages: their host tells nothing, their path does
_PLATFORMS = (
    "facebook.com", "instagram.com", "youtube.com", "linktr.ee", "twitter.com", "x.com",
    "jimdofree.com", "jimdo.com", "wordpress.com", "blogspot.com", "sites.google.com", "meetup.com",
    "betterplace.org", "wixsite.com", "github.io", "de.wikipedia.org",
)  # fmt: skip


class Address(Struct, frozen=True):
    """An address: folded street without its ending, number, letter, postcode; "" = not told."""

    street: str
    number: str
    letter: str
    postcode: str


@lru_cache(maxsize=65_536)
def parse_address(text: str) -> Address | None:
    """Street, number and postcode of an address as sources write it; None for no text.

    This is a reading for comparison, not for looking an address up.
    """
    folded = " ".join(fold(text[:200]).replace(",", " , ").split())
    if not folded:
        return None
    postcode = next((m.group(1) for m in _POSTCODE.finditer(folded)), "")
    head = folded.split(" , ", maxsplit=1)[0]
    if postcode and head.strip().startswith(postcode) and "," in folded:
        head = folded.split(" , ", maxsplit=1)[1]
    head = head.replace(postcode, " ") if len(postcode) >= 4 else head
    found = _NUMBER.search(head)
    street = _STREET_END.sub("str", head[: found.start()] if found else head)
    return Address(
        street="".join(re.findall(r"[a-z]+", street)),
        number=found.group(1) if found else "",
        letter=(found.group(2) or "") if found else "",
        postcode=postcode.zfill(5) if postcode else "",
    )


def phone_key(text: str | None) -> str:
    """Digits of a number without country and trunk prefix; "" for none."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", text or ""))
    digits = digits.removeprefix("00")
    if digits.startswith("49") and len(digits) > 9:
        digits = digits[2:]
    return digits.lstrip("0")


def is_same_phone(left: str, right: str) -> bool:
    """Equal, or equal but for the area code or the 0 of a switchboard."""
    short, long = sorted((left, right), key=len)
    return long == short or (len(short) >= 6 and (long.endswith(short) or long == f"{short}0"))


def mail_key(text: str | None) -> str:
    """A mail address in small letters; "" for none."""
    return (text or "").strip().casefold().removeprefix("mailto:")


def site_key(text: str | None) -> tuple[str, str]:
    """Host without `www.` and path without its end; on platforms of many, the host is with path."""
    found = _SITE.match((text or "").strip().casefold())
    if not found:
        return "", ""
    host = found.group("host").removeprefix("www.").rstrip(".")
    path = re.sub(
        r"/(?:index|home|start|startseite)?(?:\.(?:html?|php))?$", "", found.group("path")
    )
    if any(host == name or host.endswith(f".{name}") for name in _PLATFORMS):
        return f"{host}{path}", ""
    return host, path.rstrip("/")


def metres_between(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Distance of two lon, lat points of one city, on a plane: enough for "next door"."""
    shrink = math.cos(math.radians((left[1] + right[1]) / 2))
    dx, dy = (left[0] - right[0]) * shrink, left[1] - right[1]
    return math.hypot(dx, dy) * _METRES_PER_DEGREE


class Where(Struct, frozen=True):
    """Where an entry stands, as far as it says. `point`: lon, lat, only if it is exact."""

    address: Address | None
    point: tuple[float, float] | None
    district: str


def where_of(row: Mapping[str, Any]) -> Where:
    """Address, exact point and district of a typed row."""
    geometry = row.get("geometry")
    is_exact = row.get("geocode_precision") in (None, "address")
    if geometry is None or geometry.is_empty or not is_exact:
        geometry = None
    address = row.get("address")
    return Where(
        address=parse_address(address) if address else None,
        point=None if geometry is None else (geometry.x, geometry.y),
        district=row.get("district_id") or "",
    )


def _compare_addresses(left: Address, right: Address) -> Placing:
    if left.postcode and right.postcode and left.postcode != right.postcode:
        return "conflict"
    if not left.street or not right.street:
        return "area" if left.postcode and left.postcode == right.postcode else "unknown"
    if left.street != right.street and fuzz.ratio(left.street, right.street) < 88:
        return "conflict"
    if not left.number or not right.number:
        return "near"
    if left.number != right.number:
        return "conflict"
    is_exact = left.street == right.street or bool(left.postcode and right.postcode)
    is_letter = left.letter == right.letter or not (left.letter and right.letter)
    return "same" if is_exact and is_letter else "near"


def compare_places(left: Where, right: Where) -> Placing:
    """How two places lie to each other.

    An address and a point can disagree (somebody moved, a point was set by hand): the more
    careful answer counts.
    """
    by_address: Placing = "unknown"
    if left.address and right.address:
        by_address = _compare_addresses(left.address, right.address)
    if left.point is None or right.point is None:
        if by_address == "unknown" and left.district and right.district:
            return "area" if left.district == right.district else "conflict"
        return by_address
    distance = metres_between(left.point, right.point)
    if by_address in ("unknown", "area"):
        return _placing_of(distance)
    if distance > FAR_M:
        return "conflict"
    return by_address if by_address != "conflict" or distance > SAME_M else "near"


def _placing_of(distance_m: float) -> Placing:
    if distance_m <= SAME_M:
        return "same"
    if distance_m <= NEAR_M:
        return "near"
    return "area" if distance_m <= FAR_M else "conflict"
