"""Access: how many residents of a unit can walk to an offer, and how far the nearest one is."""

from __future__ import annotations

import numpy as np

from geodata.city import Access
from geodata.coverage import Offers, Units
from geodata.coverage.formulas import (
    Floats,
    nearest_distance_m,
    reach_m,
    share_within,
    weighted_median,
)
from geodata.indicators.longtable import ByLevel, Cell, Geography, group_index, optional
from geodata.indicators.supply import LEVELS
from geodata.model import Level


def share_id(minutes: int) -> str:
    """`residents_within_10_min_share`."""
    return f"residents_within_{minutes}_min_share"


def distances_of(units: Units, offers: Offers) -> Floats:
    """Metres from each cell of the residents' grid to the nearest offer with a public point."""
    shown = offers.xy[~np.isnan(offers.xy).any(axis=1)]
    return nearest_distance_m(units.cell_xy, shown)


def share_cells(
    geography: Geography, units: Units, distances: Floats, minutes: int, access: Access
) -> ByLevel:
    """Share of residents with an offer within `minutes` on foot."""
    radius = reach_m(minutes, access.speed_m_per_s, access.detour_factor)
    found: dict[Level, dict[str, Cell]] = {}
    for level in LEVELS:
        names, of_unit = group_index(geography, level)
        group = of_unit[units.cell_unit]
        member = group >= 0
        weights = units.cell_residents[member]
        shares = share_within(distances[member], radius, group[member], weights, len(names))
        people = np.bincount(group[member], weights=weights, minlength=len(names))
        found[level] = {
            name: Cell(optional(shares[i]), optional(shares[i] * people[i]), optional(people[i]))
            for i, name in enumerate(names)
        }
    return found


def nearest_cells(geography: Geography, units: Units, distances: Floats) -> ByLevel:
    """Resident-weighted median of the distance to the nearest offer, in metres."""
    found: dict[Level, dict[str, Cell]] = {}
    for level in LEVELS:
        names, of_unit = group_index(geography, level)
        group = of_unit[units.cell_unit]
        found[level] = {
            name: Cell(
                optional(weighted_median(distances[group == i], units.cell_residents[group == i]))
            )
            for i, name in enumerate(names)
        }
    return found
