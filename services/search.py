"""Search over open offers: filters, relevance, facets, ways out of an empty result."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from geodata.city import City
from geodata.model import Opportunity
from geodata.openness import is_open_on
from geodata.snapshot import Snapshot
from geodata.vocabulary import SynonymGroup
from services.contracts import (
    BadQuery,
    Clock,
    Hit,
    SearchQuery,
    SearchResult,
    SnapshotService,
)
from services.search_facets import FIXED_CHOICES, NEED_NEAR, facets_of
from services.search_index import SearchIndex
from services.search_labels import PARAMETER_LABELS
from services.search_loosen import Question, loosenings_of
from services.search_masks import PLACE_PARAMETERS, Frame, Matches, masks_of
from services.search_question import matches_of, question_units, together
from services.search_words import WordMatch
from services.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Order = NDArray[np.intp]

SORTS = ("relevance", "distance", "newest", "hours", "starts_on")


class SnapshotSearchService:
    """Answers from the columns of the current snapshot; keeps the last two sets of columns."""

    def __init__(
        self,
        snapshots: SnapshotService,
        clock: Clock,
        city: City,
        synonyms: Iterable[SynonymGroup] = (),
    ) -> None:
        self._snapshots = snapshots
        self._clock = clock
        self._city = city
        known = Synonyms(synonyms)
        self._index_of = lru_cache(maxsize=2)(lambda held: SearchIndex(held, city.crs, known))

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
        if query.only_placeless:
            query = _without_places(query)
        _check(query, snapshot)
        index = self._index_of(snapshot)
        is_open = index.last_day >= self._clock.today().toordinal()
        words = self._match_words(query.q, index, is_open)
        scores = together(words, len(index.offers))
        frame = self._frame(query, index)
        matches = Matches(masks_of(query, frame, scores), is_open)
        asked = Question(query=query, frame=frame, words=words, is_open=is_open)
        return _result(asked, matches, _order(query, frame, scores, matches.all()))

    def _frame(self, query: SearchQuery, index: SearchIndex) -> Frame:
        access = self._city.access
        return Frame(
            index=index,
            distances=index.distances_m(*query.near) if query.near else None,
            metres_per_minute=60.0 * access.speed_m_per_s / access.detour_factor,
        )

    def _match_words(self, q: str, index: SearchIndex, is_open: Mask) -> list[WordMatch]:
        units = question_units(q, self._city.name, index.vocabulary.synonyms) if q else []
        return matches_of(units, index.vocabulary, is_open)


def _without_places(query: SearchQuery) -> SearchQuery:
    """The question of what has no place: no parameter of a place can be answered."""
    return msgspec.structs.replace(
        query,
        district=(),
        borough=(),
        near=None,
        radius_m=None,
        walk_minutes=None,
        bbox=None,
        sort="relevance" if query.sort == "distance" else query.sort,
    )


def _result(asked: Question, matches: Matches, order: Order) -> SearchResult:
    query, frame = asked.query, asked.frame
    index, everywhere = frame.index, matches.without(*PLACE_PARAMETERS)
    page = order[query.offset : query.offset + query.limit]
    is_ageless = np.isnan(index.min_age[order]) if query.age is not None else np.zeros(0)
    return SearchResult(
        matched=len(order),
        hits=tuple(_hit(frame, number) for number in page.tolist()),
        facets=facets_of(query, frame, matches),
        matched_ids=tuple(index.ids[order].tolist()),
        without_place=int((everywhere & index.is_placeless).sum()),
        loosenings=() if len(order) else loosenings_of(asked, matches),
        rows_anywhere=tuple(np.flatnonzero(matches.without("bbox")).tolist()),
        notes=tuple(note for match in asked.words for note in match.notes),
        without_min_age=int(is_ageless.sum()),
    )


def _unknown_last(values: Floats) -> Floats:
    return np.where(np.isnan(values), np.inf, values)


def _order(query: SearchQuery, frame: Frame, scores: Floats, mask: Mask) -> Order:
    """Numbers of the matching offers, best first; the order of the ids decides a draw."""
    index, distances = frame.index, frame.distances
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


def _hit(frame: Frame, number: int) -> Hit:
    distance = None if frame.distances is None else float(frame.distances[number])
    known = distance is not None and math.isfinite(distance)
    return Hit(opportunity=frame.index.offers[number], distance_m=distance if known else None)


def _check(query: SearchQuery, snapshot: Snapshot) -> None:
    known: dict[str, Collection[str]] = {
        "theme": snapshot.theme_by_id,
        "audience": snapshot.audience_by_id,
        "district": snapshot.district_by_id,
        "borough": snapshot.borough_by_id,
        **FIXED_CHOICES,
    }
    for parameter, values in known.items():
        for value in query.value_of(parameter):
            if value not in values:
                raise BadQuery(f"{PARAMETER_LABELS[parameter]} unbekannt: „{value}“.", parameter)
    _check_combinations(query)


def _check_combinations(query: SearchQuery) -> None:
    if query.sort not in SORTS:
        raise BadQuery(f"Die Sortierung „{query.sort}“ gibt es nicht.", "sort")
    if query.near is None:
        for parameter in NEED_NEAR:
            if query.value_of(parameter) is not None:
                raise BadQuery(f"„{parameter}“ braucht auch „near=Länge,Breite“.", parameter)
        if query.sort == "distance":
            raise BadQuery("„sort=distance“ braucht auch „near=Länge,Breite“.", "sort")
    if query.date_from and query.date_to and query.date_from > query.date_to:
        raise BadQuery("„from“ liegt nach „to“.", "from")


def everything(query: SearchQuery) -> SearchQuery:
    """The same question without paging, for feeds and downloads."""
    return msgspec.structs.replace(query, limit=1_000_000, offset=0)
