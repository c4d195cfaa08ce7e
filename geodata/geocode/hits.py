"""How well an address of the register fits a reading: its cost, counted in slips of the hand.

A house number fits or it does not; a postcode or a part of the town that contradicts costs as
much as a slip in the name, so that neither is overruled silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from rapidfuzz.distance import OSA

from geodata.address import HouseNumber, ParsedAddress, fold_text
from geodata.address.pieces import place_parts
from geodata.geocode.index import AddressIndex, locality_names
from geodata.geocode.names import similar_place
from geodata.geocode.result import Flag, Row

POSTCODE_CONFLICT, POSTCODE_SLIP, PLACE_CONFLICT, NO_SUCH_NUMBER = 1.0, 0.8, 1.0, 0.8
FROM_RANGE, INSIDE_RANGE = 0.6, 0.7


class Asked(Struct, frozen=True, kw_only=True):
    """A reading with what its words for town and part mean in this register."""

    reading: ParsedAddress
    towns: frozenset[str]
    localities: frozenset[str]
    is_town_unknown: bool


class Hit(Struct, frozen=True, kw_only=True):
    """One address that may be meant; `is_street`: the street fits, the number is not there.

    `group`: which of the street's groups (`split_street`) it stands in.
    """

    row: Row
    cost: float
    flags: tuple[Flag, ...] = ()
    is_street: bool = False
    group: int = 0

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes two hits the same answer."""
        house = None if self.is_street else self.row.house
        return (self.row.street, house, self.group)


def _places_of(text: str, index: AddressIndex) -> tuple[str, ...]:
    """Known places in a text, slips forgiven; () for an unknown one."""
    known = place_parts(text, index.places)
    if known or not text:
        return known
    words = [word for word in fold_text(text).replace("-", " ").replace("/", " ").split() if word]
    whole = similar_place("".join(words), index.places)
    if whole:
        return (whole,)
    return tuple(filter(None, (similar_place(word, index.places) for word in words)))


def understand(reading: ParsedAddress, index: AddressIndex) -> Asked:
    """Look up the words for town and part of the town."""
    found = (*_places_of(reading.town, index), *_places_of(reading.locality, index))
    return Asked(
        reading=reading,
        towns=frozenset(name for name in found if name in index.towns),
        localities=frozenset(name for name in found if name not in index.towns),
        is_town_unknown=bool(reading.town) and not found,
    )


def number_cost(asked: HouseNumber, known: HouseNumber) -> float | None:
    """How far a known house number is from the one asked for; None for another house."""
    if asked == known:
        return 0.0
    if asked.number is None or known.number is None:
        return None
    first = (asked.number, asked.suffix) == (known.number, known.suffix)
    if first and (asked.end is None or known.end is None):
        return FROM_RANGE
    if known.end is None:
        is_last = (asked.end, asked.end_suffix) == (known.number, known.suffix)
        return INSIDE_RANGE if is_last else None
    if first:
        return INSIDE_RANGE
    is_last = (asked.number, asked.suffix) == (known.end, known.end_suffix)
    is_plain = not asked.suffix and _is_inside(asked.number, known.number, known.end)
    return INSIDE_RANGE if is_last or is_plain else None


def _is_inside(number: int, first: int, last: int) -> bool:
    """Inside a range lie the numbers of its side of the street; of both, if it names both."""
    is_same_side = (number - first) % 2 == 0 or (last - first) % 2 == 1
    return first < number <= last and is_same_side


def _postcode_cost(asked: str, known: str) -> float:
    if not asked or not known or asked == known:
        return 0.0
    return POSTCODE_SLIP if OSA.distance(asked, known) == 1 else POSTCODE_CONFLICT


def place_cost(asked: Asked, row: Row) -> tuple[float, tuple[Flag, ...]]:
    """What postcode, town and part of the town say against a row."""
    postcode = _postcode_cost(asked.reading.postcode, row.postcode)
    flags: tuple[Flag, ...] = ("postcode_conflict",) if postcode else ()
    is_other_part = bool(asked.localities and row.localities) and not (
        asked.localities & set(row.localities)
    )
    is_other_town = bool(asked.towns and row.town) and not (
        asked.towns & set(locality_names(row.town))
    )
    if is_other_part or is_other_town:
        # a postcode that fits says more than the name of a part with its soft borders
        fits = bool(asked.reading.postcode) and not postcode and not is_other_town
        return postcode + (PLACE_CONFLICT / 2 if fits else PLACE_CONFLICT), (
            *flags, "locality_conflict",
        )  # fmt: skip
    return postcode, flags


def _nearest(house: HouseNumber, rows: Sequence[Row]) -> Row:
    """The address whose number is nearest, on the same side of the street if there is one."""
    number = house.number or 0
    same_side = [row for row in rows if ((row.house.number or 0) - number) % 2 == 0]
    return min(
        same_side or rows, key=lambda row: (abs((row.house.number or 0) - number), row.house.place)
    )


def hits_of_street(
    asked: Asked, groups: Iterable[tuple[Row, ...]], distance: float, flags: tuple[Flag, ...]
) -> Iterator[Hit]:
    """The addresses of one street that fit, the best of each postcode and part of the town.

    Where the number is not there, one hit per place says so.

    Parameters
    ----------
    groups : the street's addresses as `split_street` gives them.
    """
    for number, group in enumerate(groups):
        against, said = place_cost(asked, group[0])
        fitting = [
            (cost, row)
            for row in group
            if (cost := number_cost(asked.reading.house, row.house)) is not None
        ]
        if fitting:
            cost, row = min(fitting, key=lambda pair: (pair[0], pair[1].house.place))
            ranged: tuple[Flag, ...] = ("range",) if cost else ()
            said = (*flags, *said, *ranged)
            yield Hit(row=row, cost=distance + against + cost, flags=said, group=number)
        else:
            row = _nearest(asked.reading.house, group)
            cost = distance + against + NO_SUCH_NUMBER
            said = (*flags, *said, "unknown_number")
            yield Hit(row=row, cost=cost, flags=said, is_street=True, group=number)
