"""Where is it? Answers from local data alone: areas, localities, named places, stops, addresses."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

import shapely
from msgspec import Struct, structs
from rapidfuzz import process
from rapidfuzz.distance import Indel

from geodata.assign import LabelGrid
from geodata.city import City
from geodata.model import District
from geodata.snapshot import Snapshot
from services.contracts import BadQuery, Bbox, Located, LocateResult, SnapshotService
from services.locate_register import Register, open_register
from services.text import index_words, words

#: areas come before the places in them
_KIND_BONUS = {
    "district": 0.03,
    "borough": 0.025,
    "locality": 0.02,
    "contact_point": 0.01,
    "place": 0.005,
}
TYPO_MIN_RATIO = 0.78
TYPO_MIN_LETTERS = 4
MAX_QUERY, MAX_WORDS = 200, 10


class _Name(Struct, frozen=True, kw_only=True):
    """One name that can be found."""

    folded: str
    words: tuple[str, ...]
    answer: Located


def _bbox_of(area: District) -> Bbox:
    west, south, east, north = area.geometry.bounds
    return (west, south, east, north)


def _area(area: District, label: str, kind: str) -> Located:
    point = area.geometry.representative_point()
    return Located(
        label=label,
        kind=kind,
        district_id=area.district_id,
        precision="district",
        confidence=0.0,
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        bbox=_bbox_of(area),
    )


def _areas(snapshot: Snapshot) -> Iterator[tuple[str, Located]]:
    for borough in snapshot.boroughs:
        yield borough.name, _area(borough, borough.name, "borough")
    for district in snapshot.districts:
        yield district.name, _area(district, district.name, "district")
        for locality in district.localities:
            label = f"{locality} ({district.name})"
            yield locality, _area(district, label, "locality")


def _places(snapshot: Snapshot) -> Iterator[tuple[str, Located]]:
    tables = (
        ("contact_point", snapshot.contact_points),
        ("organisation", snapshot.organisations),
        ("place", snapshot.places),
        ("facility", snapshot.facilities),
        ("stop", snapshot.stops),
    )
    for kind, records in tables:
        for record in records:
            if record.name is None:
                continue
            if isinstance(record.geometry, shapely.Point) and not record.is_private:
                answer = Located(
                    label=record.name,
                    kind=kind,
                    district_id=record.district_id,
                    precision=record.geocode_precision or "address",
                    confidence=0.0,
                    lon=record.geometry.x,
                    lat=record.geometry.y,
                )
                yield record.name, answer
            elif record.district_id in snapshot.district_by_id:
                # a hidden place is only known by its district, whose middle it gets
                area = snapshot.district_by_id[record.district_id]
                yield record.name, structs.replace(_area(area, record.name, kind), bbox=None)


class _Gazetteer:
    """All names of a snapshot, folded, and the register of addresses it was built with."""

    def __init__(self, snapshot: Snapshot, index_dir: Path | None) -> None:
        self.register: Register | None = open_register(index_dir, snapshot)
        loaded = {"addresses": self.register is not None, "stops": bool(snapshot.stops)}
        #: what would know more, were it loaded; the pages say "Adressregister nicht geladen"
        self.not_loaded = tuple(name for name, is_there in loaded.items() if not is_there)
        self.names = [
            _Name(folded=" ".join(words(name)), words=tuple(index_words(name)), answer=answer)
            for name, answer in (*_areas(snapshot), *_places(snapshot))
        ]
        self._names_of: dict[str, list[_Name]] = defaultdict(list)
        for name in self.names:
            for word in name.words:
                self._names_of[word].append(name)
        self._vocabulary = sorted(self._names_of)
        self.grid = LabelGrid.from_polygons(
            [district.geometry for district in snapshot.districts],
            [district.district_id for district in snapshot.districts],
        )

    def fitting(self, word: str) -> dict[str, float]:
        """Words of the names that fit a word asked for, and how well (0 to 1).

        1 for a word that begins so, less for one with a slip in it.
        """
        # sorted: those that begin so stand together
        start = bisect_left(self._vocabulary, word)
        begun = takewhile(lambda other: other.startswith(word), self._vocabulary[start:])
        found = dict.fromkeys(begun, 1.0)
        if len(word) >= TYPO_MIN_LETTERS:
            alike = process.extract(
                word,
                self._vocabulary,
                scorer=Indel.normalized_similarity,
                score_cutoff=TYPO_MIN_RATIO,
                limit=None,
            )
            found = {other: float(ratio) for other, ratio, _ in alike} | found
        return found

    def possible(self, fitting: Iterable[dict[str, float]]) -> list[_Name]:
        """Names in which every word asked for has one that fits, in the order of the snapshot."""
        sets = [{id(n) for other in fit for n in self._names_of[other]} for fit in fitting]
        kept = set.intersection(*sets) if sets else set()
        return [name for name in self.names if id(name) in kept] if kept else []

    def with_districts(self, found: list[Located]) -> list[Located]:
        """Answers of the register with the district each lies in; what lies outside has none."""
        if not found:
            return []
        labels = self.grid.assign([one.lon for one in found], [one.lat for one in found])
        return [
            structs.replace(one, district_id=label)
            for one, label in zip(found, labels, strict=True)
        ]


def _closeness(asked: str, fitting: list[dict[str, float]], name: _Name) -> float:
    """0 to 1: the same, begins so, or every word of the question fits a word of the name.

    `fitting`: for each word asked, the words that fit it and how well.
    """
    if asked == name.folded:
        return 0.97
    if name.folded.startswith(asked):
        return 0.9
    best = [max((fit.get(word, 0.0) for word in name.words), default=0.0) for fit in fitting]
    if not all(best):
        return 0.0
    # of two names that fit alike, the one that says less beyond the question
    covered = len(fitting) / max(len(fitting), name.folded.count(" ") + 1)
    return (0.75 + 0.05 * covered) * sum(best) / len(best)


class SnapshotLocateService:
    """Finds areas and places of the current snapshot by name or by point, and addresses.

    Parameters
    ----------
    index_dir : folder of the indexes over the register of addresses; None = without.
    """

    def __init__(
        self, snapshots: SnapshotService, city: City, index_dir: Path | None = None
    ) -> None:
        self._snapshots = snapshots
        self._city = city
        self._gazetteer_of = lru_cache(maxsize=2)(lambda held: _Gazetteer(held, index_dir))

    def locate(self, q: str, limit: int = 8) -> LocateResult:
        """Names that match, best first. Raises BadQuery for an empty or endless question."""
        asked_words = words(q)
        if not asked_words:
            raise BadQuery("Bitte gib einen Stadtteil oder einen Ort ein.", "q")
        if len(q) > MAX_QUERY:
            raise BadQuery(f"Der Suchtext ist länger als {MAX_QUERY} Zeichen.", "q")
        asked = " ".join(asked_words)
        gazetteer = self._gazetteer_of(self._snapshots.current())
        fitting = [gazetteer.fitting(word) for word in asked_words[:MAX_WORDS]]
        found = []
        for name in gazetteer.possible(fitting):
            closeness = _closeness(asked, fitting, name)
            if closeness:
                confidence = round(closeness + _KIND_BONUS.get(name.answer.kind, 0.0), 3)
                found.append(structs.replace(name.answer, confidence=confidence))
        if gazetteer.register:
            found += gazetteer.with_districts(gazetteer.register.find(q, limit))
        found.sort(key=lambda located: (-located.confidence, located.label))
        return LocateResult(
            query=q, candidates=tuple(found[:limit]), not_loaded=gazetteer.not_loaded
        )

    def district_at(self, lon: float, lat: float) -> str | None:
        """The one district of a point: the lowest id on a border, None outside."""
        gazetteer = self._gazetteer_of(self._snapshots.current())
        found: str | None = gazetteer.grid.assign([lon], [lat])[0]
        return found
