"""One address of a text, or a question to a person: never a guess that looks exact."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import structs

from geodata.address import fold_text, read_address, squeeze, street_key
from geodata.address.words import OTHER_TOWNS
from geodata.geocode.build import middle
from geodata.geocode.hits import Asked, Hit, hits_of_street, understand
from geodata.geocode.index import AddressIndex
from geodata.geocode.names import Distances, known_streets, most_slips, similar_streets
from geodata.geocode.result import MIN_CONFIDENCE, Candidate, Flag, GeocodeResult
from geodata.geocode.streets import is_one_street
from geodata.model import Precision

#: two answers whose costs lie closer are a question
MARGIN = 0.55
#: an answer that costs more is too weak
MAX_COST = 2.6
#: the best possible, what a slip takes from it, and what an unknown word or a missing postcode takes
BEST, PER_SLIP, UNKNOWN_PART, NO_POSTCODE = 1.0, 0.14, 0.04, 0.02
LATER_READING = 0.05
#: taken once more where the postcode belongs to another place
POSTCODE_DOUBT = 0.08
MOST_CANDIDATES = 8
FUZZY_READINGS = 3
#: slips allowed in a name, one step after the other
WIDER = (1, 3)


def confidence_of(cost: float, asked: Asked) -> float:
    """0 to 1 from the cost of an answer and from what the question left open."""
    others = len(asked.reading.others) + asked.is_town_unknown
    left = BEST - PER_SLIP * cost - UNKNOWN_PART * min(others, 2)
    return round(max(0.0, left - (0.0 if asked.reading.postcode else NO_POSTCODE)), 3)


class _Best:
    """The hits of all readings; of each address the cheapest."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], tuple[Hit, Asked]] = {}

    def add(self, hits: Iterable[Hit], asked: Asked) -> None:
        for hit in hits:
            known = self.found.get(hit.identity)
            if known is None or hit.cost < known[0].cost:
                self.found[hit.identity] = (hit, asked)

    @property
    def cost(self) -> float:
        """The cost of the best hit so far."""
        return min((hit.cost for hit, _ in self.found.values()), default=math.inf)

    def ordered(self) -> list[tuple[Hit, Asked]]:
        return sorted(self.found.values(), key=lambda pair: (pair[0].cost, pair[0].row.full_label))


