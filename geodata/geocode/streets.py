"""Which addresses of one name belong together: a long street, or streets of one name.

Villages that came to a city brought their Hauptstraße along. Postcode and part of the town tell them
apart; where a register has neither, only the map does: one house number at two far points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from geodata.geocode.result import Row

#: groups of addresses whose boxes lie further apart (degrees of latitude, some 600 m) are streets of
#: their own, one number at points further apart than TWIN (some 300 m) are two houses
GAP, TWIN = 0.0055, 0.0027
#: a degree of longitude in degrees of latitude, in the middle of Germany
LON_SCALE = 0.63

Group = Sequence[Row]


def _distance(one: Row, other: Row) -> float:
    """Degrees of latitude between two addresses."""
    return math.hypot((one.lon - other.lon) * LON_SCALE, one.lat - other.lat)


def _has_twins(rows: Group) -> bool:
    first: dict[object, Row] = {}
    return any(_distance(first.setdefault(row.house, row), row) > TWIN for row in rows)


def _by_place(rows: Group) -> list[list[Row]]:
    """Rows that hang together on the map: neighbouring cells of a grid as wide as the gap."""
    cells: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        cell = (math.floor(row.lon * LON_SCALE / GAP), math.floor(row.lat / GAP))
        cells.setdefault(cell, []).append(row)
    found = []
    while cells:
        reached = [next(iter(cells))]
        together = cells.pop(reached[0])
        for x, y in reached:
            around = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            for cell in [cell for cell in around if cell in cells]:
                reached.append(cell)
                together += cells.pop(cell)
        found.append(together)
    return found


def split_street(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """The addresses of one name, apart by postcode and part of the town, and where these do not
    tell them apart, by where they are."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.postcode, row.locality), []).append(row)
    split = [
        part
        for group in groups.values()
        for part in (_by_place(group) if _has_twins(group) else [group])
    ]
    return tuple(map(tuple, split))


def _box(rows: Group) -> tuple[float, float, float, float]:
    lons, lats = [row.lon for row in rows], [row.lat for row in rows]
    return min(lons), min(lats), max(lons), max(lats)


def _are_near(one: Group, other: Group) -> bool:
    a, b = _box(one), _box(other)
    across = max(a[0] - b[2], b[0] - a[2], 0.0) * LON_SCALE
    along = max(a[1] - b[3], b[1] - a[3], 0.0)
    return math.hypot(across, along) <= GAP


def is_one_street(groups: Sequence[Group]) -> bool:
    """Whether the groups of `split_street` are one street: no number twice, and no wide gap.

    A street may run through several postcodes and parts of the town.
    """
    numbers = [house for group in groups for house in {row.house for row in group}]
    if len(numbers) != len(set(numbers)):
        return False
    reached, waiting = list(groups[:1]), list(groups[1:])
    for group in reached:
        near = [other for other in waiting if _are_near(group, other)]
        waiting = [other for other in waiting if other not in near]
        reached += near
    return not waiting
