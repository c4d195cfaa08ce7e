"""Offers like one offer, the most alike first, with the reasons.

Likeness is a weighted sum of what people weigh: the same work, near by, as much time, at the same
rhythm. Weights are a judgement, not a measurement; a draw is decided by the id.
"""

from __future__ import annotations

import math
from typing import Literal

from msgspec import Struct

from geodata.model import Opportunity
from services.contracts import Hit

Reason = Literal["theme", "near", "hours", "schedule"]
#: metres at which closeness has fallen to a third
_NEAR_M = 2000.0
_WEIGHTS: dict[Reason, float] = {"theme": 3.0, "near": 2.0, "hours": 1.0, "schedule": 1.0}
#: from here a reason is worth a word
_TOLD: dict[Reason, float] = {"theme": 0.5, "near": 0.6, "hours": 1.0, "schedule": 1.0}


class Similar(Struct, frozen=True, kw_only=True):
    """A hit with what it has in common with the offer."""

    hit: Hit
    score: float
    reasons: tuple[Reason, ...]


def _themes(one: Opportunity, other: Opportunity) -> float:
    mine, theirs = set(one.themes), set(other.themes)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _hours(one: Opportunity, other: Opportunity) -> float:
    mine, theirs = one.hours_per_week, other.hours_per_week
    if mine is None or theirs is None:
        return 0.0
    return math.exp(-abs(mine - theirs) / 2.0)


def _likeness(offer: Opportunity, hit: Hit) -> dict[Reason, float]:
    far = hit.distance_m
    return {
        "theme": _themes(offer, hit.opportunity),
        "near": 0.0 if far is None else math.exp(-far / _NEAR_M),
        "hours": _hours(offer, hit.opportunity),
        "schedule": float(offer.schedule == hit.opportunity.schedule),
    }


def rank_similar(offer: Opportunity, hits: tuple[Hit, ...], count: int) -> list[Similar]:
    """The `count` most alike of some hits, without the offer itself.

    Parameters
    ----------
    hits : candidates; `distance_m` is the distance from the offer, None where unknown
    """
    found = []
    for hit in hits:
        if hit.opportunity.opportunity_id == offer.opportunity_id:
            continue
        likeness = _likeness(offer, hit)
        score = sum(_WEIGHTS[name] * value for name, value in likeness.items())
        told = tuple(name for name, value in likeness.items() if value >= _TOLD[name])
        found.append(Similar(hit=hit, score=score, reasons=told))
    found.sort(key=lambda one: (-one.score, one.hit.opportunity.opportunity_id))
    return found[:count]
