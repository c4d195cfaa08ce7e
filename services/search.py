"""Search over open offers: filters, relevance, facets, ways out of an empty result."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from geodata.city import City
from geodata.model import Opportunity
from geodata.openness import is_open_on
from geodata.snapshot import Snapshot
from services.contracts import (
    BadQuery,
    Clock,
    FacetValue,
    Hit,
    SearchQuery,
    SearchResult,
    SnapshotService,
)
from services.search_index import ALL_DAYTIMES, ALL_WEEKDAYS, SearchIndex
from services.search_labels import PARAMETER_LABELS, label_of
from services.text import words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Order = NDArray[np.intp]

SORTS = ("relevance", "distance", "newest", "hours", "starts_on")
#: parameters answered with counts; the flags only name what choosing them would match
FACETS = (
    "theme",
    "district",
    "borough",
    "schedule",
    "language",
    "audience",
    "wheelchair",
    "weekday",
    "daytime",
    "low_threshold",
    "remote",
    "group",
    "certificate",
)
_FLAGS = ("low_threshold", "remote", "group", "certificate")
#: parameters that speak of a place: what has no place fails them, and is counted apart
_PLACE_PARAMETERS = ("district", "borough", "radius_m", "walk_minutes", "bbox")
_FIXED_CHOICES = {
    "schedule": ("regular", "one_off"),
    "wheelchair": ("yes", "limited", "no", "unknown"),
    "weekday": ALL_WEEKDAYS,
    "daytime": ALL_DAYTIMES,
}


class _Matches:
    """The offers of one query, with every filter's mask kept apart."""

    def __init__(self, masks: dict[str, Mask], is_open: Mask) -> None:
        self._masks = masks
        self._is_open = is_open
        self._failed = np.zeros(len(is_open), dtype=np.int16)
        for mask in masks.values():
            self._failed += ~mask

    def all(self) -> Mask:
        """Open offers that pass every filter."""
        return self.without()

    def without(self, *parameters: str) -> Mask:
        """Open offers that pass every filter but these."""
        failed = self._failed.copy()
        for parameter in parameters:
            if parameter in self._masks:
                failed -= ~self._masks[parameter]
        mask: Mask = self._is_open & (failed == 0)
        return mask

    @property
    def parameters(self) -> tuple[str, ...]:
        """The filters that were asked for."""
        return tuple(self._masks)


class SnapshotSearchService:
    """Answers from the columns of the current snapshot; keeps the last two sets of columns."""

    def __init__(self, snapshots: SnapshotService, clock: Clock, city: City) -> None:
        self._snapshots = snapshots
        self._clock = clock
        self._city = city
        self._index_of = lru_cache(maxsize=2)(lambda snapshot: SearchIndex(snapshot, city.crs))

    def is_open(self, opportunity: Opportunity) -> bool:
        """Whether its last day is not over, by the city's calendar."""
        return is_open_on(opportunity, self._clock.today())

    def search(self, query: SearchQuery) -> SearchResult:
        """Open offers that match, best first.

        Raises
        ------
        BadQuery
            An unknown id, a sort without what it needs, a period that ends before it begins.
        """
        snapshot = self._snapshots.current()
        _check(query, snapshot)
        index = self._index_of(snapshot)
        scores = index.vocabulary.scores(words(query.q))
        distances = index.distances_m(*query.near) if query.near else None
        is_open = index.last_day >= self._clock.today().toordinal()
        matches = _Matches(self._masks(query, index, scores, distances), is_open)
        order = _order(query, index, scores, distances, matches.all())
        page = order[query.offset : query.offset + query.limit]
        return SearchResult(
            matched=len(order),
            hits=tuple(_hit(index, distances, number) for number in page.tolist()),
            facets=_facets(index, matches, query),
            matched_ids=tuple(index.offers[n].opportunity_id for n in order.tolist()),
            without_place=int((matches.without(*_PLACE_PARAMETERS) & index.is_placeless).sum()),
            loosenings=() if len(order) else _loosenings(matches),
            rows_anywhere=tuple(np.flatnonzero(matches.without("bbox")).tolist()),
        )

    def _masks(
        self, query: SearchQuery, index: SearchIndex, scores: Floats, distances: Floats | None
    ) -> dict[str, Mask]:
        masks: dict[str, Mask] = {}
        if words(query.q):
            masks["q"] = scores > 0
        for parameter in FACETS:
            chosen = _chosen(query, parameter)
            if chosen:
                masks[parameter] = _any_of(index, parameter, chosen)
        if distances is not None:
            if query.radius_m is not None:
                masks["radius_m"] = distances <= query.radius_m
            if query.walk_minutes is not None:
                masks["walk_minutes"] = distances <= self._reach_m(query.walk_minutes)
        masks.update(_range_masks(query, index))
        return masks

    def _reach_m(self, minutes: float) -> float:
        """Metres as the crow flies that one walks in so many minutes."""
        access = self._city.access
        return minutes * 60.0 * access.speed_m_per_s / access.detour_factor


def _chosen(query: SearchQuery, parameter: str) -> tuple[str, ...]:
    value = getattr(query, parameter)
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return tuple(value)


def _any_of(index: SearchIndex, parameter: str, chosen: tuple[str, ...]) -> Mask:
    mask = np.zeros(len(index.offers), dtype=bool)
    for value in chosen:
        column = index.members[parameter].get(value)
        if column is not None:
            mask |= column
    return mask


