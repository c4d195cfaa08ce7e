"""Where is it? Answers from the snapshot alone: areas, localities, named places."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache

import shapely
from msgspec import Struct, structs

from geodata.assign import LabelGrid
from geodata.city import City
from geodata.model import District
from geodata.snapshot import Snapshot
from services.contracts import BadQuery, Bbox, Located, LocateResult, SnapshotService
from services.text import index_words, words

#: what would know more, were it loaded; the pages say "Adressregister nicht geladen"
NOT_LOADED = ("addresses", "stops")
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


def _likeness(word: str, other: str) -> float:
    """1 for a word that begins so, less for one with a slip in it, 0 for another word."""
    if other.startswith(word):
        return 1.0
    if len(word) < TYPO_MIN_LETTERS or abs(len(word) - len(other)) > 3:
        return 0.0
    matcher = difflib.SequenceMatcher(None, word, other, autojunk=False)
    if matcher.quick_ratio() < TYPO_MIN_RATIO:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= TYPO_MIN_RATIO else 0.0


class _Gazetteer:
    """All names of a snapshot, folded."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.names = [
            _Name(folded=" ".join(words(name)), words=tuple(index_words(name)), answer=answer)
            for name, answer in (*_areas(snapshot), *_places(snapshot))
        ]
        self._vocabulary = {word for name in self.names for word in name.words}
        self.grid = LabelGrid.from_polygons(
            [district.geometry for district in snapshot.districts],
            [district.district_id for district in snapshot.districts],
        )

    def fitting(self, word: str) -> dict[str, float]:
        """Words of the names that fit a word asked for, and how well (0 to 1)."""
        likeness = {other: _likeness(word, other) for other in self._vocabulary}
        return {other: value for other, value in likeness.items() if value}


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
    """Finds areas and places of the current snapshot by name or by point."""

    def __init__(self, snapshots: SnapshotService, city: City) -> None:
        self._snapshots = snapshots
        self._city = city
        self._gazetteer_of = lru_cache(maxsize=2)(_Gazetteer)

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
        for name in gazetteer.names:
            closeness = _closeness(asked, fitting, name)
            if closeness:
                confidence = round(closeness + _KIND_BONUS.get(name.answer.kind, 0.0), 3)
                found.append(structs.replace(name.answer, confidence=confidence))
        found.sort(key=lambda located: (-located.confidence, located.label))
        return LocateResult(query=q, candidates=tuple(found[:limit]), not_loaded=NOT_LOADED)

    def district_at(self, lon: float, lat: float) -> str | None:
        """The one district of a point: the lowest id on a border, None outside."""
        gazetteer = self._gazetteer_of(self._snapshots.current())
        found: str | None = gazetteer.grid.assign([lon], [lat])[0]
        return found
