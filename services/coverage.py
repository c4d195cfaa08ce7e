"""Who is underserved, under any weights and for any kind of offers?

The same functions and arrays as in the build: asked without anything, the answer equals the
snapshot's own `coverage` on the day the build speaks of.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np

from geodata.city import City
from geodata.coverage import (
    Judgement,
    Rules,
    Units,
    city_values,
    is_counted,
    judge,
    memberships_from,
    offers_from,
    rows_from_judgement,
    units_from_values,
    weights_of,
)
from geodata.model import Opportunity
from geodata.snapshot import Snapshot
from services.contracts import BadQuery, Clock, CoverageAnswer, CoverageQuery, SnapshotService

LEVELS = ("district", "borough")
#: questions whose answers are kept; a slider asks many that are never asked again
KEPT = 64


def units_of(snapshot: Snapshot, city: City) -> Units:
    """The snapshot's statistics units as arrays."""
    cells = snapshot.residents_grid
    xy = np.array([(c.x_m, c.y_m) for c in cells], dtype=np.float64).reshape(-1, 2)
    return units_from_values(
        memberships_from(
            (d.district_id, d.parent_id, d.statistics_unit_id) for d in snapshot.districts
        ),
        snapshot.values_by_indicator,
        city.disadvantage.inputs,
        {i.indicator_id: i.direction for i in snapshot.indicators},
        ([c.district_id for c in cells], xy, np.array([c.residents for c in cells])),
    )


def _named(ids: Iterable[str]) -> str:
    return ", ".join(f"„{i}“" for i in sorted(ids))


def checked_weights(query: CoverageQuery, city: City) -> dict[str, float]:
    """Weights by input, adding up to 1; those of city.toml where the query names none.

    Raises
    ------
    BadQuery
        An unknown or repeated indicator, a weight below zero or no number, or none above zero.
    """
    inputs = city.disadvantage.inputs
    known = [item.indicator_id for item in inputs]
    chosen: dict[str, float] = {}
    for name, weight in query.weights:
        if name not in known:
            reason = f"„{name}“ ist kein Teil des Index. Möglich sind {_named(known)}."
            raise BadQuery(reason, "weights")
        if name in chosen:
            raise BadQuery(f"„{name}“ kommt bei den Gewichten zweimal vor.", "weights")
        if not math.isfinite(weight) or weight < 0:
            reason = f"Das Gewicht von „{name}“ muss eine Zahl ab 0 sein."
            raise BadQuery(reason, "weights")
        chosen[name] = float(weight)
    if query.weights and not any(chosen.values()):
        raise BadQuery("Wenigstens ein Gewicht muss größer als 0 sein.", "weights")
    weights = weights_of(inputs, chosen or None)
    return dict(zip(known, weights.tolist(), strict=True))


def _check_ids(asked: Sequence[str], known: Iterable[str], what: str, parameter: str) -> None:
    possible = set(known)
    unknown = sorted(set(asked) - possible)
    if unknown:
        reason = f"{what} {_named(unknown)} gibt es nicht. Möglich sind {_named(possible)}."
        raise BadQuery(reason, parameter)


def check_query(query: CoverageQuery, snapshot: Snapshot) -> None:
    """Raise BadQuery for a level, theme or audience that does not exist."""
    if query.level not in LEVELS:
        reason = f"Die Ebene „{query.level}“ gibt es hier nicht. Möglich sind {_named(LEVELS)}."
        raise BadQuery(reason, "level")
    _check_ids(query.theme, snapshot.theme_by_id, "Das Thema", "theme")
    _check_ids(query.audience, snapshot.audience_by_id, "Die Zielgruppe", "audience")


def is_asked_for(offer: Opportunity, query: CoverageQuery) -> bool:
    """Whether an offer has one of the themes, one of the audiences, and the threshold asked for."""
    if query.theme and not set(query.theme) & set(offer.themes):
        return False
    if query.audience and not set(query.audience) & set(offer.audiences):
        return False
    return query.low_threshold is None or offer.is_low_threshold == query.low_threshold


class _Held:
    """One snapshot's arrays and the answers given on one day."""

    def __init__(self, snapshot: Snapshot, city: City, today: dt.date) -> None:
        self.snapshot, self.city, self.today = snapshot, city, today
        self.units = units_of(snapshot, city)
        self.answers: dict[CoverageQuery, CoverageAnswer] = {}

    def judgement(self, query: CoverageQuery, weights: dict[str, float]) -> Judgement:
        counted = (
            offer
            for offer in self.snapshot.opportunities
            if is_counted(offer, self.today) and is_asked_for(offer, query)
        )
        offers = offers_from(counted, self.units.unit_of_district, self.city.crs)
        values = np.array(list(weights.values()), dtype=np.float64)
        return judge(self.units, offers, values, Rules.of(self.city))

    def answer(self, query: CoverageQuery) -> CoverageAnswer:
        check_query(query, self.snapshot)
        weights = checked_weights(query, self.city)
        judged = self.judgement(query, weights)
        return CoverageAnswer(
            weights=weights,
            rows=rows_from_judgement(judged, self.units, query.level),
            city=city_values(judged),
        )


class SnapshotCoverageService:
    """`CoverageService` over the snapshot being served.

    Arrays and answers are kept for one snapshot and one day: offers end at midnight. Safe to share
    between threads.
    """

    def __init__(self, snapshots: SnapshotService, clock: Clock, city: City) -> None:
        self._snapshots, self._clock, self._city = snapshots, clock, city
        self._held: _Held | None = None
        self._lock = Lock()

    def _current(self) -> _Held:
        snapshot, today = self._snapshots.current(), self._clock.today()
        with self._lock:
            held = self._held
            known = held is not None and held.snapshot is snapshot and held.today == today
            if held is None or not known:
                held = self._held = _Held(snapshot, self._city, today)
            return held

    def judge(self, query: CoverageQuery) -> CoverageAnswer:
        """The judgement. Raises BadQuery for weights or ids that make no sense."""
        held = self._current()
        answer = held.answers.get(query)
        if answer is None:
            answer = held.answer(query)  # outside the lock: two may work it out, both the same
            with self._lock:
                while len(held.answers) >= KEPT:
                    del held.answers[next(iter(held.answers))]
                held.answers[query] = answer
        return answer
