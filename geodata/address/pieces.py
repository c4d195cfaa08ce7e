"""A text cut at its commas, brackets and its postcode; what each piece is."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from msgspec import Struct

from geodata.address.fold import fold_text, squeeze
from geodata.address.numbers import NUMBER
from geodata.address.words import ADDITION, CARE_OF, COUNTRIES, PART_OF_TOWN

_POSTCODE = re.compile(r"(?<!\d)(?:\bPLZ:?\s*)?(?:\bDE?[\s-]{1,3})?(\d{5})(?!\d)\s*", re.IGNORECASE)
#: a spreadsheet takes the zero from 01109
_SHORT_POSTCODE = re.compile(r"(?:^|,\s*|\bDE?-)(\d{4})\s+(?=[^\W\d_]{3})")
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)(?:[)\]}]|$)")
_PART_INSIDE = re.compile(
    r"[\s,]+(?:OT|Ortsteil|O\.T\.|Stadtteil)(?:\s+|\.\s*)(?=\w)", re.IGNORECASE
)
_ONLY_NUMBER = re.compile(
    rf"\s*(?:(?:nr|hausnummer|hausnr|hnr|no)\b\.?\s*)?(?:{NUMBER.pattern})\s*",
    re.VERBOSE | re.IGNORECASE,
)
_AT_SOMEONE = re.compile(r"^(?:bei|b\.|beim|im|in)\s", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


class Pieces(Struct, kw_only=True):
    """What was found: `streets` hold a number, `others` are not known yet."""

    postcode: str = ""
    town: str = ""
    locality: str = ""
    streets: list[str]
    others: list[str]
    additions: list[str]


def place_parts(text: str, places: AbstractSet[str]) -> tuple[str, ...]:
    """Folded names of the places a text consists of (`Dresden-Cossebaude`: two); () if it has more."""
    whole = squeeze(fold_text(text))
    if not whole:
        return ()
    if whole in places:
        return (whole,)
    words = [squeeze(word) for word in re.split(r"[\s/,.-]+", fold_text(text))]
    words = [word for word in words if word and word not in {"ot", "ortsteil", "stadtteil"}]
    return _split_places(words, places)


def _split_places(words: list[str], places: AbstractSet[str]) -> tuple[str, ...]:
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 4), start, -1):
            name = "".join(words[start:end])
            if name in places:
                found.append(name)
                start = end
                break
        else:
            return ()
    return tuple(found)


def _postcode(text: str) -> tuple[str, str, str | None]:
    """Postcode, the text before it, the text behind it (None where there is no postcode)."""
    found = None
    for found in _POSTCODE.finditer(text):  # noqa: B007 - the last one counts
        pass
    if found:
        return found[1], text[: found.start()], text[found.end() :]
    short = _SHORT_POSTCODE.search(text)
    rest = text[: short.start()] + " " + text[short.end() :] if short else ""
    if short and NUMBER.search(rest):
        return f"0{short[1]}", text[: short.start()], text[short.end() :]
    return "", text, None


def _split(text: str) -> list[str]:
    return [piece.strip(" -") for piece in text.split(",") if piece.strip(" -.")]


def _joined_numbers(pieces: list[str]) -> list[str]:
    """`Prager Straße, 12`: a piece that is only a number belongs to the one before it, or behind."""
    joined: list[str] = []
    waiting = ""
    for piece in pieces:
        is_number = bool(_ONLY_NUMBER.fullmatch(piece))
        if is_number and joined and not NUMBER.search(joined[-1]):
            joined[-1] = f"{joined[-1]} {piece}"
        elif is_number and not joined:
            waiting = piece
        else:
            joined.append(f"{piece} {waiting}".strip())
            waiting = ""
    return joined + ([waiting] if waiting else [])


def _town_and_rest(behind: str, places: AbstractSet[str], *, has_street: bool) -> tuple[str, str]:
    """The town behind a postcode, and what follows it in the same piece."""
    words = behind.split(" ")
    if has_street and not NUMBER.search(behind):
        return behind, ""
    for count in range(min(5, len(words)), 0, -1):
        if place_parts(" ".join(words[:count]), places):
            return " ".join(words[:count]), " ".join(words[count:])
    if NUMBER.search(behind) and len(words) > 2 and not places:
        return words[0], " ".join(words[1:])
    return ("", behind) if NUMBER.search(behind) else (behind, "")


def _sort_piece(piece: str, pieces: Pieces, places: AbstractSet[str], *, is_only: bool) -> None:
    part = PART_OF_TOWN.match(piece)
    if part:
        pieces.locality = piece[part.end() :].strip()
    elif fold_text(piece) in COUNTRIES:
        return
    elif place_parts(piece, places):
        pieces.town = f"{pieces.town} {piece}".strip()
    elif not is_only and (ADDITION.fullmatch(piece) or _AT_SOMEONE.match(piece)):
        pieces.additions.append(piece)
    elif NUMBER.search(piece) and _LETTERS.search(piece):
        pieces.streets.append(piece)
    elif _LETTERS.search(piece):
        pieces.others.append(piece)


def _cut_part_of_town(text: str, pieces: Pieces) -> str:
    """`Dresden OT Cossebaude`: the part goes where it belongs."""
    found = _PART_INSIDE.search(text)
    if not found:
        return text
    pieces.locality = text[found.end() :].strip(" ,")
    return text[: found.start()]


def _cut_brackets(text: str, pieces: Pieces, places: AbstractSet[str]) -> str:
    def take(found: re.Match[str]) -> str:
        inner = found[1].strip()
        if _POSTCODE.search(inner):
            return f", {inner}"
        part = PART_OF_TOWN.match(inner)
        if part or place_parts(inner, places):
            pieces.locality = inner[part.end() :] if part else inner
        elif inner:
            pieces.additions.append(inner)
        return " "

    return _BRACKETS.sub(take, text)


def _cut_care_of(text: str, pieces: Pieces) -> str:
    pieces.additions += [found.group().strip() for found in CARE_OF.finditer(text)]
    return CARE_OF.sub(" ", text)


def cut_pieces(text: str, places: AbstractSet[str] = frozenset()) -> Pieces:
    """Cut a cleaned text into pieces and say of each what it is.

    Parameters
    ----------
    places : folded and squeezed names of towns and their parts.
    """
    pieces = Pieces(streets=[], others=[], additions=[])
    text = _cut_care_of(_cut_brackets(text, pieces, places), pieces)
    pieces.postcode, before, behind = _postcode(text)
    left = _split(before)
    right = _split(behind or "")
    if behind and right and not behind.lstrip().startswith(","):
        has_street = any(NUMBER.search(piece) for piece in (*left, *right[1:])) or bool(left)
        first = _cut_part_of_town(right[0], pieces)
        pieces.town, rest = _town_and_rest(first, places, has_street=has_street)
        right[0] = rest
    everything = _joined_numbers([piece for piece in (*left, *right) if piece])
    numbered = sum(bool(NUMBER.search(piece)) for piece in everything)
    for piece in everything:
        is_only = (numbered <= 1 and bool(NUMBER.search(piece))) or len(everything) == 1
        cut = piece if PART_OF_TOWN.match(piece) else _cut_part_of_town(piece, pieces)
        _sort_piece(cut.strip(), pieces, places, is_only=is_only)
    return pieces
