"""What each further choice would match, given all other filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.contracts import FacetValue, SearchQuery
from services.search_index import ALL_DAYTIMES, ALL_WEEKDAYS
from services.search_labels import label_of
from services.search_masks import (
    FLAGS,
    LIMITS,
    LISTED,
    Frame,
    Matches,
    chosen_values,
    within_limit,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

#: parameters answered with counts
FACETS = (*LISTED, *FLAGS, *LIMITS)
FIXED_CHOICES = {
    "schedule": ("regular", "one_off"),
    "wheelchair": ("yes", "limited", "no", "unknown"),
    "weekday": ALL_WEEKDAYS,
    "daytime": ALL_DAYTIMES,
}
#: numbers on offer; one that is set stands beside them
STEPS: dict[str, tuple[int, ...]] = {
    "hours_max": (1, 2, 3, 5, 10),
    "age": (12, 13, 14, 15, 16, 17, 18),
    "people": (2, 5, 10, 15, 20, 30),
    "radius_m": (500, 1000, 2000, 5000, 10_000),
    "walk_minutes": (5, 10, 15, 20, 30),
}
NEED_NEAR = ("radius_m", "walk_minutes")


def _values(frame: Frame, parameter: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Values a reader may choose, in the order of their vocabulary."""
    snapshot = frame.index.snapshot
    known: dict[str, tuple[str, ...]] = {
        **FIXED_CHOICES,
        "theme": tuple(snapshot.theme_by_id),
        "audience": tuple(snapshot.audience_by_id),
        "district": tuple(snapshot.district_by_id),
        "borough": tuple(snapshot.borough_by_id),
        "remote": ("true", "false"),
    }
    if parameter in known:
        return known[parameter]
    if parameter in FLAGS:
        return ("true",)
    if parameter in NEED_NEAR and frame.distances is None:
        return ()
    if parameter in LIMITS:
        numbers = {*(float(step) for step in STEPS[parameter]), *map(float, chosen)}
        return tuple(f"{number:g}" for number in sorted(numbers))
    return tuple(sorted({*frame.index.members[parameter], *chosen}))


def _count(frame: Frame, parameter: str, value: str, others: Mask) -> int:
    if parameter in LIMITS:
        return int(np.count_nonzero(within_limit(frame, parameter, float(value)) & others))
    column = frame.index.members[parameter].get(value)
    return 0 if column is None else int(np.count_nonzero(column & others))


def facets_of(
    query: SearchQuery, frame: Frame, matches: Matches
) -> dict[str, tuple[FacetValue, ...]]:
    """Parameter -> its values with their counts."""
    facets = {}
    for parameter in FACETS:
        others = matches.without(parameter)
        facets[parameter] = tuple(
            FacetValue(
                value=value,
                label=label_of(frame.index.snapshot, parameter, value),
                count=_count(frame, parameter, value, others),
            )
            for value in _values(frame, parameter, chosen_values(query, parameter))
        )
    return facets
