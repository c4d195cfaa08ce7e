"""Streets and addresses while somebody types: `Prager Str` gives streets, `Prager Str 1` addresses.

Over the index that the build of the snapshot made; nothing is asked for over the network.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from geodata.address import ParsedAddress, read_address, street_key
from geodata.errors import SourceError
from geodata.geocode import AddressIndex, RegisterGeocoder, open_index
from geodata.geocode.build import middle
from geodata.geocode.index import index_name
from geodata.geocode.names import known_streets
from geodata.geocode.result import GeocodeResult, Row
from geodata.snapshot import Snapshot
from services.contracts import Located

#: a beginning shorter than this fits half of all streets
MIN_LETTERS = 2
#: confidence of a street, from its beginning to its whole name
BEGUN, PER_SHARE = 0.7, 0.2
#: confidence of an address whose number is not typed to its end
BEGUN_NUMBER = 0.8


def open_register(folder: Path | None, snapshot: Snapshot) -> Register | None:
    """The register that the build of a snapshot used; None where none is loaded.

    Parameters
    ----------
    folder : where the builds put their indexes
    """
    for source in snapshot.sources if folder else ():
        path = folder / index_name(source.sha256) if folder and source.sha256 else None
        if path is None or not path.is_file():
            continue
        try:
            return Register(open_index(path))
        except SourceError:
            # damaged: the next build makes it anew, until then nothing is known
            continue
    return None


def _street_label(row: Row, *, is_one: bool) -> str:
    place = f"{row.postcode} {row.town}".strip()
    label = f"{row.street}, {place}" if place else row.street
    return f"{label} ({row.locality})" if row.locality and not is_one else label


def _located(
    label: str, kind: str, precision: str, confidence: float, point: tuple[float, float]
) -> Located:
    return Located(
        label=label,
        kind=kind,
        district_id=None,
        precision=precision,
        confidence=round(confidence, 3),
        lon=point[0],
        lat=point[1],
    )


class Register:
    """Looks up what is typed in an index. Safe to share between threads."""

    def __init__(self, index: AddressIndex) -> None:
        self.index = index
        self.geocoder = RegisterGeocoder(index)

    @cached_property
    def _forms(self) -> list[str]:
        return sorted(self.index.forms)

    def find(self, q: str, limit: int) -> list[Located]:
        """Streets and addresses, best first, without their districts.

        What fits an address exactly comes alone; a number that may go on brings those that begin so.
        """
        readings = read_address(q, self.index.places)
        if not readings:
            return []
        if readings[0].house.number is None:
            return self._without_number(q, readings, limit)
        exact = self._exact(self.geocoder.geocode(q))
        begun = islice(self._begun_numbers(readings[0]), limit)
        unique = {(one.kind, one.lon, one.lat): one for one in reversed([*exact, *begun])}
        found = sorted(unique.values(), key=lambda one: -one.confidence)
        return found[:limit]

    def _without_number(
        self, q: str, readings: Iterable[ParsedAddress], limit: int
    ) -> list[Located]:
        begun = next((f for r in readings if (f := self._begun_streets(r, limit))), [])
        return begun or self._exact(self.geocoder.geocode(q))

    # --- streets

    def _begun_streets(self, reading: ParsedAddress, limit: int) -> list[Located]:
        begin = street_key(reading.street).full
        if len(begin) < MIN_LETTERS:
            return []
        found: dict[int, float] = {}
        for form in self._forms_from(begin):
            share = BEGUN + PER_SHARE * len(begin) / len(form)
            for street_id, _ in self.index.forms[form]:
                found[street_id] = max(share, found.get(street_id, 0.0))
        best = sorted(found.items(), key=lambda pair: (-pair[1], self.index.names[pair[0]]))
        streets = (one for pair in best[:limit] for one in self._street(*pair, reading))
        return list(islice(streets, limit))

    def _forms_from(self, begin: str) -> Iterator[str]:
        for position in range(bisect_left(self._forms, begin), len(self._forms)):
            if not self._forms[position].startswith(begin):
                return
            yield self._forms[position]

    def _street(
        self, street_id: int, confidence: float, reading: ParsedAddress
    ) -> Iterator[Located]:
        """A street; one per place where several have its name."""
        groups = self.index.groups_of(street_id)
        rows = [row for group in groups for row in group]
        fitting = [group for group in groups if group[0].postcode == reading.postcode]
        is_one = self.geocoder.is_one(street_id)
        for group in fitting or ([tuple(rows)] if is_one else groups):
            point = middle([(row.lon, row.lat) for row in group])
            if point:
                label = _street_label(group[0], is_one=is_one)
                yield _located(label, "street", "street", confidence, point)

    # --- addresses

    def _exact(self, result: GeocodeResult) -> list[Located]:
        if result.precision is not None and result.lon is not None and result.lat is not None:
            kind = "locality" if result.precision == "district" else result.precision
            point = (result.lon, result.lat)
            label = result.matched_address or result.query
            answer = _located(label, kind, result.precision, result.confidence, point)
            if result.precision in ("address", "street"):
                return [answer]
            return [*self._candidates(result), answer]
        return self._candidates(result)

    def _candidates(self, result: GeocodeResult) -> list[Located]:
        return [
            _located(c.label, "address", "address", c.confidence, (c.lon, c.lat))
            for c in result.candidates
        ]

    def _begun_numbers(self, reading: ParsedAddress) -> Iterator[Located]:
        """Addresses of the street whose number begins as typed."""
        begin = str(reading.house)
        streets = known_streets(self.index, street_key(reading.street))
        for street_id in sorted(streets, key=lambda one: (streets[one], one)):
            for row in self.index.rows_of(street_id):
                is_fitting = reading.postcode in ("", row.postcode)
                if is_fitting and str(row.house).startswith(begin):
                    point = (row.lon, row.lat)
                    yield _located(row.full_label, "address", "address", BEGUN_NUMBER, point)