def _range_masks(query: SearchQuery, index: SearchIndex) -> dict[str, Mask]:
    masks: dict[str, Mask] = {}
    if query.bbox is not None:
        west, south, east, north = query.bbox
        # a box that crosses the antimeridian has its western edge east of its eastern one
        is_between = (index.lon >= west) & (index.lon <= east)
        is_around = (index.lon >= west) | (index.lon <= east)
        is_inside = is_between if west <= east else is_around
        masks["bbox"] = is_inside & (index.lat >= south) & (index.lat <= north)
    if query.hours_max is not None:
        masks["hours_max"] = index.hours <= query.hours_max
    if query.age is not None:
        masks["age"] = ~(index.min_age > query.age)
    if query.date_from is not None:
        masks["from"] = index.last_day >= query.date_from.toordinal()
    if query.date_to is not None:
        masks["to"] = index.first_day <= query.date_to.toordinal()
    return masks


def _unknown_last(values: Floats) -> Floats:
    return np.where(np.isnan(values), np.inf, values)


def _order(
    query: SearchQuery,
    index: SearchIndex,
    scores: Floats,
    distances: Floats | None,
    mask: Mask,
) -> Order:
    """Numbers of the matching offers, best first; the order of the ids decides a draw."""
    newest = _unknown_last(-index.changed)
    keys = {
        "newest": newest,
        "hours": _unknown_last(index.hours),
        "starts_on": np.where(index.first_day == 1, np.inf, index.first_day),
    }
    if distances is not None:
        keys["distance"] = _unknown_last(distances)
    best = keys[query.sort] if query.sort != "relevance" else -scores
    then = keys["distance"] if distances is not None else newest
    found = np.flatnonzero(mask)
    return found[np.lexsort((found, then[found], best[found]))]


def _hit(index: SearchIndex, distances: Floats | None, number: int) -> Hit:
    distance = None if distances is None else float(distances[number])
    known = distance is not None and math.isfinite(distance)
    return Hit(opportunity=index.offers[number], distance_m=distance if known else None)


def _facets(
    index: SearchIndex, matches: _Matches, query: SearchQuery
) -> dict[str, tuple[FacetValue, ...]]:
    facets = {}
    for parameter in FACETS:
        others = matches.without(parameter)
        facets[parameter] = tuple(
            FacetValue(
                value=value,
                label=label_of(index.snapshot, parameter, value),
                count=_count(index, parameter, value, others),
            )
            for value in _values(index, parameter, _chosen(query, parameter))
        )
    return facets


def _count(index: SearchIndex, parameter: str, value: str, others: Mask) -> int:
    column = index.members[parameter].get(value)
    return 0 if column is None else int(np.count_nonzero(column & others))


def _values(index: SearchIndex, parameter: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Values a reader may choose, in the order of their vocabulary."""
    snapshot = index.snapshot
    known: dict[str, tuple[str, ...]] = {
        **_FIXED_CHOICES,
        "theme": tuple(snapshot.theme_by_id),
        "audience": tuple(snapshot.audience_by_id),
        "district": tuple(snapshot.district_by_id),
        "borough": tuple(snapshot.borough_by_id),
        "remote": ("true", "false"),
    }
    if parameter in known:
        return known[parameter]
    if parameter in _FLAGS:
        return ("true",)
    return tuple(sorted({*index.members[parameter], *chosen}))


def _loosenings(matches: _Matches) -> tuple[FacetValue, ...]:
    """What would match if one filter were dropped, most first."""
    found = []
    for parameter in matches.parameters:
        count = int(matches.without(parameter).sum())
        if count:
            label = PARAMETER_LABELS[parameter]
            found.append(FacetValue(value=parameter, label=label, count=count))
    return tuple(sorted(found, key=lambda loosening: -loosening.count))


def _check(query: SearchQuery, snapshot: Snapshot) -> None:
    known: dict[str, Collection[str]] = {
        "theme": snapshot.theme_by_id,
        "audience": snapshot.audience_by_id,
        "district": snapshot.district_by_id,
        "borough": snapshot.borough_by_id,
        **_FIXED_CHOICES,
    }
    for parameter, values in known.items():
        for value in getattr(query, parameter):
            if value not in values:
                raise BadQuery(f"{PARAMETER_LABELS[parameter]} unbekannt: „{value}“.", parameter)
    _check_combinations(query)


def _check_combinations(query: SearchQuery) -> None:
    if query.sort not in SORTS:
        raise BadQuery(f"Die Sortierung „{query.sort}“ gibt es nicht.", "sort")
    if query.near is None:
        for parameter in ("radius_m", "walk_minutes"):
            if getattr(query, parameter) is not None:
                raise BadQuery(f"„{parameter}“ braucht auch „near=Länge,Breite“.", parameter)
        if query.sort == "distance":
            raise BadQuery("„sort=distance“ braucht auch „near=Länge,Breite“.", "sort")
    if query.date_from and query.date_to and query.date_from > query.date_to:
        raise BadQuery("„from“ liegt nach „to“.", "from")


def everything(query: SearchQuery) -> SearchQuery:
    """The same question without paging, for feeds and downloads."""
    return msgspec.structs.replace(query, limit=1_000_000, offset=0)
