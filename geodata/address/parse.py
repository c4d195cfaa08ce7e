"""A text as the parts of an address; where it may mean several things, as several readings.

`Prager Str. 12 (Hof), 01069 Dresden`, `01069 Dresden, Prager Straße 12`, `12 Prager Straße` and
`Straße des 17. Juni 25, OT Cossebaude` all come out as street, house number, postcode and town.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from geodata.address.fold import MAX_ADDRESS, clean_address, fold_text, squeeze
from geodata.address.numbers import NO_NUMBER, NUMBER, HouseNumber, house_number_of
from geodata.address.pieces import Pieces, cut_pieces, place_parts
from geodata.address.words import ADDITION, AT_SOMEONE, MONTHS, NUMBER_WORDS

#: more meanings than these are no address that somebody wrote
MAX_READINGS = 8
#: a rank above that of every number which is none of a date
_ORDINAL_RANK = 9 * MAX_ADDRESS

_MONTH = re.compile(rf"^\W*(?:{'|'.join(MONTHS)})\b")
_ORDINAL = re.compile(r"^\s?\.\s?[^\W\d_]{2}")
_ENDS_OPEN = re.compile(r"\b(?:der|des|dem|den|die|d|zur|zum|am|an|und)\.?\s*$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


class ParsedAddress(Struct, frozen=True, kw_only=True):
    """The parts of an address, as they were written ("" = not there).

    `house`: the number, comparable. `locality`: a part of the town that is called so (`OT ...`).
    `addition`: what says where in the house, or with whom. `others`: pieces that nobody knows.
    """

    street: str = ""
    house: HouseNumber = NO_NUMBER
    postcode: str = ""
    town: str = ""
    locality: str = ""
    addition: str = ""
    others: tuple[str, ...] = ()

    @property
    def number(self) -> int | None:
        """The (first) house number."""
        return self.house.number

    @property
    def suffix(self) -> str:
        """The letter of the house number, lower case."""
        return self.house.suffix

    @property
    def range_end(self) -> int | None:
        """The last house number of a range such as `14-18`."""
        return self.house.end


def _is_ordinal(after: str) -> bool:
    """Whether a number belongs to the words behind it: `17. Juni`, `17 Juni`, `2. Steinweg`."""
    return bool(_MONTH.match(fold_text(after)) or _ORDINAL.match(after))


def _rank(before: str, after: str) -> int:
    """How unlikely it is that a number between these texts is the house number."""
    if _is_ordinal(after):
        return _ORDINAL_RANK
    if not _LETTERS.search(before):
        return 2 * MAX_ADDRESS
    return MAX_ADDRESS if _ENDS_OPEN.search(before) else 0


def _trimmed(text: str) -> str:
    return NUMBER_WORDS.sub("", text).strip(" ,.-/:") if text else ""


def _street_text(text: str) -> str:
    """A street's name without what leads to the number; a last dot belongs to an abbreviation."""
    return NUMBER_WORDS.sub("", text).strip(" ,-/:")


def _is_inside(floor: re.Match[str], number: re.Match[str]) -> bool:
    return number.start("number") < floor.start() < number.end()


def _ends_range(floor: re.Match[str], piece: str) -> bool:
    """Whether what looks like a floor is the end of a range: `11-13 Eingang B`, not `11/2. OG`."""
    return piece[: floor.start()].rstrip().endswith(("-", "/")) and "." not in floor.group()[:4]


def _without_additions(piece: str, additions: list[str]) -> str:
    """A piece without what stands behind its house number and is no town."""
    someone = AT_SOMEONE.search(piece)
    if someone:
        additions.append(someone["addition"].strip())
        piece = piece[: someone.start("addition")]
    first = next((n for n in NUMBER.finditer(piece) if _LETTERS.search(piece[: n.start()])), None)
    if first is None:
        return piece
    head, tail = piece[: first.end()], piece[first.end() :]
    # `12 2. OG`: the range of a number must not swallow the floor
    floor = ADDITION.search(piece, first.start("number"))
    if floor and _is_inside(floor, first) and not _ends_range(floor, piece):
        head, tail = piece[: floor.start()], piece[floor.start() :]
    additions += [found.group().strip() for found in ADDITION.finditer(tail)]
    return head + ADDITION.sub(" ", tail)


