"""All districts by name: under their borough, from A to Z with their localities, and by a place."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from geodata.model import District
from geodata.snapshot import Snapshot
from routes.context import services
from services.contracts import BadQuery, SearchResult
from services.text import fold_plain as name_key


class Name(Struct, frozen=True, kw_only=True):
    """One line of the list from A to Z. `inside`: the district a locality lies in."""

    text: str
    district_id: str
    inside: str | None = None


def count_of(result: SearchResult, parameter: str, value: str) -> int:
    """What choosing a value of a filter would match; 0 where nobody counted it."""
    return next((f.count for f in result.facets.get(parameter, ()) if f.value == value), 0)


def _letter(text: str) -> str:
    first = name_key(text)[:1].upper()
    return first if first.isalpha() else "#"


def names_by_letter(held: Snapshot) -> list[tuple[str, list[Name]]]:
    """Districts and their localities from A to Z; a locality leads to its district."""
    names = [Name(text=d.name, district_id=d.district_id) for d in held.districts]
    for district in held.districts:
        names += [
            Name(text=part, district_id=district.district_id, inside=district.name)
            for part in district.localities
            if name_key(part) != name_key(district.name)
        ]
    names.sort(key=lambda name: (name_key(name.text), name.district_id))
    return [(letter, list(some)) for letter, some in groupby(names, lambda n: _letter(n.text))]


def by_borough(
    held: Snapshot, counts: SearchResult
) -> list[tuple[District, int, list[tuple[District, int]]]]:
    """Boroughs by name, each with its count and its districts."""
    found = []
    for borough in sorted(held.boroughs, key=lambda area: name_key(area.name)):
        parts = [
            (district, count_of(counts, "district", district.district_id))
            for district in sorted(held.districts, key=lambda area: name_key(area.name))
            if district.parent_id == borough.district_id
        ]
        found.append((borough, count_of(counts, "borough", borough.district_id), parts))
    return found


def _of_borough(asked: str, held: Snapshot) -> list[Name]:
    """The districts of a borough of exactly that name."""
    ids = {b.district_id for b in held.boroughs if name_key(b.name) == name_key(asked)}
    return [
        Name(text=district.name, district_id=district.district_id)
        for district in held.districts
        if district.parent_id in ids
    ]


def places_of(asked: str, held: Snapshot) -> tuple[list[Name], bool]:
    """Places of that name, one of each district, and whether a register would know more."""
    try:
        answer = services().locate.locate(asked)
    except BadQuery:
        return [], False
    unique: dict[str, Name] = {}
    for found in answer.candidates:
        area = held.district_by_id.get(found.district_id or "")
        if area is not None:
            inside = None if area.name == found.label else area.name
            name = Name(text=found.label, district_id=area.district_id, inside=inside)
            unique.setdefault(area.district_id, name)
    places = list(unique.values())
    if not (places and name_key(places[0].text) == name_key(asked)):
        places = _of_borough(asked, held) or places
    return places, "addresses" in answer.not_loaded


def is_clear(places: list[Name], asked: str) -> bool:
    """Whether it is one district that was meant."""
    return bool(places) and (len(places) == 1 or name_key(places[0].text) == name_key(asked))
