"""Keys for records that bring none, or one that cannot stand in a web address.

The same record always gets the same key, whatever row it stands in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from geodata.normalise.values import BadValue, parse_bool, parse_key

#: fields that tell records of a collection apart; those of the second tuple only where needed
BASIS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "organisations": (("name",), ("address",)),
    "places": (("name", "address", "organisation_id"), ()),
    "opportunities": (("title", "organisation_id"), ("address", "starts_on", "ends_on")),
    "funded_projects": (
        ("title", "organisation_name", "programme", "year"), ("organisation_id", "amount_eur"),
    ),
    "events": (("title", "starts_at"), ("address", "organisation_id", "place_name")),
}  # fmt: skip
_OTHERS = (("name", "address"), ("kind", "lon", "lat"))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: what tells where something is: all addresses of a city are soon tried against a checksum
WHERE = ("address", "lon", "lat")
_SLUG_LENGTH = 40


def folded(text: str) -> str:
    """A text without what spelling noise changes: case, spaces, dots, quotes."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def slug(text: str) -> str:
    """Words of a text in the letters of a key, at most 40 signs."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_UMLAUTS))
    words = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode())
    return words[:_SLUG_LENGTH].strip("-")


def key_from(parts: Sequence[str]) -> str:
    """A key from what tells a record apart: readable, and with a checksum of all of it."""
    digest = hashlib.sha256("\n".join(folded(part) for part in parts).encode()).hexdigest()[:10]
    start = slug(parts[0])
    return f"{start}-{digest}" if start else digest


def usable_key(text: str, prefix: str) -> str:
    """The key of a file with the prefix of its source; signs a key cannot have are replaced."""
    if not text:
        return ""
    try:
        return parse_key(f"{prefix}{text}")
    except BadValue:
        digest = hashlib.sha256(text.encode()).hexdigest()[:10]
        return f"{prefix}{slug(text)}-{digest}" if slug(text) else f"{prefix}{digest}"


def _is_private(row: dict[str, str]) -> bool:
    try:
        return parse_bool(row.get("is_private", "").strip() or "nein")
    except BadValue:
        return True  # as `Row.is_private`: a mistake hides the place


def _without_place(row: dict[str, str], stand_in: str) -> dict[str, str]:
    """A row whose key may be published: of a private one it says nothing about the place."""
    return {**row, **dict.fromkeys(WHERE, stand_in)} if _is_private(row) else row


def derived_keys(
    collection: str, rows: Sequence[dict[str, str]], stand_ins: Sequence[str] = ()
) -> list[str]:
    """A key for each row; "" where the row has nothing to make one from.

    Rows alike in the first fields are told apart by the further ones, so that a key does not
    change where somebody mends an address.

    Parameters
    ----------
    stand_ins : one per row, what tells private ones apart in place of their address; without,
        their description
    """
    first, more = BASIS.get(collection, _OTHERS)
    stand_ins = stand_ins or [row.get("description", "") for row in rows]
    rows = [_without_place(row, text) for row, text in zip(rows, stand_ins, strict=True)]
    short = [key_from([row.get(f, "") for f in first]) for row in rows]
    counts = Counter(short)
    keys = []
    for row, key in zip(rows, short, strict=True):
        if not row.get(first[0]):
            keys.append("")
        elif counts[key] > 1 and more:
            keys.append(key_from([row.get(f, "") for f in (*first, *more)]))
        else:
            keys.append(key)
    return keys