def _numbered(piece: str, base: ParsedAddress) -> list[tuple[int, ParsedAddress]]:
    """Every reading of a piece with a house number, and its rank."""
    additions: list[str] = [base.addition] if base.addition else []
    piece = _without_additions(piece, additions)
    found: list[tuple[int, ParsedAddress]] = []
    for number in NUMBER.finditer(piece):
        before, after = piece[: number.start()], piece[number.end() :]
        rank, rest = _rank(before, after), _trimmed(after)
        street = _street_text(before)
        if not _LETTERS.search(before):
            street, rest = rest, ""
        if not _LETTERS.search(street):
            continue
        reading = structs.replace(
            base,
            street=street,
            house=house_number_of(number),
            addition=", ".join(additions),
            others=(*base.others, *([rest] if rest else [])),
        )
        # of two that are alike, the one that stands further behind
        found.append((rank - number.start(), reading))
    return found


def _placed(reading: ParsedAddress, places: AbstractSet[str]) -> ParsedAddress:
    """Pieces that nobody knew yet may be the town or a part of it."""
    town, others = reading.town, []
    for other in reading.others:
        if place_parts(other, places):
            town = f"{town} {other}".strip()
        else:
            others.append(other)
    return structs.replace(reading, town=town, others=tuple(others))


def _without_leading_place(
    reading: ParsedAddress, places: AbstractSet[str]
) -> ParsedAddress | None:
    """`Dresden Prager Straße`: the same without the town in front, None where there is none."""
    words = reading.street.split(" ")
    for count in range(min(3, len(words) - 1), 0, -1):
        head = " ".join(words[:count])
        if squeeze(fold_text(head)) in places:
            rest = " ".join(words[count:])
            return structs.replace(reading, street=rest, town=f"{head} {reading.town}".strip())
    return None


def _without_trailing_place(
    reading: ParsedAddress, places: AbstractSet[str]
) -> ParsedAddress | None:
    """`Prager Straße Dresden`: the same without the town at the end."""
    words = reading.street.split(" ")
    for count in range(min(3, len(words) - 1), 0, -1):
        tail = " ".join(words[-count:])
        if place_parts(tail, places):
            rest = " ".join(words[:-count])
            return structs.replace(reading, street=rest, town=f"{reading.town} {tail}".strip())
    return None


def _readings_of(pieces: Pieces) -> list[ParsedAddress]:
    base = ParsedAddress(
        postcode=pieces.postcode,
        town=pieces.town,
        locality=pieces.locality,
        addition=", ".join(pieces.additions),
    )
    ranked: list[tuple[int, ParsedAddress]] = []
    for position, piece in enumerate(pieces.streets):
        others = tuple(other for i, other in enumerate(pieces.streets) if i != position)
        start = structs.replace(base, others=(*others, *pieces.others))
        # a piece further left comes first where all else is equal
        ranked += [(rank + position, one) for rank, one in _numbered(piece, start)]
    if not (pieces.streets or pieces.others):
        return [base] if base != ParsedAddress(addition=base.addition) else []
    ranked.sort(key=lambda pair: pair[0])
    likely = [one for rank, one in ranked if rank < _ORDINAL_RANK - MAX_ADDRESS]
    unlikely = [one for rank, one in ranked if rank >= _ORDINAL_RANK - MAX_ADDRESS]
    return [*likely, *_unnumbered(pieces, base), *unlikely]


def _unnumbered(pieces: Pieces, base: ParsedAddress) -> list[ParsedAddress]:
    """Every piece by itself as a street: there is no number, or it belongs to the name."""
    all_pieces = (*pieces.streets, *pieces.others)
    return [
        structs.replace(
            base, street=_street_text(piece), others=(*all_pieces[:i], *all_pieces[i + 1 :])
        )
        for i, piece in enumerate(all_pieces)
    ]


def read_address(text: str, places: AbstractSet[str] = frozenset()) -> tuple[ParsedAddress, ...]:
    """All sensible readings of a text, the most likely first; at most `MAX_READINGS`.

    A text that only names a place (`01156 Cossebaude`) has one reading without a street.

    Parameters
    ----------
    places : folded and squeezed names of towns and their parts, which tells a town without a
        postcode from an unknown addition.
    """
    readings: list[ParsedAddress] = []
    for reading in _readings_of(cut_pieces(clean_address(text), places)):
        placed = _placed(reading, places)
        variants = [_without_leading_place(placed, places), placed]
        if placed.house == NO_NUMBER:
            variants.insert(0, _without_trailing_place(placed, places))
        readings += [one for one in variants if one is not None and one not in readings]
    return tuple(readings[:MAX_READINGS])


def parse_address(text: str, places: AbstractSet[str] = frozenset()) -> ParsedAddress:
    """The most likely reading of a text, see `read_address`."""
    readings = read_address(text, places)
    return readings[0] if readings else ParsedAddress()
