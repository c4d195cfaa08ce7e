"""From what agrees to one number: weights of evidence added up, in bits.

After Fellegi and Sunter (A Theory for Record Linkage, 1969): each field gives log2(m/u), where m
is how often it looks so in pairs that are one and the same, u how often in pairs that are not.
The sum with the prior is the log of the odds; the score is its probability. Beside the weights
stand *bars*: what a pair must never be merged in spite of, however much agrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from msgspec import Struct

#: odds that two records that share a block are one, in bits, before anything is compared
PRIOR = -10.0

#: nothing is certain: no score reaches 1
MOST = 0.9999

#: field -> outcome -> weight in bits; what is not listed tells nothing
ORGANISATION_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "name": {"same": 10.5, "near": 8.0, "part": 2.0, "other": -8.0},
    "place": {"same": 7.0, "near": 3.0, "area": 0.0, "conflict": -4.0},
    "phone": {"same": 8.0, "shared": 3.0, "conflict": -1.0},
    "public_email": {"same": 8.0, "shared": 3.0, "domain": 1.0, "conflict": -1.0},
    "website": {"same": 5.5, "shared": 1.0, "conflict": -1.5},
    "kind": {"conflict": -0.5},
}
OPPORTUNITY_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "organisation": {"same": 5.0, "likely": 3.0, "other": -6.0},
    "title": {"same": 6.0, "near": 4.0, "part": 0.0, "other": -8.0},
    "place": {"same": 3.0, "near": 1.0, "nowhere": 1.0, "conflict": -6.0},
    "description": {"same": 5.0, "near": 3.0, "part": 1.0, "other": -2.0},
    "url": {"same": 6.0},
    "dates": {"same": 2.0, "conflict": -8.0},
    "times": {"same": 1.0, "conflict": -5.0},
    "hours_per_week": {"same": 0.5, "conflict": -1.0},
    "contact": {"same": 1.0, "conflict": -1.0},
}


class FieldScore(Struct, frozen=True):
    """How one field compares: its outcome, its likeness 0 to 1 (None: not comparable), in bits."""

    field: str
    outcome: str
    likeness: float | None
    weight: float


class Bar(Struct, frozen=True):
    """Why a pair is not merged by itself: a word for it and the highest score it may have."""

    reason: str
    most: float


_LIKENESS = {
    "same": 1.0, "likely": 0.8, "near": 0.9, "nowhere": 1.0, "shared": 0.6, "domain": 0.5,
    "area": 0.5, "part": 0.6, "conflict": 0.0, "other": 0.0,
}  # fmt: skip


def field_score(
    weights: Mapping[str, Mapping[str, float]],
    field: str,
    outcome: str,
    likeness: float | None = None,
) -> FieldScore:
    """The score of a field with its weight from the table."""
    weight = weights[field].get(outcome, 0.0)
    is_known = outcome != "unknown"
    found = likeness if likeness is not None else _LIKENESS.get(outcome)
    return FieldScore(field, outcome, found if is_known else None, weight)


def probability(fields: Iterable[FieldScore], bars: Iterable[Bar] = ()) -> float:
    """Score of a pair, 0 to 1, rounded to four decimals so that it can be written down."""
    bits = PRIOR + sum(field.weight for field in fields)
    odds_against = math.exp2(-max(min(bits, 60.0), -60.0))
    most = min((bar.most for bar in bars), default=MOST)
    return round(min(1 / (1 + odds_against), most), 4)