class RegisterGeocoder:
    """Finds addresses in an index. Safe to share between threads.

    Parameters
    ----------
    index : the opened index.
    """

    def __init__(self, index: AddressIndex) -> None:
        self.index = index
        #: whether all addresses of a street (street_id) are one street
        self.is_one = lru_cache(maxsize=4096)(lambda street: is_one_street(index.groups_of(street)))

    def geocode(self, query: str) -> GeocodeResult:
        """Locate one address.

        Returns
        -------
        GeocodeResult with precision `address` only where one address fits clearly better than any
        other; `street`, `postcode` or `district` where only that is known; None otherwise. All but
        the first carry candidates.
        """
        readings = read_address(query, self.index.places)
        asked = [understand(reading, self.index) for reading in readings]
        if not asked:
            return GeocodeResult(query=query)
        if self._is_elsewhere(asked[0]):
            return GeocodeResult(query=query, flags=("other_town",))
        if not asked[0].reading.street:
            return self._coarse(query, asked[0], (), ())
        best = self._search(asked)
        return self._decide(query, asked[0], best)

    def geocode_many(self, queries: Iterable[str]) -> list[GeocodeResult]:
        """Locate many addresses; equal ones are looked up once."""
        asked = list(queries)
        known = {query: self.geocode(query) for query in dict.fromkeys(asked)}
        return [known[query] for query in asked]

    def _is_elsewhere(self, asked: Asked) -> bool:
        """Whether the town is another one: its name says so, or its postcode and its name do."""
        reading, index = asked.reading, self.index
        if asked.towns or asked.localities or reading.postcode in index.postcodes:
            return False
        names = (reading.town, *reading.others)
        if any(squeeze(fold_text(name)) in OTHER_TOWNS - index.places for name in names):
            return True
        return asked.is_town_unknown and bool(reading.postcode and index.postcodes)

    def _streets(self, asked: Asked, distances: Distances, extra: float) -> Iterator[Hit]:
        for street_id, distance in distances.items():
            flags: tuple[Flag, ...] = ("spelling",) if distance >= 1 else ()
            groups = self.index.groups_of(street_id)
            hits = list(hits_of_street(asked, groups, distance + extra, flags))
            # the number stands elsewhere on the same street: the place beside it is no rival
            if any(not hit.is_street for hit in hits) and self.is_one(street_id):
                hits = [hit for hit in hits if not hit.is_street]
            yield from hits

    def _search(self, all_asked: list[Asked]) -> _Best:
        best = _Best()
        for number, asked in enumerate(all_asked):
            key = street_key(asked.reading.street)
            hits = list(
                self._streets(asked, known_streets(self.index, key), number * LATER_READING)
            )
            best.add(hits, asked)
            if any(not hit.is_street and hit.cost < MARGIN for hit in hits):
                return best
        # what costs more than the best and the margin cannot change the answer: few slips first
        for slips in WIDER:
            self._add_similar(best, all_asked[:FUZZY_READINGS], slips)
            if best.cost + MARGIN <= slips + 1:
                break
        return best

    def _add_similar(self, best: _Best, all_asked: list[Asked], slips: int) -> None:
        for number, asked in enumerate(all_asked):
            street = asked.reading.street
            allowed = min(slips, most_slips(street_key(street).full))
            similar = similar_streets(self.index, street, slips=allowed)
            best.add(self._streets(asked, similar, number * LATER_READING), asked)

    def _decide(self, query: str, asked: Asked, best: _Best) -> GeocodeResult:
        ordered = best.ordered()
        if not ordered:
            return self._coarse(query, asked, ("unknown_street",), self._suggestions(asked))
        (first, by), rivals = ordered[0], [hit for hit, _ in ordered[1:]]
        near = [hit for hit in rivals if hit.cost - first.cost < MARGIN]
        candidates = self._candidates(ordered)
        if first.is_street:
            return self._street(query, by, first, [first, *near], candidates)
        confidence = confidence_of(first.cost, by)
        if near:
            return self._coarse(query, by, ("ambiguous", *first.flags), candidates)
        if first.cost > MAX_COST or confidence < MIN_CONFIDENCE:
            return self._coarse(query, by, ("weak", *first.flags), candidates)
        if "postcode_conflict" in first.flags:
            confidence = round(confidence - POSTCODE_DOUBT, 3)
        unknown: tuple[Flag, ...] = ("unknown_part",) if by.reading.others else ()
        return GeocodeResult(
            query=query,
            matched_address=first.row.label,
            lon=first.row.lon,
            lat=first.row.lat,
            precision="address",
            confidence=confidence,
            flags=(*first.flags, *unknown),
        )

    def _street(
        self,
        query: str,
        asked: Asked,
        first: Hit,
        near: list[Hit],
        candidates: tuple[Candidate, ...],
    ) -> GeocodeResult:
        """The street is there, the number is not, or none was asked for."""
        has_number = asked.reading.house.number is not None
        flags = tuple(flag for flag in first.flags if has_number or flag != "unknown_number")
        street = self.index.groups_of(self.index.id_of[first.row.street])
        groups = [street[hit.group] for hit in near if hit.row.street == first.row.street]
        if (
            len(groups) < len(near)
            or any(not hit.is_street for hit in near)
            or not is_one_street(groups)
        ):
            return self._coarse(query, asked, ("several_streets", *flags), candidates)
        rows = [row for group in groups for row in group]
        near_number = [(first.row.lon, first.row.lat)]
        point = middle(near_number if has_number else [(row.lon, row.lat) for row in rows])
        place = f"{first.row.postcode} {first.row.town}".strip()
        cost = first.cost if has_number else first.cost - 0.8
        return GeocodeResult(
            query=query,
            matched_address=f"{first.row.street}, {place}" if place else first.row.street,
            lon=point[0] if point else None,
            lat=point[1] if point else None,
            precision="street",
            confidence=round(0.7 * confidence_of(max(cost, 0.0), asked), 3),
            flags=flags,
            candidates=candidates if has_number else (),
        )

    def _coarse(
        self, query: str, asked: Asked, flags: tuple[Flag, ...], candidates: tuple[Candidate, ...]
    ) -> GeocodeResult:
        """Only the postcode or the part of the town is sure, or nothing."""
        index, reading = self.index, asked.reading
        answer = GeocodeResult(query=query, flags=flags, candidates=candidates)
        if reading.postcode in index.postcodes:
            label = f"{reading.postcode} {reading.town}".strip()
            return _at(answer, index.postcodes[reading.postcode], "postcode", label, 0.3)
        if len(asked.localities) == 1:
            (name,) = asked.localities
            point = index.middle_of_locality(name)
            return _at(answer, point, "district", index.locality_texts[name][0], 0.2)
        return answer

    def _candidates(self, ordered: list[tuple[Hit, Asked]]) -> tuple[Candidate, ...]:
        labels = Counter(hit.row.full_label for hit, _ in ordered)
        made: dict[str, Candidate] = {}
        for hit, asked in ordered:
            row, label = hit.row, hit.row.full_label
            if labels[label] > 1:
                # the register has no word that tells them apart
                label = f"{label} [{row.lat:.4f}, {row.lon:.4f}]"
            sure = confidence_of(hit.cost, asked)
            candidate = Candidate(label=label, lon=row.lon, lat=row.lat, confidence=sure)
            made.setdefault(label, candidate)
        return tuple(made.values())[:MOST_CANDIDATES]

    def _suggestions(self, asked: Asked) -> tuple[Candidate, ...]:
        """Addresses a person may have meant, where nothing is near enough to be found."""
        street = asked.reading.street
        if len(street) < 4:
            return ()
        slips = max(3, len(street) // 3)
        best = _Best()
        best.add(
            self._streets(asked, similar_streets(self.index, street, slips=slips, limit=6), 0.0),
            asked,
        )
        return self._candidates([pair for pair in best.ordered() if not pair[0].is_street])


def _at(
    answer: GeocodeResult,
    point: tuple[float, float] | None,
    precision: Precision,
    label: str,
    confidence: float,
) -> GeocodeResult:
    if point is None:
        return answer
    return structs.replace(
        answer,
        matched_address=label,
        lon=point[0],
        lat=point[1],
        precision=precision,
        confidence=confidence,
    )
