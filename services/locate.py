"""Where is it? Answers from the snapshot alone: areas, localities, named places."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import shapely
from msgspec import Struct, structs

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
MAX_QUERY = 200


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
            if isinstance(record.geometry, shapely.Point):
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
    """All names of a snapshot, folded."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.names = [
            _Name(folded=" ".join(words(name)), words=tuple(index_words(name)), answer=answer)
            for name, answer in (*_areas(snapshot), *_places(snapshot))
        ]
        ordered = sorted(snapshot.districts, key=lambda d: d.district_id)
        self.district_ids = [d.district_id for d in ordered]
        self.tree = shapely.STRtree([d.geometry for d in ordered])


def _closeness(asked: str, asked_words: list[str], name: _Name) -> float:
    """0 to 1: the same, begins so, all words begin a word of it, nearly the same."""
    if asked == name.folded:
        return 0.97
    if name.folded.startswith(asked):
        return 0.9
    if all(any(w.startswith(a) for w in name.words) for a in asked_words):
        return 0.8
    matcher = difflib.SequenceMatcher(None, asked, name.folded, autojunk=False)
    if matcher.real_quick_ratio() < TYPO_MIN_RATIO or matcher.quick_ratio() < TYPO_MIN_RATIO:
        return 0.0
    ratio = matcher.ratio()
    return 0.75 * ratio if ratio >= TYPO_MIN_RATIO else 0.0


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
        found = []
        for name in self._gazetteer_of(self._snapshots.current()).names:
            closeness = _closeness(asked, asked_words, name)
            if closeness:
                confidence = round(closeness + _KIND_BONUS.get(name.answer.kind, 0.0), 3)
                found.append(structs.replace(name.answer, confidence=confidence))
        found.sort(key=lambda located: (-located.confidence, located.label))
        return LocateResult(query=q, candidates=tuple(found[:limit]), not_loaded=NOT_LOADED)

    def district_at(self, lon: float, lat: float) -> str | None:
        """The one district of a point: the lowest id on a border, None outside."""
        gazetteer = self._gazetteer_of(self._snapshots.current())
        hits = gazetteer.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return gazetteer.district_ids[int(np.min(hits))] if len(hits) else None
