"""Filters as boolean arrays over the offers of an index, all of shape (offers,)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from services.contracts import Bbox, SearchQuery
from services.search_index import SearchIndex

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

#: parameters that are one of several values of an offer
LISTED = (
    "theme",
    "district",
    "borough",
    "schedule",
    "language",
    "audience",
    "wheelchair",
    "weekday",
    "daytime",
)
#: parameters that are true or false
FLAGS = ("low_threshold", "remote", "group", "certificate", "pass", "board", "in_kind")
#: parameters that are a number: a limit of the offer, or something that must suffice for it
LIMITS = ("hours_max", "age", "people", "radius_m", "walk_minutes")
#: parameters that speak of a place: what has no place fails them, and is counted apart
PLACE_PARAMETERS = ("district", "borough", "radius_m", "walk_minutes", "bbox")
#: the parameter that asks for what has no place
PLACELESS = "ohne_ort"


class Frame(Struct, frozen=True, kw_only=True):
    """What masks are made from: the index, metres from where one asks, metres one walks a minute."""

    index: SearchIndex
    distances: Floats | None
    metres_per_minute: float


class Matches:
    """The offers of one query, with every filter's mask kept apart."""

    def __init__(self, masks: dict[str, Mask], is_open: Mask) -> None:
        self._masks = masks
        self.is_open = is_open
        self._failed = np.zeros(len(is_open), dtype=np.int16)
        for mask in masks.values():
            self._failed += ~mask

    def all(self) -> Mask:
        """Open offers that pass every filter."""
        return self.without()

    def without(self, *parameters: str) -> Mask:
        """Open offers that pass every filter but these."""
        failed = self._failed
        for parameter in parameters:
            if parameter in self._masks:
                failed = failed - ~self._masks[parameter]
        mask: Mask = self.is_open & (failed == 0)
        return mask

    def nearest_misses(self) -> dict[tuple[str, ...], int]:
        """The fewest filters to leave out so that something matches: which, and how many match.

        Of the offers that fail the fewest filters, each set they fail is one answer; dropping a
        smaller set finds nothing.
        """
        if not self.is_open.any() or not self._masks:
            return {}
        least = self._failed[self.is_open].min()
        near = self.is_open & (self._failed == least)
        failing = np.column_stack([~mask[near] for mask in self._masks.values()])
        sets, counts = np.unique(failing, axis=0, return_counts=True)
        names = tuple(self._masks)
        return {
            tuple(name for name, fails in zip(names, row, strict=True) if fails): int(count)
            for row, count in zip(sets, counts, strict=True)
        }

    @property
    def parameters(self) -> tuple[str, ...]:
        """The filters that were asked for."""
        return tuple(self._masks)


def chosen_values(query: SearchQuery, parameter: str) -> tuple[str, ...]:
    """The values a parameter is set to, as they stand in an address."""
    value = query.value_of(parameter)
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, int | float):
        return (f"{value:g}",)
    return tuple(value)


def any_of(index: SearchIndex, parameter: str, chosen: Iterable[str]) -> Mask:
    """Offers that have one of these values."""
    mask = np.zeros(len(index.offers), dtype=bool)
    for value in chosen:
        column = index.members[parameter].get(value)
        if column is not None:
            mask |= column
    return mask


def within_limit(frame: Frame, parameter: str, value: float) -> Mask:
    """Offers that fit a number. Unknown hours and distances do not; an unknown age does."""
    index = frame.index
    if parameter == "hours_max":
        return index.hours <= value
    if parameter == "age":
        return ~(index.min_age > value)
    if parameter == "people":
        # who wants that many takes them together or one by one; a group without a number is asked
        groups = index.members["group"].get("true", np.zeros(len(index.offers), dtype=bool))
        return (index.needed >= value) | (groups & np.isnan(index.needed))
    if frame.distances is None:
        return np.zeros(len(index.offers), dtype=bool)
    metres = value * frame.metres_per_minute if parameter == "walk_minutes" else value
    return frame.distances <= metres


def inside(index: SearchIndex, bbox: Bbox) -> Mask:
    """Offers with a public point in a box (CRS84)."""
    west, south, east, north = bbox
    # a box that crosses the antimeridian has its western edge east of its eastern one
    is_between = (index.lon >= west) & (index.lon <= east)
    is_around = (index.lon >= west) | (index.lon <= east)
    mask: Mask = (is_between if west <= east else is_around) & (index.lat >= south)
    return mask & (index.lat <= north)


def _single(query: SearchQuery, frame: Frame) -> dict[str, Mask]:
    index = frame.index
    masks: dict[str, Mask] = {}
    if query.bbox is not None:
        masks["bbox"] = inside(index, query.bbox)
    if query.date_from is not None:
        masks["from"] = index.last_day >= query.date_from.toordinal()
    if query.date_to is not None:
        masks["to"] = index.first_day <= query.date_to.toordinal()
    if query.since is not None:
        masks["since"] = index.changed_day >= query.since.toordinal()
    if query.only_placeless:
        masks[PLACELESS] = index.is_placeless
    return masks


def masks_of(query: SearchQuery, frame: Frame, scores: Floats) -> dict[str, Mask]:
    """Parameter -> which offers pass it, for every parameter that is set."""
    masks: dict[str, Mask] = {}
    if query.q:
        masks["q"] = scores > 0
    for parameter in (*LISTED, *FLAGS):
        if chosen := chosen_values(query, parameter):
            masks[parameter] = any_of(frame.index, parameter, chosen)
    for parameter in LIMITS:
        value = query.value_of(parameter)
        if value is not None:
            masks[parameter] = within_limit(frame, parameter, value)
    return masks | _single(query, frame)
